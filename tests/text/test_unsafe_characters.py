"""Which characters are escaped: by property, in every Python the same; and which lines a runner would obey."""

from __future__ import annotations

import re
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from unicode_properties import UNASSIGNED, unsafe_codes

from ondelete.text.runner_commands import JSON, TEXT, XML, disarmed
from ondelete.text.unsafe_characters import is_unsafe, unsafe_ranges, visible

SEEN_BY_NOBODY = {
    0x1B: "ESC",
    0x85: "next line",
    0x34F: "combining grapheme joiner",
    0x115F: "Hangul choseong filler",
    0x1160: "Hangul jungseong filler",
    0x17B4: "Khmer vowel inherent aq",
    0x180B: "Mongolian variation selector",
    0x200B: "zero width space",
    0x202E: "right-to-left override",
    0x2065: "unassigned, and ignorable by default",
    0x2800: "Braille blank",
    0x3164: "Hangul filler",
    0xE000: "private use",
    0xFE0F: "variation selector",
    0xFFA0: "halfwidth Hangul filler",
    0x110BD: "Kaithi number sign",
    0x1BCA0: "shorthand format letter overlap",
    0x1D173: "musical symbol begin beam",
    0xE0041: "tag A",
    0xE0100: "variation selector 17",
    0x10FFFF: "no character",
    0xDC80: "a byte that is no text",
}


@pytest.mark.parametrize("code", SEEN_BY_NOBODY, ids=SEEN_BY_NOBODY.get)
def test_what_nobody_sees_is_escaped(code: int) -> None:
    assert is_unsafe(code)
    assert visible(chr(code)).isascii()
    assert visible(chr(code)).startswith("\\")


@pytest.mark.parametrize("text", ["users", "naïve", "表", "a b", "\u0301", "👩", "\u3000"])
def test_what_is_seen_stays(text: str) -> None:
    assert visible(text) == text


def test_the_table_holds_what_another_library_says_of_the_properties() -> None:
    """A later Unicode may give an unassigned code point a character that is seen; nothing else may differ."""
    table = {code for first, last in unsafe_ranges() for code in range(first, last + 1)}
    theirs = set(unsafe_codes())
    assert theirs <= table
    assert not any(UNASSIGNED.match(chr(code)) for code in table - theirs)
    assert all(is_unsafe(code) for code in table)
    assert not any(is_unsafe(code) for code in range(0x110000) if code not in table)


def test_what_this_python_takes_for_a_control_is_in_the_table() -> None:
    unsafe = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert all(is_unsafe(code) for code in range(0x110000) if unicodedata.category(chr(code)) in unsafe)


def test_a_mark_that_is_ignorable_is_no_control_to_python() -> None:
    """The property says more than the categories: this is why Python's own tables do not do."""
    ignorable = regex.compile(r"\p{Default_Ignorable_Code_Point}")
    more = [code for code in range(0x110000) if ignorable.match(chr(code)) and chr(code).isprintable()]
    assert 0x3164 in more
    assert 0x34F in more


PIECES = st.lists(
    st.sampled_from([":", "::", "#", "##", "[", "vso[", "\n", " ", "\t", "\u00a0", "\x1b[1m", "error", "a", "]", "\r"])
)


@given(PIECES, st.sampled_from([TEXT, XML, JSON]))
def test_no_line_is_a_command(pieces: list[str], style) -> None:
    text = disarmed("".join(pieces), style)
    for line in re.split("[\n\r]", re.sub("\x1b\\[[0-9;]*m", "", text)):
        assert not line.lstrip().startswith("::")
        assert not re.search(r"##\w*\[", line)
    assert disarmed(text, style) == text


@pytest.mark.parametrize("text", ["a::b", "x ::y", ":a", "# [x]", "[##]", "## [x]", "f::text\n:a"])
def test_what_no_runner_obeys_stays(text: str) -> None:
    assert disarmed(text) == text
