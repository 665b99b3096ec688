"""Text made safe to look at: what a terminal would obey is shown, not sent; and how wide the rest is."""

from __future__ import annotations

import re
from functools import lru_cache

from ondelete.unseen import CONTROLS, UNSEEN

# A lone surrogate stands for a byte that is no text.
_UNSAFE = re.compile(f"[{UNSEEN}\\ud800-\\udfff]")
# A writer of JSON escapes the others of ASCII.
_UNSAFE_IN_JSON = re.compile(f"[{UNSEEN.removeprefix(CONTROLS)}]")
# Each takes one column: letters of Europe, guides of trees, our own signs. The rest is a library's to know.
_NARROW = re.compile("[\\x20-\\u02ff\\u2500-\\u257f→←⚠…↻×·≥–∞]*")


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
    return len(text) if text.isascii() or _NARROW.fullmatch(text) else _measured(text)


@lru_cache(maxsize=4096)
def _measured(text: str) -> int:
    from wcwidth import wcswidth  # large tables, and most names do not need them

    width = wcswidth(text)
    return width if width >= 0 else len(text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte that Python kept by surrogateescape
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def escaped_in_json(text: str) -> str:
    r"""Return JSON text with the same characters escaped as JSON does it, so that it still means the same.

    >>> escaped_in_json('"a\u202eb"')
    '"a\\u202eb"'
    """
    return text if text.isascii() and "\x7f" not in text else _UNSAFE_IN_JSON.sub(_json_escape, text)


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
