"""What is looked at first is given once more, whatever the sizes of the pieces."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from ondelete.dump.input.detect_format import HEAD
from ondelete.dump.input.reading import before, peek


def in_pieces(data: bytes, sizes: list[int]) -> bytes:
    """Return what a ``read`` gives that gives at most so many bytes at a time, after a look at its head."""
    source = io.BytesIO(data)
    turns = iter(sizes)
    head, read = peek(lambda size: source.read(min(size, next(turns, size))))
    assert head == data[:HEAD]
    found = b""
    while chunk := read(next(turns, 4096)):
        found += chunk
    return found


@given(st.binary(max_size=300), st.lists(st.integers(1, 50), max_size=30))
def test_nothing_is_lost_by_a_look(data: bytes, sizes: list[int]) -> None:
    assert in_pieces(data, sizes) == data


def test_no_more_than_the_head_is_looked_at() -> None:
    source = io.BytesIO(b"x" * (HEAD + 10))
    head, _ = peek(source.read)
    assert (len(head), source.tell()) == (HEAD, HEAD)


def test_what_stands_before_comes_first() -> None:
    read = before(b"abc", io.BytesIO(b"def").read)
    assert [read(2), read(2), read(2), read(2), read(2)] == [b"ab", b"c", b"de", b"f", b""]
