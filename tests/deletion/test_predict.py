"""What the static engine says of small schemas: one line per effect, rule by rule of docs/semantics.md."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion import predict_delete


def effects(ddl: str, table: str = "t") -> list[str]:
    """Return a prediction as words: the verdict, then one line per effect, without the schema's name."""
    prediction = predict_delete(catalog_of(ddl), QualifiedName("public", table))
    lines = [str(prediction.verdict)]
    lines += [f"{e.id} {e.depth}..{'∞' if e.longest is None else e.longest}" for e in prediction.deleted]
    lines += [f"{e.id} ({', '.join(e.columns)})" for e in prediction.updated]
    lines += [f"{e.certainty} {e.id} {'/'.join(e.sqlstates)}" for e in prediction.failures]
    lines += [f"not modelled {e.kind} {e.name} on {e.table}" for e in prediction.not_modelled]
    lines += [f"shadowed {key.id}" for key in prediction.shadowed]
    return [line.replace("public.", "") for line in lines]


T = "CREATE TABLE t (id int PRIMARY KEY);"


def child(columns: str, name: str = "c") -> str:
    return f"CREATE TABLE {name} (id int PRIMARY KEY, {columns});"


LEAVING = (
    "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c (id int, a int, b int) PARTITION BY LIST (a);"
    "CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1); CREATE TABLE c2 PARTITION OF c FOR VALUES IN (2, NULL);"
)
SETS = "ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t ON DELETE SET NULL;"
RESTRICTS = "ALTER TABLE c1 ADD CONSTRAINT g FOREIGN KEY (b) REFERENCES t ON DELETE RESTRICT;"

CASES = {
    "R15 a row that left a partition is out of sight of its own key": (
        LEAVING + SETS + RESTRICTS,
        ["must block", "updated:c.f:null (a)", "must block:c1.g 23503/23001"],
    ),
    "R15 a row that moves is checked by the own key of its new partition": (
        T
        + "CREATE TABLE q (id int PRIMARY KEY); CREATE TABLE c (id int, a int) PARTITION BY LIST (a);"
        + "CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1); CREATE TABLE c2 PARTITION OF c FOR VALUES IN (2, NULL);"
        + "ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t ON DELETE SET NULL;"
        + "ALTER TABLE c2 ADD CONSTRAINT g FOREIGN KEY (id) REFERENCES q;",
        ["may block", "updated:c.f:null (a)", "may default:c2.g 23503"],
    ),
    "R10 a CHECK of a generated column that had no value before": (
        T + "CREATE TABLE c (k int CONSTRAINT f REFERENCES t ON DELETE SET NULL,"
        " g int GENERATED ALWAYS AS (CASE WHEN k IS NULL THEN 1 END) STORED, CONSTRAINT n CHECK (g IS NULL));",
        ["must block", "must check:c.f:n 23514"],
    ),
    "R8 two keys on one column stop in either order, with one name or the other": (
        T + child("a int CONSTRAINT x REFERENCES t CONSTRAINT y REFERENCES t ON DELETE RESTRICT"),
        ["must block", "order-dependent block:c.x 23503", "order-dependent block:c.y 23503/23001"],
    ),
    "R8 with a third that deletes, they do not": (
        T
        + child("a int CONSTRAINT x REFERENCES t CONSTRAINT y REFERENCES t")
        + "ALTER TABLE c ADD CONSTRAINT z FOREIGN KEY (a) REFERENCES t ON DELETE CASCADE;",
        ["may block", "deleted:c 1..1", "order-dependent block:c.x 23503", "order-dependent block:c.y 23503"],
    ),
    "nothing references the table": (T, ["clear"]),
    "CASCADE": (T + child("t int REFERENCES t ON DELETE CASCADE"), ["clear", "deleted:c 1..1"]),
    "SET NULL": (T + child("t int REFERENCES t ON DELETE SET NULL"), ["clear", "updated:c.c_t_fkey:null (t)"]),
    "no clause is NO ACTION": (T + child("t int REFERENCES t"), ["must block", "must block:c.c_t_fkey 23503"]),
    "RESTRICT has a SQLSTATE of its own from 18 on": (
        T + child("t int REFERENCES t ON DELETE RESTRICT"),
        ["must block", "must block:c.c_t_fkey 23503/23001"],
    ),
    "R7 a deferred NO ACTION fails at COMMIT": (
        T + child("t int REFERENCES t DEFERRABLE INITIALLY DEFERRED"),
        ["may block", "deferred block:c.c_t_fkey 23503"],
    ),
    "R7 a deferrable RESTRICT stays immediate": (
        T + child("t int REFERENCES t ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED"),
        ["must block", "must block:c.c_t_fkey 23503/23001"],
    ),
    "R10 SET NULL on a NOT NULL column": (
        T + child("t int NOT NULL REFERENCES t ON DELETE SET NULL"),
        ["must block", "must not-null:c.c_t_fkey 23502"],
    ),
    "R10 SET NULL on the primary key": (
        T + "CREATE TABLE c (id int PRIMARY KEY REFERENCES t ON DELETE SET NULL);",
        ["must block", "must not-null:c.c_id_fkey 23502"],
    ),
    "R10 a CHECK that the NULL breaks": (
        T + child("t int CHECK (t IS NOT NULL) REFERENCES t ON DELETE SET NULL"),
        ["must block", "must check:c.c_t_fkey:c_t_check 23514"],
    ),
    "R10 a CHECK that may pass": (
        T + child("a int, t int REFERENCES t ON DELETE SET NULL, CHECK (num_nonnulls(a, t) >= 1)"),
        ["may block", "updated:c.c_t_fkey:null (t)", "may check:c.c_t_fkey:c_check 23514"],
    ),
    "R10 a CHECK that cannot fail": (
        T + child("t int CHECK (t > 0) REFERENCES t ON DELETE SET NULL"),
        ["clear", "updated:c.c_t_fkey:null (t)"],
    ),
    "R10 one and only one of two: the CHECK held before": (
        T + child("a int, t int REFERENCES t ON DELETE SET NULL, CHECK (num_nonnulls(a, t) = 1)"),
        ["must block", "must check:c.c_t_fkey:c_check 23514"],
    ),
    "R10 a NOT NULL domain": (
        "CREATE DOMAIN d AS int NOT NULL;" + T + child("t d REFERENCES t ON DELETE SET NULL"),
        ["must block", "must not-null:c.c_t_fkey 23502"],
    ),
    "R10 GENERATED ALWAYS identity fails without a row": (
        T + "CREATE TABLE c (t int GENERATED ALWAYS AS IDENTITY REFERENCES t ON DELETE SET NULL);",
        ["must block", "must identity:c.c_t_fkey 428C9"],
    ),
    "R10 UNIQUE NULLS NOT DISTINCT": (
        T + child("t int UNIQUE NULLS NOT DISTINCT REFERENCES t ON DELETE SET NULL"),
        ["may block", "updated:c.c_t_fkey:null (t)", "may unique:c.c_t_fkey:c_t_key 23505"],
    ),
    "R10 a plain UNIQUE takes many NULLs": (
        T + child("t int UNIQUE REFERENCES t ON DELETE SET NULL"),
        ["clear", "updated:c.c_t_fkey:null (t)"],
    ),
    "R10 a partial unique index that the row enters": (
        T + child("b int, t int REFERENCES t ON DELETE SET NULL") + "CREATE UNIQUE INDEX u ON c (b) WHERE t IS NULL;",
        ["may block", "updated:c.c_t_fkey:null (t)", "may unique:c.c_t_fkey:u 23505"],
    ),
    "R10 a partial unique index that the row leaves": (
        T
        + child("b int, t int REFERENCES t ON DELETE SET NULL")
        + "CREATE UNIQUE INDEX u ON c (b) WHERE t IS NOT NULL;",
        ["clear", "updated:c.c_t_fkey:null (t)"],
    ),
    "R9 two updates of one row, and the third key is checked again": (
        "CREATE TABLE t (id int PRIMARY KEY);"
        + child("owner int CONSTRAINT p REFERENCES t ON DELETE CASCADE", "project")
        + child("author int, assignee int, project int", "issue")
        + "ALTER TABLE issue ADD CONSTRAINT a FOREIGN KEY (author) REFERENCES t ON DELETE SET NULL;"
        + "ALTER TABLE issue ADD CONSTRAINT b FOREIGN KEY (assignee) REFERENCES t ON DELETE SET NULL;"
        + "ALTER TABLE issue ADD CONSTRAINT c FOREIGN KEY (project) REFERENCES project ON DELETE CASCADE;",
        [
            "may block",
            "deleted:project 1..1",
            "deleted:issue 2..2",
            "updated:issue.a:null (author)",
            "updated:issue.b:null (assignee)",
            "order-dependent recheck:issue.c 23503",
        ],
    ),
    "R9 a deferred key is checked when all is done": (
        "CREATE TABLE t (id int PRIMARY KEY);"
        + child("owner int CONSTRAINT p REFERENCES t ON DELETE CASCADE", "project")
        + child("author int, assignee int, project int", "issue")
        + "ALTER TABLE issue ADD CONSTRAINT a FOREIGN KEY (author) REFERENCES t ON DELETE SET NULL;"
        + "ALTER TABLE issue ADD CONSTRAINT b FOREIGN KEY (assignee) REFERENCES t ON DELETE SET NULL;"
        + "ALTER TABLE issue ADD CONSTRAINT c FOREIGN KEY (project) REFERENCES project ON DELETE CASCADE"
        + " DEFERRABLE INITIALLY DEFERRED;",
        [
            "clear",
            "deleted:project 1..1",
            "deleted:issue 2..2",
            "updated:issue.a:null (author)",
            "updated:issue.b:null (assignee)",
        ],
    ),
    "R11 an update goes on by ON UPDATE CASCADE": (
        T
        + child("t int UNIQUE REFERENCES t ON DELETE SET NULL")
        + child("x int REFERENCES c (t) ON UPDATE CASCADE", "d"),
        ["clear", "updated:c.c_t_fkey:null (t)", "updated:d.d_x_fkey:null (x)"],
    ),
    "R11 and stops at ON UPDATE NO ACTION": (
        T + child("t int UNIQUE REFERENCES t ON DELETE SET NULL") + child("x int REFERENCES c (t)", "d"),
        ["may block", "updated:c.c_t_fkey:null (t)", "must block:d.d_x_fkey 23503"],
    ),
    "R11 an update that must fail sets off nothing": (
        T
        + child("t int NOT NULL UNIQUE REFERENCES t ON DELETE SET NULL")
        + child("x int REFERENCES c (t) ON UPDATE CASCADE", "d"),
        ["must block", "must not-null:c.c_t_fkey 23502"],
    ),
    "R12 plain SET NULL nulls every column": (
        "CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));"
        + child("a int NOT NULL, b int, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES t ON DELETE SET NULL"),
        ["must block", "must not-null:c.f 23502"],
    ),
    "R12 a column list spares the NOT NULL one": (
        "CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));"
        + child("a int NOT NULL, b int, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES t ON DELETE SET NULL (b)"),
        ["clear", "updated:c.f:null (b)"],
    ),
    "R12 MATCH FULL and a column list always fail": (
        "CREATE TABLE t (a int, b int, PRIMARY KEY (a, b));"
        + child("a int, b int, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES t MATCH FULL ON DELETE SET NULL (b)"),
        ["must block", "updated:c.f:null (b)", "must match-full:c.f 23503"],
    ),
    "R12 unless the row goes before its keys are checked": (
        "CREATE TABLE t (a int, b int, PRIMARY KEY (a, b)); CREATE UNIQUE INDEX ON t (a);"
        + child("a int, b int, x int, CONSTRAINT f FOREIGN KEY (a, b) REFERENCES t MATCH FULL ON DELETE SET NULL (b)")
        + "ALTER TABLE c ADD CONSTRAINT g FOREIGN KEY (a) REFERENCES t (a) ON DELETE CASCADE;",
        ["may block", "deleted:c 1..1", "updated:c.f:null (b)", "may match-full:c.f 23503"],
    ),
    "R13 SET DEFAULT to NULL": (
        T + child("t int REFERENCES t ON DELETE SET DEFAULT"),
        ["clear", "updated:c.c_t_fkey:null (t)"],
    ),
    "R13 SET DEFAULT to a value": (
        T + child("t int DEFAULT 1 REFERENCES t ON DELETE SET DEFAULT"),
        ["may block", "updated:c.c_t_fkey:default (t)", "may default:c.c_t_fkey 23503"],
    ),
    "R13 SET DEFAULT of a NOT NULL column without one": (
        T + child("t int NOT NULL REFERENCES t ON DELETE SET DEFAULT"),
        ["must block", "must not-null:c.c_t_fkey 23502"],
    ),
    "R8 a diamond with an immediate NO ACTION always fails": (
        T
        + child("t int REFERENCES t ON DELETE CASCADE", "a")
        + child("t int REFERENCES t, a int REFERENCES a ON DELETE CASCADE"),
        ["must block", "deleted:a 1..1", "deleted:c 2..2", "must block:c.c_t_fkey 23503"],
    ),
    "R8 deferred, the diamond is fine": (
        T
        + child("t int REFERENCES t ON DELETE CASCADE", "a")
        + child("t int REFERENCES t DEFERRABLE INITIALLY DEFERRED, a int REFERENCES a ON DELETE CASCADE"),
        ["may block", "deleted:a 1..1", "deleted:c 2..2", "deferred block:c.c_t_fkey 23503"],
    ),
    "R8 a nearer rescuer": (
        T
        + child("t int REFERENCES t ON DELETE CASCADE", "a")
        + child("a int REFERENCES a, t int REFERENCES t ON DELETE CASCADE"),
        ["may block", "deleted:a 1..1", "deleted:c 1..1", "must block:c.c_a_fkey 23503"],
    ),
    "R8 equal depth, the rescuer's branch first": (
        T
        + child("t int REFERENCES t ON DELETE CASCADE", "a")
        + child("t int REFERENCES t ON DELETE CASCADE", "b")
        + child("a int REFERENCES a ON DELETE CASCADE, b int REFERENCES b"),
        ["may block", "deleted:a 1..1", "deleted:b 1..1", "deleted:c 2..2", "must block:c.c_b_fkey 23503"],
    ),
    "R8 equal depth, the check's branch first": (
        T
        + child("t int REFERENCES t ON DELETE CASCADE", "a")
        + child("t int REFERENCES t ON DELETE CASCADE", "b")
        + child("b int REFERENCES b ON DELETE CASCADE, a int REFERENCES a"),
        ["may block", "deleted:a 1..1", "deleted:b 1..1", "deleted:c 2..2", "must block:c.c_a_fkey 23503"],
    ),
    "R8 two keys of one row, the rescuer first": (
        T + child("a int REFERENCES t ON DELETE CASCADE, b int REFERENCES t"),
        ["must block", "deleted:c 1..1", "must block:c.c_b_fkey 23503"],
    ),
    "R8 two keys of one row, the check first": (
        T + child("a int REFERENCES t, b int REFERENCES t ON DELETE CASCADE"),
        ["must block", "deleted:c 1..1", "must block:c.c_a_fkey 23503"],
    ),
    "R8 of two keys on the same columns the one created first acts, which a file does not tell": (
        T + child("t int REFERENCES t ON DELETE CASCADE, CONSTRAINT again FOREIGN KEY (t) REFERENCES t"),
        ["may block", "deleted:c 1..1", "order-dependent block:c.again 23503"],
    ),
    "R8 of two keys that do the same to the same columns, one never acts": (
        T
        + child(
            "t int REFERENCES t ON DELETE CASCADE, CONSTRAINT again FOREIGN KEY (t) REFERENCES t ON DELETE CASCADE"
        ),
        ["clear", "deleted:c 1..1", "shadowed c.again"],
    ),
    "R8 a key that waits for COMMIT never sees the rows of one that acts at once": (
        T
        + child(
            "t int REFERENCES t DEFERRABLE INITIALLY DEFERRED,"
            " CONSTRAINT again FOREIGN KEY (t) REFERENCES t ON DELETE CASCADE"
        ),
        ["clear", "deleted:c 1..1", "shadowed c.c_t_fkey"],
    ),
    "a self-reference that cascades has no bound": (
        "CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES t ON DELETE CASCADE);",
        ["clear", "deleted:t 1..∞"],
    ),
    "R15 a key to the partitioned root acts on a partition": (
        "CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id);"
        "CREATE TABLE t PARTITION OF p FOR VALUES FROM (0) TO (10);" + child("p int REFERENCES p ON DELETE CASCADE"),
        ["clear", "deleted:c 1..1"],
    ),
    "R15 NULL fits no range partition": (
        T
        + "CREATE TABLE c (t int REFERENCES t ON DELETE SET NULL) PARTITION BY RANGE (t);"
        + "CREATE TABLE c1 PARTITION OF c FOR VALUES FROM (0) TO (10);",
        ["must block", "must partition:c.c_t_fkey 23514"],
    ),
    "R15 a row that leaves a partition is deleted for the keys to that partition, shadowed elsewhere or not": (
        T
        + "CREATE TABLE p (id int, t int CONSTRAINT s REFERENCES t ON DELETE SET NULL, UNIQUE (id, t))"
        + " PARTITION BY LIST (t);"
        + "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p DEFAULT;"
        + child(
            "x int, y int, CONSTRAINT f FOREIGN KEY (x, y) REFERENCES p (id, t) ON UPDATE CASCADE ON DELETE CASCADE"
        )
        + "ALTER TABLE c ADD CONSTRAINT g FOREIGN KEY (x, y) REFERENCES p1 (id, t) ON DELETE CASCADE;",
        ["clear", "deleted:c 2..2", "updated:p.s:null (t)", "updated:c.f:null (y)"],
    ),
    "R15 rows of inheriting tables go too": (
        T + "CREATE TABLE u (UNIQUE (id)) INHERITS (t);" + child("u int REFERENCES u (id) ON DELETE CASCADE"),
        ["clear", "deleted:u 0..0", "deleted:c 1..1"],
    ),
    "R16 triggers are named": (
        T
        + child("t int REFERENCES t ON DELETE CASCADE")
        + "CREATE TRIGGER audit BEFORE DELETE ON c FOR EACH ROW EXECUTE FUNCTION f();",
        ["may block", "deleted:c 1..1", "not modelled trigger audit on c"],
    ),
    "R16 a trigger on other columns does not fire": (
        T
        + child("x int, t int REFERENCES t ON DELETE SET NULL")
        + "CREATE TRIGGER audit BEFORE UPDATE OF x ON c FOR EACH ROW EXECUTE FUNCTION f();",
        ["clear", "updated:c.c_t_fkey:null (t)"],
    ),
    "R16 an INSTEAD rule breaks the key's own statement": (
        T + child("t int REFERENCES t ON DELETE CASCADE") + "CREATE RULE keep AS ON DELETE TO c DO INSTEAD NOTHING;",
        ["must block", "must rule:c.c_t_fkey:keep XX000"],
    ),
    "R17 NOT VALID acts fully": (
        T + child("t int") + "ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (t) REFERENCES t ON DELETE CASCADE NOT VALID;",
        ["clear", "deleted:c 1..1"],
    ),
    "R17 NOT ENFORCED is no edge": (
        T + child("t int REFERENCES t NOT ENFORCED"),
        ["clear"],
    ),
}


@pytest.mark.parametrize(("ddl", "expected"), CASES.values(), ids=CASES)
def test_prediction(ddl: str, expected: list[str]) -> None:
    assert effects(ddl) == expected


def test_a_footnote_names_who_saves_a_row_of_two_keys_and_the_keys_whose_order_decides() -> None:
    ways = T + child("t int REFERENCES t ON DELETE CASCADE", "a") + child("t int REFERENCES t ON DELETE CASCADE", "b")
    failure = predict_delete(
        catalog_of(ways + child("a int REFERENCES a ON DELETE CASCADE, b int REFERENCES b")),
        QualifiedName("public", "t"),
    ).failures[0]

    assert failure.reason == "a row of c references the deleted row of b by b"
    assert failure.note == (
        "A row that c_a_fkey also reaches does not stop it if a_t_fkey was created before b_t_fkey."
    )
    assert failure.other_order is None


def test_what_creation_order_decides_is_told_with_both_outcomes() -> None:
    keys = "t int CONSTRAINT one REFERENCES t ON DELETE SET NULL CONSTRAINT two REFERENCES t ON DELETE CASCADE"
    prediction = predict_delete(
        catalog_of(T + child(keys) + child("c int REFERENCES c ON DELETE CASCADE", "d")),
        QualifiedName("public", "t"),
    )
    assert prediction.updated[0].other_order == ("If two was created before one, two deletes the row instead.")
    assert [(entry.table.name, entry.other_order) for entry in prediction.deleted] == [
        (
            table,
            "one comes before two in this file, so in a database restored from it, one sets it to NULL instead.",
        )
        for table in ("c", "d")
    ]


def test_a_table_that_the_file_does_not_define_is_said() -> None:
    prediction = predict_delete(
        catalog_of("CREATE TABLE c (t int); ALTER TABLE c ADD FOREIGN KEY (t) REFERENCES gone (id) ON DELETE CASCADE;"),
        QualifiedName("public", "gone"),
    )

    assert [e.id for e in prediction.deleted] == ["deleted:public.c"]
    assert prediction.notes == ("gone is not defined in the file, so its columns and constraints are unknown.",)
