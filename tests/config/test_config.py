"""Configuration files: what they set, what they accept, and how they are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import catalog_of
from ondelete.audit import run_rules
from ondelete.config import Config, find_config
from ondelete.config.policies import load_policy, policy_names
from ondelete.errors import BadConfig
from ondelete.findings import Severity
from ondelete.rules import RuleContext

SCHEMA = "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE c (fk bigint REFERENCES p);"


def written(folder: Path, text: str, name: str = "ondelete.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def asked_for_everything(config: Config) -> None:
    """Look at every part of a configuration, which alone finds its mistakes."""
    assert config.schema is not None
    config.policy()
    assert config.fail_on
    config.declarations(catalog_of(SCHEMA))
    assert config.baseline is None or config.baseline


def test_without_a_file_the_default_policy_is_in_force(tmp_path: Path) -> None:
    config = find_config(tmp_path)
    assert config.policy() == load_policy("default")
    assert (config.schema, config.path) == ((), None)


def test_a_file_names_the_schema_and_changes_severities(tmp_path: Path) -> None:
    config = find_config(
        written(
            tmp_path,
            'schema = ["a.sql", "b.sql"]\n[rules]\n'
            'on-delete-explicit = "error"\ncascade-cycle = "off"\nfk-indexed = "error"',
        )
    )
    assert config.schema == (str(tmp_path / "a.sql"), str(tmp_path / "b.sql"))
    assert config.policy().rules["on-delete-explicit"].severity is Severity.ERROR
    assert "cascade-cycle" not in config.policy().rules
    assert config.policy().rules["fk-indexed"].severity is Severity.ERROR
    assert config.policy().rules["fk-indexed"].grades["weak"] is Severity.INFO
    assert config.policy().rules["set-null-impossible"].severity is Severity.ERROR


def test_a_milder_grade_can_be_turned_off(tmp_path: Path) -> None:
    folder = written(tmp_path, 'schema = "a.sql"\n[rules]\nfk-indexed = { severity = "error", weak = "off" }')
    config = find_config(folder)
    assert config.schema == (str(tmp_path / "a.sql"),)
    catalog = catalog_of(SCHEMA.replace("fk bigint", "x int, fk bigint") + "CREATE INDEX i ON c (x, fk);")
    assert "fk-indexed" not in {f.rule for f in run_rules(RuleContext.of(catalog), config.policy()).findings}


def test_pyproject_is_read_where_there_is_no_file_of_our_own(tmp_path: Path) -> None:
    written(tmp_path, '[tool.ondelete]\nschema = "x.sql"\n[tool.other]\nrules = 1', "pyproject.toml")
    assert find_config(tmp_path).schema == (str(tmp_path / "x.sql"),)
    written(tmp_path, 'schema = "y.sql"')
    assert find_config(tmp_path).schema == (str(tmp_path / "y.sql"),)


def test_a_pyproject_without_our_table_is_no_configuration(tmp_path: Path) -> None:
    assert find_config(written(tmp_path, "[tool.other]\nx = 1", "pyproject.toml")).path is None


def test_a_configuration_can_be_given_as_a_file(tmp_path: Path) -> None:
    written(tmp_path, 'schema = "x.sql"', "team.toml")
    assert find_config(tmp_path / "team.toml").schema == (str(tmp_path / "x.sql"),)
    written(tmp_path, '[tool.ondelete]\nschema = "y.sql"', "pyproject.toml")
    assert find_config(tmp_path / "pyproject.toml").schema == (str(tmp_path / "y.sql"),)
    with pytest.raises(BadConfig, match="no such file"):
        find_config(tmp_path / "missing.toml")


IGNORE = '[[ignore]]\nrule = "{}"\nsubject = "{}"\nreason = "twelve rows"\n'


@pytest.mark.parametrize(
    ("rule", "subject"),
    [
        ("fk-indexed", "public.c.c_fk_fkey"),
        ("fk-indexed", "public.c"),
        ("fk-indexed", "public.*"),
        ("*", "public.c.*"),
    ],
)
def test_an_ignore_takes_findings_out_by_key_table_or_glob(tmp_path: Path, rule: str, subject: str) -> None:
    policy = find_config(written(tmp_path, IGNORE.format(rule, subject))).policy()
    found = {f.rule for f in run_rules(RuleContext.of(catalog_of(SCHEMA)), policy).findings}
    assert found == ({"on-delete-explicit"} if rule != "*" else set())


def test_an_ignore_that_ignores_nothing_is_a_finding_at_its_own_line(tmp_path: Path) -> None:
    text = f"# ours\n{IGNORE.format('fk-indexed', 'public.c')}\n{IGNORE.format('cascade-cycle', 'public.q')}"
    policy = find_config(written(tmp_path, text)).policy()
    (finding,) = (
        f for f in run_rules(RuleContext.of(catalog_of(SCHEMA)), policy).findings if f.rule == "unused-ignore"
    )
    assert finding.location.line == 7
    assert finding.location.path.endswith("ondelete.toml")
    assert "public.q" in finding.message
    assert "twelve rows" in finding.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("schema = ", ["not valid TOML"]),
        ("schema = " + "[" * 5000 + "]" * 5000, ["not valid TOML", "too many brackets"]),
        ("schema = " + "9" * 5000, ["not valid TOML"]),
        ('schema = "a\\u0000b"', ["schema", "NUL"]),
        ('policy = "a\\u0000b"', ["policy", "NUL"]),
        ("schema = 3", ["schema", "list of texts"]),
        ("shema = 'x'", ["shema", "did you mean schema"]),
        ('policy = "nope"', ["nope", "default"]),
        ("policy = 3", ["policy", "text"]),
        ("rules = 3", ["rules", "table"]),
        ('[rules]\nfk-index = "off"', ["rules.fk-index", "did you mean fk-indexed"]),
        ('[rules]\nfk-indexed = "fatal"', ["rules.fk-indexed", "'fatal'", "error, warning, info, off"]),
        ("[rules]\nfk-indexed = 3", ["rules.fk-indexed"]),
        ('[rules]\nfk-indexed = { severity = "error", week = "off" }', ["week", "did you mean weak"]),
        ('[rules]\nfk-indexed = { weak = "heavy" }', ["rules.fk-indexed.weak", "error, warning, info"]),
        ('[rules]\nfk-indexed = { severity = ["error"] }', ["rules.fk-indexed", "error, warning, info"]),
        ('ignore = "x"', ["ignore", "[[ignore]]"]),
        ("ignore = [3]", ["ignore (entry 1)"]),
        ('[[ignore]]\nrule = "fk-indexed"\nsubject = "x"', ["entry 1", "reason"]),
        (IGNORE.format("fk-indexed", "x").replace("twelve rows", " "), ["reason", "empty"]),
        (IGNORE.format("nope", "x"), ["nope", "fk-indexed"]),
        (IGNORE.format("fk-indexed", "x") + 'why = "y"', ["why", "rule, subject, reason"]),
    ],
)
def test_what_means_nothing_is_refused_with_the_file_the_key_and_what_is_allowed(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    with pytest.raises(BadConfig) as caught:
        asked_for_everything(find_config(written(tmp_path, text)))
    assert str(caught.value).startswith(("policy 'nope'", str(tmp_path)))
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize(("text", "key"), [("[tool]\nondelete = 3", "tool.ondelete"), ("tool = 3", "tool")])
def test_a_strange_pyproject_is_refused_too(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(BadConfig, match=f"pyproject.toml: {key}: a table is needed"):
        find_config(written(tmp_path, text, "pyproject.toml"))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ondelete.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadConfig, match="not valid TOML"):
        find_config(tmp_path)


def test_there_is_a_default_policy() -> None:
    assert "default" in policy_names()
