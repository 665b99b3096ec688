"""Counts with their nouns, and lists of which the first few are named: the one place that writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


def count(number: int, thing: str, things: str | None = None) -> str:
    """Return a number with its noun, whose plural ends in ``s`` if it is not given.

    >>> count(1, "table"), count(1200, "key"), count(0, "fix", "fixes"), count(1, "key has", "keys have")
    ('1 table', '1,200 keys', '0 fixes', '1 key has')
    """
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def not_understood(number: int) -> str:
    """Return what is said of statements that were not understood, of which an answer knows nothing; "" of none.

    >>> not_understood(1), not_understood(0)
    ('INCOMPLETE: 1 statement was not understood; this leaves out what it does', '')
    """
    if not number:
        return ""
    said = count(number, "statement was", "statements were")
    return f"INCOMPLETE: {said} not understood; this leaves out what {'it does' if number == 1 else 'they do'}"


def several(items: Sequence[T], shown: int = 3, last: str = "and") -> tuple[T | str, ...]:
    """Return the items with commas and ``and`` between them, as parts to join; the last of many are only counted.

    >>> "".join(several(["a"])), "".join(several(["a", "b"], last="or")), "".join(several([*"abcdefgh"]))
    ('a', 'a or b', 'a, b, c and 5 more')
    """
    if len(items) <= 1:
        return tuple(items)
    head, tail = (items[:shown], f"{len(items) - shown:,} more") if len(items) > shown + 1 else (items[:-1], items[-1])
    parts: list[T | str] = []
    for number, item in enumerate(head):
        parts += [", ", item] if number else [item]
    return (*parts, f" {last} ", tail)


def together(texts: Sequence[str], shown: int = 3) -> str:
    """Return sentences of one form as one: their common beginning and end are written once.

    >>> together(["rows of a go", "rows of b go"]), together(["a becomes NULL", "b becomes NULL", "c becomes NULL"])
    ('rows of a and b go', 'a, b and c becomes NULL')
    >>> together(["rows go"]), together(["a", "b"])
    ('rows go', 'a and b')
    """
    words = [text.split(" ") for text in dict.fromkeys(texts)]
    if len(words) == 1:
        return " ".join(words[0])
    most = min(map(len, words)) - 1
    head = next((n for n in range(most) if len({tuple(each[: n + 1]) for each in words}) > 1), most)
    tail = next((n for n in range(most - head) if len({each[-1 - n] for each in words}) > 1), most - head)
    middles = [" ".join(each[head : len(each) - tail]) for each in words]
    listed = "".join(several(middles, shown))
    return " ".join([*words[0][:head], listed, *words[0][len(words[0]) - tail :]])


def middle_out(text: str, length: int, mark: str = "…") -> str:
    """Return a text with as much of its middle left out as it must, to have a length.

    >>> middle_out("merge_requests", 9), middle_out("merge_requests", 9, "..."), middle_out("users", 9)
    ('merg…ests', 'mer...sts', 'users')
    """
    if len(text) <= length:
        return text
    kept = max(length - len(mark), 0)
    end = kept // 2
    return f"{text[: kept - end]}{mark}{text[len(text) - end :]}"
