"""The buffer: whole lines, a known line number, and what was read given back."""

from __future__ import annotations

import io

import pytest

from dump.files import cut
from ondelete.dump.input.buffer import BLOCK, LIMIT, Buffer
from ondelete.errors import UnreadableSchema


def filled(data: bytes, block: int = BLOCK) -> Buffer:
    found = Buffer(io.BytesIO(data).read, "x.sql", block)
    found.fill()
    return found


def test_a_line_too_long_is_said() -> None:
    with pytest.raises(UnreadableSchema, match="16 MiB"):
        cut(b"SELECT '" + b"x" * (LIMIT + 3 * BLOCK) + b"';")


def test_it_holds_whole_lines_and_ends_the_last_one() -> None:
    buffer = filled(b"one\ntwo\nthree", 5)
    assert (buffer.text, buffer.at_end) == (b"one\n", False)
    buffer.fill()
    buffer.fill()
    assert (buffer.text, buffer.at_end) == (b"one\ntwo\nthree\n", True)


def test_it_knows_its_line() -> None:
    buffer = filled(b"a\nb\nc\nd\n")
    buffer.advance(4)
    assert (buffer.position, buffer.line, buffer.line_at(6)) == (4, 3, 4)
    buffer.advance(6)
    assert buffer.line == 4


def test_what_is_put_back_stands_in_its_line() -> None:
    buffer = filled(b"a\nb\n")
    buffer.advance(2)
    buffer.put_back(b"x ", 7)
    assert (buffer.text, buffer.position, buffer.line) == (b"x b\n", 0, 7)


def test_what_follows_is_read_through_something_else() -> None:
    buffer = filled(b"a\nbc\n", 3)
    buffer.advance(2)
    buffer.recode(bytes, lambda read: lambda size: read(size).upper())
    buffer.fill()
    assert buffer.text == b"BC\n"


@pytest.mark.parametrize("block", [1, 3, 1 << 20])
@pytest.mark.parametrize(("end", "rest"), [(b"\\.\n", b"b\n"), (b"\\.\r\n", b"b\n"), (b"\\.x\n\\.\n", b"b\n")])
def test_rows_are_skipped_to_the_line_that_ends_them(block: int, end: bytes, rest: bytes) -> None:
    buffer = filled(b"COPY t FROM stdin;\n1\n2\n" + end + rest, block)
    buffer.advance(len(b"COPY t FROM stdin;\n"))
    assert buffer.skip_rows()
    buffer.fill()
    assert buffer.text[buffer.position :].rstrip() == rest.rstrip()
    assert buffer.line == 4 + end.count(b"\n")


def test_rows_that_nothing_ends() -> None:
    buffer = filled(b"1\n2\n", 2)
    assert not buffer.skip_rows()
