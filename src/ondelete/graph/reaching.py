"""What can be reached over arrows that are given as a mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

T = TypeVar("T", bound="Hashable")


def reachable(following: Mapping[T, Iterable[T]], start: T) -> set[T]:
    """Return the start, and everything that its arrows lead to in any number of steps. Cost: linear.

    >>> sorted(reachable({"a": "b", "b": "ac", "d": "a"}, "a"))
    ['a', 'b', 'c']
    """
    found = {start}
    pending = [start]
    while pending:
        for reached in following.get(pending.pop(), ()):
            if reached not in found:
                found.add(reached)
                pending.append(reached)
    return found
