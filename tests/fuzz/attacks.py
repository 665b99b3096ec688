"""For an expression, the inputs that should be worst for it, made from its own parse tree.

An expression backtracks where one of its repeats can take what another one could take too, and then something does not
fit. So for every repeat there is an input that leads to it, feeds it n times with something that it takes, and ends
with something that nothing expects.
"""

from __future__ import annotations

import re
from re import _constants as sre  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from backtracking import Engine

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALPHABET = " \n\tax_A1'\"$\\/*-().,;:`=#@!\r\x01\xff"
_ENDS = ("", "\x01", "\n", "'", "x!")
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str, str]]:
    """Yield what comes before, what is repeated, and what comes after."""
    maker = _Maker(Engine(pattern))
    nodes, flags = list(maker.engine.tree), maker.engine.tree.state.flags
    # What the expression begins with, again and again: a search begins at each of them.
    begins = range(1, len(nodes) + 1)
    found = dict.fromkeys(("", text) for length in begins for text in maker.samples(nodes[:length], flags)[:2])
    found |= dict.fromkeys(maker.repeats(nodes, "", flags))
    pumps = dict.fromkeys(pump for _, pump in found if pump)
    prefixes = dict.fromkeys(prefix for prefix, _ in found)
    # Every way in with its own repeats, then every repeat at the start and behind every way in.
    tried = dict.fromkeys([*found, *(("", pump) for pump in pumps)])
    if len(prefixes) * len(pumps) <= 40:
        tried |= dict.fromkeys((prefix, pump) for prefix in prefixes for pump in pumps)
    for prefix, pump in tried:
        for end in _ENDS if pump else ():
            yield prefix, pump, end


class _Maker:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def repeats(self, nodes: list[Any], before: str, flags: int) -> Iterator[tuple[str, str]]:
        """Yield, for every unbounded repeat, a text that leads to it and texts that it takes."""
        for node in nodes:
            kind, value = node
            if kind in _REPEATS and value[1] > 20:
                for pump in self.samples(list(value[2]), flags):
                    yield before, pump
            for inner, inner_flags in self._inside(node, flags):
                yield from self.repeats(inner, before, inner_flags)
            before += next(iter(self.samples([node], flags)), "")

    def samples(self, nodes: list[Any], flags: int) -> list[str]:
        """Return a few texts that the nodes match."""
        found = [""]
        for node in nodes:
            ways = self._ways(node, flags)
            found = [(before + way)[:100] for before in found for way in ways][:8]
        return found

    def _ways(self, node: Any, flags: int) -> list[str]:
        kind, value = node
        if kind is sre.LITERAL:
            return [chr(value)]
        if kind in (sre.IN, sre.ANY, sre.NOT_LITERAL):
            fits = [each for each in _ALPHABET if self.engine._fits(node, each, flags)]
            return fits[:6] or [self._any_of(node)]
        if kind in _REPEATS:
            ways = self.samples(list(value[2]), flags)
            return [way * max(value[0], 1) for way in ways] + ([""] if value[0] == 0 else [])
        if kind in (sre.ASSERT, sre.ASSERT_NOT, sre.AT, sre.GROUPREF):
            return [""]
        return [way for inner, inner_flags in self._inside(node, flags) for way in self.samples(inner, inner_flags)][
            :12
        ]

    @staticmethod
    def _any_of(node: Any) -> str:
        kind, value = next((item for item in node[1] if item[0] in (sre.LITERAL, sre.RANGE)), (None, 0))
        return chr(value[0] if kind is sre.RANGE else value)

    @staticmethod
    def _inside(node: Any, flags: int) -> Iterator[tuple[list[Any], int]]:
        kind, value = node
        if kind is sre.BRANCH:
            yield from ((list(branch), flags) for branch in value[1])
        elif kind is sre.SUBPATTERN:
            yield list(value[3]), (flags | value[1]) & ~value[2]
        elif kind in _REPEATS:
            yield list(value[2]), flags
        elif kind is sre.ATOMIC_GROUP:
            yield list(value), flags
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            yield list(value[1]), flags
