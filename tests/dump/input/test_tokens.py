"""The lexical rules over the whole text of a statement: nested comments, and what nothing ends."""

from __future__ import annotations

import pytest

from ondelete.dump.input.lexer import lexicon
from ondelete.dump.input.tokens import conform, without_comments

CONFORMED = {
    rb"SELECT 'a\'b', 'c'": rb"SELECT  E'a\'b', 'c'",
    rb"SELECT /* /* it's */ */ '\n' -- it's": rb"SELECT /* /* it's */ */  E'\n' -- it's",
    rb"SELECT E'\n', date '\d'": rb"SELECT E'\n', date  E'\d'",
    rb"SELECT '\n' /* /* open": rb"SELECT  E'\n' /* /* open",
}


@pytest.mark.parametrize("text", CONFORMED)
def test_a_backslash_escapes_without_standard_conforming_strings(text: bytes) -> None:
    assert conform(text) == CONFORMED[text]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (b"SET x -- a -- b", b"SET x  "),
        (b"SET -- a\n x", b"SET  \n x"),
        (b"SET /* /* a */ ' */ x", b"SET   x"),
        (b"SET '--' \"/*\"", b"SET '--' \"/*\""),
        (b"SET 'open -- x", b"SET 'open -- x"),
    ],
)
def test_comments_go(text: bytes, left: bytes) -> None:
    assert without_comments(text, lexicon(conforming=True)) == left
