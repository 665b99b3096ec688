"""LIKE and regular expressions of a CHECK, tried on one text of known length, in bounded time.

A pattern is the schema's, and a schema may be hostile: Python's ``re`` would need hours for some. LIKE is matched
without backtracking; a regular expression is tried only if the worst that it could cost is small.
"""

from __future__ import annotations

import re
import warnings
from re import _constants as sre  # type: ignore[attr-defined]  # no other way to see what an expression is made of
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_STEPS = 1_000_000
_LONGEST = 10_000  # characters of a pattern
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
_CLASSES = {
    "[:alnum:]": "a-zA-Z0-9",
    "[:alpha:]": "a-zA-Z",
    "[:digit:]": "0-9",
    "[:lower:]": "a-z",
    "[:upper:]": "A-Z",
    "[:space:]": r"\s",
    "[:xdigit:]": "0-9a-fA-F",
    r"\m": r"\b",
    r"\M": r"\b",
    r"\A": "^",
}


def matches(operator: str, text: str | None, pattern: str | None) -> bool | None:
    """Return what LIKE or a regular expression says, None if Python's dialect could differ or it could take long."""
    if text is None or pattern is None or len(pattern) > _LONGEST:
        return None
    flags = re.IGNORECASE if operator.endswith("*") else 0
    found = _like(pattern, text, flags) if "~~" in operator else _search(pattern, text, flags)
    return None if found is None else found != operator.startswith("!")


def _like(pattern: str, text: str, flags: int) -> bool | None:
    if "\\" in pattern or not pattern:
        return None
    parts = pattern.split("%")
    first, *rest = ("".join("." if each == "_" else re.escape(each) for each in part) for part in parts)
    # The first place at which a part fits leaves most to the parts after it: none need be tried again.
    middle = "".join(f"(?>.*?{part})" for part in rest[:-1])
    last = f"(?=.{{{len(parts[-1])}}}).*(?<={rest[-1]})" if rest else ""
    return re.fullmatch(first + middle + last, text, flags | re.DOTALL) is not None


def _search(pattern: str, text: str, flags: int) -> bool | None:
    for name, members in _CLASSES.items():
        pattern = pattern.replace(name, members)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Python warns of what it may read otherwise one day
            if _most_steps(_parser.parse(pattern, flags), len(text)) > _MOST_STEPS:
                return None
            return re.search(pattern, text, flags) is not None
    except (re.error, RecursionError, OverflowError, Warning):
        return None


def _most_steps(tree: Any, length: int) -> float:
    """Return a bound on the steps of a search: each repeat can end anywhere, one inside another in any way at all."""
    repeats, nested, atoms = 0, False, 1
    pending = [(list(tree), False)]
    while pending:
        nodes, repeated = pending.pop()
        for kind, value in nodes:
            atoms += 1
            is_repeat = kind in _REPEATS and value[1] > 1
            repeats += is_repeat
            nested |= repeated and (is_repeat or kind is sre.BRANCH)
            pending.extend((inner, repeated or is_repeat) for inner in _inside(kind, value))
    steps = atoms * float(length + 1) ** min(repeats + 1, 30)
    return max(steps, atoms * 4.0 ** min(length, 100)) if nested else steps


def _inside(kind: Any, value: Any) -> Iterator[list[Any]]:
    if kind is sre.BRANCH:
        yield from (list(branch) for branch in value[1])
    elif kind in (sre.SUBPATTERN, *_REPEATS, sre.POSSESSIVE_REPEAT, sre.ASSERT, sre.ASSERT_NOT):
        yield list(value[-1])
    elif kind is sre.ATOMIC_GROUP:
        yield list(value)
