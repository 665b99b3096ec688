from __future__ import annotations

import csv
import io
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.formats import as_csv, as_json
from ondelete.report import Records, Report, line
from ondelete.text.unsafe_characters import visible


class Record(msgspec.Struct):
    """A record of a test."""

    table: str
    deleted: int
    longest: int | None


def report(*records):
    return Report(line("t"), "s.sql", line("v"), (), msgspec.json.decode("{}", type=Empty), Records(Record, records))


class Empty(msgspec.Struct):
    """No data."""

    schema_version: int = 1
    path: str = ""


def test_json_is_indented_and_ends_in_a_line_feed():
    assert as_json.render(report()) == '{\n  "schema_version": 1,\n  "path": ""\n}\n'


@pytest.mark.parametrize(
    "path",
    ["\udcff.sql", "</script>", "\x1b[2J", "\x9b2J", "\x7f", "\x7f\udcff", "a\u202eb", "\U000e0041", "é"],
)
def test_json_carries_any_name(path):
    rendered = as_json.render(Report(line("t"), path, line("v"), (), Empty(path=path)))
    assert json.loads(rendered)["path"] == path
    assert visible(rendered.replace("\n", "")) == rendered.replace("\n", "")
    rendered.encode()


def test_csv_has_a_heading_and_a_row_per_record():
    rendered = as_csv.render(report(Record("public.users", 3, None), Record('a,"b"', 1, 2)))
    assert rendered == 'table,deleted,longest\npublic.users,3,\n"a,""b""",1,2\n'


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@x", "'@x"),
        ("\tx", r"\x09x"),
        ("\r=x", r"\x0d=x"),
        (" =1", "' =1"),
        ("\uff1d1", "'\uff1d1"),
    ],
)
def test_csv_holds_no_formula_and_no_control_character(name, cell):
    assert list(csv.reader(io.StringIO(as_csv.render(report(Record(name, 1, 1))), newline="")))[1][0] == cell


def test_csv_without_rows_keeps_its_heading():
    assert as_csv.render(report()) == "table,deleted,longest\n"


def test_csv_of_a_report_that_has_no_such_form_is_empty():
    assert as_csv.render(Report(line("t"), "s.sql", line("v"), (), Empty())) == ""


@given(st.text(st.characters(exclude_categories=())))
def test_csv_gives_back_any_name(name):
    rendered = as_csv.render(report(Record(name, 1, None)))
    cell = list(csv.reader(io.StringIO(rendered, newline="")))[1][0]
    assert cell.removeprefix("'") == visible(name).removeprefix("'")
    assert not cell.lstrip().startswith(tuple("=+-@"))
    assert "\x1b" not in rendered
    rendered.encode()
