"""Placeholders have the value of --var, or a message names them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ondelete.dump import read_catalog

from .trees import made

if TYPE_CHECKING:
    from pathlib import Path

FORMS = ["${schema}", "{{schema}}", "{{ .schema }}", "@schema@", "@schema", ":schema", '"${schema}"', ':"schema"']


@pytest.mark.parametrize("form", FORMS)
def test_a_value_takes_the_place(form: str, tmp_path: Path) -> None:
    folder = made(tmp_path, {"V1__a.sql": f"CREATE TABLE {form}.t (id integer); -- {form}\n"})
    catalog = read_catalog([folder], variables={"schema": "app", "sche": "no"})
    assert [str(table) for table in catalog.tables] == ["app.t"]
    assert catalog.skipped == ()


@pytest.mark.parametrize("form", FORMS[:7])
def test_without_a_value_the_message_says_how_to_give_one(form: str, tmp_path: Path) -> None:
    folder = made(tmp_path, {"V1__a.sql": f"CREATE TABLE k ();\n\nCREATE TABLE {form}.t (id integer);\n"})
    catalog = read_catalog([folder])
    (skipped,) = catalog.skipped
    assert skipped.location.line == 3
    assert "--var schema=VALUE" in skipped.reason


def test_rows_with_a_placeholder_do_not_matter(tmp_path: Path) -> None:
    folder = made(tmp_path, {"V1__a.sql": "CREATE TABLE k (); INSERT INTO k VALUES ('${x}'); GRANT ALL ON k TO ${u};"})
    assert read_catalog([folder]).skipped == ()


def test_a_value_is_text_and_no_pattern(tmp_path: Path) -> None:
    folder = made(tmp_path, {"V1__a.sql": 'CREATE TABLE "${a.b}" (id integer);'})
    catalog = read_catalog([folder], variables={"a.b": r"\1", "c": "d"})
    assert [table.name for table in catalog.tables] == [r"\1"]
