"""Effects as values: their ids, chains that share their beginnings, and what a prediction tells of its parts."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.effects import Chain, Deleted, Prediction, Updated, table_id
from ondelete.deletion.kinds import Verdict
from ondelete.deletion.predict import predict_delete

KEYS = catalog_of(
    "CREATE TABLE t (id int PRIMARY KEY);"
    "CREATE TABLE a (id int PRIMARY KEY, t int CONSTRAINT one REFERENCES t ON DELETE CASCADE);"
    'CREATE TABLE b (a int CONSTRAINT "t.w.o" REFERENCES a ON DELETE SET NULL, t int CONSTRAINT three REFERENCES t);'
).foreign_keys
ONE, TWO, THREE = KEYS
A = QualifiedName("public", "a")


def test_a_chain_is_the_sequence_of_its_keys() -> None:
    chain = Chain(Chain((), ONE), TWO)
    assert (len(chain), list(chain), chain[0], chain[-1], chain[:1]) == (2, [ONE, TWO], ONE, TWO, (ONE,))
    assert chain == (ONE, TWO) == Chain((ONE,), TWO)
    assert chain != (TWO, ONE)
    assert hash(chain) == hash((ONE, TWO))


def test_a_name_with_a_dot_is_quoted_in_an_id() -> None:
    assert Updated(A, ("a",), TWO, "null", "delete", (ONE, TWO)).id == 'updated:public.b."t.w.o":null'
    assert table_id(QualifiedName("public", "a.b")) == 'public."a.b"'


def test_a_failure_of_another_constraint_says_so_in_its_id() -> None:
    (failure,) = predict_delete(
        catalog_of(
            "CREATE TABLE t (id int PRIMARY KEY);"
            "CREATE TABLE c (t int REFERENCES t ON DELETE SET NULL CONSTRAINT filled CHECK (t IS NOT NULL));"
        ),
        QualifiedName("public", "t"),
    ).failures
    assert failure.id == "check:public.c.c_t_fkey:filled"


def test_the_longest_chain_has_no_bound_on_a_cycle() -> None:
    def prediction(*longest: int | None) -> Prediction:
        deleted = tuple(Deleted(A, 1, n, (ONE,), (ONE,)) for n in longest)
        return Prediction(QualifiedName("public", "t"), Verdict.CLEAR, deleted, (), (), (), ())

    assert [prediction(*each).longest for each in ((), (1, 3, 2), (1, None))] == [0, 3, None]


def test_a_key_on_several_ways_is_one_edge() -> None:
    prediction = predict_delete(
        catalog_of(
            "CREATE TABLE t (id int PRIMARY KEY);"
            "CREATE TABLE c (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE,"
            " up int REFERENCES c ON DELETE CASCADE);"
        ),
        QualifiedName("public", "t"),
    )
    assert [key.name for key in prediction.edges] == ["c_t_fkey", "c_up_fkey"]
