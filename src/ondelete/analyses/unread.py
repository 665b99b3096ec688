"""Which statements that were not understood can concern an answer about some tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from ondelete.catalog import Catalog, QualifiedName, Skipped

# Statements that change nothing but what they name. Others (DROP SCHEMA, DO, a program) can change any table.
_NAMES_ALL = re.compile(
    r"(?i)\s*(?:ALTER\s+(?:FOREIGN\s+)?TABLE|CREATE\s+(?:\w+\s+){0,2}TABLE|CREATE\s+(?:UNIQUE\s+)?INDEX|COMMENT\s+ON"
    r"|CREATE\s+(?:CONSTRAINT\s+)?TRIGGER|CREATE\s+(?:OR\s+REPLACE\s+)?(?:RULE|VIEW))\b"
)
# If it is an error, a server undoes other statements, too, or psql runs no more of them.
_COSTS_MORE = re.compile(r"\bundoes\b|\bpsql stops\b")
_WORD = re.compile(r"[^\W]+")
_CUT = 200
"""So many characters of a statement are kept: in a longer one, more names can stand."""


def unread_about(catalog: Catalog, tables: Collection[QualifiedName]) -> tuple[Skipped, ...]:
    """Return the statements that were not understood and can concern these tables, or a table that would join them.

    A statement that names its tables, and none of these, cannot. Any other one can.

    Args:
        catalog: the schema as read.
        tables: those of the answer.
    """
    if not catalog.skipped:
        return ()
    names = {table.name.lower() for table in tables}
    names |= {each.name.lower() for table in tables for each in catalog.partitioned_above(table)}
    return tuple(each for each in catalog.skipped if _can_concern(each, names))


def _can_concern(skipped: Skipped, names: Collection[str]) -> bool:
    text = skipped.text
    if len(text) >= _CUT or not _NAMES_ALL.match(text) or "{" in text or _COSTS_MORE.search(skipped.reason):
        return True
    # The words of a quoted name are words of the text, too.
    words = {word for name in names for word in _WORD.findall(name)[:1]}
    return not words.isdisjoint(_WORD.findall(text.lower())) or "" in names
