"""``[[schema]]``: several databases in one configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import catalog_of
from ondelete.catalog import Location
from ondelete.config import find_config
from ondelete.errors import BadConfig
from ondelete.findings import Severity

TWO = """\
policy = "gitlab"
fail-on = "error"
not-references = ["*.legacy_id"]

[rules]
fk-indexed = "error"
cascade-cycle = "off"

[groups]
shared = ["countries"]

[[ignore]]
rule = "fk-indexed"
subject = "a"
reason = "for all"

[[schema]]
name = "main"
files = ["main/roles.sql", "main/structure.sql"]
baseline = "main/known.json"
fail-on = "info"
not-references = ["*.old_id"]

[schema.rules]
fk-indexed = { weak = "off" }

[schema.groups]
people = ["main:users"]

[[schema.ignore]]
rule = "fk-indexed"
subject = "b"
reason = "for main"

[[schema]]
files = "ci/structure.sql"
policy = "default"
"""


def written(folder: Path, text: str, name: str = "ondelete.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_each_schema_has_its_files_and_what_is_said_of_all(tmp_path: Path) -> None:
    config = find_config(written(tmp_path, TWO))
    assert config.schema == ()
    assert [(part.name, part.files) for part in config.parts] == [
        ("main", (str(tmp_path / "main/roles.sql"), str(tmp_path / "main/structure.sql"))),
        ("ci/structure.sql", (str(tmp_path / "ci/structure.sql"),)),
    ]
    main, ci = map(config.of_part, config.parts)
    assert (main.fail_on, ci.fail_on) == ("info", "error")
    assert (main.policy().name, ci.policy().name) == ("gitlab", "default")
    assert (main.baseline, ci.baseline) == (tmp_path / "main/known.json", None)


def test_settings_of_a_schema_come_on_top_of_those_of_all(tmp_path: Path) -> None:
    config = find_config(written(tmp_path, TWO))
    main, ci = map(config.of_part, config.parts)
    setting = main.policy().rules["fk-indexed"]
    assert (setting.severity, setting.grades["weak"]) == (Severity.ERROR, None)
    assert all("cascade-cycle" not in each.policy().rules for each in (main, ci))
    ignored = [[(entry.subject, entry.location.line) for entry in each.policy().ignores] for each in (main, ci)]
    assert ignored == [[("a", 12), ("b", 30)], [("a", 12)]]
    declared = main.declarations(catalog_of("CREATE TABLE t (id int);"))
    assert declared.not_references == ("*.legacy_id", "*.old_id")
    assert [name for name, _ in declared.groups] == ["shared", "people"]


def test_what_stands_outside_of_every_schema_is_shared(tmp_path: Path) -> None:
    config = find_config(written(tmp_path, TWO))
    path = str(tmp_path / "ondelete.toml")
    main = config.of_part(config.parts[0])
    assert [line for line in range(1, 35) if main.shares(Location(path, line))] == list(range(1, 17))
    assert not main.shares(Location("other.sql", 1))
    assert not config.shares(Location(path, 1))


def test_pyproject_can_hold_them_too(tmp_path: Path) -> None:
    text = '[tool.ondelete]\npolicy = "default"\n[[tool.ondelete.schema]]\nfiles = "a.sql"\n'
    text += '[[tool.ondelete.schema.ignore]]\nrule = "*"\nsubject = "x"\nreason = "y"\n'
    config = find_config(written(tmp_path, text, "pyproject.toml"))
    (part,) = map(config.of_part, config.parts)
    assert [entry.location.line for entry in part.policy().ignores] == [5]
    assert not part.shares(Location(str(tmp_path / "pyproject.toml"), 5))
    assert part.shares(Location(str(tmp_path / "pyproject.toml"), 2))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[schema]]\nname = 'a'", "schema (entry 1): files: a text or a list of texts is needed here"),
        ("[[schema]]\nfiles = []", "schema (entry 1): files: name a schema dump"),
        ("[[schema]]\nfiles = 'a.sql'\nfile = 'b.sql'", "schema (entry 1): file: not known; did you mean files?"),
        ("[[schema]]\nfiles = 'a.sql'\nname = 'a:b'", "a colon, a star and the like have a meaning of their own"),
        ("[[schema]]\nfiles = 'a.sql'\n[[schema]]\nfiles = 'a.sql'", "two entries are named a.sql"),
        ("baseline = 'b.json'\n[[schema]]\nfiles = 'a.sql'", "baseline: every schema has its own"),
        ("[[schema]]\nfiles = '../a.sql'", "leads out of the folder of the configuration"),
        ("[[schema]]\nfiles = 'main:a.sql'", "a configuration names no git revision"),
        ("schema = ['a.sql', { files = 'b.sql' }]", "schema (entry 1): a table is needed here"),
        ("[[schema]]\nfiles = 'a.sql'\n[[schema.schema]]\nfiles = 'b.sql'", "schema (entry 1): schema: not known"),
    ],
)
def test_what_means_nothing_is_refused(text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadConfig) as refused:
        _ = find_config(written(tmp_path, text)).parts
    assert said in str(refused.value)
