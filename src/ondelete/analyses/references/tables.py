"""Which table a few words mean: by its whole name, by its name after a prefix that tables share, or after its own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ondelete.analyses.references.words import foreign_plurals, other_numbers, singular, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ondelete.catalog import QualifiedName, Table

_KINDS = frozenset({"tbl", "tb", "t", "tab", "table", "dim", "fact", "app", "sys"})
_USUAL = 0.75  # of the tables have a prefix, for names without one to leave it out
_SHARED = 3  # tables that begin with one word, for the word to be a prefix and no thing of its own


class TableNames:
    """The tables of a schema by the words of their names.

    Args:
        tables: those that can be referenced.
        home: the schema whose tables are preferred after those of the referencing table's own.
    """

    def __init__(self, tables: Iterable[Table], home: str) -> None:
        self._home = home
        self._whole: dict[tuple[str, ...], list[QualifiedName]] = {}
        self._words = {table.name: words_of(table.name.name) for table in tables}
        for name, words in self._words.items():
            self._whole.setdefault(words, []).append(name)
        self._lasts = {words[-1] for words in self._words.values() if words}
        self._forms: dict[str, list[str]] = {}
        self._free: dict[QualifiedName, int] = {}
        counts = Counter(words[0] for words in self._words.values() if len(words) > 1)
        self._prefixes = {word for word, number in counts.items() if self._is_prefix(word, number)}
        used = sum(number for word, number in counts.items() if word in self._prefixes)
        if used < _USUAL * len(self._words):
            self._prefixes &= _KINDS
        self._after: dict[tuple[str, ...], list[QualifiedName]] = {}
        for name, words in self._words.items():
            if len(words) > 1 and words[0] in self._prefixes:
                self._after.setdefault(words[1:], []).append(name)

    def whole(self, words: tuple[str, ...], near: QualifiedName) -> QualifiedName | None:
        """Return the table whose whole name is these words, in singular or plural, nearest to a referencing table."""
        return self._nearest(self._found(self._whole, words), near)

    def beside(self, words: tuple[str, ...], near: QualifiedName) -> QualifiedName | None:
        """Return the table called like ``near`` up to a word, and then by these words: forum_users of forum_posts.

        The shared beginning is no table of its own, so that items of orders are not order_items.
        """
        own = self._words.get(near, ())
        if near not in self._free:
            self._free[near] = next((n for n in range(1, len(own)) if self._found(self._whole, own[:n])), len(own)) - 1
        for length in range(self._free[near] if self._known(words[-1]) else 0, 0, -1):
            found = self._nearest(self._found(self._whole, (*own[:length], *words)), near)
            if found is not None and found != near:
                return found
        return None

    def below(self, words: tuple[str, ...], near: QualifiedName) -> QualifiedName | None:
        """Return the table whose name is that of the referencing table, or its beginning, and then these words."""
        own = self._words.get(near, ())
        for length in range(len(own) if self._known(words[-1]) else 0, 0, -1):
            for begins in {own[:length], singular(own[:length])}:
                found = self._nearest(self._found(self._whole, (*begins, *words)), near)
                if found is not None and found != near:
                    return found
        return None

    def after_prefix(self, words: tuple[str, ...], near: QualifiedName) -> QualifiedName | None:
        """Return the only table whose name is a prefix that tables share (``tbl_``, ``auth_``) and then these words."""
        return self._nearest(self._found(self._after, words), near)

    def _is_prefix(self, word: str, number: int) -> bool:
        return word in _KINDS or (number >= _SHARED and not self._found(self._whole, (word,)))

    def _found(
        self, tables: Mapping[tuple[str, ...], list[QualifiedName]], words: tuple[str, ...]
    ) -> tuple[QualifiedName, ...]:
        for last in self._known(words[-1]) if words else ():
            found = tables.get((*words[:-1], last))
            if found is not None:
                return tuple(found)
        return ()

    def another_ends(self, words: tuple[str, ...], table: QualifiedName) -> bool:
        """Whether names of tables end with the last of these words, and that of ``table`` does not."""
        known = self._known(words[-1])
        return bool(known) and (self._words.get(table) or ("",))[-1] not in known

    def _known(self, word: str) -> list[str]:
        """Return the forms of a word that names of tables end with."""
        known = self._forms.get(word)
        if known is None:
            known = [form for form in other_numbers(word) if form in self._lasts]
            known = known or [form for form in foreign_plurals(word) if form in self._lasts]
            self._forms[word] = known
        return known

    def _nearest(self, tables: tuple[QualifiedName, ...], near: QualifiedName) -> QualifiedName | None:
        if len(tables) <= 1:
            return tables[0] if tables else None
        for schema in (near.schema, self._home):
            found = [table for table in tables if table.schema == schema]
            if found:
                return found[0] if len(found) == 1 else None
        return None
