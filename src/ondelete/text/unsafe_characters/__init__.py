"""Characters that no output may send as they are, and text in which they are escaped.

A terminal obeys some of them. The others are invisible, look like a blank, or change the direction of what follows
(https://trojansource.codes), so that two names look alike. They are told by their Unicode properties: the general
categories Cc, Cf, Cs, Co, Cn, Zl and Zp, and Default_Ignorable_Code_Point. U+2800, a Braille cell without dots, is
the one that no property gives away. ``table`` holds them for one version of Unicode, whatever Python runs.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from ondelete.text.unsafe_characters.table import RANGES, UNICODE

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["UNICODE", "Escapes", "is_unsafe", "unsafe_ranges", "visible"]


class Escapes(dict[int, str | int]):
    """A table for ``str.translate`` that writes every unsafe character by ``escape``, and leaves the others alone.

    It fills itself with what it meets, so that long text is translated at the speed of a look-up.

    Args:
        escape: returns what stands for a code point.
        also: further characters to escape.
    """

    def __init__(self, escape: Callable[[int], str], also: str = "") -> None:
        super().__init__({ord(character): escape(ord(character)) for character in also})
        self._escape = escape

    def __missing__(self, code: int) -> str | int:
        found = self._escape(code) if is_unsafe(code) else code
        self[code] = found
        return found


def is_unsafe(code: int) -> bool:
    """Whether the character of a code point is invisible, or a terminal obeys it."""
    return bisect_right(_bounds(), code) % 2 == 1


@cache
def unsafe_ranges() -> tuple[tuple[int, int], ...]:
    """Return the first and the last code point of each run of unsafe characters, in order."""
    parts = (part.partition("-") for part in RANGES.split())
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in parts)


@cache
def _bounds() -> tuple[int, ...]:
    return tuple(bound for first, last in unsafe_ranges() for bound in (first, last + 1))


def visible(text: str) -> str:
    r"""Return text with every character that a terminal obeys, or that is invisible, written as an escape.

    >>> visible("a\x1b[2Jb\u202ec\u3164")
    'a\\x1b[2Jb\\u202ec\\u3164'
    """
    return text if text.isascii() and text.isprintable() else text.translate(_VISIBLE)


def _escape(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no text, kept by surrogateescape
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_VISIBLE = Escapes(_escape)
