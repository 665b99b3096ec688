"""CREATE TABLE (LIKE ...): what is copied, and under which names."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, names, reasons, table

ORIGINAL = """CREATE TABLE o (id int GENERATED ALWAYS AS IDENTITY, a int DEFAULT 1 NOT NULL,
    g int GENERATED ALWAYS AS (a + 1) STORED, CONSTRAINT c CHECK (a > 0), CONSTRAINT k PRIMARY KEY (id));
    CREATE INDEX i ON o (a); COMMENT ON TABLE o IS 'it';"""
COPIES = {
    "": (None, None, None, None, [], []),
    "INCLUDING DEFAULTS": ("1", None, None, None, [], []),
    "INCLUDING IDENTITY": (None, "always", None, None, [], []),
    "INCLUDING GENERATED": (None, None, "stored", None, [], []),
    "INCLUDING COMMENTS": (None, None, None, "it", [], []),
    "INCLUDING CONSTRAINTS": (None, None, None, None, ["c"], []),
    "INCLUDING INDEXES": (None, None, None, None, [], ["t_pkey", "t_a_idx"]),
    "INCLUDING ALL": ("1", "always", "stored", "it", ["c"], ["t_pkey", "t_a_idx"]),
    "INCLUDING ALL EXCLUDING INDEXES": ("1", "always", "stored", "it", ["c"], []),
}


@pytest.mark.parametrize("options", COPIES)
def test_what_is_copied(options: str) -> None:
    catalog = clean(f"{ORIGINAL} CREATE TABLE t (LIKE o {options});")
    made = next(table for table in catalog.tables.values() if table.name.name == "t")
    identity, a, generated = made.columns
    assert a.not_null
    assert (
        a.default.sql if a.default else None,
        identity.identity,
        generated.generated,
        made.comment,
        [check.name for check in catalog.checks if check.table == made.name],
        [index.name for index in catalog.indexes if index.table == made.name],
    ) == COPIES[options]


def test_a_copy_of_an_identity_has_a_sequence_of_its_own() -> None:
    assert names(clean(f"{ORIGINAL} CREATE TABLE t (LIKE o INCLUDING IDENTITY);"))["relations"] == [
        "o_id_seq",
        "t_id_seq",
    ]


def test_the_columns_of_a_composite_type() -> None:
    assert [
        each.name for each in table("CREATE TYPE y AS (a int, b text); CREATE TABLE t (LIKE y, c int);").columns
    ] == [
        "a",
        "b",
        "c",
    ]


def test_what_is_not_there() -> None:
    assert reasons("CREATE TABLE t (LIKE nope);") == ["table public.nope, whose columns it copies, is not defined"]
