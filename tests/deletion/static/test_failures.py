"""The errors of a DELETE, each once, with what is sure and a sentence that says why."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.effects import Failure
from ondelete.deletion.static.events import EventGraph
from ondelete.deletion.static.failures import failures_of
from ondelete.deletion.static.order import Order

T = "CREATE TABLE t (id int PRIMARY KEY, b int, UNIQUE (id, b));"


def failures(ddl: str) -> tuple[Failure, ...]:
    graph = EventGraph(catalog_of(T + ddl), QualifiedName("public", "t"))
    return failures_of(graph, Order(graph))


@pytest.mark.parametrize(
    ("ddl", "sqlstates", "reason"),
    [
        (
            "CREATE TABLE c (t int REFERENCES t);",
            ("23503",),
            "a row of c references the deleted row of t by t",
        ),
        (
            "CREATE TABLE c (t int REFERENCES t ON DELETE RESTRICT);",
            ("23503", "23001"),
            "a row of c references the deleted row of t by t",
        ),
        (
            "ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES t (id);",
            ("23503",),
            "another row of t references the deleted row of t by b",
        ),
        (
            "CREATE TABLE c (t int REFERENCES t DEFERRABLE INITIALLY DEFERRED);",
            ("23503",),
            "a row of c references the deleted row of t by t; the check waits for COMMIT",
        ),
        (
            "CREATE TABLE c (t int NOT NULL REFERENCES t ON DELETE SET NULL);",
            ("23502",),
            "t would become NULL but is NOT NULL",
        ),
        (
            "CREATE TABLE c (t int DEFAULT 0 REFERENCES t ON DELETE SET DEFAULT);",
            ("23503",),
            "the default of t needs a row in t, so that row cannot be deleted",
        ),
        (
            "CREATE TABLE c (a int, b int, FOREIGN KEY (a, b) REFERENCES t (id, b) MATCH FULL ON DELETE SET NULL (a));",
            ("23503",),
            "a becomes NULL, but MATCH FULL requires all of (a, b) or none",
        ),
        (
            "CREATE TABLE c (t int REFERENCES t ON DELETE CASCADE);"
            "CREATE RULE keep AS ON DELETE TO c DO INSTEAD NOTHING;",
            ("XX000",),
            "rule keep on c replaces the statement that the key runs",
        ),
        (
            "CREATE TABLE c (i int GENERATED ALWAYS AS IDENTITY REFERENCES t ON DELETE SET NULL);",
            ("428C9",),
            "i is GENERATED ALWAYS AS IDENTITY: it can only be set to its default, even if no row references it",
        ),
    ],
)
def test_one_error(ddl: str, sqlstates: tuple[str, ...], reason: str) -> None:
    (failure,) = failures(ddl)
    assert (failure.sqlstates, failure.reason) == (sqlstates, reason)


def test_an_error_on_several_ways_is_told_once_by_its_nearest_row() -> None:
    found = failures(
        "CREATE TABLE a (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE,"
        " a int REFERENCES a ON DELETE CASCADE);"
        "CREATE TABLE c (a int REFERENCES a);"
    )
    assert [(failure.key.name, len(failure.path)) for failure in found] == [("c_a_fkey", 2)]


OTHER = "CREATE TABLE o (id int PRIMARY KEY, b int, UNIQUE (id, b));"
SELF = "ALTER TABLE t ADD p int UNIQUE REFERENCES t (id) ON DELETE SET NULL;"
ABOVE = "CREATE TABLE r (id int PRIMARY KEY); ALTER TABLE t ADD r int REFERENCES r ON DELETE CASCADE;"
LATER = "ON DELETE RESTRICT ON UPDATE NO ACTION DEFERRABLE INITIALLY DEFERRED"

SEVERAL = {
    "what a key says of a deleted row itself is kept": (
        f"{SELF}CREATE TABLE c (p int, CONSTRAINT k FOREIGN KEY (p) REFERENCES t (p) {LATER});",
        ["block:k must (p) a row of c references the deleted row of t by p"],
    ),
    "a refusal that is not certain hides nothing": (
        "CREATE TABLE c (x int, g int GENERATED ALWAYS AS (x) STORED PRIMARY KEY, p int NOT NULL,"
        " CONSTRAINT k FOREIGN KEY (p) REFERENCES t ON DELETE SET NULL); CREATE PUBLICATION pub FOR TABLE c;",
        [
            "publication:k may (p) from 18 on, UPDATE on c: the replica identity holds g, a generated column that"
            " publication pub does not publish",
            "not null:k must (p) p would become NULL but is NOT NULL",
        ],
    ),
    "the new value of another key's column may have no row, the key that passed it on has one": (
        "ALTER TABLE t ADD n int DEFAULT 1 REFERENCES t ON DELETE SET DEFAULT, ADD UNIQUE (n);"
        "CREATE TABLE c (n int REFERENCES t (n) ON DELETE CASCADE ON UPDATE CASCADE,"
        " CONSTRAINT other FOREIGN KEY (n) REFERENCES o);",
        [
            "unique:t_n_fkey may (n) the changed row can collide in t_n_key: another row can have the same n",
            "default:t_n_fkey may (n) the default of n needs a row in t, so that row cannot be deleted",
            "default:other may (n) the new value of n needs a row in o",
        ],
    ),
    "one column of another key gets a value, and a key before it is not touched": (
        "CREATE TABLE c (a int DEFAULT 1, b int, u int REFERENCES o,"
        " CONSTRAINT k FOREIGN KEY (a) REFERENCES t ON DELETE SET DEFAULT,"
        " CONSTRAINT other FOREIGN KEY (a, b) REFERENCES o (id, b) DEFERRABLE INITIALLY DEFERRED);",
        [
            "default:k may (a) the default of a needs a row in t, so that row cannot be deleted",
            "default:other deferred (a) the new value of a needs a row in o",
        ],
    ),
    "a key with a NULL is not looked up": (
        "CREATE TABLE c (a int DEFAULT 1, b int,"
        " CONSTRAINT k FOREIGN KEY (a, b) REFERENCES t (id, b) ON DELETE SET DEFAULT,"
        " CONSTRAINT other FOREIGN KEY (a, b) REFERENCES o (id, b));",
        [],
    ),
    "a column that becomes NULL or stays gets no value": (
        "CREATE TABLE w (n int REFERENCES t ON DELETE SET NULL, m int REFERENCES t ON DELETE SET NULL, UNIQUE (n, m));"
        "CREATE TABLE c (n int, m int, CONSTRAINT k FOREIGN KEY (n, m) REFERENCES w (n, m) ON UPDATE CASCADE,"
        " CONSTRAINT other FOREIGN KEY (n) REFERENCES o);",
        [],
    ),
    "MATCH FULL of another key: its other column may be NULL already": (
        "CREATE TABLE c (a int, b int, CONSTRAINT k FOREIGN KEY (a) REFERENCES t ON DELETE SET NULL,"
        " CONSTRAINT other FOREIGN KEY (a, b) REFERENCES o (id, b) MATCH FULL);",
        ["match full:other may (a) a becomes NULL, but MATCH FULL requires all of (a, b) or none"],
    ),
    "MATCH FULL that waits for COMMIT": (
        "CREATE TABLE c (a int, b int, CONSTRAINT k FOREIGN KEY (a, b) REFERENCES t (id, b) MATCH FULL"
        " ON DELETE SET NULL (a) DEFERRABLE INITIALLY DEFERRED);",
        ["match full:k deferred (a) a becomes NULL, but MATCH FULL requires all of (a, b) or none"],
    ),
    "MATCH FULL with NULL in all columns": (
        "CREATE TABLE c (a int, b int,"
        " CONSTRAINT k FOREIGN KEY (a, b) REFERENCES t (id, b) MATCH FULL ON DELETE SET NULL);",
        [],
    ),
    "MATCH FULL with a value in all columns": (
        "CREATE TABLE c (a int DEFAULT 1, b int DEFAULT 1,"
        " CONSTRAINT k FOREIGN KEY (a, b) REFERENCES t (id, b) MATCH FULL ON DELETE SET DEFAULT);",
        ["default:k may (a, b) the default of (a, b) needs a row in t, so that row cannot be deleted"],
    ),
    "MATCH FULL: one column surely NULL, one maybe": (
        "CREATE TABLE w (n int, m int, x int, UNIQUE (n, m, x), FOREIGN KEY (n) REFERENCES t ON DELETE SET NULL,"
        " FOREIGN KEY (n, m) REFERENCES t (id, b) ON DELETE SET NULL);"
        "CREATE TABLE c (n int, m int, x int,"
        " CONSTRAINT k FOREIGN KEY (n, m, x) REFERENCES w (n, m, x) MATCH FULL ON UPDATE CASCADE);",
        ["match full:k must (n, m) (n, m) becomes NULL, but MATCH FULL requires all of (n, m, x) or none"],
    ),
    "MATCH FULL of one column that becomes NULL or gets a value": (
        "CREATE TABLE w (n int UNIQUE DEFAULT 1, m int, FOREIGN KEY (n) REFERENCES t ON DELETE SET NULL,"
        " CONSTRAINT two FOREIGN KEY (n, m) REFERENCES t (id, b) ON DELETE SET DEFAULT);"
        "CREATE TABLE c (n int, CONSTRAINT k FOREIGN KEY (n) REFERENCES w (n) MATCH FULL ON UPDATE CASCADE);",
        [
            "unique:two may (n) the changed row can collide in w_n_key: another row can have the same n",
            "default:w_n_fkey may (n) the new value of n needs a row in t",
        ],
    ),
    "what is certain comes first": (
        "CREATE TABLE c (p int DEFAULT 0, g int GENERATED ALWAYS AS (1 / p) STORED, CONSTRAINT more CHECK (p > 0),"
        " CONSTRAINT k FOREIGN KEY (p) REFERENCES t ON DELETE SET DEFAULT);",
        [
            "check:k must (p) changing p violates CHECK more: p > 0",
            "raise:k may (p) the expression of the generated column g can raise an error: 1 / p",
        ],
    ),
}


@pytest.mark.parametrize(("ddl", "expected"), SEVERAL.values(), ids=SEVERAL)
def test_the_errors_of_a_delete(ddl: str, expected: list[str]) -> None:
    found = failures(OTHER + ddl)
    said = [f"{f.kind}:{f.key.name} {f.certainty} ({', '.join(f.columns)}) {f.reason}" for f in found]
    assert said == expected


@pytest.mark.parametrize(
    ("key", "certainty", "reason"),
    [
        (LATER, "deferred", "a row of c references the row of t by p, whose key changes; the check waits for COMMIT"),
        ("", "must", "a row of c references the deleted row of t by p"),
    ],
)
def test_of_two_occurrences_elsewhere_the_weaker_claim_counts_and_else_the_first(
    key: str, certainty: str, reason: str
) -> None:
    ddl = f"{T}{ABOVE}{SELF}CREATE TABLE c (p int, CONSTRAINT k FOREIGN KEY (p) REFERENCES t (p) {key});"
    graph = EventGraph(catalog_of(ddl), QualifiedName("public", "r"))
    (failure,) = failures_of(graph, Order(graph))
    assert (failure.certainty, failure.reason) == (certainty, reason)


RULES = {
    "DO INSTEAD under a condition": ("SET DEFAULT", "ON UPDATE TO c WHERE OLD.p > 5 DO INSTEAD NOTHING", "", True),
    "of an action that does not look again": (
        "SET NULL",
        "ON UPDATE TO c WHERE OLD.p > 5 DO INSTEAD NOTHING",
        "",
        False,
    ),
    "DO ALSO": ("SET DEFAULT", "ON UPDATE TO c WHERE OLD.p > 5 DO ALSO NOTHING", "", False),
    "of another command": ("SET DEFAULT", "ON DELETE TO c WHERE OLD.p > 5 DO INSTEAD NOTHING", "", False),
    "switched off": (
        "SET DEFAULT",
        "ON UPDATE TO c WHERE OLD.p > 5 DO INSTEAD NOTHING",
        "ALTER TABLE c DISABLE RULE keep;",
        False,
    ),
}


@pytest.mark.parametrize(("action", "rule", "more", "told"), RULES.values(), ids=RULES)
def test_a_rule_that_may_leave_the_row_as_it_is(action: str, rule: str, more: str, told: bool) -> None:
    table = f"CREATE TABLE c (p int, CONSTRAINT k FOREIGN KEY (p) REFERENCES t ON DELETE {action});"
    found = failures(f"{table} CREATE RULE keep AS {rule}; {more}")
    reason = "rule keep can leave the row as it is, and SET DEFAULT looks again for what references"
    assert [(f.kind, f.certainty, f.reason) for f in found] == ([("default", "may", reason)] if told else [])
