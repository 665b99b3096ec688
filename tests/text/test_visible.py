from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.text.unsafe_characters import visible
from ondelete.text.visible import ascii_only, columns_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("users", "users"),
        ("naïve 表 🦉", "naïve 表 🦉"),
        ("a\x1b[2Jb", r"a\x1b[2Jb"),
        ("a\nb\r\tc\x00", r"a\x0ab\x0d\x09c\x00"),
        ("\x9b31m", r"\x9b31m"),
        ("abc\u202egnp.exe", r"abc\u202egnp.exe"),
        ("a\u200bb\ufeff", r"a\u200bb\ufeff"),
        ("a\u2028b", r"a\u2028b"),
        ("\udcff", r"\xff"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_a_terminal_would_obey_is_shown(text, shown):
    assert visible(text) == shown


@given(st.text(alphabet=st.characters()))
def test_no_control_or_format_character_survives(text):
    assert {unicodedata.category(character) for character in visible(text)}.isdisjoint({"Cc", "Zl", "Zp", "Cs"})
    bidi = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert bidi.isdisjoint({unicodedata.bidirectional(character) for character in visible(text)})


@given(st.text())
def test_ascii_is_ascii(text):
    assert ascii_only(text).isascii()


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("表", 2),
        ("e\u0301", 1),
        ("🦉", 2),
        ("→", 1),
        ("├─", 2),
        ("naïve", 5),
        ("ｱｶﾞ", 3),
        ("한국", 4),
        ("กำ", 2),
        ("❤\ufe0f", 2),
        ("👍🏽", 2),
        ("हि", 2),
        ("שלום", 4),
    ],
)
def test_columns(text, columns):
    assert columns_of(text) == columns
