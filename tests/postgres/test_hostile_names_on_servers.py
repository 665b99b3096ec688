"""Names that no output sends as they are reach a server as they are: printed SQL is about the same things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from witness_runs import run_witnesses

from helpers import catalog_of
from hostile import HOSTILE, HUB, hostile_schema, quoted
from ondelete.catalog import QualifiedName, quote_identifier, quote_literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from server import Server

INDEXES = "SELECT relname FROM pg_class WHERE relkind = 'i' AND oid >= 16384"


def test_a_quoted_name_and_value_are_the_same_to_the_server(servers: list[Server]) -> None:
    columns = ", ".join(f"{quote_literal(name)} AS {quote_identifier(name)}" for name in HOSTILE)
    for server in servers:
        with server.connection() as connection:
            cursor = connection.execute(f"SELECT {columns}".encode())
            assert [column.name for column in cursor.description or ()] == list(HOSTILE)
            assert cursor.fetchone() == HOSTILE


def test_every_fix_runs(server18: Server, tmp_path: Path) -> None:
    from ondelete.cli import run

    schema, fixes = tmp_path / "s.sql", tmp_path / "fixes.sql"
    schema.write_text(hostile_schema(), "utf-8", newline="")
    assert run(["fix", str(schema), "-o", str(fixes)]) == 0
    with server18.database() as database:
        server18.load(hostile_schema(), database)
        before = server18.execute(INDEXES, database)
        server18.load(fixes.read_text("utf-8"), database)
        made = {name for (name,) in server18.execute(INDEXES, database)} - {name for (name,) in before}
        assert len(made) == fixes.read_text("utf-8").count("CREATE INDEX CONCURRENTLY ") >= len(HOSTILE)
        names = server18.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND oid >= 16384", database)
        assert {name for (name,) in names} == {*HOSTILE, HUB}


def test_witnesses_are_about_the_same_rows(server18: Server) -> None:
    sql = hostile_schema(bodies=False)
    catalog = catalog_of(sql)
    with server18.database() as database:
        server18.load(sql, database)
        tally = run_witnesses(server18, database, catalog, [QualifiedName(HOSTILE[0], HUB)], most=60)
    assert tally.proved >= 30
    assert tally.differences == []
    assert tally.reproduced == tally.proved


def test_the_schema_is_quoted_as_a_person_would(start_server: Callable[[int], Server]) -> None:
    assert quoted('a""b') == '"a""""b"'
    assert start_server(18).execute(f"SELECT 1 AS {quoted(HUB)}") == [(1,)]
