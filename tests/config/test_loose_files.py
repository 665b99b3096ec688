"""Loose keys: a YAML file in GitLab's shape and ``[[loose.keys]]``, with lines, and how mistakes are met."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_declared import declared, refusal

from ondelete.catalog import QualifiedName
from ondelete.config import find_config
from ondelete.config.loose import read_loose_file
from ondelete.errors import BadConfig

YAML = """\
---
# a comment
ci_builds:
  - table: projects
    column: project_id
    on_delete: async_delete
  - table: users
    column: user_id
    on_delete: async_nullify
    worker_class: X
    conditions:
      - column: state
        value: 1
s.events:
  - {table: users, column: user_id, on_delete: update_column_to, target_column: state, target_value: 3}
"""


def written(folder: Path, yaml: str) -> Path:
    path = folder / "loose.yml"
    path.write_text(yaml, encoding="utf-8")
    return path


def test_a_file_is_read_with_the_line_of_every_key_and_heading(tmp_path: Path) -> None:
    keys, file = read_loose_file(written(tmp_path, YAML), "public")
    assert [(str(k.table), k.column, str(k.referenced_table), k.action, k.location.line) for k in keys] == [
        ("public.ci_builds", "project_id", "public.projects", "async_delete", 4),
        ("public.ci_builds", "user_id", "public.users", "async_nullify", 7),
        ("s.events", "user_id", "public.users", "update_column_to", 15),
    ]
    assert (keys[2].target_column, keys[2].target_value) == ("state", "3")
    assert [(name, place.line) for name, place in file.tables] == [("ci_builds", 3), ("s.events", 14)]


def test_a_table_that_stands_twice_keeps_both_parts(tmp_path: Path) -> None:
    entry = "  - {table: p, column: x, on_delete: async_delete}\n"
    keys, file = read_loose_file(written(tmp_path, f"a:\n{entry}a:\n{entry.replace('x', 'y')}"), "public")
    assert [key.column for key in keys] == ["x", "y"]
    assert [name for name, _ in file.tables] == ["a", "a"]


@pytest.mark.parametrize("text", ["", "---\n", "# nothing\n", "{}\n"])
def test_an_empty_file_holds_nothing(tmp_path: Path, text: str) -> None:
    keys, file = read_loose_file(written(tmp_path, text), "public")
    assert (keys, file.tables) == ((), ())


def test_anchors_and_aliases_are_followed_and_a_shared_entry_is_its_first_line(tmp_path: Path) -> None:
    text = "a:\n  - &x {table: p, column: c, on_delete: async_delete}\nb: [*x]\n"
    keys, _ = read_loose_file(written(tmp_path, text), "public")
    assert [(key.table.name, key.location.line) for key in keys] == [("a", 2), ("b", 2)]


def test_merge_keys_are_no_part_of_the_shape(tmp_path: Path) -> None:
    text = "a:\n  - &x {table: p, column: c, on_delete: async_delete}\nb:\n  - {<<: *x, column: d}\n"
    with pytest.raises(BadConfig, match=r"loose\.yml:4: a key lacks its table"):
        read_loose_file(written(tmp_path, text), "public")


def test_scalars_of_every_kind_are_texts(tmp_path: Path) -> None:
    text = "yes:\n  - {table: 'null', column: 1, on_delete: \"async_delete\"}\n"
    (key,), _ = read_loose_file(written(tmp_path, text), "public")
    assert (key.table.name, key.referenced_table.name, key.column) == ("yes", "null", "1")


def test_a_key_of_a_later_version_is_noted_once_and_passed_over(tmp_path: Path) -> None:
    entry = "  - {table: p, column: c, on_delete: async_delete, delete_limit: 5000}\n"
    keys, file = read_loose_file(written(tmp_path, f"a:\n{entry}b:\n{entry}"), "public")
    assert len(keys) == 2
    assert [(name, place.line) for name, place in file.unknown] == [("delete_limit", 2)]


ENTRY = "{table: p, column: c, on_delete: async_delete"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "loose.yml:1: not valid YAML"),
        ("a: " + "[" * 3000 + "]" * 3000, "loose.yml: not valid YAML here: too many brackets"),
        ("a:\n\tb: 1", "loose.yml:2: not valid YAML (column 1)"),
        ("a: 1\n---\nb: 2", "loose.yml:2: not valid YAML: but found another document (column 1)"),
        ("- a\n", "loose.yml:1: a mapping is needed here"),
        ("just text", "loose.yml:1: a mapping is needed here"),
        ("\n\na: 3", "loose.yml:3: a list of keys is needed here"),
        ("a:\n  table: p", "loose.yml:2: a list of keys is needed here"),
        ("a:\n  - p", "loose.yml:2: a mapping is needed here"),
        ("a:\n\n  - {table: p, column: c}", "loose.yml:3: a key lacks its on_delete"),
        ("a:\n  - {table: p, on_delete: async_delete}", "loose.yml:2: a key lacks its column"),
        ("a:\n  - {column: p, on_delete: async_delete}", "loose.yml:2: a key lacks its table"),
        (
            "a:\n  - {table: p, column: c, on_delete: cascade}",
            "loose.yml:2: on_delete: it is none of async_delete",
        ),
        (
            "a:\n  - {table: p, colum: c, on_delete: async_delete}",
            "loose.yml:2: a key lacks its column; colum",
        ),
        ("a:\n  - {table: [p], column: c, on_delete: async_delete}", "loose.yml:2: a text is needed here"),
        ("a:\n  - {table: '', column: c, on_delete: async_delete}", "loose.yml:2: a text is needed here"),
        ("? [a, b]\n: []", "loose.yml:1: a text is needed here"),
        (f"a:\n  - {ENTRY}, column: d}}", "loose.yml:2: column: stands twice"),
        ("a: &x [*x]", "loose.yml:1: a mapping is needed here"),
    ],
)
def test_a_mistake_in_a_file_is_met_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadConfig) as caught:
        read_loose_file(written(tmp_path, text), "public")
    assert str(caught.value).replace(f"{tmp_path}/", "").startswith(message), str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loose.yml").write_bytes(b"\xff\xfe\x00")
    assert refusal(tmp_path, '[loose]\nfiles = "loose.yml"').startswith("loose.yml: cannot be read: ")
    assert refusal(tmp_path, '[loose]\nfiles = "gone.yml"').startswith("gone.yml: cannot be read: No such file")
    assert refusal(tmp_path, '[loose]\nfiles = "."').endswith("cannot be read: it is a folder, not a file")


OWN = '[[loose.keys]]\ntable = "c"\ncolumn = "p_id"\nreferences = "s.p"\non-delete = "async_delete"\n'


def test_keys_of_our_own_file_stand_before_those_of_others(tmp_path: Path) -> None:
    written(tmp_path, YAML)
    found = declared(tmp_path, f'[loose]\nfiles = ["loose.yml"]\n{OWN}')
    assert [key.column for key in found.loose] == ["p_id", "project_id", "user_id", "user_id"]
    first = found.loose[0]
    assert (first.referenced_table, first.location.line) == (QualifiedName("s", "p"), 3)
    assert first.location.path == str(tmp_path / "ondelete.toml")
    assert len(found.loose_files) == 1


def test_a_pyproject_can_hold_them_too(tmp_path: Path) -> None:
    from helpers import catalog_of

    text = OWN.replace("[[loose", "[[tool.ondelete.loose")
    (tmp_path / "pyproject.toml").write_text(f"[project]\nname = 'x'\n{text}", encoding="utf-8")
    (key,) = find_config(tmp_path).declarations(catalog_of("CREATE TABLE c (p_id int);")).loose
    assert (key.column, key.location.line) == ("p_id", 3)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("async_delete", "cascade"), "loose.keys (entry 1): on-delete: 'cascade' is none of async_delete"),
        (("references", "reference"), "loose.keys (entry 1): reference: not known; did you mean references?"),
        (('"p_id"', "3"), "loose.keys (entry 1): column: a text is needed"),
        (('"p_id"', '"p_id"\ntarget-column = 3'), "loose.keys (entry 1): target-column: a text is needed"),
        (('"p_id"', '"p_id"\ntarget-value = [3]'), "loose.keys (entry 1): target-value: a text or a number is needed"),
    ],
)
def test_a_mistake_in_our_own_file_is_met_with_its_entry(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    assert refusal(tmp_path, OWN.replace(*change, 1)).startswith(f"ondelete.toml: {message}")
