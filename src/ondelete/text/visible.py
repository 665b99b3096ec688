"""How wide text is, and how it is written in ASCII and in JSON."""

from __future__ import annotations

import re
from functools import lru_cache

from ondelete.text.runner_commands import JSON, disarmed
from ondelete.text.unsafe_characters import Escapes

# Each takes one column: letters of Europe, guides of trees, our own signs. The rest is a library's to know.
_NARROW = re.compile("[\\x20-\\u02ff\\u2500-\\u257f→←⚠…↻×·≥–∞]*")


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


def escaped_in_json(text: str) -> str:
    r"""Return JSON text with the same characters escaped as JSON does it, so that it still means the same.

    >>> escaped_in_json('"a\u202eb ##[c]"')
    '"a\\u202eb ##\\u005bc]"'
    """
    plain = text.isascii() and "\x7f" not in text
    return disarmed(text if plain else text.translate(_IN_JSON), JSON)


def _json_escape(code: int) -> str:
    if code < 0x20:  # a line feed between values: a writer of JSON has escaped the others
        return chr(code)
    units = chr(code).encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


_IN_JSON = Escapes(_json_escape)
