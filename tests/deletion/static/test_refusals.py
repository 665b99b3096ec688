"""Statements that a server refuses before it looks at any row."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import Clause, QualifiedName
from ondelete.deletion.static.refusals import refusal_by_publication, refusal_of_action, remembered_refusals

BARE = "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c (t int REFERENCES t {action}, o int);"


@pytest.mark.parametrize(
    ("action", "more", "expected"),
    [
        ("ON DELETE CASCADE", "", None),
        ("ON DELETE CASCADE", "CREATE RULE keep AS ON DELETE TO c DO INSTEAD NOTHING;", ("rule", "XX000")),
        ("", "CREATE RULE keep AS ON DELETE TO c DO INSTEAD NOTHING;", None),
        ("", "CREATE RULE keep AS ON UPDATE TO c DO INSTEAD NOTHING;", None),
        ("ON DELETE SET NULL", "CREATE RULE keep AS ON DELETE TO c DO INSTEAD NOTHING;", None),
        ("ON DELETE SET NULL", "CREATE PUBLICATION p FOR ALL TABLES;", ("publication", "55000")),
        ("ON DELETE SET NULL", "CREATE PUBLICATION p FOR TABLE t;", None),
        (
            "ON DELETE SET NULL",
            "CREATE PUBLICATION p FOR ALL TABLES; ALTER TABLE c REPLICA IDENTITY FULL;",
            None,
        ),
    ],
)
def test_the_statement_of_a_key(action: str, more: str, expected: tuple[str, str] | None) -> None:
    catalog = catalog_of(BARE.format(action=action) + more)
    (key,) = catalog.foreign_keys
    refusal = refusal_of_action(catalog, key, "delete")
    assert (refusal and (refusal.kind, refusal.sqlstate)) == expected
    assert remembered_refusals(catalog).of(0, key, "delete") == refusal


def test_the_delete_itself() -> None:
    catalog = catalog_of("CREATE TABLE t (id int); CREATE PUBLICATION p FOR ALL TABLES WITH (publish = 'delete');")
    name = QualifiedName("public", "t")
    refusal = refusal_by_publication(catalog, name, "delete")
    assert refusal is not None
    assert "has no replica identity" in refusal.reason
    assert refusal_by_publication(catalog, name, "update") is None


C = "CREATE TABLE c (id int PRIMARY KEY, a int NOT NULL UNIQUE, b int);"
M = (
    "CREATE SCHEMA app; CREATE TABLE app.m (k int PRIMARY KEY, a int) PARTITION BY LIST (k);"
    "CREATE TABLE c PARTITION OF app.m FOR VALUES IN (1);"
)
IDENTITY = "ALTER TABLE c REPLICA IDENTITY"
ROOT = "WITH (publish_via_partition_root)"
WRONG, MISSING = "42P10", "55000"

PUBLISHED: dict[str, tuple[str, str | None]] = {
    "no publication": (C, None),
    "a primary key": (f"{C} CREATE PUBLICATION p FOR TABLE c;", None),
    "a filter over the identity": (f"{C} CREATE PUBLICATION p FOR TABLE c WHERE (id > 1);", None),
    "a filter beyond it": (f"{C} CREATE PUBLICATION p FOR TABLE c WHERE (a > 1);", WRONG),
    "a filter, and the whole row": (f"{C} {IDENTITY} FULL; CREATE PUBLICATION p FOR TABLE c WHERE (a > 1);", None),
    "columns that hold the identity": (f"{C} CREATE PUBLICATION p FOR TABLE c (id, a);", None),
    "columns that do not": (f"{C} CREATE PUBLICATION p FOR TABLE c (a);", WRONG),
    "columns, and the whole row": (f"{C} {IDENTITY} FULL; CREATE PUBLICATION p FOR TABLE c (id, a);", WRONG),
    "no identity": (f"{C} {IDENTITY} NOTHING; CREATE PUBLICATION p FOR TABLE c;", MISSING),
    "a unique index is none": ("CREATE TABLE c (a int NOT NULL UNIQUE); CREATE PUBLICATION p FOR TABLE c;", MISSING),
    "a deferrable primary key is none": (
        "CREATE TABLE c (id int, PRIMARY KEY (id) DEFERRABLE); CREATE PUBLICATION p FOR TABLE c;",
        MISSING,
    ),
    "an index as identity": (
        f"{C} {IDENTITY} USING INDEX c_a_key; CREATE PUBLICATION p FOR TABLE c WHERE (a > 1);",
        None,
    ),
    "the primary key beside it": (
        f"{C} {IDENTITY} USING INDEX c_a_key; CREATE PUBLICATION p FOR TABLE c WHERE (id > 1);",
        WRONG,
    ),
    "another publication first": (
        f"{C} CREATE TABLE d (a int); CREATE PUBLICATION o FOR TABLE d; CREATE PUBLICATION p FOR TABLE c (a);",
        WRONG,
    ),
    "what another publication says": (
        f"{C} CREATE PUBLICATION o FOR TABLE c (a) WITH (publish = 'insert'); CREATE PUBLICATION p FOR TABLE c;",
        None,
    ),
    "an unlogged table": ("CREATE UNLOGGED TABLE c (a int); CREATE PUBLICATION p FOR ALL TABLES;", None),
    "a foreign table": ("CREATE FOREIGN TABLE c (a int) SERVER s; CREATE PUBLICATION p FOR ALL TABLES;", None),
    "a partition has the key of its table": (f"{M} CREATE PUBLICATION p FOR TABLE app.m;", None),
    "a filter on the table is none of its partition": (
        f"{M} CREATE PUBLICATION p FOR TABLE app.m WHERE (a > 1);",
        None,
    ),
    "unless changes are those of the table": (f"{M} CREATE PUBLICATION p FOR TABLE app.m WHERE (a > 1) {ROOT};", WRONG),
    "a filter on the partition": (f"{M} CREATE PUBLICATION p FOR TABLE c WHERE (a > 1);", WRONG),
    "filters on both: the table's counts": (
        f"{M} CREATE PUBLICATION p FOR TABLE c WHERE (k > 1), app.m WHERE (a > 1) {ROOT};",
        WRONG,
    ),
    "filters on both: not the partition's": (
        f"{M} CREATE PUBLICATION p FOR TABLE c WHERE (a > 1), app.m WHERE (k > 1) {ROOT};",
        None,
    ),
    "the schema of the table above": (
        f"{M} {IDENTITY} NOTHING; CREATE PUBLICATION p FOR TABLES IN SCHEMA app;",
        MISSING,
    ),
    "another schema": (f"{C} {IDENTITY} NOTHING; CREATE PUBLICATION p FOR TABLES IN SCHEMA app;", None),
}


@pytest.mark.parametrize(("ddl", "sqlstate"), PUBLISHED.values(), ids=PUBLISHED)
def test_what_cannot_be_published(ddl: str, sqlstate: str | None) -> None:
    refusal = refusal_by_publication(catalog_of(ddl), QualifiedName("public", "c"), "update")
    assert (refusal.sqlstate if refusal is not None else None) == sqlstate
    assert refusal is None or refusal.certain


@pytest.mark.parametrize(
    ("by", "known", "certain"), [("k", "k", False), ("k", "a", True), ("k, a", "a", False), ("k, a", "b", True)]
)
def test_a_statement_that_gives_the_partition_key_may_pass_a_partition_over(by: str, known: str, certain: bool) -> None:
    catalog = catalog_of(
        f"CREATE TABLE m (k int, a int, b int) PARTITION BY RANGE ({by}); CREATE TABLE m1 PARTITION OF m DEFAULT;"
        "CREATE PUBLICATION p FOR ALL TABLES;"
    )
    refusal = refusal_by_publication(catalog, QualifiedName("public", "m"), "update", frozenset({known}))
    assert refusal is not None
    assert refusal.certain is certain


def test_a_table_that_the_file_does_not_hold() -> None:
    catalog = catalog_of(f"{C} CREATE PUBLICATION p FOR ALL TABLES;")
    assert refusal_by_publication(catalog, QualifiedName("public", "nowhere"), "update") is None


@pytest.mark.parametrize(
    ("actions", "clause", "sqlstate"),
    [
        ("(a, a) REFERENCES t (x, y) ON DELETE SET NULL", "delete", "42601"),
        ("(a, a) REFERENCES t (x, y) ON DELETE CASCADE", "delete", None),
        ("(a, b) REFERENCES t (x, y) ON DELETE SET NULL (a, a) ON UPDATE SET NULL", "delete", "42601"),
        ("(a, b) REFERENCES t (x, y) ON DELETE SET NULL (a, a) ON UPDATE SET NULL", "update", None),
        ("(a, b) REFERENCES t (x, y) ON DELETE SET NULL", "delete", None),
    ],
)
def test_an_update_that_names_a_column_twice(actions: str, clause: Clause, sqlstate: str | None) -> None:
    catalog = catalog_of(f"{C} CREATE TABLE t (x int, y int, UNIQUE (x, y)); ALTER TABLE c ADD FOREIGN KEY {actions};")
    (key,) = catalog.foreign_keys
    refusal = refusal_of_action(catalog, key, clause)
    assert (refusal.sqlstate if refusal is not None else None) == sqlstate


GENERATED = "CREATE TABLE c (x int, g int GENERATED ALWAYS AS (x) STORED{});"


@pytest.mark.parametrize(
    ("table", "options", "versions"),
    [
        (GENERATED.format(" PRIMARY KEY"), "", (18,)),
        (GENERATED.format("") + f"{IDENTITY} FULL;", "", (18,)),
        (GENERATED.format(", PRIMARY KEY (x)"), "", None),
        (GENERATED.format(" PRIMARY KEY"), "WITH (publish_generated_columns = stored)", None),
    ],
)
def test_a_generated_column_of_the_identity_must_be_published_from_18_on(
    table: str, options: str, versions: tuple[int, ...] | None
) -> None:
    catalog = catalog_of(f"{table} CREATE PUBLICATION p FOR TABLE c {options};")
    refusal = refusal_by_publication(catalog, QualifiedName("public", "c"), "update")
    found = (refusal.certain, refusal.sure_on, refusal.versions) if refusal is not None else None
    assert found == ((False, versions, versions) if versions is not None else None)


def test_what_is_surely_refused_is_told_of_all_versions() -> None:
    catalog = catalog_of(f"{C} CREATE PUBLICATION p FOR TABLE c (a);")
    refusal = refusal_by_publication(catalog, QualifiedName("public", "c"), "update")
    assert refusal is not None
    assert (refusal.certain, refusal.sure_on) == (True, ())
