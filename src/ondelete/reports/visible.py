"""Text made safe to look at: what a terminal would obey is shown, not sent; and how wide the rest is."""

from __future__ import annotations

import re
import unicodedata

from ondelete.unseen import UNSEEN

# A lone surrogate stands for a byte that is no text.
_UNSAFE = re.compile(f"[{UNSEEN}\\ud800-\\udfff]")
_WIDE = frozenset("WF")


def visible(text: str) -> str:
    r"""Return text with every control, bidi control and invisible character written as an escape.

    >>> visible("a\x1b[2Jb\u202ec")
    'a\\x1b[2Jb\\u202ec'
    """
    return text if text.isascii() and text.isprintable() else _UNSAFE.sub(_escape, text)


def ascii_only(text: str) -> str:
    r"""Return text with every character outside ASCII written as an escape too.

    >>> ascii_only("naïve")
    'na\\xefve'
    """
    return text if text.isascii() else text.encode("ascii", "backslashreplace").decode("ascii")


def columns_of(text: str) -> int:
    """Return how many columns of a terminal the text takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that Python kept by surrogateescape
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def well_formed(text: str) -> str:
    r"""Return text that can be encoded: a byte that is no text is written as an escape, the rest stays as it is.

    >>> well_formed("a\udcff\n")
    'a\\udcff\n'
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
