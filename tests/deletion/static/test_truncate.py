"""What TRUNCATE refuses, and what it empties (semantics R18)."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.static.truncate import Truncation, predict_truncate

T = "CREATE TABLE t (id int PRIMARY KEY);"


def truncation(ddl: str) -> Truncation:
    return predict_truncate(catalog_of(T + ddl), QualifiedName("public", "t"))


@pytest.mark.parametrize(
    ("ddl", "refused", "emptied"),
    [
        ("", [], []),
        ("CREATE TABLE c (t int REFERENCES t ON DELETE CASCADE);", ["c_t_fkey"], ["c"]),
        ("CREATE TABLE c (t int REFERENCES t ON DELETE SET NULL);", ["c_t_fkey"], ["c"]),
        ("ALTER TABLE t ADD COLUMN up int REFERENCES t;", [], []),
        ("CREATE TABLE c (t int REFERENCES t NOT ENFORCED);", [], ["c"]),
        (
            "CREATE TABLE c (id int PRIMARY KEY, t int REFERENCES t); CREATE TABLE d (c int REFERENCES c);",
            ["c_t_fkey"],
            ["c", "d"],
        ),
    ],
)
def test_keys_refuse_and_cascade_follows_them(ddl: str, refused: list[str], emptied: list[str]) -> None:
    found = truncation(ddl)
    assert [key.name for key in found.refused_by] == refused
    assert [entry.table.name for entry in found.emptied] == emptied


def test_a_key_that_is_not_enforced_refuses_beside_a_trigger() -> None:
    found = truncation("CREATE TABLE c (t int REFERENCES t NOT ENFORCED); CREATE TABLE d (t int REFERENCES t);")
    assert [key.name for key in found.refused_by] == ["c_t_fkey", "d_t_fkey"]


def test_the_chain_of_keys_to_what_is_emptied() -> None:
    found = truncation("CREATE TABLE c (id int PRIMARY KEY, t int REFERENCES t); CREATE TABLE d (c int REFERENCES c);")
    assert [[key.name for key in entry.path] for entry in found.emptied] == [["c_t_fkey"], ["c_t_fkey", "d_c_fkey"]]


def test_tables_that_inherit_go_with_it() -> None:
    assert [table.name for table in truncation("CREATE TABLE below () INHERITS (t);").with_it] == ["below"]


@pytest.mark.parametrize(("state", "fires"), [("ENABLE", 1), ("DISABLE", 0)])
def test_triggers_on_truncate_are_named(state: str, fires: int) -> None:
    found = truncation(
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$;"
        "CREATE TRIGGER note AFTER TRUNCATE ON t EXECUTE FUNCTION f();"
        "CREATE TRIGGER other AFTER DELETE ON t EXECUTE FUNCTION f();"
        f"ALTER TABLE t {state} TRIGGER note;"
    )
    assert [entry.name for entry in found.not_modelled] == ["note"] * fires
