"""JSON of every command is valid by its published schema, and holds what the contract names."""

from __future__ import annotations

import inspect
import json
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import iter_modules

import jsonschema
import msgspec
import pytest
from sample_runs import COMMANDS, SAMPLES, SCHEMA_COMMANDS, formats_of, roots_of

from ondelete import reports as package
from ondelete.reports.base import Answer

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "json"
PUBLISHED_AS = {
    "diff_entries": "diff",
    "advice": "plan-advise",
    "plan_entries": "plan",
    "invert": "explain-invert",
    "truncate": "explain-truncate",
}
"""Answers in files that are not called like their command, or that it gives with an option only."""


def answers():
    """The struct of every answer, by the name of its schema: the module's, unless it belongs to an option."""
    found = {}
    for module in iter_modules(package.__path__, f"{package.__name__}."):
        if module.ispkg:
            continue
        for value in vars(import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, Answer) and value.__module__ == module.name:
                name = module.name.rpartition(".")[2]
                found[PUBLISHED_AS.get(name, name)] = value
    return found


NOT_ALWAYS = {"related", "not_run", "ExplainAnswer.rails", "with", "unsaid", "key_shares"}
"""Fields that an answer has only if somebody asked for them, or if there is something to say."""

ANSWERS = {name: answer for name, answer in answers().items() if answer.__module__ != Answer.__module__}
CASES = sorted(path.parent.name for path in SAMPLES.glob("*/schema.sql"))


def schema_of(name):
    """The JSON Schema of a command's output, made from the structs that are printed."""
    schema = msgspec.json.schema(ANSWERS[name])
    for title, definition in schema["$defs"].items():
        if "description" in definition:  # a docstring; Python strips its indentation from 3.13 on only
            definition["description"] = inspect.cleandoc(definition["description"])
        if "properties" in definition:  # every field is always printed, also one with a default, but for some
            definition["required"] = [
                field for field in definition["properties"] if not NOT_ALWAYS & {field, f"{title}.{field}"}
            ]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"ondelete {name}", **schema}


@pytest.mark.parametrize("name", ANSWERS)
def test_the_published_schema_is_current(name, request):
    text = json.dumps(schema_of(name), indent=2) + "\n"
    path = FOLDER / f"{name}.schema.json"
    if request.config.getoption("--update-goldens"):
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text


@pytest.mark.parametrize("name", ANSWERS)
def test_no_description_shows_how_the_code_is_indented(name):
    definitions = json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))["$defs"].values()
    assert [text for one in definitions if "\n  " in (text := one.get("description", ""))] == []


def test_no_schema_is_left_over():
    assert {path.name.removesuffix(".schema.json") for path in FOLDER.glob("*.json")} == set(ANSWERS)


@pytest.mark.parametrize("name", [name for name in COMMANDS if "json" in formats_of(name)])
def test_the_json_of_every_command_is_published_and_checked(name):
    assert (FOLDER / f"{name}.schema.json").exists()
    assert name in {*(command[0] for command in SCHEMA_COMMANDS), *CHECKED_BELOW}


CHECKED_BELOW = {"diff", "history", "models", "rules", "witness"}
"""Commands whose JSON other tests check: they read no schema, or several, or take long for a table of every sample."""


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("command", SCHEMA_COMMANDS, ids=" ".join)
def test_output_is_valid(case, command, ondelete, monkeypatch):
    monkeypatch.chdir(SAMPLES / case)
    variant = next((word for word in command if word in ("--invert", "--truncate")), "")
    schema = json.loads((FOLDER / f"{command[0]}{variant[1:]}.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for arguments in roots_of(command):
        printed = ondelete(*arguments, "schema.sql", "--format", "json").json
        validator.validate(printed)
        assert printed["schema_version"] == 1
        assert printed["skipped"] == []


def test_rules_are_valid(ondelete):
    printed = ondelete("rules", "--format", "json").json
    jsonschema.validate(printed, schema_of("rules"))
    assert all(rule["code"] and rule["name"] and rule["summary"] and rule["url"] for rule in printed["rules"])


FIELDS = {
    ("catalog", "tables"): "name kind is_partition parents columns line",
    ("catalog", "tables", "columns"): "name type not_null default generated identity",
    (
        "catalog",
        "foreign_keys",
    ): "name table columns referenced_table referenced_columns on_delete on_update set_columns "
    "match deferrable initially_deferred validated enforced period line",
    ("catalog", "indexes"): "name table columns include method unique primary partial predicate valid constraint line",
    ("explain", "deleted"): "id table depth longest keys",
    ("explain", "updated"): "id table columns key to",
    ("explain", "errors"): "id kind key table columns certainty sqlstates reason",
    ("explain", "triggers"): "table name function event timing line effects",
    ("explain", "unindexed"): "key table columns verdict",
    ("audit", "findings"): "rule severity message table key columns path line fingerprint fix",
    ("indexes", "keys"): "key table columns referenced_table on_delete verdict index reason fix",
    ("reach", "tables"): "table verdict deleted updated longest blockers unindexed",
    ("cycles", "components"): "tables keys all_cascade insertable break_at",
}


@pytest.mark.parametrize(
    ("place", "fields"), FIELDS.items(), ids=lambda value: "/".join(value) if isinstance(value, tuple) else ""
)
def test_the_contract_is_kept(place, fields, ondelete, monkeypatch):
    monkeypatch.chdir(SAMPLES / "helpdesk")
    case = {"cycles": "courses"}.get(place[0], "helpdesk")
    arguments = [place[0], *(["users"] if place[0] == "explain" else []), SAMPLES / case / "schema.sql"]
    found = ondelete(*arguments, "--format", "json").json
    for step in place[1:]:
        found = found[step] if isinstance(found, dict) else found[0][step]
    assert found
    assert all(set(fields.split()) <= set(entry) for entry in found)


def test_what_is_not_read_says_why(ondelete, tmp_path):
    path = tmp_path / "schema.sql"
    path.write_text(
        "CREATE TABLE t (id int PRIMARY KEY); CREATE FUNCTION f() RETURNS trigger LANGUAGE c AS 'library';"
        "CREATE TRIGGER t AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f();"
    )
    [entry] = ondelete("explain", "t", path, "--format", "json").json["not_modelled"]
    assert {"kind", "table", "name", "event"} <= set(entry)
    assert entry["reason"] == "line 1: its language is c"


def test_top_level_fields_of_the_contract(ondelete, monkeypatch):
    monkeypatch.chdir(SAMPLES / "helpdesk")
    explain = ondelete("explain", "users", "schema.sql", "--format", "json").json
    assert {"table", "verdict", "deleted", "updated", "errors", "not_modelled", "loose", "unindexed"} <= set(explain)
    assert explain["table"] == "public.users"
    why = ondelete("why", "users", "comments", "schema.sql", "--format", "json").json
    assert {"key", "on_delete"} <= set(why["chains"][0][0])
    order = ondelete("order", "schema.sql", "--format", "json").json
    assert sorted(chain(*order["delete"])) == sorted(chain(*order["load"]))
    assert {"findings", "summary"} <= set(ondelete("audit", "schema.sql", "--format", "json").json)
    catalog = ondelete("catalog", "schema.sql", "--format", "json").json
    assert {"tables", "foreign_keys", "indexes", "external", "skipped"} <= set(catalog)
