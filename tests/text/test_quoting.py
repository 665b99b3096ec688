"""Names as SQL and Ruby write them: what is written is read back, and no terminal obeys it."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from ondelete.catalog import fold_identifier, quote_identifier, split_identifier
from ondelete.fixes.migrations import ruby_string
from ondelete.text.unsafe_characters import is_unsafe

# What PostgreSQL can store as a name: at most 63 bytes, no NUL.
NAMES = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=15)


@given(NAMES)
@example("##[error]\\")
@example('##vso[a]"\u2800')
@example("\x1b[31m\\000a")
@example('U&"x"')
@example("\U000e0001\\")
def test_a_quoted_name_is_read_back(name: str) -> None:
    assert fold_identifier(quote_identifier(name)) == name


@given(NAMES, NAMES)
def test_a_qualified_name_falls_apart_where_it_was_put_together(schema: str, name: str) -> None:
    parts = split_identifier(f"{quote_identifier(schema)}.{quote_identifier(name)}")
    assert [fold_identifier(part) for part in parts] == [schema, name]


@given(NAMES)
@example("\U0001d173\u3164\u115f\u034f\u2800\U000110bd")
def test_no_terminal_obeys_a_written_name(name: str) -> None:
    for text in (quote_identifier(name), ruby_string(name)):
        assert not any(is_unsafe(ord(character)) for character in text)


def test_ruby_interpolates_nothing() -> None:
    assert ruby_string('a#{b}"\\\x1b\n') == r'"a\#{b}\"\\\u{1b}\n"'
