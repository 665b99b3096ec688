"""Bytes to text: what a mark says, what the file says, and characters that hold bytes of ASCII."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from dump.files import texts_of_files, write
from ondelete.dump.input.encodings import Armour, codec_of, is_ascii_safe, unarmoured
from ondelete.errors import UnreadableSchema

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
    assert texts_of_files(write(tmp_path / "x.sql", data))[-1] == "a 'é€'"


def test_sql_ascii_that_is_not_utf8_is_taken_for_latin1(tmp_path: Path) -> None:
    assert texts_of_files(write(tmp_path / "x.sql", b"SET client_encoding = 'SQL_ASCII'; a '\xe9';"))[-1] == "a 'é'"


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
    assert texts_of_files(write(tmp_path / "x.sql", data))[1:] == [f"a E'{characters}\\\\'", f'b "{characters}"']


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
    found = texts_of_files(write(tmp_path / "x.sql", data))
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
    assert texts_of_files(write(tmp_path / "x.sql", f"SET client_encoding = '{encoding}'; a;"))[-1] == "a"


@pytest.mark.parametrize("encoding", ["EUC_TW", "MULE_INTERNAL", "KLINGON"])
def test_an_encoding_that_python_has_not(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "x.sql", f"SET client_encoding = '{encoding}'; a;\n\nb 'é';")
    with pytest.raises(UnreadableSchema, match=f"not valid {encoding}") as caught:
        texts_of_files(path)
    assert caught.value.line == 3
