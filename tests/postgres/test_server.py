"""The oracle itself: a server that is missing says so, and is missed where it is required."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from server import NoServer, programs

from ondelete.catalog import quote_identifier

if TYPE_CHECKING:
    from collections.abc import Callable

    from server import Server


def test_missing_programs_say_where_they_come_from() -> None:
    with pytest.raises(NoServer, match="apt install postgresql-9"):
        programs(9)


@pytest.mark.parametrize(("required", "end"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)])
def test_a_missing_server_skips_or_where_oracles_are_required_fails(
    start_server: Callable[[int], Server], monkeypatch: pytest.MonkeyPatch, required: str, end: type[BaseException]
) -> None:
    monkeypatch.setenv("ONDELETE_REQUIRE_ORACLES", required)
    with pytest.raises(end, match="PostgreSQL 9"):
        start_server(9)


def test_each_server_is_of_its_version_and_speaks_psql_and_pg_dump(server: Server) -> None:
    with server.database() as database:
        server.load("CREATE TABLE t (a int);\n\\echo done\n", database)
        assert "CREATE TABLE public.t" in server.dump(database)
        found = server.execute("SELECT current_setting('server_version_num')::int / 10000", database)
    assert found == [(server.version,)]


@pytest.mark.parametrize("name", ["two\nlines", "\x1b[31mred\\", 'a"b\u202ec', "\U000e0001tag", "plain", "Ünïcode"])
def test_a_server_reads_a_name_as_it_is_written(name: str, server18: Server) -> None:
    with server18.database() as database:
        server18.execute(f"CREATE TABLE {quote_identifier(name)} (id int)", database)
        found = server18.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace", database)
        assert found == [(name,)]
