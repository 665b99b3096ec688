"""samples/museum: its two schema files are what pg_dump and Rails make of source.sql, and say the same.

With --update-goldens, both are made again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from catalog_queries import catalog_facts
from test_schema_rb_on_servers import ROOT, rails, run_rails

from ondelete.dump import read_catalog

if TYPE_CHECKING:
    from server import Server

__all__ = ["rails"]
DB = ROOT / "museum" / "db"
KEY = "--restrict-key=ondelete"


def test_the_files_are_what_pg_dump_and_rails_make(
    server15: Server, rails: None, request: pytest.FixtureRequest
) -> None:
    with server15.database() as database:
        server15.load((DB / "source.sql").read_text("utf-8"), database)
        made = {
            "structure.sql": server15.dump(database, "--schema-only", "--no-owner", KEY),
            "schema.rb": run_rails(server15, database),
        }
    for name, text in made.items():
        if request.config.getoption("--update-goldens"):
            (DB / name).write_text(text, "utf-8")
        assert (DB / name).read_text("utf-8") == text, name


def test_both_files_say_the_same_but_for_the_order_of_keys() -> None:
    dumped, written = (catalog_facts(read_catalog([str(DB / name)])) for name in ("structure.sql", "schema.rb"))
    for facts in (dumped, written):
        facts.pop("firing order")
        facts["others"] = {name: kind for name, kind in facts["others"].items() if kind != "sequence"}
    # schema.rb keeps the deferral of no key before Rails 7; the rest is equal.
    keys = {name: key for name, key in dumped["foreign keys"].items() if not key[6]}
    assert {name: key for name, key in written["foreign keys"].items() if name in keys} == keys
    assert set(written["foreign keys"]) == set(dumped["foreign keys"])
    for what in ("tables", "indexes", "checks", "enums"):
        assert written[what] == dumped[what], what
