"""The script that declares a reference, on servers whose tables have rows: with orphans, without, and partitioned."""

from __future__ import annotations

import re
import shutil
import subprocess
from subprocess import CalledProcessError
from typing import TYPE_CHECKING, Any

import pytest

from helpers import catalog_of
from ondelete.analyses.references import References
from ondelete.audit import run_rules
from ondelete.catalog import ReferentialAction
from ondelete.config.policies import load_policy
from ondelete.fixes.new_keys import add_keys, new_key
from ondelete.fixes.orphans import clean_up, count_orphans, list_missing
from ondelete.rules import RuleContext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server import Server

    from ondelete.catalog import ForeignKey

PLAIN = """
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, twice bigint GENERATED ALWAYS AS (id * 2) STORED);
"""
PARTITIONED = """
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint, user_id bigint, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE posts_a PARTITION OF posts FOR VALUES FROM (0) TO (10) PARTITION BY RANGE (id);
CREATE TABLE posts_a1 PARTITION OF posts_a FOR VALUES FROM (0) TO (5);
CREATE TABLE posts_b PARTITION OF posts FOR VALUES FROM (10) TO (1000000);
"""
TENANTS = """
CREATE TABLE users (tenant_id int, id bigint, PRIMARY KEY (tenant_id, id));
CREATE TABLE posts (id bigint PRIMARY KEY, tenant_id int NOT NULL DEFAULT 1, user_id bigint);
"""


def run_program(*words: str) -> int:
    """Return the status of a program, 127 if it is not there."""
    return subprocess.run(words, check=False, capture_output=True).returncode if shutil.which(words[0]) else 127


SCHEMAS = {"plain": PLAIN, "partitioned": PARTITIONED, "tenants": TENANTS}
ACTIONS = {
    "set null": ReferentialAction.SET_NULL,
    "cascade": ReferentialAction.CASCADE,
    "restrict": ReferentialAction.RESTRICT,
}


def fixed(dump: str, action: ReferentialAction | None) -> tuple[ForeignKey, str]:
    """Return the key that a dump lacks, and the script that adds it."""
    catalog = catalog_of(dump)
    (reference,) = (each for each in References(catalog).all if each.columns[-1] == "user_id")
    key = new_key(catalog, reference, action)
    (fix,) = add_keys(catalog, [key])
    assert fix.sql is not None
    return key, fix.sql


def statements(script: str) -> Iterator[str]:
    """Yield the statements of a script, those that are comments without their sign."""
    for line in script.splitlines():
        text = line.removeprefix("-- ")
        if text.endswith(";"):
            yield text


def run(server: Server, database: str, script: str, *, decided: bool) -> None:
    """Run a script as psql does, and what is commented out if that was decided, until it writes no row."""
    if decided:
        for text in statements(script):
            if text.startswith("CREATE TABLE"):
                server.execute(text, database)
            while text.startswith(("UPDATE", "WITH")) and count(server, database, text):
                pass
    server.load(script, database)


def count(server: Server, database: str, statement: str) -> int:
    with server.connection(database) as connection:
        return connection.execute(statement.encode()).rowcount


def rows(server: Server, database: str, query: str) -> list[tuple[Any, ...]]:
    return sorted(server.execute(query, database))


def findings(server: Server, database: str) -> list[str]:
    catalog = catalog_of(server.dump(database, "--schema-only", "--no-owner"))
    found = run_rules(RuleContext.of(catalog), load_policy("default")).findings
    return [f"{each.rule}: {each.message}" for each in found]


def filled(server: Server, database: str, schema: str, *, orphans: int) -> None:
    tenant = "tenant_id, " if schema == "tenants" else ""
    one = "1, " if tenant else ""
    server.load(SCHEMAS[schema], database)
    server.load(f"INSERT INTO users ({tenant}id) VALUES ({one}1), ({one}2);", database)
    server.load("INSERT INTO posts (id, user_id) VALUES (1, 1), (2, 2), (3, NULL), (12, 1);", database)
    some = f"SELECT 20 + n, 900 + n FROM generate_series(1, {orphans}) n"
    server.load(f"INSERT INTO posts (id, user_id) SELECT 4, 77 UNION SELECT 13, 77 UNION {some};", database)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("schema", SCHEMAS)
def test_with_orphans(schema: str, action: str, server: Server) -> None:
    with server.database() as database:
        number = 12_000 if schema == "plain" else 50  # more than one batch
        filled(server, database, schema, orphans=number)
        key, script = fixed(server.dump(database, "--schema-only", "--no-owner"), ACTIONS[action])
        assert server.execute(count_orphans(key), database) == [(number + 2,)]
        missing = list_missing(key)
        if missing is not None:
            listed = server.execute(missing, database)
            assert (len(listed), listed[0][-2:]) == (20, (77, 2))
        run(server, database, script, decided=True)
        assert server.execute(count_orphans(key), database) == [(0,)]
        kept = rows(server, database, "SELECT id, user_id FROM posts WHERE id <= 20 AND user_id IS NOT NULL")
        assert kept == [(1, 1), (2, 2), (12, 1)]
        total = server.execute("SELECT count(*) FROM posts", database)
        assert total == [(4,)] if action == "cascade" else [(number + 6,)]
        if action == "cascade":
            aside = f"posts_{'_'.join(key.columns)}_orphans"
            assert server.execute(f"SELECT count(*), count(user_id) FROM {aside}", database) == [
                (number + 2, number + 2)
            ]
            server.execute(f"DROP TABLE {aside}", database)
        assert findings(server, database) == []


@pytest.mark.parametrize("schema", SCHEMAS)
def test_nothing_goes_that_nobody_decided_about(schema: str, server18: Server) -> None:
    """As it is printed, the script stops at VALIDATE, and every row is as it was."""
    with server18.database() as database:
        filled(server18, database, schema, orphans=3)
        before = rows(server18, database, "SELECT id, user_id FROM posts")
        _, script = fixed(server18.dump(database, "--schema-only", "--no-owner"), ReferentialAction.CASCADE)
        with pytest.raises(CalledProcessError, match="returned non-zero"):
            run(server18, database, script, decided=False)
        assert rows(server18, database, "SELECT id, user_id FROM posts") == before


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("action", [None, ReferentialAction.CASCADE, ReferentialAction.NO_ACTION])
def test_without_orphans(schema: str, action: ReferentialAction | None, server: Server) -> None:
    with server.database() as database:
        server.load(SCHEMAS[schema], database)
        _, script = fixed(server.dump(database, "--schema-only", "--no-owner"), action)
        run(server, database, script, decided=False)
        left = [each for each in findings(server, database) if not each.startswith("on-delete-explicit")]
        assert left == []


def test_a_reference_that_must_be_set_is_not_given_up() -> None:
    catalog = catalog_of(PLAIN.replace("user_id bigint", "user_id bigint NOT NULL"))
    (reference,) = References(catalog).all
    said, statements_ = clean_up(catalog, new_key(catalog, reference, ReferentialAction.RESTRICT))
    assert ("by hand before VALIDATE" in said, statements_) == (True, [])


def test_by_default_no_row_is_lost() -> None:
    """SET NULL if the columns can be NULL, else RESTRICT; of a tenant's key only the reference itself is cleared."""
    keys = {
        "bigint": ReferentialAction.SET_NULL,
        "bigint NOT NULL": ReferentialAction.RESTRICT,
        "bigint CHECK (user_id IS NOT NULL)": ReferentialAction.RESTRICT,
    }
    for column, action in keys.items():
        key, script = fixed(f"CREATE TABLE users (id bigint PRIMARY KEY); CREATE TABLE posts (user_id {column});", None)
        assert key.on_delete is action
        assert "DELETE FROM" not in script
    key, _ = fixed(TENANTS, None)
    assert (key.on_delete, key.set_columns) == (ReferentialAction.SET_NULL, ("user_id",))


RUBY = """
require "active_record"
ActiveRecord::Base.establish_connection(adapter: "postgresql", host: ARGV[0], username: "postgres", database: ARGV[1])
ActiveRecord::Migration.verbose = false
migration = Class.new(ActiveRecord::Migration[6.1]) { class_eval(STDIN.read) }
migration.new("add_key", 1).migrate(:up)
"""


@pytest.mark.skipif(
    run_program("ruby", "-e", 'require "active_record"; require "pg"') != 0, reason="no Ruby with activerecord and pg"
)
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_body_of_a_migration_does_the_same(schema: str, action: str, server16: Server) -> None:
    with server16.database() as database:
        filled(server16, database, schema, orphans=50)
        catalog = catalog_of(server16.dump(database, "--schema-only", "--no-owner"))
        (reference,) = (each for each in References(catalog).all if each.columns[-1] == "user_id")
        (fix,) = add_keys(catalog, [new_key(catalog, reference, ACTIONS[action])])
        assert fix.rails is not None
        decided = re.sub(r"^  # (?=execute|nil)", "  ", fix.rails, flags=re.M)
        program = ["ruby", "-e", RUBY, str(server16.socket), database]
        subprocess.run(program, input=decided.encode(), check=True, capture_output=True)
        total = server16.execute("SELECT count(*) FROM posts", database)
        assert total == [(4,)] if action == "cascade" else [(56,)]
        assert [each for each in findings(server16, database) if "orphans" not in each] == []
