"""What the declared keys of a schema say of a name: ``author_id`` goes to users in twelve of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from ondelete.analyses.references.words import stem_of
from ondelete.catalog import QualifiedName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ondelete.catalog import ForeignKey

_AGREED = 0.9  # of the keys of one name have to go to one table, for the name to mean it

OWN = QualifiedName("", "")
"""As where a key goes: to its own table."""

_Entries: TypeAlias = dict[tuple[str, ...], Counter[QualifiedName]]


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
        for key in keys:
            for column in key.columns[-1:] if len(key.columns) > 1 else key.columns:
                self._add(column, _relative(key))

    def without(self, keys: Iterable[ForeignKey]) -> Precedents:
        """Return the same without some of the keys."""
        found = Precedents(())
        found._exact, found._parts = self._exact, self._parts
        found._without = Precedents(keys)
        return found

    def of_column(self, column: str) -> Precedent | None:
        """Return where keys whose column has just this name go; None if there are none, or they do not agree."""
        return self._agreed("_exact", (column.lower(),))

    def is_name(self, column: str) -> bool:
        """Whether there are keys whose column has just this name."""
        return (column.lower(),) in self._exact

    def of_part(self, words: tuple[str, ...]) -> Precedent | None:
        """Return where keys go whose name means these words, or ends with them."""
        return self._agreed("_parts", words)

    def _add(self, column: str, to: QualifiedName) -> None:
        self._exact.setdefault((column.lower(),), Counter())[to] += 1
        for words in _endings(stem_of(column).words):
            self._parts.setdefault(words, Counter())[to] += 1

    def _counts(self, entries: str, name: tuple[str, ...]) -> Counter[QualifiedName]:
        found: Counter[QualifiedName] = getattr(self, entries).get(name) or Counter()
        return found - self._without._counts(entries, name) if self._without is not None else found

    def _agreed(self, entries: str, name: tuple[str, ...]) -> Precedent | None:
        counts = self._counts(entries, name)
        if not counts:
            return None
        (to, keys), *_ = counts.most_common(1)
        return Precedent(to, keys) if keys >= _AGREED * counts.total() else None


def _relative(key: ForeignKey) -> QualifiedName:
    if key.is_self_reference:
        return OWN
    same = key.table.schema == key.referenced_table.schema
    return QualifiedName("", key.referenced_table.name) if same else key.referenced_table


def _endings(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(len(words)):
        yield words[start:]
