r"""psql's ``\if``, ``\elif``, ``\else`` and ``\endif``: which branch runs, as far as the file alone tells.

Facts: psql's manual page, and ParseVariableBool in variables.c of PostgreSQL 18.
"""

from __future__ import annotations

import msgspec

WORDS = frozenset(("if", "elif", "else", "endif"))


def boolean(text: str) -> bool | None:
    """Return how psql reads a value of one of its switches; None if it does not understand it.

    >>> boolean("on"), boolean("F"), boolean("of"), boolean("o"), boolean("")
    (True, False, False, None, True)
    """
    word = text.lower()
    if not word or truth(text):
        return True
    is_off = word == "0" or any(full.startswith(word) for full in ("false", "no")) or word in ("of", "off")
    return False if is_off else None


def truth(text: str) -> bool:
    """Return how psql reads a boolean value; a value that it does not understand is false.

    >>> truth("t"), truth("1"), truth("OF"), truth("o"), truth("")
    (True, True, False, False, False)
    """
    word = text.lower()
    return bool(word) and (word == "1" or any(full.startswith(word) for full in ("true", "yes")) or word == "on")


class _Block(msgspec.Struct):
    runs: bool | None
    done: bool | None
    is_last: bool = False


class Conditions:
    """The conditions that are open. None stands for a branch if only psql on a server knows whether it runs."""

    def __init__(self) -> None:
        self._open: list[_Block] = []

    def __len__(self) -> int:
        return len(self._open)

    @property
    def reads(self) -> bool:
        """Whether the current branch may run."""
        return not self._open or self._open[-1].runs is not False

    @property
    def sure(self) -> bool:
        """Whether the current branch certainly runs."""
        return all(block.runs is True for block in self._open)

    def begin(self, value: bool | None) -> None:
        r"""``\if``."""
        self._open.append(_Block(value, value) if self.reads else _Block(runs=False, done=True))

    def take(self, word: str) -> bool:
        r"""Return whether psql takes a word here: not without an ``\if``, and no other branch behind an ``\else``."""
        return word == "if" or (bool(self._open) and (word == "endif" or not self._open[-1].is_last))

    def other(self, value: bool | None, *, is_last: bool = False) -> None:
        r"""``\elif``, and ``\else`` as one that is true and the last; nothing without an ``\if``."""
        if not self._open:
            return
        block = self._open[-1]
        block.is_last = is_last
        if block.done is True:
            block.runs = False
            return
        block.runs = value if block.done is False or value is False else None
        block.done = True if value else None if None in (value, block.done) else False

    def end(self) -> None:
        r"""``\endif``."""
        if self._open:
            self._open.pop()
