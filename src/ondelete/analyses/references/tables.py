"""Which table a few words mean: by its whole name, by its name after a prefix that tables share, or after its own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ondelete.analyses.references.words import plural, singular, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ondelete.catalog import QualifiedName, Table

_KINDS = frozenset({"tbl", "tb", "t", "tab", "table", "dim", "fact", "app", "sys"})
_ALIKE = 3  # letters that a singular and its plural begin with
_UNLIKE = frozenset("person people man men mouse mice foot feet tooth teeth goose geese ox oxen die dice".split())
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
        self._beginnings = {words[-1][:_ALIKE] for words in self._words.values() if words}
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
        shared = next((n for n in range(1, len(own)) if self._found(self._whole, own[:n])), len(own))
        for length in range(shared - 1, 0, -1):
            found = self._nearest(self._found(self._whole, (*own[:length], *words)), near)
            if found is not None and found != near:
                return found
        return None

    def below(self, words: tuple[str, ...], near: QualifiedName) -> QualifiedName | None:
        """Return the table whose name is that of the referencing table, or its beginning, and then these words."""
        own = self._words.get(near, ())
        for length in range(len(own), 0, -1):
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
        if not words:
            return ()
        found = tables.get(words) or next(
            filter(None, (tables.get((*words[:-1], words[-1] + more)) for more in ("s", "es"))), None
        )
        if found is None and (words[-1][:_ALIKE] in self._beginnings or words[-1] in _UNLIKE):
            found = tables.get(plural(words)) or tables.get(singular(words))
        return tuple(found or ())

    def _nearest(self, tables: tuple[QualifiedName, ...], near: QualifiedName) -> QualifiedName | None:
        for schema in (near.schema, self._home):
            found = [table for table in tables if table.schema == schema]
            if found:
                return found[0] if len(found) == 1 else None
        return tables[0] if len(tables) == 1 else None
