"""How much an answer may cost: steps are counted, not seconds, so that it is the same on every machine."""

from __future__ import annotations

MOST_STEPS = 8_000_000
"""Steps of one answer about a whole schema, before the rest of it is left undecided.

A step is a comparison of two firings of keys, a few microseconds; a firing costs ten.
"""

FIRING = 10
"""Steps of one firing: it is made, ordered, and looked at for errors."""

VISIT = 3
"""Steps of one event that a search for a chain comes to."""


class Work:
    """Steps that may still be taken, counted down by whoever takes them."""

    def __init__(self, most: int = MOST_STEPS) -> None:
        self.most = self.left = most

    def spend(self, steps: int) -> None:
        """Take off steps; what has been begun is finished, so that less than nothing can be left."""
        self.left -= steps

    @property
    def is_over(self) -> bool:
        """Whether nothing more may be begun."""
        return self.left <= 0
