"""``ondelete init``: its file fits any schema, changes nothing, and is never in the way of another."""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_runs import SAMPLES

import ondelete as library
from ondelete.analyses.guesses import guesses_of
from ondelete.catalog import quote_identifier
from ondelete.config import find_config
from ondelete.config.policies import load_policy, policy_names
from ondelete.config.starter import starter_config, toml_text
from ondelete.text.unsafe_characters import is_unsafe

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dumps"
DUMPS = [*sorted(SAMPLES.glob("*/schema.sql")), *sorted(CORPUS.glob("*.sql"))]


def uncommented(text: str) -> str:
    """Switch on every setting that is off."""
    return re.sub(r"^#(?=\S)", "", text, flags=re.M)


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_audit_says_the_same_with_the_file_as_without(dump, ondelete, here):
    shutil.copy(dump, here / "dump.sql")
    before = ondelete("audit", "dump.sql", "--format", "json")
    assert ondelete("init", "dump.sql", "-q").status == 0
    assert find_config(here).schema == (str(here / "dump.sql"),)
    after = ondelete("audit", "--format", "json")
    assert (after.status, after.json["findings"]) == (before.status, before.json["findings"])


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_setting_that_is_off_is_one_that_can_be_switched_on(dump, ondelete, here):
    text = ondelete("init", dump, "-o", "-", "-q").out
    (here / "ondelete.toml").write_text(uncommented(text), encoding="utf-8")
    config = find_config(here)
    schema = library.read_schema(dump)
    declared = config.declarations(schema.catalog)
    assert (config.fail_on, config.baseline) == ("warning", here / "ondelete-baseline.json")
    assert len(config.policy().ignores) == 1
    (contract,) = declared.contracts
    assert contract.deletable
    tables = list(schema.catalog.tables)
    assert all(any(patterns.matches(name, declared.home) for name in tables) for _, patterns in declared.groups)
    assert all(key.table in tables and key.referenced_table in tables for key in declared.loose)
    assert all(schema.catalog.tables[key.table].column(key.column) for key in declared.loose)


def test_it_explains_every_policy_and_names_the_dump(ondelete, here):
    (here / "db").mkdir()
    (here / "db" / "structure.sql").write_text("CREATE TABLE p (id bigint PRIMARY KEY);")
    assert ondelete("init").err == "ondelete: wrote ondelete.toml; 'ondelete audit' reads it from this folder\n"
    text = (here / "ondelete.toml").read_text()
    assert tomllib.loads(text) == {"schema": "db/structure.sql", "policy": "default"}
    assert all(f"# - {name}: {load_policy(name).summary}\n" in text for name in policy_names())


@pytest.mark.parametrize(
    ("files", "output", "named"),
    [
        (["a.sql"], "ondelete.toml", "a.sql"),
        (["./a.sql"], "ondelete.toml", "a.sql"),
        (["a.sql", "b.sql"], "ondelete.toml", ["a.sql", "b.sql"]),
        (["a.sql"], "config/ondelete.toml", "../a.sql"),
    ],
)
def test_files_are_named_as_seen_from_the_new_file(ondelete, here, files, output, named):
    (here / "config").mkdir()
    for name in files:
        (here / name).write_text(f"CREATE TABLE {name.strip('./')[0]} (id bigint PRIMARY KEY);")
    assert ondelete("init", *files, "-o", output).status == 0
    assert tomllib.loads((here / output).read_text())["schema"] == named
    assert ondelete("audit", "--config", output).status == 0


def test_what_is_no_plain_file_is_not_named(ondelete, here, monkeypatch):
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"CREATE TABLE p (id bigint PRIMARY KEY);")))
    assert ondelete("init", "-").status == 0
    assert "schema" not in tomllib.loads((here / "ondelete.toml").read_text())


NAMES_OF_FILES = {
    b"plain.sql": None,
    "größe.sql".encode(): None,
    b"a\nb\t\x7f.sql": None,
    b'"quoted" \\ [x].sql': None,
    b"#.sql": None,
    b"\xff.sql": "the name of \\xff.sql is not UTF-8, which TOML requires",
    b"../elsewhere.sql": "../elsewhere.sql is in another folder",
    b"link.sql": "link.sql is in another folder",
}


@pytest.mark.parametrize("name", NAMES_OF_FILES)
def test_a_file_is_named_only_if_the_new_configuration_can_name_it(name, ondelete, here):
    (here / "link.sql").symlink_to("../elsewhere.sql")
    Path(os.fsdecode(name)).write_text("CREATE TABLE p (id bigint PRIMARY KEY);")
    done = ondelete("init", os.fsdecode(name))
    assert done.status == 0
    reason = NAMES_OF_FILES[name]
    assert (
        f"ondelete: the configuration names no schema, because {reason}" in done.err
        if reason
        else "no schema" not in done.err
    )
    config = find_config(here)
    assert config.schema == (() if reason else (str(here / os.fsdecode(name)),))
    assert ondelete("catalog", *([os.fsdecode(name)] if reason else [])).status == 0


def test_it_overwrites_nothing_unless_told_to(ondelete, here):
    (here / "schema.sql").write_text("CREATE TABLE p (id bigint PRIMARY KEY);")
    (here / "ondelete.toml").write_text("# mine\n")
    refused = ondelete("init")
    assert refused.status == 2
    assert refused.err.startswith("ondelete: ondelete.toml exists: use --force to overwrite it")
    assert (here / "ondelete.toml").read_text() == "# mine\n"
    assert ondelete("init", "-o", "other.toml").status == 0
    assert ondelete("init", "-o", "other.toml").status == 2
    assert ondelete("init", "--force").status == 0
    assert "policy" in (here / "ondelete.toml").read_text()
    (here / "dangling.toml").symlink_to("nowhere/x")
    assert ondelete("init", "-o", "dangling.toml").status == 2


def test_a_file_that_would_stop_every_command_can_be_replaced(ondelete, here):
    (here / "schema.sql").write_text("CREATE TABLE p (id bigint PRIMARY KEY);")
    (here / "ondelete.toml").write_text("not TOML")
    assert ondelete("init", "schema.sql", "--force").status == 0
    assert ondelete("audit").status == 0


def test_a_schema_that_cannot_be_read_leaves_no_file(ondelete, here):
    assert ondelete("init", "missing.sql").status == 2
    assert ondelete("init").status == 2
    assert list(here.iterdir()) == []


GUESSED = """
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE ci_builds (id bigint PRIMARY KEY, user_id bigint REFERENCES users);
CREATE TABLE ci_runners (id bigint PRIMARY KEY, user_id bigint, target_id bigint, target_type text, stripe_id text);
CREATE TABLE ci_events (id bigint) PARTITION BY HASH (id);
CREATE TABLE ci_events_1 PARTITION OF ci_events FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE login_attempts (id bigint PRIMARY KEY, category_id bigint);
CREATE TABLE categories (id bigint PRIMARY KEY);
"""


def test_suggestions_come_from_the_names_of_the_schema(ondelete, here):
    (here / "schema.sql").write_text(GUESSED)
    text = ondelete("init", "-o", "-").out
    parsed = tomllib.loads(uncommented(text))
    assert parsed["groups"] == {"ci": ["ci_*"]}
    assert parsed["sizes"]["large"] == "ci_events"
    assert parsed["contract"][0]["tables"] == "users"
    assert [(key["table"], key["column"], key["references"]) for key in parsed["loose"]["keys"]] == [
        ("ci_runners", "user_id", "users"),
        ("login_attempts", "category_id", "categories"),
    ]
    assert [(key["table"], key["columns"], key["references"]) for key in parsed["references"]] == [
        ("ci_runners", "user_id", "users"),
        ("login_attempts", "category_id", "categories"),
    ]
    assert parsed["not-references"] == "ci_runners.stripe_id"
    assert '# - "ci_runners.target_id": polymorphic' in text
    assert '# - "ci_runners.stripe_id": text' in text


def test_several_schemas_are_the_groups(ondelete, here):
    (here / "schema.sql").write_text("CREATE TABLE a (x int); CREATE TABLE s.b (x int); CREATE TABLE s.c (x int);")
    parsed = tomllib.loads(uncommented(ondelete("init", "-o", "-").out))
    assert parsed["groups"] == {"s": ["s.*"], "public": ["public.*"]}


@given(st.text())
def test_a_text_is_read_as_it_was_written(text):
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert tomllib.loads(f"x = {toml_text(text)}") == {"x": text}
    assert not any(is_unsafe(ord(character)) for character in toml_text(text))


names = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(names, names, names)
def test_any_name_leaves_a_valid_file(tmp_path_factory, schema, table, column):
    from helpers import catalog_of

    q = quote_identifier
    sql = "".join(
        f"CREATE TABLE {q(schema)}.{q(f'{table}_{n}')} (id bigint PRIMARY KEY, {q(column + '_id')} bigint, "
        f"{q(f'{table}_0_id')} text, {q(column + '_type')} text, CONSTRAINT {q(column)} FOREIGN KEY (id) REFERENCES "
        f"{q(schema)}.{q(f'{table}_0')});\n"
        for n in ("0", "logs", "2")
    )
    sql += f"CREATE TABLE {q(schema)}.anchors (id bigint PRIMARY KEY);"
    sql += f"CREATE TABLE {q(schema)}.{q(f'{table} chains')} (anchor_id bigint);"
    catalog = catalog_of(sql)
    folder = tmp_path_factory.mktemp("names")
    text = starter_config([f"{table}.sql"], guesses_of(catalog), "public")
    for content in (text, uncommented(text)):
        (folder / "ondelete.toml").write_text(content, encoding="utf-8")
        config = find_config(folder)
        assert config.policy().name == "default"
        declared = config.declarations(catalog)
    assert all(key.table in catalog.tables and key.referenced_table in catalog.tables for key in declared.loose)
    assert len(declared.loose) > 0
    assert all(declared.large.matches(name, "public") for name in catalog.tables if "logs" in name.name)
