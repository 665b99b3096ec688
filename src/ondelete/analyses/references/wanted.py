"""Which columns can reference one of a few tables: a quick look, for an answer about one delete.

Every meaning that ``Meanings.of`` yields is that of the last word of a name, of a key's column of the same name, of a
primary key of that name, of a role, or the column's own table. This looks for just these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.references.words import other_numbers, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ondelete.analyses.references.meaning import Meanings
    from ondelete.analyses.references.words import Stem
    from ondelete.catalog import QualifiedName


class Wanted:
    """The tables that are asked for.

    Args:
        meanings: what names mean in the schema.
        tables: those asked for.
    """

    def __init__(self, meanings: Meanings, tables: Iterable[QualifiedName]) -> None:
        self._tables = frozenset(tables)
        self._lasts = {word for table in self._tables for word in words_of(table.name)[-1:]}
        self._columns, by_keys = meanings.precedents.leading_to({table.name for table in self._tables})
        self._columns |= {name for name, found in meanings.primary.items() if not self._tables.isdisjoint(found)}
        self._words: dict[str, bool] = dict.fromkeys(by_keys, True)
        self._roles = any(self._is_last(word) for word in meanings.person_words)

    def may_be_meant(self, table: QualifiedName, column: str, stem: Stem, *, is_role: bool) -> bool:
        """Whether the name of a column of a table can mean one of the tables. It never says no wrongly."""
        return (
            table in self._tables
            or (is_role and self._roles)
            or column.lower() in self._columns
            or (bool(stem.words) and self._is_last(stem.words[-1]))
        )

    def _is_last(self, word: str) -> bool:
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = not self._lasts.isdisjoint(other_numbers(word))
        return known
