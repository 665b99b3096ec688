"""Counts and lists as sentences have them."""

from __future__ import annotations

import pytest

from ondelete.text.counts import count, several


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ("", ""),
        ("a", "a"),
        ("ab", "a and b"),
        ("abc", "a, b and c"),
        ("abcd", "a, b, c and d"),  # to say "1 more" would take as much room
        ("abcde", "a, b, c and 2 more"),
        ("abcdefg", "a, b, c and 4 more"),
    ],
)
def test_several(items: str, text: str) -> None:
    assert "".join(several(items)) == text


def test_what_is_left_out_is_counted_with_commas() -> None:
    assert "".join(several([str(number) for number in range(2_000)], shown=1, last="or")) == "0 or 1,999 more"


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 fixes"), (1, "1 fix"), (2, "2 fixes"), (1_000_000, "1,000,000 fixes")]
)
def test_count(number: int, text: str) -> None:
    assert count(number, "fix", "fixes") == text
