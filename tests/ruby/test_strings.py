"""Quotes, escapes and heredocs, in the details that ``test_reading`` leaves out."""

from __future__ import annotations

import pytest

from ondelete.ruby import Call, read_ruby

CASES = [
    (r"'\\'", "\\"),
    (r"'\n'", r"\n"),
    (r'"\u{1F600}"', "😀"),
    (r'"\ud800"', "\ufffd"),
    (r'"\q"', "q"),
    ('"a\\\nb"', "ab"),
    ("%w[a\\ b c]", ("a b", "c")),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_a_string_is_what_ruby_holds(source: str, expected: object) -> None:
    (call,) = read_ruby(f"x({source})".encode()).body
    assert isinstance(call, Call)
    assert call.arguments[0] == expected


def test_heredocs_of_one_line_stand_in_their_order() -> None:
    (call,) = read_ruby(b"x(<<~A, <<~B)\n  one\nA\n  two\nB\n").body
    assert isinstance(call, Call)
    assert call.arguments == ("one\n", "two\n")
