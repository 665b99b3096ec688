"""Functions that read bytes, and how to look at what they will give."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from ondelete.dump.input.detect_format import HEAD

Read: TypeAlias = Callable[[int], bytes]
"""Gives up to that many bytes, and none at the end."""


def peek(read: Read) -> tuple[bytes, Read]:
    """Return the first ``HEAD`` bytes and a ``read`` that gives them once more, then the rest."""
    head = b""
    while len(head) < HEAD and (chunk := read(HEAD - len(head))):
        head += chunk
    return head, before(head, read)


def before(first: bytes, read: Read) -> Read:
    """Return a ``read`` that gives ``first``, then what ``read`` gives."""

    def read_all(size: int) -> bytes:
        nonlocal first
        if not first:
            return read(size)
        given, first = first[:size], first[size:]
        return given

    return read_all
