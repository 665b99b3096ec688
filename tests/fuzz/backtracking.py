"""A regular expression engine that counts: what Python's does, step by step, in as many steps.

Python's ``re`` backtracks, so an expression can take time that is quadratic or exponential in its input. Time cannot
be asserted in a test; steps can. This engine walks the parse tree of ``re`` itself in the order in which ``re`` does,
and counts every character that it looks at. It is slow, and exact: ``test_expressions`` holds its matches against
those of ``re``.
"""

from __future__ import annotations

import re
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Groups = dict[int, tuple[int, int]]
_SPACE, _WORD, _DIGIT = (re.compile(f"[{letter}]") for letter in (r"\s", r"\w", r"\d"))
_CATEGORIES = {sre.CATEGORY_SPACE: _SPACE, sre.CATEGORY_WORD: _WORD, sre.CATEGORY_DIGIT: _DIGIT}
_DENIED = {
    sre.CATEGORY_NOT_SPACE: sre.CATEGORY_SPACE,
    sre.CATEGORY_NOT_WORD: sre.CATEGORY_WORD,
    sre.CATEGORY_NOT_DIGIT: sre.CATEGORY_DIGIT,
}


class TooManySteps(Exception):
    """The bound is passed: for exponential expressions there is no use in counting on."""


class Engine:
    """One expression; ``steps`` counts over all calls. Bytes are taken as characters of the same number."""

    def __init__(self, pattern: re.Pattern[Any], bound: int = 200_000) -> None:
        source = pattern.pattern
        self._ascii = isinstance(source, bytes)
        self.tree = _parser.parse(source, pattern.flags & ~re.DEBUG)
        self._bound = bound
        self.steps = 0

    def match(self, text: str, start: int = 0) -> int | None:
        """Return where the expression ends that begins at ``start``, None if it does not match."""
        self.text = text
        return next(self._all(list(self.tree), 0, start, self.tree.state.flags, {}), (None, {}))[0]

    def fullmatch(self, text: str) -> int | None:
        """Return the end of a text that matches as a whole, None if it does not."""
        self.text = text
        ways = self._all(list(self.tree), 0, 0, self.tree.state.flags, {})
        return next((end for end, _ in ways if end == len(text)), None)

    def search_all(self, text: str, *, first_only: bool = False) -> list[tuple[int, int]]:
        """Return the places of all matches that do not overlap, as ``finditer`` does, or of the first alone."""
        found: list[tuple[int, int]] = []
        start = 0
        while start <= len(text):
            end = self.match(text, start)
            if end is not None:
                found.append((start, end))
                if first_only:
                    break
            start = start + 1 if end is None or end == start else end
        return found

    def tokens(self, text: str) -> int:
        """Match one token behind the other, as a lexer does, and return where there is none any more."""
        at = 0
        while at < len(text) and (end := self.match(text, at)) is not None:
            at = end
        return at

    def _count(self) -> None:
        self.steps += 1
        if self.steps > self._bound:
            raise TooManySteps

    def _all(
        self, nodes: Sequence[Any], index: int, at: int, flags: int, groups: Groups
    ) -> Iterator[tuple[int, Groups]]:
        """Yield where the nodes from ``index`` on can end, in the order of the engine."""
        # A run of single characters needs no generator each.
        while index < len(nodes) and self._is_single(nodes[index]):
            self._count()
            if at >= len(self.text) or not self._fits(nodes[index], self.text[at], flags):
                return
            at, index = at + 1, index + 1
        if index == len(nodes):
            yield at, groups
            return
        for end, seen in self._one(nodes[index], at, flags, groups):
            yield from self._all(nodes, index + 1, end, flags, seen)

    def _one(self, node: Any, at: int, flags: int, groups: Groups) -> Iterator[tuple[int, Groups]]:
        self._count()
        kind, value = node
        match kind:
            case sre.BRANCH:
                for branch in value[1]:
                    yield from self._all(list(branch), 0, at, flags, groups)
            case sre.SUBPATTERN:
                number, add, remove, inner = value
                for end, seen in self._all(list(inner), 0, at, (flags | add) & ~remove, groups):
                    yield end, {**seen, number: (at, end)} if number else seen
            case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
                yield from self._repeat(kind, value, at, flags, groups)
            case sre.ATOMIC_GROUP:
                yield from _first(self._all(list(value), 0, at, flags, groups))
            case sre.ASSERT | sre.ASSERT_NOT:
                found = self._looked(value, at, flags, groups)
                if (found is not None) == (kind is sre.ASSERT):
                    yield at, found or groups
            case sre.AT:
                yield from [(at, groups)] if self._stands(value, at, flags) else []
            case sre.GROUPREF:
                yield from self._again(groups.get(value), at, groups)
            case _:
                raise NotImplementedError(str(node))

    def _again(self, place: tuple[int, int] | None, at: int, groups: Groups) -> Iterator[tuple[int, Groups]]:
        if place is not None:
            word = self.text[slice(*place)]
            self.steps += len(word)
            if self.text.startswith(word, at):
                yield at + len(word), groups

    def _repeat(self, kind: Any, value: Any, at: int, flags: int, groups: Groups) -> Iterator[tuple[int, Groups]]:
        low, high, inner = value[0], value[1], list(value[2])
        if kind is sre.MIN_REPEAT:
            yield from self._lazy(low, high, inner, at, flags, groups, 0)
            return
        single = inner[0] if len(inner) == 1 and self._is_single(inner[0]) else None
        if single is None:
            greedy = self._greedy(low, high, inner, at, flags, groups)
            yield from greedy if kind is sre.MAX_REPEAT else _first(greedy)
            return
        end = at
        while end < len(self.text) and end - at < high and self._fits(single, self.text[end], flags):
            self._count()
            end += 1
        last = at + low if kind is sre.MAX_REPEAT else max(end, at + low)
        for stop in range(end, last - 1, -1):
            self._count()
            yield stop, groups

    def _greedy(
        self, low: int, high: int, inner: list[Any], at: int, flags: int, groups: Groups
    ) -> Iterator[tuple[int, Groups]]:
        # A stack of its own, since an input can be longer than Python's is deep.
        stack = [(at, groups, self._all(inner, 0, at, flags, groups) if high else iter(()))]
        while stack:
            place, seen, more = stack[-1]
            found = next(more, None)
            if found is None:
                stack.pop()
                if len(stack) >= low:
                    yield place, seen
            elif found[0] > place or len(stack) <= low:
                end, after = found
                stack.append((end, after, self._all(inner, 0, end, flags, after) if len(stack) < high else iter(())))

    def _lazy(
        self, low: int, high: int, inner: list[Any], at: int, flags: int, groups: Groups, done: int
    ) -> Iterator[tuple[int, Groups]]:
        while True:
            self._count()
            if done >= low:
                yield at, groups
            # No lazy repeat here holds anything that could match in two ways.
            found = next(self._all(inner, 0, at, flags, groups), None) if done < high else None
            if found is None or found[0] == at:
                return
            (at, groups), done = found, done + 1

    def _looked(self, value: Any, at: int, flags: int, groups: Groups) -> Groups | None:
        direction, inner = value
        if direction > 0:
            found = next(self._all(list(inner), 0, at, flags, groups), None)
            return None if found is None else found[1]
        start = at - inner.getwidth()[0]
        found = next(self._all(list(inner), 0, start, flags, groups), None) if start >= 0 else None
        return None if found is None else found[1]

    def _stands(self, where: Any, at: int, flags: int) -> bool:
        text = self.text
        match where:
            case sre.AT_BEGINNING_STRING:
                return at == 0
            case sre.AT_BEGINNING:
                return at == 0 or bool(flags & re.MULTILINE and text[at - 1] == "\n")
            case sre.AT_END_STRING:
                return at == len(text)
            case sre.AT_END:
                last = at == len(text) or (at == len(text) - 1 and text[at] == "\n")
                return last or bool(flags & re.MULTILINE and text[at] == "\n")
            case sre.AT_BOUNDARY | sre.AT_NON_BOUNDARY:
                before = at > 0 and self._is(sre.CATEGORY_WORD, text[at - 1])
                after = at < len(text) and self._is(sre.CATEGORY_WORD, text[at])
                return (before != after) == (where is sre.AT_BOUNDARY)
        raise NotImplementedError(str(where))

    @staticmethod
    def _is_single(node: Any) -> bool:
        return node[0] in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN)

    def _fits(self, node: Any, character: str, flags: int) -> bool:
        kind, value = node
        if kind is sre.ANY:
            return bool(flags & re.DOTALL) or character != "\n"
        variants = {character, character.lower(), character.upper()} if flags & re.IGNORECASE else {character}
        if kind is sre.IN:
            denied = value[0][0] is sre.NEGATE
            return any(self._within(item, each) for item in value for each in variants) != denied
        return any(ord(each) == value for each in variants if len(each) == 1) == (kind is sre.LITERAL)

    def _within(self, item: Any, character: str) -> bool:
        kind, value = item
        if kind is sre.LITERAL:
            return len(character) == 1 and ord(character) == value
        if kind is sre.RANGE:
            return len(character) == 1 and value[0] <= ord(character) <= value[1]
        return kind is sre.CATEGORY and self._is(value, character)

    def _is(self, category: Any, character: str) -> bool:
        if category in _DENIED:
            return not self._is(_DENIED[category], character)
        return (not self._ascii or character.isascii()) and _CATEGORIES[category].match(character) is not None


def _first(ways: Iterator[tuple[int, Groups]]) -> Iterator[tuple[int, Groups]]:
    found = next(ways, None)
    if found is not None:
        yield found
