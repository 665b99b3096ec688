"""LIKE and regular expressions of CHECKs are tried as a server would, if they cannot take long."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.deletion.witness.filling.patterns import matches


@pytest.mark.parametrize(
    ("operator", "text", "pattern", "expected"),
    [
        ("~~", "abc", "a%c", True),
        ("~~", "abc", "a_c", True),
        ("~~", "ab", "ab%ab", False),
        ("~~", "abab", "ab%ab", True),
        ("~~", "abcx", "abc", False),
        ("!~~", "abcx", "abc", True),
        ("~~*", "ABC", "a%", True),
        ("~~", "a%c", r"a\%c", None),
        ("~", "abc", "^[a-z]+$", True),
        ("~", "ab1", "^[[:alpha:]]+$", False),
        ("!~*", "ABC", "b", False),
        ("~", "abc", "(", None),
        ("~", "abc", "[[b]", None),
        ("~", None, "a", None),
    ],
)
def test_what_a_pattern_says(operator: str, text: str | None, pattern: str, expected: bool | None) -> None:
    assert matches(operator, text, pattern) is expected


@given(st.text("ab", max_size=8), st.text("ab%_", min_size=1, max_size=8))
def test_like_says_what_backtracking_would(text: str, pattern: str) -> None:
    plain = "".join({"%": ".*", "_": "."}.get(each, each) for each in pattern)
    assert matches("~~", text, pattern) is (re.fullmatch(plain, text, re.DOTALL) is not None)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+$", "(a|a)*$", "(a{1,9}){1,9}$", "a*a*a*a*a*a*$", "(" * 3000 + ")" * 3000, "a{99999999999}", "x" * 20_000],
)
def test_a_pattern_that_could_take_long_is_not_tried(pattern: str) -> None:
    assert matches("~", "a" * 40 + "b", pattern) is None


def test_many_parts_of_like_are_tried_once() -> None:
    assert matches("~~", "a" * 4000, "%a" * 1000 + "b") is False
