"""CSV: the flat records of a report under one heading line (RFC 4180, with line feeds)."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import msgspec

from ondelete.reports.visible import visible

if TYPE_CHECKING:
    from ondelete.report import Report

# A spreadsheet runs a cell that starts with one of these (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-", "@")


def render(report: Report) -> str:
    """Return the report's records; "" for a report without any."""
    if not report.records:
        return ""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(field.encode_name for field in msgspec.structs.fields(report.records[0]))
    writer.writerows([_cell(value) for value in msgspec.structs.astuple(record)] for record in report.records)
    return out.getvalue()


def _cell(value: object) -> str:
    """Return a value as a cell: nothing for None, an apostrophe before what a spreadsheet would take for a formula."""
    if value is None:
        return ""
    text = visible(str(value))
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
