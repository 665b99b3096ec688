"""The queries of code: their parse, the functions that they call, and the variables that their rows go to."""

from __future__ import annotations

from typing import Any

import msgspec

from ondelete.dump.nodes.parsing import ParseError, parse_plainly
from ondelete.dump.replay.code.scope import UNKNOWN
from ondelete.dump.replay.code.selects import columns_of


def select_of(text: str) -> dict[str, Any] | None:
    """Return the SelectStmt of a text, None if it is something else."""
    try:
        [statement] = parse_plainly(text)
    except (ParseError, ValueError, msgspec.DecodeError):
        return None
    return statement.get("SelectStmt")


def fill(target: str, place: int, rows: Any, node: dict[str, Any], variables: dict[str, Any]) -> None:
    """Put the value at a place of the first row into a variable; ``r.*`` is the whole row."""
    name = target.removesuffix(".*")
    if rows is UNKNOWN:
        variables[name] = UNKNOWN
    elif target.endswith(".*"):
        variables[name] = dict(zip(columns_of(node), rows[0], strict=False)) if rows else {}
    else:
        variables[name] = rows[0][place] if rows and place < len(rows[0]) else None


def called_in(node: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return the functions that are called as the values of a SELECT, or in its FROM."""
    if node is None:
        return []
    found = [each["ResTarget"].get("val", {}).get("FuncCall") for each in node.get("targetList", ())]
    for source in node.get("fromClause", ()):
        functions = source.get("RangeFunction", {}).get("functions", ())
        found += [each["List"]["items"][0].get("FuncCall") for each in functions]
    return [each for each in found if each is not None]
