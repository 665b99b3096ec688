"""A text that psql sends at once with several statements in it: all of them count, each with its line."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import Location
from ondelete.dump.replay import replay
from ondelete.dump.statements.cutter import Statement


def tables_of(text: str, *, several: bool = True) -> tuple[list[str], list[int]]:
    catalog = replay([Statement(text, Location("x.sql", 10), several=several)])
    return [str(name) for name in catalog.tables], [entry.location.line for entry in catalog.skipped]


@pytest.mark.parametrize("several", [True, False])
def test_all_are_replayed(several: bool) -> None:
    text = 'CREATE TABLE a (i int);\nCREATE TABLE é (i int) ;;\n\nALTER TABLE a RENAME TO "b;"'
    assert tables_of(text, several=several) == (["public.é", "public.b;"], [])


@pytest.mark.parametrize(
    ("text", "tables", "said"),
    [
        ("SELECT 1; CREATE TABLE a (i int)", ["public.a"], []),
        ("GRANT a TO b; CREATE TABLE a (i int)", ["public.a"], []),
        ("INSERT INTO x VALUES (1); CREATE TABLE a (i int)", ["public.a"], []),
        ("SET LOCAL search_path = s; CREATE TABLE a (i int)", ["s.a"], []),
        ("BEGIN; CREATE TABLE a (i int); ROLLBACK", [], []),
        ("CREATE TABLE a (i int);\nDROP TABLE nope;\nCREATE TABLE b (i int)", ["public.a", "public.b"], [11]),
        ("CREATE TABLE a (i int; CREATE TABLE b (i int)", [], [10]),
    ],
)
def test_whatever_comes_first(text: str, tables: list[str], said: list[int]) -> None:
    assert tables_of(text) == (tables, said)


def test_an_error_undoes_all_of_it_on_a_server() -> None:
    [entry] = replay([Statement("CREATE TABLE a (); DROP TABLE b", Location("x.sql", 10), several=True)]).skipped
    assert "undoes the transaction that begins in line 10" in entry.reason


@pytest.mark.parametrize(
    "default",
    [
        "'2020-01-01'::timestamp with time zone",
        "'2020-01-01'::timestamp(3) with time zone",
        "'10:00'::time  WITH TIME ZONE",
        "'2020-01-01'::timestamp without time zone",
        "now()",
    ],
)
def test_a_default_keeps_its_last_words(default: str) -> None:
    sql = f"CREATE TABLE t (a text DEFAULT {default} NOT NULL, b text DEFAULT {default}); ALTER TABLE t ADD c text; "
    catalog = catalog_of(f"{sql} ALTER TABLE t ALTER c SET DEFAULT {default};")
    (table,) = catalog.tables.values()
    assert [column.default and column.default.sql for column in table.columns] == [default] * 3
