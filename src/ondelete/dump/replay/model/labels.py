"""The labels of an enum while statements change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Labels:
    """Labels in the order of the enum. Each change takes the same time, however many labels there are.

    They are a ring in which each label knows its neighbours; None stands between the last one and the first.

    Args:
        labels: those that there are, each once.
    """

    def __init__(self, labels: Iterable[str]) -> None:
        self._next: dict[str | None, str | None] = {None: None}
        self._previous: dict[str | None, str | None] = {None: None}
        for label in labels:
            self.insert(label, None, after=False)

    def __iter__(self) -> Iterator[str]:
        label = self._next[None]
        while label is not None:
            yield label
            label = self._next[label]

    def __contains__(self, label: object) -> bool:
        return label is not None and label in self._next

    def insert(self, label: str, neighbour: str | None, *, after: bool) -> None:
        """Add a label before a neighbour or after it; without a neighbour, at the end."""
        follower = self._next[neighbour] if neighbour is not None and after else neighbour
        self._link(self._previous[follower], label)
        self._link(label, follower)

    def rename(self, old: str, new: str) -> None:
        """Give a label another text, in its place."""
        previous, follower = self._previous.pop(old), self._next.pop(old)
        self._link(previous, new)
        self._link(new, follower)

    def _link(self, label: str | None, follower: str | None) -> None:
        self._next[label], self._previous[follower] = follower, label
