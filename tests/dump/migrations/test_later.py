"""Migrations of Ecto and Laravel that came after the dump beside them are named as unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ondelete.dump import read_catalog

from .trees import made

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "CREATE TABLE t (id integer);\n"
ECTO = f'{TABLE}INSERT INTO public."schema_migrations" (version) VALUES (20240101000000);\n'
HISTORY = "CREATE TABLE migrations (id int, migration text, batch int);\nCOPY public.migrations FROM stdin;\n"
LARAVEL = f"{TABLE}{HISTORY}1\t2024_01_01_000000_users\t1\n\\.\n"
FIRST, LATER = "2024_01_01_000000_users.php", "2024_02_02_000000_posts.php"


@pytest.mark.parametrize(
    ("dump", "text", "programs", "later"),
    [
        ("structure.sql", ECTO, ["migrations/20240101000000_a.exs", "migrations/20240202000000_b.exs"],
         ["20240202000000_b.exs"]),
        ("structure.sql", ECTO, ["migrations/20240101000000_a.exs", "migrations/.formatter.exs"], []),
        ("structure.sql", TABLE, ["migrations/20240202000000_b.exs"], []),
        ("other.sql", ECTO, ["migrations/20240101000000_a.exs", "migrations/20240202000000_b.exs"], []),
        ("schema/pgsql-schema.sql", LARAVEL, [f"migrations/{FIRST}", f"migrations/{LATER}"], [LATER]),
        ("schema/pgsql-schema.dump", LARAVEL, [f"migrations/{FIRST}"], []),
    ],
)  # fmt: skip
def test_what_came_later(dump: str, text: str, programs: list[str], later: list[str], tmp_path: Path) -> None:
    made(tmp_path, {dump: text, **dict.fromkeys(programs, "")})
    catalog = read_catalog([str(tmp_path / dump)])
    assert [entry.location.path.rpartition("/")[2] for entry in catalog.skipped] == later
    assert all("no program is run here" in entry.reason for entry in catalog.skipped)
