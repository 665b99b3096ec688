"""``[diff]`` and ``[[accept]]``: which consequences of a change fail it, and which a team lets pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import Location
from ondelete.changes import DEFAULT_GATES, GATES, Accept
from ondelete.changes.difference import CLASSES
from ondelete.config.values import line_of, one_of, refuse_unknown, table_at, tables_at, text_at, texts_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def gates_of(path: Path | None, table: object) -> tuple[str, ...]:
    """Return the gates that ``[diff]`` names, else the usual ones.

    Raises:
        BadConfig: it holds something else, or names what is no gate.
    """
    values = table_at(path, "diff", table)
    refuse_unknown(path, "diff.", values, ("fail-on",))
    if "fail-on" not in values:
        return DEFAULT_GATES
    return tuple(
        one_of(path, "diff.fail-on", gate, GATES) for gate in texts_at(path, "diff.fail-on", values["fail-on"])
    )


def accepts_of(path: Path | None, entries: object) -> Iterator[Accept]:
    """Yield the entries of ``[[accept]]``, each with the line of its heading.

    Raises:
        BadConfig: an entry lacks its cause, class or reason, or names no class.
    """
    tables = tables_at(path, "accept", entries, "accept")
    for number, table in enumerate(tables):
        key = f"accept (entry {number + 1})"
        refuse_unknown(path, f"{key}: ", table, ("cause", "class", "reason"))
        cause, reason = (text_at(path, f"{key}: {name}", table.get(name)) for name in ("cause", "reason"))
        named = texts_at(path, f"{key}: class", table.get("class"))
        classes = tuple(one_of(path, f"{key}: class", each, CLASSES) for each in named)
        yield Accept(cause, classes, reason, Location(str(path), line_of(table)))
