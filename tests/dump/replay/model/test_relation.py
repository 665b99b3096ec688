"""What is known of a relation goes where it goes, whatever name it has by then, and nothing of it stays behind."""

from __future__ import annotations

import pytest

from helpers import catalog_of

OFF = "the foreign keys of the table stay switched off"
KEPT = {
    "switched off foreign keys": (
        "CREATE TABLE t (id integer); ALTER TABLE t DISABLE TRIGGER ALL;",
        "",
        [OFF],
    ),
    "switched on again": (
        "CREATE TABLE t (id integer); ALTER TABLE t DISABLE TRIGGER ALL;",
        "ALTER TABLE u ENABLE TRIGGER ALL;",
        [],
    ),
    "columns that a query makes": (
        "CREATE TABLE t AS SELECT 1 AS a;",
        "ALTER TABLE u ALTER a SET NOT NULL;",
        ["the columns of public.t come from a query that is not evaluated"],
    ),
    "the name of a NOT NULL": (
        "CREATE TABLE t (a integer CONSTRAINT present NOT NULL);",
        "ALTER TABLE u DROP CONSTRAINT present;",
        [],
    ),
    "the views that read it": (
        "CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t; ALTER VIEW v RENAME TO w;",
        "DROP TABLE u;",
        ["view public.w depends on it, and there is no CASCADE"],
    ),
}


@pytest.mark.parametrize("what", KEPT)
def test_a_moved_table_keeps(what: str) -> None:
    before, after, expected = KEPT[what]
    catalog = catalog_of(f"{before} ALTER TABLE t RENAME TO u; {after}")
    assert [entry.reason for entry in catalog.skipped] == expected


LEFT_BEHIND = {
    "columns that a query makes": (
        "CREATE TABLE t AS SELECT 1 AS a;",
        "CREATE TABLE t (id integer); ALTER TABLE t ALTER a SET NOT NULL;",
        ["column a of table public.t does not exist"],
    ),
    "switched off foreign keys": (
        "CREATE TABLE t (id integer); ALTER TABLE t DISABLE TRIGGER ALL; ALTER TABLE t ENABLE TRIGGER ALL;",
        "CREATE TABLE t (id integer);",
        [],
    ),
    "the name of a NOT NULL": (
        "CREATE TABLE t (a integer CONSTRAINT present NOT NULL);",
        "CREATE TABLE t (a integer); ALTER TABLE t DROP CONSTRAINT present;",
        ["constraint present of table public.t does not exist"],
    ),
    "the views that read it": (
        "CREATE TABLE t (a integer); CREATE VIEW v AS SELECT a FROM t;",
        "CREATE TABLE t (a integer); DROP TABLE t;",
        [],
    ),
}


@pytest.mark.parametrize("way", ["ALTER TABLE t RENAME TO u;", "DROP TABLE t CASCADE;"])
@pytest.mark.parametrize("what", LEFT_BEHIND)
def test_a_new_table_under_the_name_has_nothing_of(what: str, way: str) -> None:
    before, after, expected = LEFT_BEHIND[what]
    first = [entry.reason for entry in catalog_of(before).skipped]
    assert [entry.reason for entry in catalog_of(before + way + after).skipped] == [*first, *expected]


def test_a_partition_has_back_its_own_key_under_the_names_of_now() -> None:
    catalog = catalog_of("""
        CREATE TABLE owners (id integer PRIMARY KEY);
        CREATE TABLE whole (id integer, owner integer) PARTITION BY RANGE (id);
        ALTER TABLE whole ADD CONSTRAINT above FOREIGN KEY (owner) REFERENCES owners ON DELETE SET NULL;
        CREATE TABLE part (id integer, owner integer CONSTRAINT own REFERENCES owners ON DELETE SET NULL (owner));
        ALTER TABLE whole ATTACH PARTITION part FOR VALUES FROM (0) TO (10);
        ALTER TABLE owners RENAME TO people;
        ALTER TABLE whole RENAME CONSTRAINT above TO belongs;
        ALTER TABLE whole RENAME COLUMN owner TO person;
        ALTER TABLE part RENAME TO piece;
        ALTER TABLE whole DETACH PARTITION piece;
    """)
    assert catalog.skipped == ()
    [above, own] = catalog.foreign_keys
    assert (above.name, own.name) == ("belongs", "own")
    assert (own.table.name, own.columns, own.set_columns) == ("piece", ("person",), ("person",))
    assert own.referenced_table.name == "people"


def test_an_index_knows_its_parts_whatever_they_are_called() -> None:
    catalog = catalog_of("""
        CREATE TABLE whole (id integer) PARTITION BY RANGE (id);
        CREATE TABLE one PARTITION OF whole FOR VALUES FROM (0) TO (10);
        CREATE TABLE two PARTITION OF whole FOR VALUES FROM (10) TO (20);
        CREATE INDEX above ON ONLY whole (id);
        CREATE INDEX below ON one (id);
        ALTER INDEX above ATTACH PARTITION below;
        ALTER TABLE one RENAME TO first;
        ALTER INDEX below RENAME TO under;
        DROP INDEX above;
    """)
    assert catalog.skipped == ()
    assert catalog.indexes == ()


def test_only_the_table_that_was_made_so_goes_at_commit() -> None:
    catalog = catalog_of("""
        BEGIN;
        CREATE TEMPORARY TABLE passing (id integer) ON COMMIT DROP;
        ALTER TABLE passing RENAME TO gone;
        CREATE TEMPORARY TABLE passing (id integer);
        COMMIT;
        DROP TABLE passing;
        DROP TABLE gone;
    """)
    assert [entry.text for entry in catalog.skipped] == ["DROP TABLE gone"]
