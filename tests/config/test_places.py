"""Which files a configuration may name, and what is said of a file that is not what it should be."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from helpers import catalog_of
from ondelete.config import find_config
from ondelete.errors import BadConfig

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HIDDEN = "hunter2"
SETTINGS: dict[str, str] = {
    "schema": "schema = {}",
    "a list of schemas": 'schema = ["schema.sql", {}]',
    "baseline": "baseline = {}",
    "loose keys": "[loose]\nfiles = {}",
    "row estimates": "[sizes]\nrows = {}",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder, beside which lies what it must not read."""
    folder = tmp_path / "project"
    folder.mkdir()
    (tmp_path / "secret").write_text(f"password: {HIDDEN}\n")
    (folder / "schema.sql").write_text("CREATE TABLE t (id int PRIMARY KEY);\n")
    return folder


def asked(place: Path) -> None:
    """Ask a configuration for everything that it reads, as ``audit`` does."""
    from ondelete.audit.baseline import read_baseline

    config = find_config(place)
    for name in config.schema:
        assert name
    if config.baseline:
        read_baseline(config.baseline)
    config.declarations(catalog_of("CREATE TABLE t (id int);"))


def refusal(folder: Path, setting: str, name: str, *, named: bool = False) -> str:
    config = folder / ("other.toml" if named else "ondelete.toml")
    config.write_text(SETTINGS[setting].format(f"'{name}'"))
    with pytest.raises(BadConfig) as caught:
        asked(config if named else folder)
    assert HIDDEN not in str(caught.value)
    return str(caught.value).replace(f"{folder}/", "")


LEADING_OUT: dict[str, Callable[[Path], str]] = {
    "a path upwards": lambda _: "../secret",
    "upwards and down again": lambda folder: f"../{folder.name}/../secret",
    "an absolute path": lambda folder: str(folder.parent / "secret"),
    "a link": lambda folder: linked(folder, "inside.txt", folder.parent / "secret"),
    "a link to a link": lambda folder: linked(folder, "a", linked(folder, "b", "../secret")),
    "a folder that is a link": lambda folder: linked(folder, "sub", folder.parent) + "/secret",
    "what is not there": lambda _: "../nothing",
    "a device": lambda _: "/dev/zero",
    "of a process": lambda _: "/proc/self/environ",
    "passwords": lambda _: "../../../../../../../etc/passwd",
}


def linked(folder: Path, name: str, target: Path | str) -> str:
    (folder / name).symlink_to(target)
    return name


@pytest.mark.parametrize("way", LEADING_OUT)
@pytest.mark.parametrize("setting", SETTINGS)
def test_a_configuration_that_was_found_names_nothing_outside(project: Path, setting: str, way: str) -> None:
    name = LEADING_OUT[way](project)
    assert f"{name} leads out of the folder of the configuration" in refusal(project, setting, name)


@pytest.mark.parametrize("setting", SETTINGS)
def test_one_that_a_person_names_may_name_others_and_quotes_nothing_of_them(project: Path, setting: str) -> None:
    if "schema" in setting:
        config = project / "other.toml"
        config.write_text(SETTINGS[setting].format("'../schema.sql'"))
        assert find_config(config).schema[-1] == str(project / "../schema.sql")
    else:
        assert "leads out" not in refusal(project, setting, "../secret", named=True)


def pipe(folder: Path) -> str:
    os.mkfifo(folder / "pipe")
    return "pipe"


def plug(folder: Path) -> str:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(folder / "plug"))
    return "plug"


NO_FILES: dict[str, Callable[[Path], str]] = {
    "a pipe": pipe,
    "a socket": plug,
    "a device": lambda folder: linked(folder, "endless", "/dev/zero"),
}


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("what", NO_FILES)
@pytest.mark.parametrize("setting", SETTINGS)
def test_what_is_no_file_is_not_waited_for(project: Path, setting: str, what: str, named: bool) -> None:
    message = refusal(project, setting, NO_FILES[what](project), named=named)
    expected = "leads out" if what == "a device" and not named else f"is no regular file but {what}"
    assert expected in message


@pytest.mark.parametrize("named", [True, False])
def test_standard_input_and_revisions_are_named_on_a_command_line(project: Path, named: bool) -> None:
    assert "standard input is named on a command line only" in refusal(project, "schema", "-", named=named)
    for name in ("HEAD:db/structure.sql", "main:./x.sql", "a/b:c"):
        assert "a configuration names no git revision" in refusal(project, "schema", name, named=named)
    (project / "HEAD:x.sql").write_text("CREATE TABLE t ();")
    (project / "ondelete.toml").write_text("schema = 'HEAD:x.sql'")
    assert find_config(project).schema == (str(project / "HEAD:x.sql"),)


@pytest.mark.parametrize("name", ["ondelete.toml", "pyproject.toml"])
def test_the_configuration_itself_leads_nowhere_else(project: Path, name: str) -> None:
    (project.parent / "other.toml").write_text(f"[tool.ondelete]\n{HIDDEN} = 1\n")
    (project / name).symlink_to("../other.toml")
    with pytest.raises(BadConfig, match="it leads out of this folder; if you trust it, name it") as caught:
        find_config(project)
    assert HIDDEN not in str(caught.value)


@pytest.mark.parametrize("name", ["ondelete.toml", "pyproject.toml", "other.toml"])
@pytest.mark.parametrize("what", NO_FILES)
def test_a_configuration_that_is_no_file(project: Path, name: str, what: str) -> None:
    (project / NO_FILES[what](project)).rename(project / name)
    with pytest.raises(
        BadConfig, match="leads out" if what == "a device" and name != "other.toml" else "no regular file"
    ):
        find_config(project / name if name == "other.toml" else project)


BOUNDS = {"baseline": 64, "loose keys": 0.5, "row estimates": 16}


@pytest.mark.parametrize("setting", BOUNDS)
def test_a_file_that_is_larger_than_such_a_file_is_not_read(project: Path, setting: str) -> None:
    with (project / "large").open("wb") as file:
        file.truncate(1 << 40)
    assert f"it has more than {max(1, int(BOUNDS[setting]))} MiB" in refusal(project, setting, "large")


def test_a_large_configuration_is_not_read(project: Path) -> None:
    with (project / "ondelete.toml").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(BadConfig, match="it has more than 4 MiB"):
        find_config(project)


@pytest.mark.parametrize("part", ["a", '"a"', "'a'", '"a" ', "a\t"])
@pytest.mark.parametrize("form", ["{} = 1", "[{}]", "x = {{ {} = 1 }}"])
def test_a_key_of_very_many_parts_is_refused(project: Path, part: str, form: str) -> None:
    (project / "ondelete.toml").write_text(form.format(".".join([part] * 20_000)))
    with pytest.raises(BadConfig, match="a key of five hundred parts"):
        find_config(project)


LAUGHS = {
    "one list for many tables": "x: &x [{}]\n" + "".join(f"t{n}: *x\n" for n in range(3000)),
    "one key many times": "x: [&k {table: a, column: b, on_delete: async_delete}, " + "*k, " * 30_000 + "]\n",
}
KEY = "{table: a, column: b, on_delete: async_delete}"


@pytest.mark.parametrize("laugh", LAUGHS)
def test_aliases_do_not_multiply_without_end(project: Path, laugh: str) -> None:
    (project / "loose.yml").write_text(
        LAUGHS[laugh].format(", ".join([KEY] * 3000)) if "{}" in LAUGHS[laugh] else LAUGHS[laugh]
    )
    assert "loose.yml: more than 20,000 keys" in refusal(project, "loose keys", "loose.yml")


def test_lists_of_lists_of_aliases_are_not_even_walked(project: Path) -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30))]
    (project / "loose.yml").write_text("\n".join(lines))
    assert "loose.yml:1: a mapping is needed here" in refusal(project, "loose keys", "loose.yml")


OTHER_KINDS = {
    "a password file": f"root:{HIDDEN}:0:0:root:/root:/bin/bash\n",
    "variables": f"export PASSWORD='{HIDDEN}'\n",
    "JSON": f'{{"{HIDDEN}": "{HIDDEN}"}}',
    "JSON of lists": f'{{"keys": [{{"{HIDDEN}": "{HIDDEN}"}}]}}',
    "JSON that looks like a baseline": f'{{"version": 1, "findings": [], "{HIDDEN}": 1}}',
    "YAML": f"{HIDDEN}:\n  {HIDDEN}: {HIDDEN}\n",
    "YAML of lists": f"a:\n  - {{table: p, column: c, on_delete: {HIDDEN}}}\n",
    "an alias": f"a: *{HIDDEN}\n",
    "a tag": f"a: !!{HIDDEN} 1\n%{HIDDEN}\n",
    "a table": f"{HIDDEN},{HIDDEN}\n",
    "a private key": f"-----BEGIN PRIVATE KEY-----\n{HIDDEN}\n-----END PRIVATE KEY-----\n",
    "bytes": f"\udcff{HIDDEN}",
    "a quoted text without end": f'"{HIDDEN}',
}


@pytest.mark.parametrize("kind", OTHER_KINDS)
@pytest.mark.parametrize("setting", BOUNDS)
def test_nothing_is_quoted_of_a_file_of_another_kind(project: Path, setting: str, kind: str) -> None:
    (project / "other").write_bytes(os.fsencode(OTHER_KINDS[kind]))
    assert "other" in refusal(project, setting, "other")
