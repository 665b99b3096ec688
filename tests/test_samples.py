"""The samples are what they claim: real dumps, read without a gap, and together they hold every form."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from ondelete.catalog import Catalog, Domain, EnumType, ReferentialAction
from ondelete.dump import read_catalog

SAMPLES = Path(__file__).parents[1] / "samples"
CASES = sorted(path.parent.name for path in SAMPLES.glob("*/schema.sql"))
BY_HAND = {"allotments"}
ROWS = re.findall(
    r"^\| \[(\w+)\]\(\S+\) \| (?:pg_dump (\S+)|by hand) \| (\d+) \|", (SAMPLES / "README.md").read_text("utf-8"), re.M
)


@cache
def catalog(case: str) -> Catalog:
    return read_catalog([str(SAMPLES / case / "schema.sql")])


def test_there_are_samples_and_each_has_its_row() -> None:
    assert len(CASES) >= 7
    assert sorted(case for case, _, _ in ROWS) == CASES


@pytest.mark.parametrize("case", CASES)
def test_reads_without_a_gap(case: str) -> None:
    assert catalog(case).skipped == ()
    assert catalog(case).external == ()


@pytest.mark.parametrize(("case", "version", "tables"), ROWS)
def test_table_of_samples_tells_the_truth(case: str, version: str, tables: str) -> None:
    text = (SAMPLES / case / "schema.sql").read_text("utf-8")
    if case in BY_HAND:
        assert not version
        assert "pg_dump" not in text
    else:
        assert f"-- Dumped by pg_dump version {version}" in text
        assert (SAMPLES / case / "source.sql").exists()
    assert len(catalog(case).tables) == int(tables)
    assert 6 <= int(tables) <= 80


@cache
def forms() -> dict[str, set[str]]:
    """Name each form that some sample holds, with the samples that hold it."""
    found: dict[str, set[str]] = {}
    for case in CASES:
        for form in _forms_of(catalog(case)):
            found.setdefault(form, set()).add(case)
    return found


def _forms_of(read: Catalog) -> set[str]:
    return _forms_of_keys(read) | _forms_of_indexes(read) | _forms_of_tables(read)


def _forms_of_keys(read: Catalog) -> set[str]:
    found = {f"on delete {key.on_delete}" for key in read.foreign_keys}
    found |= {f"on update {key.on_update}" for key in read.foreign_keys}
    for key in read.foreign_keys:
        columns = (key.table, key.columns)
        twins = [other for other in read.foreign_keys if (other.table, other.columns) == columns]
        found |= {
            form
            for form, holds in {
                "composite key": len(key.columns) > 1,
                "set null (column)": key.set_columns is not None,
                f"match {key.match}": True,
                "deferrable": key.timing.deferrable,
                "initially deferred": key.timing.initially_deferred,
                "not valid key": not key.validated,
                "not enforced key": not key.enforced,
                "period key": key.period,
                "self reference": key.is_self_reference,
                "key from a partitioned table": read.tables[key.table].kind == "partitioned table",
                "key to a partitioned table": read.tables[key.referenced_table].kind == "partitioned table",
                "key of a partition": read.tables[key.table].is_partition,
                "key between schemas": key.table.schema != key.referenced_table.schema,
                "redundant keys": len(twins) > 1,
            }.items()
            if holds
        }
    return found


def _forms_of_indexes(read: Catalog) -> set[str]:
    found = {f"{index.method} index" for index in read.indexes}
    by_table = read.foreign_keys_from
    for index in read.indexes:
        swapped = {key.columns[::-1] for key in by_table.get(index.table, ()) if len(key.columns) == 2}
        found |= {
            form
            for form, holds in {
                "partial index": index.predicate is not None,
                "expression index": None in index.columns,
                "include index": bool(index.include),
                "swapped index": index.columns in swapped,
                "index on only": index.only and not index.valid,
                "collation": any(index.collations),
                "operator class": any(index.opclasses),
                "nulls not distinct": index.nulls_not_distinct,
            }.items()
            if holds
        }
    return found


def _forms_of_tables(read: Catalog) -> set[str]:
    columns = [column for table in read.tables.values() for column in table.columns]
    kinds = {type(value) for value in read.types.values()}
    found = {f"{trigger.timing} delete trigger" for trigger in read.triggers if "delete" in trigger.events}
    found |= {f"{rule.event} rule" for rule in read.rules}
    found |= {key.kind for key in read.keys}
    found |= {f"{column.generated} column" for column in columns if column.generated}
    found |= {f"identity {column.identity}" for column in columns if column.identity}
    found |= {
        form
        for form, holds in {
            "inheritance": any(table.parents and not table.is_partition for table in read.tables.values()),
            "without overlaps": any(key.without_overlaps for key in read.keys),
            "not enforced check": any(not check.enforced for check in read.checks),
            "check": bool(read.checks),
            "domain": Domain in kinds,
            "enum": EnumType in kinds,
            "view": bool(read.relations),
            "schemas": len({name.schema for name in read.tables}) > 2,
            "name of 63 bytes": any(len(name.name.encode()) == 63 for name in read.tables),
            "hostile name": any("<script>" in name.name for name in read.tables),
            "wide": any(len({key.table for key in keys}) > 60 for keys in read.foreign_keys_to.values()),
        }.items()
        if holds
    }
    return found


EXPECTED = (
    *(f"on delete {action}" for action in ReferentialAction),
    *(f"on update {action}" for action in ("no action", "restrict", "cascade", "set null")),
    *("composite key", "set null (column)", "match simple", "match full", "deferrable", "initially deferred"),
    *("not valid key", "not enforced key", "period key", "self reference", "redundant keys", "key between schemas"),
    *("key from a partitioned table", "key to a partitioned table", "key of a partition"),
    *("btree index", "hash index", "gin index", "gist index", "brin index", "partial index", "expression index"),
    *("include index", "swapped index", "index on only", "collation", "operator class", "nulls not distinct"),
    *("before delete trigger", "after delete trigger", "delete rule", "primary key", "unique", "exclude"),
    *("stored column", "virtual column", "identity always", "identity by default", "inheritance", "without overlaps"),
    *("check", "not enforced check", "domain", "enum", "view", "schemas", "name of 63 bytes", "hostile name", "wide"),
)


@pytest.mark.parametrize("form", EXPECTED)
def test_some_sample_holds(form: str) -> None:
    assert form in forms()
