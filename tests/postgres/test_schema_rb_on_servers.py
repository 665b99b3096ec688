"""A schema.rb is read as Rails loads it: the catalog that we make of it is the one that a server has afterwards.

Active Record itself loads the forms of its version (Debian's is 6.1), and what it dumps of our samples. For later
forms, the SQL that Rails sends was written down from its documentation, which each file names.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from catalog_queries import catalog_facts, server_facts

from ondelete.dump import read_catalog

if TYPE_CHECKING:
    from server import Server

ROOT = Path(__file__).parents[2] / "samples"
HERE = Path(__file__).parent / "schema_rb"
SAMPLES = ("backoffice", "newsroom", "tracker")
"""Samples that Active Record 6.1 dumps and loads again: it knows no foreign keys of several columns."""
BY_HAND = sorted(path for path in HERE.glob("*.rb") if path.with_suffix(".sql").exists())


@cache
def has_rails() -> bool:
    if shutil.which("ruby") is None:
        return False
    asked = ["ruby", "-e", "require 'logger'; require 'active_record'; require 'pg'"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0


@pytest.fixture
def rails() -> None:
    if not has_rails():
        if os.environ.get("ONDELETE_REQUIRE_ORACLES") == "1":
            pytest.fail("Active Record is not installed (Debian: ruby-activerecord, ruby-pg)")
        pytest.skip("Active Record is not installed (Debian: ruby-activerecord, ruby-pg)")


def run_rails(server: Server, database: str, *file: Path) -> str:
    command = ["ruby", "-W0", str(HERE / "load.rb"), str(server.socket), database, *map(str, file)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def facts_of_server(server: Server, database: str) -> dict[str, object]:
    facts = server_facts(server, database)
    facts.pop("parts")
    for table in ("public.schema_migrations", "public.ar_internal_metadata"):  # Rails' own, in no schema.rb
        facts["tables"].pop(table, None)
        facts["indexes"] = {name: index for name, index in facts["indexes"].items() if name[0] != table}
    return facts


def compare(path: Path, server: Server, database: str) -> None:
    catalog = read_catalog([str(path)])
    ours = catalog_facts(catalog)
    assert catalog.skipped == ()
    for what, theirs in facts_of_server(server, database).items():
        assert ours[what] == theirs, what


def test_the_forms_of_6_1_are_read_as_rails_loads_them(server15: Server, rails: None) -> None:
    path = HERE / "written_for_6_1.rb"
    with server15.database() as database:
        run_rails(server15, database, path)
        compare(path, server15, database)


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_rails_dumps_is_read_as_rails_loads_it(sample: str, server15: Server, rails: None, tmp_path: Path) -> None:
    path = tmp_path / "schema.rb"
    with server15.database() as database, server15.database() as other:
        server15.load((ROOT / sample / "schema.sql").read_text("utf-8"), database)
        path.write_text(run_rails(server15, database), "utf-8")
        run_rails(server15, other, path)
        compare(path, server15, other)


@pytest.mark.parametrize("path", BY_HAND, ids=lambda path: path.stem)
def test_later_forms_are_the_sql_of_rails_documentation(path: Path, server18: Server) -> None:
    with server18.database() as database:
        server18.load(path.with_suffix(".sql").read_text("utf-8"), database)
        compare(path, server18, database)
