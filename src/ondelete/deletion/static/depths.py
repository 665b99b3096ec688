"""At exactly how many steps from the DELETE each event can happen; this excludes most re-checks (R9)."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from ondelete.deletion.effects import Chain, Path
from ondelete.deletion.static.work import VISIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.deletion.static.events import Event, EventGraph, Firing

FAR = 40
"""Depths from here on are not distinguished: an event this far down can happen at any depth from here on."""

_FAR_BIT = 1 << FAR
_MOST_VISITS = 4_000


class Depths:
    """Sets of depths as bit masks: bit n says that an event can happen n steps from the DELETE."""

    def __init__(self, graph: EventGraph) -> None:
        self._work = graph.work
        self._into: dict[int, list[Firing]] = {}
        self._masks: dict[int, int] = {id(root): 1 for root in graph.roots}
        leaving: dict[int, list[Event]] = {}
        for firing in graph.firings:
            if firing.target is not None and firing.outcome.goes_on:
                leaving.setdefault(id(firing.source), []).append(firing.target)
                self._into.setdefault(id(firing.target), []).append(firing)
        pending = deque(graph.roots)
        while pending:
            source = pending.popleft()
            below = later(self._masks[id(source)], 1)
            for target in leaving.get(id(source), ()):
                known = self._masks.get(id(target), 0)
                if known | below != known:
                    self._masks[id(target)] = known | below
                    pending.append(target)

    def of(self, event: Event) -> int:
        """Return the mask of an event."""
        return self._masks.get(id(event), 0)

    def chains(self, event: Event, length: int) -> Iterator[Path]:
        """Yield chains of exactly ``length`` keys that end in ``event``; only some, if there are very many."""
        visits = 0
        pending: list[tuple[Event, int, tuple[Firing, ...]]] = [(event, length, ())]
        while pending and visits < _MOST_VISITS:
            visits += 1
            self._work.spend(VISIT)
            reached, left, firings = pending.pop()
            if not left:
                if reached.is_root:
                    yield _chain(firings)
                continue
            for firing in reversed(self._into.get(id(reached), ())):
                if self.of(firing.source) & (1 << min(left - 1, FAR)):
                    pending.append((firing.source, left - 1, (firing, *firings)))


def later(mask: int, steps: int) -> int:
    """Return every depth of a mask, so many steps further down."""
    shifted = mask << steps
    return (shifted & (_FAR_BIT - 1)) | (_FAR_BIT if shifted >> FAR else 0)


def depths_in(mask: int) -> Iterator[int]:
    """Yield the depths of a mask, smallest first; FAR means all depths from there on."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def up_to(mask: int, depth: int) -> int | None:
    """Return the smallest depth of a mask if it is at most ``depth``, or else None."""
    least = (mask & -mask).bit_length() - 1
    return least if 0 <= least <= depth else None


def _chain(firings: tuple[Firing, ...]) -> Path:
    path: Path = ()
    for firing in firings:
        path = Chain(path, firing.key)
    return path
