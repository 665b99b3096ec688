"""JSON: the data of a report, as docs/json/ describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from ondelete.report import Report


def render(report: Report) -> str:
    """Return the report's data as indented JSON, ending in a line feed."""
    try:
        encoded = msgspec.json.encode(report.data)
    except UnicodeEncodeError:
        return _with_escapes(report.data)
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def encode(data: msgspec.Struct) -> str:
    """Return data as compact JSON on one line."""
    try:
        return msgspec.json.encode(data).decode()
    except UnicodeEncodeError:
        import json

        return json.dumps(msgspec.to_builtins(data), separators=(",", ":"))


def _with_escapes(data: msgspec.Struct) -> str:
    """Encode names that hold bytes which are no text: JSON can carry them as escapes only."""
    import json

    return json.dumps(msgspec.to_builtins(data), indent=2) + "\n"
