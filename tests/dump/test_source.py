"""Names to statements: sources, compression, encodings, messages in the text, several databases."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import subprocess
import sys
from pathlib import Path

import pytest

from ondelete.catalog import Skipped
from ondelete.dump.input.encodings import Armour, codec_of, is_ascii_safe, unarmoured
from ondelete.dump.statements.cutter import Statement
from ondelete.dump.statements.source import read_statements
from ondelete.errors import UnreadableSchema

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
SQL = "SET x = 1;\nCREATE TABLE t (a int);\n"


def texts(*names: object, database: str | None = None) -> list[str]:
    pieces = read_statements([str(name) for name in names], database=database)
    return [piece.text for piece in pieces if isinstance(piece, Statement)]


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_several_files_are_one_schema(tmp_path: Path) -> None:
    one, two = write(tmp_path / "1.sql", "a"), write(tmp_path / "2.sql", "\n\nb;")
    found = list(read_statements([str(one), str(two)]))
    assert [(piece.text, piece.location.path, piece.location.line) for piece in found] == [
        ("a", str(one), 1),
        ("b", str(two), 3),
    ]


COMPRESSED = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress}


@pytest.mark.parametrize("compress", COMPRESSED.values(), ids=COMPRESSED)
def test_compressed_files_are_known_by_their_first_bytes(tmp_path: Path, compress: object) -> None:
    assert callable(compress)
    data = SQL.encode() * 5_000
    assert texts(write(tmp_path / "dump", compress(data))) == ["SET x = 1", "CREATE TABLE t (a int)"] * 5_000


@pytest.mark.parametrize("compress", COMPRESSED.values(), ids=COMPRESSED)
def test_compression_that_is_damaged(tmp_path: Path, compress: object) -> None:
    assert callable(compress)
    data = compress(SQL.encode() * 9)
    with pytest.raises(UnreadableSchema, match="damaged or cut off"):
        texts(write(tmp_path / "dump", data[: len(data) // 2]))
    with pytest.raises(UnreadableSchema, match="damaged or cut off"):
        texts(write(tmp_path / "dump", data[:15] + bytes(c ^ 255 for c in data[15:])))


def test_zstandard_needs_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    monkeypatch.setitem(sys.modules, "compression", None)
    with pytest.raises(UnreadableSchema, match=r"pip install zstandard"):
        texts(write(tmp_path / "x.sql.zst", b"\x28\xb5\x2f\xfd\0\0"))


def test_zstandard(tmp_path: Path) -> None:
    zstandard = pytest.importorskip("zstandard", reason="the extra zstd is not installed")
    data = zstandard.ZstdCompressor().compress(SQL.encode())
    assert texts(write(tmp_path / "x", data)) == ["SET x = 1", "CREATE TABLE t (a int)"]
    assert texts(write(tmp_path / "x", data + data)) == ["SET x = 1", "CREATE TABLE t (a int)"] * 2
    for damaged in (data[:-5], data + data[:-5], data[:5] + b"\xff" * 9):
        with pytest.raises(UnreadableSchema, match="damaged or cut off"):
            texts(write(tmp_path / "x", damaged))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(SQL.encode()))))
    [_, second] = read_statements(["-"])
    assert (second.location.path, second.location.line) == ("-", 2)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")
    (tmp_path / "db").mkdir()
    write(tmp_path / "db" / "s.sql", "old;")
    author = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "db"], [*author, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *arguments], check=True)
    write(tmp_path / "db" / "s.sql", "new;")
    return tmp_path


def test_a_file_at_a_git_revision(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert texts("main:db/s.sql") == ["old"]
    monkeypatch.chdir(repository / "db")
    assert texts("HEAD:./s.sql") == ["old"]
    write(repository / "db" / "HEAD:.s.sql", "file;")
    assert texts("HEAD:.s.sql") == ["file"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("main:db/x.sql", "git has no file db/x.sql in revision main"),
        ("nowhere:db/s.sql", "no such file, and as a git revision: git knows no revision nowhere"),
        ("main:db", "db is a folder in revision main"),
        ("-x:db/s.sql", "no such file"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_a_git_revision_that_is_none(name: str, message: str) -> None:
    with pytest.raises(UnreadableSchema, match=message):
        texts(name)


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(UnreadableSchema, match="no such file, and as a git revision: this is no git repository"):
        texts("main:s.sql")


def test_no_git_is_needed(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert texts("main:db/s.sql") == ["old"]


ENCODED = {
    "UTF-8": "a 'é€';".encode(),
    "UTF-8 with a mark": b"\xef\xbb\xbf" + "a 'é€';".encode(),
    "a mark wins over what the file says": b"\xef\xbb\xbf" + "SET client_encoding = 'LATIN1'; a 'é€';".encode(),
    "UTF-16 little-endian": b"\xff\xfe" + "a 'é€';".encode("utf-16-le"),
    "UTF-16 big-endian": b"\xfe\xff" + "a 'é€';".encode("utf-16-be"),
    "UTF-16 without a mark": ("-- PostgreSQL dump\r\n" + "a 'é€';").encode("utf-16-le"),
    "UTF-16 without a mark, big-endian": ("-- PostgreSQL dump\r\n" + "a 'é€';").encode("utf-16-be"),
    "UTF-32": b"\xff\xfe\0\0" + "a 'é€';".encode("utf-32-le"),
    "UTF-16 that says LATIN1": b"\xff\xfe" + "SET client_encoding = 'LATIN1';\na 'é€';".encode("utf-16-le"),
    "LATIN9": "SET client_encoding = 'LATIN9';\na 'é€';".encode("latin9"),
    "in other words": "set names 'latin-9';\na 'é€';".encode("latin9"),
    "by psql": "\\encoding LATIN9\na 'é€';".encode("latin9"),
    "by set_config": "SELECT pg_catalog.set_config('client_encoding', 'LATIN9', false);\na 'é€';".encode("latin9"),
    "WIN1252": "SET client_encoding TO WIN1252;\na 'é€';".encode("cp1252"),
    "back to the default": "SET client_encoding = 'LATIN1'; SET client_encoding = DEFAULT; a 'é€';".encode(),
    "SQL_ASCII that is UTF-8": "SET client_encoding = 'SQL_ASCII';\na 'é€';".encode(),
    "GB18030": "SET client_encoding = 'GB18030';\na 'é€';".encode("gb18030"),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED)
def test_encodings(tmp_path: Path, data: bytes) -> None:
    assert texts(write(tmp_path / "x.sql", data))[-1] == "a 'é€'"


def test_sql_ascii_that_is_not_utf8_is_taken_for_latin1(tmp_path: Path) -> None:
    assert texts(write(tmp_path / "x.sql", b"SET client_encoding = 'SQL_ASCII'; a '\xe9';"))[-1] == "a 'é'"


# The second byte of these characters is an ASCII letter's, a backslash's or a brace's.
TRICKY = {"SJIS": "表ソ", "BIG5": "功許", "GBK": "乗", "UHC": "갂", "JOHAB": "가", "SHIFT_JIS_2004": "表"}


@pytest.mark.parametrize(("encoding", "characters"), TRICKY.items())
def test_encodings_whose_characters_hold_ascii_bytes(tmp_path: Path, encoding: str, characters: str) -> None:
    codec = codec_of(encoding)
    assert codec is not None
    assert not is_ascii_safe(codec)
    rows = "COPY t FROM stdin;\n%s\n\\.\n"
    # Python's codecs take a backslash of ASCII for something else in some of these, so it is kept from them.
    sql = f"SET client_encoding = '{encoding}';\n{rows}a E'%s\\\\'; b \"%s\";\n".encode()
    data = sql.replace(b"%s", characters.encode(codec))
    assert texts(write(tmp_path / "x.sql", data))[1:] == [f"a E'{characters}\\\\'", f'b "{characters}"']


BACK = [
    "SET client_encoding = 'UTF8'",
    "RESET client_encoding",
    "reset /* */ all",
    "DISCARD  ALL",
    "SET NAMES DEFAULT",
    "ROLLBACK",
    "COMMIT; SELECT set_config('client_encoding', 'utf-8', false)",
]


@pytest.mark.parametrize("back", BACK)
@pytest.mark.parametrize(("encoding", "characters"), TRICKY.items())
def test_an_encoding_that_changes_back(tmp_path: Path, encoding: str, characters: str, back: str) -> None:
    codec = codec_of(encoding)
    assert codec is not None
    begun = f"BEGIN; SET client_encoding = '{encoding}';\na '".encode() + characters.encode(codec)
    data = begun + f"';\n{back};\nb 'é表€';\n".encode()
    found = texts(write(tmp_path / "x.sql", data))
    assert (found[2], found[-1]) == (f"a '{characters}'", "b 'é表€'")


@pytest.mark.parametrize("block", [1, 2, 3, 7, 1 << 20])
@pytest.mark.parametrize("codec", ["cp932", "gbk", "gb18030", "johab", "cp949", "cp950", "shift_jis_2004"])
def test_armour_comes_off(codec: str, block: int) -> None:
    data = bytes(range(256)) * 3 + bytes(reversed(range(256))) + b"\x95\x5c'\x95\n\xff\xff\x81"
    armour = Armour(io.BytesIO(data).read, codec)
    given = b"".join(iter(lambda: armour.read(block), b""))
    assert unarmoured(given) == data
    assert given.count(b"\n") == data.count(b"\n")


# https://www.postgresql.org/docs/18/multibyte.html, table 23.3.
SUPPORTED = """
    BIG5 EUC_CN EUC_JP EUC_JIS_2004 EUC_KR GB18030 GBK ISO_8859_5 ISO_8859_6 ISO_8859_7 ISO_8859_8 JOHAB KOI8R KOI8U
    LATIN1 LATIN2 LATIN3 LATIN4 LATIN5 LATIN6 LATIN7 LATIN8 LATIN9 LATIN10 SJIS SHIFT_JIS_2004 SQL_ASCII UHC UTF8 WIN866
    WIN874 WIN1250 WIN1251 WIN1252 WIN1253 WIN1254 WIN1255 WIN1256 WIN1257 WIN1258
"""


@pytest.mark.parametrize("encoding", SUPPORTED.split())
def test_every_encoding_that_python_has(tmp_path: Path, encoding: str) -> None:
    assert texts(write(tmp_path / "x.sql", f"SET client_encoding = '{encoding}'; a;"))[-1] == "a"


@pytest.mark.parametrize("encoding", ["EUC_TW", "MULE_INTERNAL", "KLINGON"])
def test_an_encoding_that_python_has_not(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "x.sql", f"SET client_encoding = '{encoding}'; a;\n\nb 'é';")
    with pytest.raises(UnreadableSchema, match=f"not valid {encoding}") as caught:
        texts(path)
    assert caught.value.line == 3


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
    assert texts(write(tmp_path / "x.sql", text)) == ["COMMENT ON TABLE t IS 'see pg_dump: reading schemas'", "a"]


CLUSTER = """
CREATE ROLE r;
\\connect template1
CREATE SCHEMA s;
\\connect films
CREATE TYPE m AS ENUM ('a');
CREATE TABLE films.f (a int);
\\connect postgres
SELECT 1;
\\i x
\\connect "My Shop"
CREATE TYPE n AS ENUM ('a');
ALTER TABLE s ADD b int;
\\connect films
CREATE VIEW v AS SELECT 1;
"""


def test_several_databases_with_tables_need_a_choice(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSchema, match=r"films, My Shop\. Choose one with --database NAME"):
        texts(write(tmp_path / "x.sql", CLUSTER))


@pytest.mark.parametrize(
    ("database", "expected"),
    [
        (
            "films",
            [
                "CREATE ROLE r",
                "CREATE TYPE m AS ENUM ('a')",
                "CREATE TABLE films.f (a int)",
                "CREATE VIEW v AS SELECT 1",
            ],
        ),
        ("My Shop", ["CREATE ROLE r", "CREATE TYPE n AS ENUM ('a')", "ALTER TABLE s ADD b int"]),
        ("template1", ["CREATE ROLE r", "CREATE SCHEMA s"]),
    ],
)
def test_one_of_several_databases(tmp_path: Path, database: str, expected: list[str]) -> None:
    assert texts(write(tmp_path / "x.sql", CLUSTER), database=database) == expected


def test_what_is_said_of_other_databases_is_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "x.sql", CLUSTER)
    assert not any(isinstance(piece, Skipped) for piece in read_statements([str(path)], database="films"))
    assert any(isinstance(piece, Skipped) for piece in read_statements([str(path)], database="postgres"))


def test_a_database_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSchema, match=r"no database shop.*template1, films, postgres, My Shop"):
        texts(write(tmp_path / "x.sql", CLUSTER), database="shop")
    with pytest.raises(UnreadableSchema, match="leave out --database"):
        texts(write(tmp_path / "y.sql", SQL), database="shop")


def test_one_database_needs_no_choice(tmp_path: Path) -> None:
    text = "CREATE DATABASE nw;\n\\connect nw\nCREATE TYPE a;\nCREATE TABLE b (a int);\n\\connect postgres\nSELECT 1;"
    found = texts(write(tmp_path / "x.sql", text))
    assert found == ["CREATE DATABASE nw", "CREATE TYPE a", "CREATE TABLE b (a int)"]


def test_databases_without_tables_are_all_read(tmp_path: Path) -> None:
    assert texts(write(tmp_path / "x.sql", "a;\n\\c x\nb;\n\\c y\nc;")) == ["a", "b", "c"]


def test_tables_before_the_first_connect_are_a_database_too(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSchema, match=r"\(before the first \\connect\), x"):
        texts(write(tmp_path / "x.sql", "CREATE TABLE a (b int);\n\\c x\nCREATE UNLOGGED TABLE b (c int);"))


def test_a_file_in_front_counts_by_itself(tmp_path: Path) -> None:
    prelude, dump = write(tmp_path / "1.sql", SQL), write(tmp_path / "2.sql", "\\c x\n" + SQL)
    assert len(texts(prelude, dump)) == 4
    assert len(texts(prelude, dump, database="x")) == 4


def test_how_files_begin_is_kept_for_a_message(tmp_path: Path) -> None:
    path = str(write(tmp_path / "x", gzip.compress(b"\xff\xfe" + SQL.encode("utf-16-le"))))
    statements = read_statements([path])
    list(statements)
    assert statements.head_of(path) == SQL.encode()


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of dumps is not beside this checkout")
def test_variants_of_one_dump_have_the_same_statements() -> None:
    whole = CORPUS / "variants"
    expected = texts(whole / "nw_pg18.4_full_copy.sql")
    assert len(expected) > 50
    for name in ("nw_pg18.4_utf16le_bom.sql", "nw_pg18.4_crlf.sql", "nw_pg18.4_pg_restore.sql"):
        assert [text.replace("\r\n", "\n") for text in texts(whole / name)] == expected
    for name in ("nw_pg18.4_latin1.sql", "nw_pg18.4_inserts.sql"):
        assert texts(whole / name)[7:] == expected[7:]
