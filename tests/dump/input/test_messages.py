"""Messages of pg_dump that stand in the middle of the dump."""

from __future__ import annotations

from pathlib import Path

import pytest

from dump.files import texts_of_files, write
from ondelete.dump.statements.source import read_statements

MIXED = {
    "own lines": (
        'pg_dump: reading schemas\npg_dump: creating TABLE "a\'b"\na\npg_dump: warning: x; y\n b;\nc;',
        [3, 6],
    ),
    "inside a line": (
        'pg_dump: reading x\na (40pg_dump: creating TABLE "p"\npg_dump: creating TABLE "q"\n) b;\nc;',
        [2, 5],
    ),
    "inside a comment": ("pg_dump: reading x\n-- in pubpg_dump: saving y\nlic; x\na (40) b;\nc;", [4, 5]),
    "with line ends of Windows": ("pg_dump: reading x\r\na (40pg_dump: dumping y\r\n) b;\r\nc;", [2, 4]),
}


@pytest.mark.parametrize(("text", "lines"), MIXED.values(), ids=MIXED)
def test_messages_in_the_middle_of_statements(tmp_path: Path, text: str, lines: list[int]) -> None:
    found = list(read_statements([str(write(tmp_path / "x.sql", text))]))
    assert [" ".join(piece.text.split()) for piece in found] in (["a (40) b", "c"], ["a b", "c"])
    assert [piece.location.line for piece in found] == lines


def test_the_words_of_a_message_in_an_ordinary_schema_stay(tmp_path: Path) -> None:
    text = "COMMENT ON TABLE t IS 'see pg_dump: reading schemas';\na;"
    assert texts_of_files(write(tmp_path / "x.sql", text)) == [
        "COMMENT ON TABLE t IS 'see pg_dump: reading schemas'",
        "a",
    ]
