"""What a file is cut into: values that stay as they are."""

from __future__ import annotations

import pytest

from dump.files import cut
from ondelete.catalog import Location
from ondelete.dump.statements.pieces import Connect, Copy, Include, Statement


def test_a_statement_is_complete_and_alone_unless_it_says_otherwise() -> None:
    statement = Statement("SELECT 1", Location("x.sql", 1))
    assert (statement.complete, statement.several) == (True, False)
    with pytest.raises(AttributeError):
        statement.text = "SELECT 2"  # type: ignore[misc]


def test_a_file_is_cut_into_pieces_of_four_kinds() -> None:
    text = "a;\n\\connect d\n\\i x\nCOPY t FROM stdin;\n1\n\\.\nb"
    assert cut(text) == [
        Statement("a", Location("x.sql", 1)),
        Connect("d", Location("x.sql", 2)),
        Include("x", False, Location("x.sql", 3), "\\i x"),
        Copy("COPY t FROM stdin", Location("x.sql", 4)),
        Statement("b", Location("x.sql", 7), complete=False),
    ]
