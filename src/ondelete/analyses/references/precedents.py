"""What the declared keys of a schema say of a name: ``author_id`` goes to users in twelve of them."""

from __future__ import annotations

from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ondelete.analyses.references.words import stem_of
from ondelete.catalog import QualifiedName

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from ondelete.catalog import ForeignKey

_AGREED = 0.9  # of the keys of one name have to go to one table, for the name to mean it

OWN = QualifiedName("", "")
"""As where a key goes: to its own table."""

# Not counters: most names have one key, and a counter takes ten times as long to make as a dict.
_Entries: TypeAlias = dict[tuple[str, ...], dict[QualifiedName, int]]


class Precedent(NamedTuple):
    """Where keys of a name go, and how many. A table in schema "" is one in the schema of the key."""

    to: QualifiedName
    keys: int


class Precedents:
    """Where the keys of a schema go, by the names of their columns and by the last words of these.

    Args:
        keys: the foreign keys of the schema.
    """

    def __init__(self, keys: Iterable[ForeignKey]) -> None:
        self._exact: _Entries = {}
        self._parts: _Entries = {}
        self._without: Precedents | None = None
        for (column, to), number in Counter((key.columns[-1], _relative(key)) for key in keys).items():
            self._add(column, to, number)

    def without(self, keys: Iterable[ForeignKey]) -> Precedents:
        """Return the same without some of the keys."""
        found = Precedents(())
        found._exact, found._parts = self._exact, self._parts
        found._without = Precedents(keys)
        return found

    def of_column(self, column: str) -> Precedent | None:
        """Return where keys whose column has just this name go; None if there are none, or they do not agree."""
        return self._agreed("_exact", (column.lower(),))

    def of_part(self, words: tuple[str, ...]) -> Precedent | None:
        """Return where keys go whose name means these words, or ends with them."""
        return self._agreed("_parts", words)

    def leading_to(self, tables: Container[str]) -> tuple[set[str], set[str]]:
        """Return the names of columns, and the last words of parts, of keys that go to tables of such names.

        Keys to their own table are left out.
        """
        exact = {name for (name,), to in self._exact.items() if any(each.name in tables for each in to)}
        lasts = {words[-1] for words, to in self._parts.items() if any(each.name in tables for each in to)}
        return exact, lasts

    def _add(self, column: str, to: QualifiedName, number: int) -> None:
        _count(self._exact, (column.lower(),), to, number)
        for words in _endings(stem_of(column).words):
            _count(self._parts, words, to, number)

    def _counts(self, entries: str, name: tuple[str, ...]) -> dict[QualifiedName, int]:
        found: dict[QualifiedName, int] = getattr(self, entries).get(name, {})
        if self._without is None:
            return found
        less = self._without._counts(entries, name)
        left = {to: number - less.get(to, 0) for to, number in found.items()}
        return {to: number for to, number in left.items() if number > 0}

    def _agreed(self, entries: str, name: tuple[str, ...]) -> Precedent | None:
        counts = self._counts(entries, name)
        if not counts:
            return None
        to, keys = max(counts.items(), key=itemgetter(1))
        return Precedent(to, keys) if keys >= _AGREED * sum(counts.values()) else None


def _count(entries: _Entries, name: tuple[str, ...], to: QualifiedName, number: int) -> None:
    found = entries.setdefault(name, {})
    found[to] = found.get(to, 0) + number


def _relative(key: ForeignKey) -> QualifiedName:
    if key.is_self_reference:
        return OWN
    same = key.table.schema == key.referenced_table.schema
    return QualifiedName("", key.referenced_table.name) if same else key.referenced_table


def _endings(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words)):
        yield words[start:]
