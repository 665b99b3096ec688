"""JSON: the data of a report, as docs/json/ describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.text.visible import escaped_in_json

if TYPE_CHECKING:
    from ondelete.report import Report

ENDINGS = (".json",)
"""Endings of files that mean this format."""

PRINTS = "report"
"""What of a report is printed: every command that gives it offers this format."""


def render(report: Report) -> str:
    """Return the report's data as indented JSON, ending in a line feed."""
    return json_text(report.data)


def json_text(data: object) -> str:
    """Return structs as indented JSON, ending in a line feed; what a terminal would obey is escaped as JSON can."""
    try:
        encoded = msgspec.json.encode(data)
    except UnicodeEncodeError:
        return _with_escapes(data)
    return escaped_in_json(msgspec.json.format(encoded, indent=2).decode()) + "\n"


def encode(data: msgspec.Struct) -> str:
    """Return data as compact JSON on one line."""
    try:
        return msgspec.json.encode(data).decode()
    except UnicodeEncodeError:
        import json  # only bytes that are no text need it

        return json.dumps(msgspec.to_builtins(data), separators=(",", ":"))


def _with_escapes(data: object) -> str:
    """Encode names that hold bytes which are no text: JSON can carry them as escapes only."""
    import json  # as above

    return escaped_in_json(json.dumps(msgspec.to_builtins(data), indent=2)) + "\n"
