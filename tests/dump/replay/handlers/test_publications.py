"""Publications: which changes of which tables are sent."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, reasons

TABLES = "CREATE SCHEMA s; CREATE TABLE t (a int, b int); CREATE TABLE c () INHERITS (t); CREATE TABLE u (a int);"
FOR = "CREATE PUBLICATION p FOR TABLE t;"
PUBLISHED = {
    "CREATE PUBLICATION p FOR TABLE t": ["t", "c"],
    "CREATE PUBLICATION p FOR TABLE ONLY t": ["t"],
    f"{FOR} ALTER PUBLICATION p ADD TABLE u": ["t", "c", "u"],
    f"{FOR} ALTER PUBLICATION p SET TABLE u": ["u"],
    f"{FOR} ALTER PUBLICATION p DROP TABLE t": [],
    f"{FOR} ALTER PUBLICATION p DROP TABLE ONLY t": ["c"],
    f"{FOR} DROP TABLE c": ["t"],
    "CREATE PUBLICATION p FOR ALL TABLES": [],
}


@pytest.mark.parametrize("sql", PUBLISHED)
def test_the_tables_of_a_publication(sql: str) -> None:
    assert [each.table.name for each in clean(f"{TABLES}{sql};").published] == PUBLISHED[sql]


def test_columns_and_filters() -> None:
    [published] = clean(f"{TABLES} CREATE PUBLICATION p FOR TABLE ONLY t (b) WHERE (a > 1);").published
    assert (published.columns, published.filter_columns) == (("b",), ("a",))
    [plain] = clean(f"{TABLES} CREATE PUBLICATION p FOR TABLE u;").published
    assert (plain.columns, plain.filter_columns) == (None, None)


COMMANDS = {
    "CREATE PUBLICATION p": ("insert", "update", "delete", "truncate"),
    "CREATE PUBLICATION p WITH (publish = 'delete, insert')": ("insert", "delete"),
    "CREATE PUBLICATION p WITH (publish = '')": (),
    "CREATE PUBLICATION p; ALTER PUBLICATION p SET (publish = 'update')": ("update",),
    "CREATE PUBLICATION p WITH (publish = 'delete'); ALTER PUBLICATION p SET (publish_via_partition_root)": ("delete",),
}


@pytest.mark.parametrize("sql", COMMANDS)
def test_the_changes_that_are_sent(sql: str) -> None:
    [found] = clean(f"{sql};").publications
    assert found.commands == COMMANDS[sql]


@pytest.mark.parametrize(
    ("options", "via_root"),
    [
        ("", False),
        ("WITH (publish_via_partition_root)", True),
        ("WITH (publish_via_partition_root = true)", True),
        ("WITH (publish_via_partition_root = 1)", True),
        ("WITH (publish_via_partition_root = false)", False),
    ],
)
def test_under_whose_name_changes_are_sent(options: str, via_root: bool) -> None:
    assert clean(f"CREATE PUBLICATION p {options};").publications[0].via_root is via_root


def test_schemas() -> None:
    [found] = clean(
        f"{TABLES} CREATE PUBLICATION p FOR TABLES IN SCHEMA s; ALTER PUBLICATION p ADD TABLES IN SCHEMA public;"
    ).publications
    assert (found.schemas, found.all_tables) == (("s", "public"), False)
    [left] = clean(
        "CREATE PUBLICATION p FOR TABLES IN SCHEMA a, b; ALTER PUBLICATION p DROP TABLES IN SCHEMA a;"
    ).publications
    assert left.schemas == ("b",)


REFUSED = {
    f"{FOR} CREATE PUBLICATION p": "publication p already exists",
    "ALTER PUBLICATION nope ADD TABLE t": "publication nope does not exist",
    "CREATE PUBLICATION p FOR TABLE nope": "table public.nope is not defined",
    f"{FOR} ALTER PUBLICATION p ADD TABLE t": "public.t is in publication p already",
}


@pytest.mark.parametrize("sql", REFUSED)
def test_refused(sql: str) -> None:
    assert reasons(f"{TABLES}{sql};") == [REFUSED[sql]]
