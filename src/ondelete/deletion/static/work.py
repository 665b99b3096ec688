"""The limit on the work of an answer. It counts steps, not seconds, so that it is the same on every machine."""

from __future__ import annotations

MOST_STEPS = 8_000_000
"""The steps of one answer about a whole schema; after them, the rest is left undecided.

A step is a comparison of two firings of keys, a few microseconds; a firing costs ten.
"""

FIRING = 10
"""Steps of one firing: it is made, ordered, and looked at for errors."""

VISIT = 3
"""Steps of one event that a search for a chain visits."""


class Work:
    """The steps that are left; the code that does the work counts them down."""

    def __init__(self, most: int = MOST_STEPS) -> None:
        self.most = self.left = most

    def spend(self, steps: int) -> None:
        """Subtract steps; work that has begun goes on for a while, so the rest can be negative."""
        self.left -= steps

    @property
    def is_over(self) -> bool:
        """Whether nothing more may be begun."""
        return self.left <= 0

    @property
    def is_exhausted(self) -> bool:
        """Whether what has begun is cut short too: from here on, what was not looked at counts as possible."""
        return self.left <= -MOST_STEPS // 2
