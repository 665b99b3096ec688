"""Which of its own constraints a changed row can break, and whether it must (semantics R10)."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.actions.changes import Changes
from ondelete.deletion.static.rows import is_not_null, remembered_failures, row_failures

NULL, DEFAULT, VALUE = (frozenset({to}) for to in ("null", "default", "value"))

TABLES = """
CREATE TABLE t (id int PRIMARY KEY);
CREATE DOMAIN filled AS int NOT NULL;
CREATE DOMAIN small AS int CHECK (VALUE < 10);
"""


def failures(columns: str, changes: dict[str, frozenset[str]], more: str = "") -> list[str]:
    """Return what a row of ``c`` can break as words."""
    catalog = catalog_of(f"{TABLES} CREATE TABLE c ({columns}, k int REFERENCES t); {more}")
    written: Changes = changes  # type: ignore[assignment]
    return [
        " ".join(filter(None, ("must" if f.certain else "may", f.kind, f.sqlstate, f.constraint or "")))
        for f in row_failures(catalog, catalog.foreign_keys[0], written)
    ]


@pytest.mark.parametrize(
    ("columns", "changes", "expected"),
    [
        ("a int", {"a": NULL}, []),
        ("a int NOT NULL", {"a": NULL}, ["must not null 23502"]),
        ("a int NOT NULL", {"a": NULL | VALUE}, ["may not null 23502"]),
        ("a int NOT NULL", {"a": VALUE}, []),
        ("a int PRIMARY KEY", {"a": NULL}, ["must not null 23502"]),
        ("a filled", {"a": NULL}, ["must not null 23502"]),
        ("a int GENERATED ALWAYS AS IDENTITY", {"a": NULL}, ["must identity 428C9"]),
        ("a int GENERATED ALWAYS AS IDENTITY", {"a": DEFAULT}, []),
        ("a small DEFAULT 10", {"a": DEFAULT}, ["must check 23514 small_check"]),
        ("a small", {"a": VALUE}, ["may check 23514 small_check"]),
        ("b int, CONSTRAINT one CHECK (num_nonnulls(k, b) = 1)", {"k": NULL}, ["must check 23514 one"]),
        ("b int, CONSTRAINT filled CHECK (num_nonnulls(k, b) >= 1)", {"k": NULL}, ["may check 23514 filled"]),
        ("a int, CONSTRAINT set CHECK (a IS NOT NULL)", {"a": NULL}, ["must check 23514 set"]),
        ("a int, b int, CONSTRAINT other CHECK (b > 0)", {"a": NULL}, []),
        ("a int UNIQUE", {"a": NULL}, []),
        ("a int UNIQUE", {"a": DEFAULT}, ["may unique 23505 c_a_key"]),
        ("a int UNIQUE NULLS NOT DISTINCT", {"a": NULL}, ["may unique 23505 c_a_key"]),
        ("a int, EXCLUDE USING gist (a WITH =)", {"a": VALUE}, ["may exclude 23P01 c_a_excl"]),
    ],
)
def test_what_a_row_can_break(columns: str, changes: dict[str, frozenset[str]], expected: list[str]) -> None:
    assert failures(columns, changes) == expected


PARTITIONED = """
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE c (k int REFERENCES t, b int) PARTITION BY LIST (k);
CREATE TABLE c1 PARTITION OF c (CONSTRAINT here CHECK (b > 0)) FOR VALUES IN (1);
{more}
"""


@pytest.mark.parametrize(
    ("more", "column", "expected"),
    [
        ("", "k", ["must partition 23514"]),
        ("CREATE TABLE rest PARTITION OF c DEFAULT;", "k", []),
        ("CREATE TABLE c2 PARTITION OF c FOR VALUES IN (NULL);", "k", []),
        ("", "b", ["may check 23514"]),
    ],
)
def test_partitions(more: str, column: str, expected: list[str]) -> None:
    catalog = catalog_of(PARTITIONED.format(more=more))
    to = NULL if column == "k" else VALUE
    found = row_failures(catalog, catalog.foreign_keys[0], {column: to})  # type: ignore[dict-item]
    assert [f"{'must' if f.certain else 'may'} {f.kind} {f.sqlstate}" for f in found] == expected


def test_what_was_found_once_is_remembered() -> None:
    catalog = catalog_of("CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c (t int NOT NULL REFERENCES t);")
    changes: Changes = {"t": NULL}  # type: ignore[dict-item]
    known = remembered_failures(catalog)
    assert known is remembered_failures(catalog)
    first = known.of(0, catalog.foreign_keys[0], changes)
    assert first == tuple(row_failures(catalog, catalog.foreign_keys[0], changes))
    assert known.of(0, catalog.foreign_keys[0], changes) is first


def test_which_columns_refuse_null() -> None:
    catalog = catalog_of(f"{TABLES} CREATE TABLE c (a int, b int NOT NULL, d filled, e filled[], id int PRIMARY KEY);")
    name = QualifiedName("public", "c")
    refusing = [c.name for c in catalog.tables[name].columns if is_not_null(catalog, name, c)]
    assert refusing == ["b", "d", "id"]


T = "CREATE TABLE t (id int PRIMARY KEY);"
LISTED = (
    "CREATE TABLE c (k int REFERENCES t, b int, d int) PARTITION BY LIST (k);"
    "CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1, 2);"
)
REST = "CREATE TABLE c2 PARTITION OF c DEFAULT;"

OF_PARTITIONS: dict[str, tuple[str, frozenset[str], list[str]]] = {
    "no partition takes NULL": (
        LISTED,
        NULL,
        ["must partition 23514 (k) None: k decides the partition, and no partition takes NULL"],
    ),
    "none takes the default": (
        LISTED + "ALTER TABLE c ALTER k SET DEFAULT 9;",
        DEFAULT,
        ["must partition 23514 (k) None: k decides the partition, and no partition may take the new value"],
    ),
    "none may take some value": (
        LISTED,
        VALUE,
        ["may partition 23514 (k) None: k decides the partition, and no partition may take the new value"],
    ),
    "NOT NULL where the row comes to": (
        LISTED + REST + "ALTER TABLE c2 ALTER b SET NOT NULL;",
        NULL,
        ["may not null 23502 (b) None: in partition c2, b is NOT NULL there"],
    ),
    "NOT NULL where it was": (LISTED + REST + "ALTER TABLE c1 ALTER b SET NOT NULL;", NULL, []),
    "NOT NULL of the table": (LISTED.replace("b int", "b int NOT NULL") + REST, NULL, []),
    "NOT NULL that is NOT VALID": (
        "CREATE TABLE c (k int REFERENCES t, b int); ALTER TABLE c ADD CONSTRAINT n NOT NULL b NOT VALID;",
        NULL,
        ["may not null 23502 (b) None: b is NOT NULL NOT VALID, and a row that holds NULL there fails any update"],
    ),
    "CHECK where the row comes to": (
        LISTED + REST + "ALTER TABLE c2 ADD CONSTRAINT n CHECK (b > 0);",
        NULL,
        ["may check 23514 (b) n: in partition c2, CHECK n was never checked for the row: b > 0"],
    ),
    "CHECK of other columns where it was": (LISTED + REST + "ALTER TABLE c1 ADD CONSTRAINT n CHECK (b > 0);", NULL, []),
    "CHECK of the table, once": (
        LISTED + REST + "ALTER TABLE c ADD CONSTRAINT n CHECK (k IS NOT NULL);",
        NULL,
        ["must check 23514 (k) n: changing k violates CHECK n: k IS NOT NULL"],
    ),
    "CHECK of the table that raises, once": (
        LISTED + REST + "ALTER TABLE c ADD CONSTRAINT n CHECK (1 / coalesce(k, 0) = 1);",
        NULL,
        [
            "may raise 22012 (k) n: CHECK n can raise an error for the new value of k: 1 / coalesce(k, 0) = 1",
            "may check 23514 (k) n: changing k can violate CHECK n: 1 / coalesce(k, 0) = 1",
        ],
    ),
    "UNIQUE where the row comes to": (
        LISTED + REST + "ALTER TABLE c2 ADD CONSTRAINT u UNIQUE (b);",
        NULL,
        ["may unique 23505 (b) u: in partition c2, the changed row can collide in u: another row can have the same b"],
    ),
    "UNIQUE where it was": (LISTED + REST + "ALTER TABLE c1 ADD CONSTRAINT u UNIQUE (b);", NULL, []),
    "a part of an index of the table, once": (
        LISTED + REST + "CREATE UNIQUE INDEX u ON c (k, b) NULLS NOT DISTINCT;",
        NULL,
        ["may unique 23505 (k) u: the changed row can collide in u: another row can have the same k"],
    ),
    "a row cannot leave a partition that a key references": (
        "CREATE TABLE c (k int REFERENCES t, b int, UNIQUE (k, b)) PARTITION BY LIST (k);"
        "CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1) PARTITION BY LIST (b);"
        "CREATE TABLE c11 PARTITION OF c1 DEFAULT; CREATE TABLE c2 PARTITION OF c DEFAULT;"
        "CREATE TABLE x (k int, b int, FOREIGN KEY (k, b) REFERENCES c1 (k, b));",
        NULL,
        [
            "may partition 0A000 (k) None: k decides the partition,"
            " and a row cannot leave a partition that a foreign key references"
        ],
    ),
    "the expression of a partition key raises": (
        "CREATE TABLE c (k int REFERENCES t, b int) PARTITION BY LIST ((power(coalesce(k, 0), b)));"
        "CREATE TABLE c1 PARTITION OF c DEFAULT;",
        NULL,
        ["may raise 2201F 22003 (k) c: the partition key of c can raise an error for the new value of k"],
    ),
    "the expression of a partition key below raises": (
        "CREATE TABLE c (k int REFERENCES t, b int) PARTITION BY LIST (b);"
        "CREATE TABLE c1 PARTITION OF c DEFAULT PARTITION BY LIST ((1 / coalesce(k, 0)));"
        "CREATE TABLE c11 PARTITION OF c1 DEFAULT;",
        NULL,
        ["may raise 22012 (k) c1: the partition key of c1 can raise an error for the new value of k"],
    ),
    "the expression of a partition key reads other columns": (
        "CREATE TABLE c (k int REFERENCES t, b int) PARTITION BY LIST ((1 / b));"
        "CREATE TABLE c1 PARTITION OF c DEFAULT;",
        NULL,
        [],
    ),
}


@pytest.mark.parametrize("name", OF_PARTITIONS)
def test_everything_that_is_told(name: str) -> None:
    sql, to, expected = OF_PARTITIONS[name]
    catalog = catalog_of(T + sql)
    found = row_failures(catalog, catalog.foreign_keys[0], {"k": to})  # type: ignore[dict-item]
    assert [
        f"{'must' if f.certain else 'may'} {f.kind} {' '.join((f.sqlstate, *f.also))} ({', '.join(f.columns)})"
        f" {f.constraint}: {f.reason}"
        for f in found
    ] == expected
