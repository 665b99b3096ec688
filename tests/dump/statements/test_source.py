"""Names to statements: sources, compression, encodings, messages in the text, several databases."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dump.files import SQL, texts_of_files, write
from ondelete.dump.statements.source import read_statements

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"


def test_several_files_are_one_schema(tmp_path: Path) -> None:
    one, two = write(tmp_path / "1.sql", "a"), write(tmp_path / "2.sql", "\n\nb;")
    found = list(read_statements([str(one), str(two)]))
    assert [(piece.text, piece.location.path, piece.location.line) for piece in found] == [
        ("a", str(one), 1),
        ("b", str(two), 3),
    ]


def test_a_file_in_front_counts_by_itself(tmp_path: Path) -> None:
    prelude, dump = write(tmp_path / "1.sql", SQL), write(tmp_path / "2.sql", "\\c x\n" + SQL)
    assert len(texts_of_files(prelude, dump)) == 4
    assert len(texts_of_files(prelude, dump, database="x")) == 4


def test_how_files_begin_is_kept_for_a_message(tmp_path: Path) -> None:
    path = str(write(tmp_path / "x", gzip.compress(b"\xff\xfe" + SQL.encode("utf-16-le"))))
    statements = read_statements([path])
    list(statements)
    assert statements.head_of(path) == SQL.encode()


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of dumps is not beside this checkout")
def test_variants_of_one_dump_have_the_same_statements() -> None:
    whole = CORPUS / "variants"
    expected = texts_of_files(whole / "nw_pg18.4_full_copy.sql")
    assert len(expected) > 50
    for name in ("nw_pg18.4_utf16le_bom.sql", "nw_pg18.4_crlf.sql", "nw_pg18.4_pg_restore.sql"):
        assert [text.replace("\r\n", "\n") for text in texts_of_files(whole / name)] == expected
    for name in ("nw_pg18.4_latin1.sql", "nw_pg18.4_inserts.sql"):
        assert texts_of_files(whole / name)[7:] == expected[7:]
