"""Every regular expression that the program holds takes time in proportion to its input, whatever the input is.

Steps are counted (``backtracking``), on inputs that are made to be worst for each expression (``attacks``): twice the
input is at most 2.3 times the steps. A new expression is found by itself.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from attacks import attacks
from backtracking import Engine, TooManySteps
from expressions import MADE, SOURCE, Expression, expressions, makers

if TYPE_CHECKING:
    from collections.abc import Callable

GROWTH = 2.3
SIZES, LARGER = (10, 20, 40), (40, 80, 160)
IN_THE_SUITE = 60  # attacks on one expression; all of them with --fuzz
BY_MATCH = ("dump.input.detect_format._KINDS", "dump.replay.plain._FORMS", "dump.replay.relevance._PATTERNS")
"""Tables of expressions of which a function takes one, to match at the start."""
EXPRESSIONS = expressions()


def growth(pattern: re.Pattern[str], run: Callable[[Engine, str], object], attack: tuple[str, str, str]) -> float:
    """Return by how much more the second doubling of an input costs than the first.

    What ends by chance at a small size (four dollars are a whole string, ten are not) is measured at a larger one.
    """
    found = _growth(pattern, run, attack, SIZES)
    return found if found <= GROWTH else _growth(pattern, run, attack, LARGER)


def _growth(
    pattern: re.Pattern[str],
    run: Callable[[Engine, str], object],
    attack: tuple[str, str, str],
    sizes: tuple[int, int, int],
) -> float:
    before, pump, after = attack
    counts = []
    for times in sizes:
        engine = Engine(pattern, bound=500 * sizes[-1])
        run(engine, before + pump * times + after)
        counts.append(engine.steps)
    # What does not depend on the size, and the few steps of chance, must not count.
    return (counts[2] - counts[1]) / max(counts[1] - counts[0], 2 * (sizes[1] - sizes[0]))


def runs(expression: Expression) -> list[Callable[[Engine, str], object]]:
    """Return how the expression is run, in each way in which the program does."""
    uses = {"match"} if expression.place.startswith(BY_MATCH) else expression.uses
    ways: dict[str, Callable[[Engine, str], object]] = {
        "match": Engine.match,
        "fullmatch": Engine.fullmatch,
        "tokens": Engine.tokens,
        "search": partial(Engine.search_all, first_only=True),
    }
    return list({ways.get(use, Engine.search_all): None for use in sorted(uses)})


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda each: each.place)
def test_twice_the_input_is_twice_the_steps(expression: Expression, request: pytest.FixtureRequest) -> None:
    limit = None if request.config.getoption("--fuzz") else IN_THE_SUITE
    for run in runs(expression):
        for attack in islice(attacks(expression.pattern), limit):
            try:
                found = growth(expression.pattern, run, attack)
            except TooManySteps:
                found = float("inf")
            assert found <= GROWTH, f"{expression.pattern.pattern!r} on {attack}"


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=lambda each: each.place)
def test_the_engine_that_counts_matches_as_pythons_does(expression: Expression) -> None:
    pattern = expression.pattern
    for before, pump, after in islice(attacks(pattern), 30):
        text = before + pump * 3 + after
        theirs = pattern.match(text if isinstance(pattern.pattern, str) else text.encode("latin-1", "replace"))
        assert Engine(pattern).match(text) == (theirs.end() if theirs else None), text


def test_expressions_that_functions_make_are_known() -> None:
    assert makers() == MADE
    assert len(EXPRESSIONS) > 90


@pytest.mark.parametrize(
    "slow",
    [r"(a+)+b", r"(?:a|aa)*b", r"\s+x", r"a*a*b", r"x.*y.*z\Z", r"'(?:[^']|'')*'\d", r'(?:[\w$]|"(?:[^"]|"")*")+;'],
)
def test_a_slow_expression_would_be_found(slow: str) -> None:
    pattern = re.compile(slow)
    with pytest.raises((AssertionError, TooManySteps)):
        assert max(growth(pattern, Engine.search_all, attack) for attack in attacks(pattern)) <= GROWTH


@pytest.mark.parametrize(
    "quick", [r"(?>(a+)+)b", r"(?<!\s)\s++x", r"'(?>(?:[^']++|'')*)'", r'(?>(?:[\w$]++|"(?>(?:[^"]++|"")*)")+);']
)
def test_a_linear_expression_is_not_suspected(quick: str) -> None:
    pattern = re.compile(quick)
    assert max(growth(pattern, Engine.match, attack) for attack in attacks(pattern)) <= GROWTH


def test_the_page_has_no_expression_that_repeats() -> None:
    """JavaScript has neither possessive repeats nor atomic groups: its expressions take one character at a time."""
    literal = re.compile(
        r"\.(?:replace|replaceAll|match|matchAll|split|test|search)\(\s*/((?:\[(?:[^\]\\\n]|\\.)*\]|[^/\\\n\[]|\\.)+)/"
    )
    for file in sorted(SOURCE.rglob("*.js")):
        text = file.read_text("utf-8")
        for body in literal.findall(text):
            assert not re.search(r"(?<!\\)[*+{](?!\})", re.sub(r"\\p\{\w+\}|\[(?:[^\]\\]|\\.)*\]", "", body)), (
                file,
                body,
            )
        assert "RegExp(" not in text, f"{file}: an expression made of a text cannot be looked at"
