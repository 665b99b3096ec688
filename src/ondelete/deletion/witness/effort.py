"""How much is tried before a search for rows ends: it is counted in scenes and rows, not in seconds."""

from __future__ import annotations


class Effort:
    """The work that is left for one key: a scene costs one, and one more for every eight of its rows."""

    def __init__(self, left: int = 60) -> None:
        self.left = left

    def spend(self, rows: int) -> None:
        """Subtract the cost of a scene of so many rows."""
        self.left -= 1 + rows // 8
