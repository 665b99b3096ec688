"""CSV: the flat records of a report under one heading line (RFC 4180, with line feeds)."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import msgspec

from ondelete.text.runner_commands import disarmed
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from ondelete.report import Report

# A spreadsheet runs a cell that starts with one of these (https://owasp.org/www-community/attacks/CSV_Injection).
# In a Japanese locale the wide forms count too, and spaces before one do not always help.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")

ENDINGS = (".csv",)
"""Endings of files that mean this format."""

PRINTS = "rows"
"""What of a report is printed: every command that gives it offers this format."""


def render(report: Report) -> str:
    """Return the report's records below the names of their fields; "" for a report that has no such form."""
    records = report.records
    if records is None:
        return ""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(field.encode_name for field in msgspec.structs.fields(records.type))
    writer.writerows([_cell(value) for value in msgspec.structs.astuple(record)] for record in records.rows)
    return disarmed(out.getvalue())


def _cell(value: object) -> str:
    """Return a value as a cell: nothing for None, an apostrophe before what a spreadsheet would take for a formula."""
    if value is None:
        return ""
    text = visible(str(value))
    return f"'{text}" if isinstance(value, str) and text.lstrip().startswith(_FORMULA) else text
