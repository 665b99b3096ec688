"""The buffer: the size of its blocks does not matter, and a line has a bound."""

from __future__ import annotations

import pytest

from dump.files import cut
from ondelete.dump.input.buffer import BLOCK, LIMIT
from ondelete.errors import UnreadableSchema


def test_a_line_too_long_is_said() -> None:
    with pytest.raises(UnreadableSchema, match="16 MiB"):
        cut(b"SELECT '" + b"x" * (LIMIT + 3 * BLOCK) + b"';")
