"""``[[ignore]]``: findings that a team accepts, each with its reason."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ondelete.audit import rule_names
from ondelete.catalog import Location
from ondelete.config.values import line_of, refuse_unknown, tables_at, text_at
from ondelete.rules import Ignore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def ignores_of(path: Path | None, entries: object) -> Iterator[Ignore]:
    """Yield the entries of a configuration file, each with the line of its heading.

    Raises:
        BadConfig: an entry lacks its rule, subject or reason, or names a rule that there is not.
    """
    tables = tables_at(path, "ignore", entries, "ignore")
    for number, table in enumerate(tables):
        key = f"ignore (entry {number + 1})"
        refuse_unknown(path, f"{key}: ", table, ("rule", "subject", "reason"))
        rule, subject, reason = (
            text_at(path, f"{key}: {name}", table.get(name)) for name in ("rule", "subject", "reason")
        )
        if not any(fnmatchcase(name, rule) for name in rule_names()):
            refuse_unknown(path, f"{key}: rule ", [rule], rule_names())
        yield Ignore(rule, subject, reason, Location(str(path), line_of(table)))
