from __future__ import annotations

import csv
import io
import json

import msgspec
import pytest

from ondelete.report import Report, line
from ondelete.reports import as_csv, as_json


class Record(msgspec.Struct):
    """A record of a test."""

    table: str
    deleted: int
    longest: int | None


def report(*records):
    return Report(line("t"), "s.sql", line("v"), (), msgspec.json.decode("{}", type=Empty), records)


class Empty(msgspec.Struct):
    """No data."""

    schema_version: int = 1
    path: str = ""


def test_json_is_indented_and_ends_in_a_line_feed():
    assert as_json.render(report()) == '{\n  "schema_version": 1,\n  "path": ""\n}\n'


@pytest.mark.parametrize("path", ["\udcff.sql", "</script>", "\x1b[2J", "é"])
def test_json_carries_any_name(path):
    rendered = as_json.render(Report(line("t"), path, line("v"), (), Empty(path=path)))
    assert json.loads(rendered)["path"] == path
    assert "\x1b" not in rendered
    rendered.encode()


def test_csv_has_a_heading_and_a_row_per_record():
    rendered = as_csv.render(report(Record("public.users", 3, None), Record('a,"b"', 1, 2)))
    assert rendered == 'table,deleted,longest\npublic.users,3,\n"a,""b""",1,2\n'


@pytest.mark.parametrize(
    ("name", "cell"),
    [("=1+1", "'=1+1"), ("+x", "'+x"), ("-x", "'-x"), ("@x", "'@x"), ("\tx", r"\x09x"), ("\r=x", r"\x0d=x")],
)
def test_csv_holds_no_formula_and_no_control_character(name, cell):
    assert list(csv.reader(io.StringIO(as_csv.render(report(Record(name, 1, 1))), newline="")))[1][0] == cell


def test_csv_of_a_report_without_records_is_empty():
    assert as_csv.render(report()) == ""
