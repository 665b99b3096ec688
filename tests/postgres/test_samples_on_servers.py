"""The samples are true: servers load them, and the one that tells a story of two databases tells what happens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from server import Server

SAMPLES = Path(__file__).parents[2] / "samples"
CASES = sorted(path.parent.name for path in SAMPLES.glob("*/schema.sql"))
ROWS = """
    INSERT INTO users (id, name) VALUES (1, 'Ada');
    INSERT INTO projects (id, owner_id, name) VALUES (1, 1, 'engine');
    INSERT INTO issues (project_id, author_id, assignee_id, title) VALUES (1, 1, 1, 'too slow');
"""


def text_of(case: str, file: str = "schema.sql") -> str:
    return (SAMPLES / case / file).read_text("utf-8")


@pytest.mark.parametrize("case", CASES)
def test_loads_where_it_was_dumped_and_on_18(case: str, start_server: Callable[[int], Server]) -> None:
    found = re.search(r"-- Dumped from database version (\d+)", text_of(case))
    for version in {int(found[1]) if found else 16, 18}:
        server = start_server(version)
        with server.database() as database:
            server.load(text_of(case), database)


@pytest.mark.parametrize("case", [case for case in CASES if (SAMPLES / case / "source.sql").exists()])
def test_is_the_dump_of_its_source(case: str, start_server: Callable[[int], Server]) -> None:
    found = re.search(r"-- Dumped from database version (\d+)", text_of(case))
    assert found
    server = start_server(int(found[1]))
    with server.database() as database:
        server.load(text_of(case, "source.sql"), database)
        again = server.dump(database, "--schema-only", "--no-owner")
    statements = [re.sub(r"^(--|\\(un)?restrict).*\n", "", text, flags=re.M) for text in (text_of(case), again)]
    assert statements[0] == statements[1]


def test_tracker_works_before_the_dump_and_fails_after_the_restore(server: Server) -> None:
    with server.database() as database:
        server.load(text_of("tracker", "source.sql") + ROWS, database)
        server.execute("DELETE FROM users", database)
        assert server.execute("SELECT count(*) FROM issues", database) == [(0,)]
    with server.database() as database:
        server.load(text_of("tracker") + "SET search_path = public;" + ROWS, database)
        with pytest.raises(psycopg.errors.ForeignKeyViolation, match="issues_project_fkey"):
            server.execute("DELETE FROM users", database)
