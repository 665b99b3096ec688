"""PostgreSQL's names of encodings, and statements' bytes to text."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from ondelete.text.patterns import later

if TYPE_CHECKING:
    from ondelete.dump.input.reading import Read

# https://www.postgresql.org/docs/18/multibyte.html, table 23.3; the spelling is folded as pg_char_to_encoding does.
_CODECS = {
    "utf8": "utf-8",
    "unicode": "utf-8",
    "sqlascii": "sql_ascii",
    "abc": "cp1258",
    "tcvn": "cp1258",
    "tcvn5712": "cp1258",
    "vscii": "cp1258",
    "alt": "cp866",
    "euccn": "gb2312",
    "eucjis2004": "euc_jis_2004",
    "eucjp": "euc_jp",
    "euckr": "euc_kr",
    "big5": "cp950",
    "win950": "cp950",
    "windows950": "cp950",
    "gbk": "gbk",
    "win936": "gbk",
    "windows936": "gbk",
    "gb18030": "gb18030",
    "johab": "johab",
    "mskanji": "cp932",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "win932": "cp932",
    "windows932": "cp932",
    "shiftjis2004": "shift_jis_2004",
    "uhc": "cp949",
    "win949": "cp949",
    "windows949": "cp949",
    "koi8": "koi8_r",
    "koi8r": "koi8_r",
    "koi8u": "koi8_u",
    "win": "cp1251",
    "win866": "cp866",
    "windows866": "cp866",
    "win874": "cp874",
    "windows874": "cp874",
    **{f"{name}{page}": f"cp{page}" for page in range(1250, 1259) for name in ("win", "windows")},
    **{f"latin{n}": f"iso8859_{part}" for n, part in enumerate((1, 2, 3, 4, 9, 10, 13, 14, 15, 16), 1)},
    **{f"iso8859{part}": f"iso8859_{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)},
}
_NOT_ASCII_SAFE = frozenset(("cp932", "shift_jis_2004", "cp950", "gbk", "cp949", "gb18030", "johab"))
# Python takes two bytes below 0x80 for what national standards have there; PostgreSQL takes them for ASCII.
_ASCII_AFTER_ALL = {
    "shift_jis_2004": str.maketrans({"\u00a5": "\\", "\u203e": "~"}),
    "johab": str.maketrans({"\u20a9": "\\"}),
}


def codec_of(name: str) -> str | None:
    """Return Python's codec for a PostgreSQL encoding name in any spelling, None for one that Python lacks.

    >>> codec_of("LATIN9"), codec_of("utf-8"), codec_of("EUC_TW")
    ('iso8859_15', 'utf-8', None)
    """
    return _CODECS.get(re.sub(r"[^a-z0-9]", "", name.lower()))


def is_ascii_safe(codec: str) -> bool:
    """Whether every byte below 0x80 stands for itself, so that a quote is always a quote."""
    return codec not in _NOT_ASCII_SAFE


def decode(text: bytes, codec: str) -> str:
    """Decode a statement; SQL_ASCII, which says nothing, is UTF-8 if that fits and LATIN1 otherwise.

    Raises:
        UnicodeDecodeError: the bytes are not of that encoding.
    """
    if codec != "sql_ascii":
        found = text.decode(codec)
        return found.translate(_ASCII_AFTER_ALL[codec]) if codec in _ASCII_AFTER_ALL else found
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("latin-1")


_MARKED = "ondelete.marked"
codecs.register_error(_MARKED, lambda error: ("\udcff", getattr(error, "end", 0)))


class Transcoder:
    """Bytes of any encoding read as UTF-8.

    What does not decode becomes a lone surrogate, which is no valid UTF-8: harmless in row data and comments,
    found when a statement is decoded.
    """

    def __init__(self, read: Read, codec: str) -> None:
        self._read = read
        self._decoder = codecs.getincrementaldecoder(codec)(errors=_MARKED)

    def read(self, size: int) -> bytes:
        """Return about ``size`` bytes of UTF-8, and none at the end."""
        while True:
            chunk = self._read(size)
            text = self._decoder.decode(chunk, final=not chunk)
            if text or not chunk:
                return text.encode("utf-8", "surrogatepass")


_SPLIT = rb"|(?P<first>[\x80-\xfe])(?P<second>[\x01-\x09\x0b-\x7f])|(?P<other>.)"
_PAIRS = later(rb"(?s)(?P<plain>(?>(?:[\x00-\x7f]|[\x80-\xfe][\x80-\xfe])+))" + _SPLIT)
_WITH_SINGLES = later(rb"(?s)(?P<plain>(?>(?:[\x00-\x7f\xa1-\xdf]|[\x80-\xa0\xe0-\xfe][\x80-\xfe])+))" + _SPLIT)


class Armour:
    """Bytes in which a byte below 0x80 may be half of a character, read so that it never is.

    Such a second byte ``b`` becomes ``0xff, b | 0x80``; 0xff itself, which begins no character, becomes ``0xff, 0x80``.
    Facts: the mblen functions of PostgreSQL's wchar.c, by which psql tells characters apart; none goes over a line end.
    """

    def __init__(self, read: Read, codec: str) -> None:
        self._read = read
        self._held, self._end = b"", -1
        self._pattern = _WITH_SINGLES if codec in ("cp932", "shift_jis_2004") else _PAIRS

    def read(self, size: int) -> bytes:
        """Return about ``size`` bytes, and none at the end."""
        while True:
            chunk = self._read(size)
            text, self._held = self._held + chunk, b""
            self._end = len(text) if chunk else -1
            given = self._pattern.sub(self._armoured, text)
            if given or not chunk:
                return given

    def _armoured(self, found: re.Match[bytes]) -> bytes:
        if found["plain"]:
            return found[0]
        if found["first"]:
            return found["first"] + bytes((0xFF, found["second"][0] | 0x80))
        if found.end() == self._end and found[0] != b"\xff":
            self._held = found[0]
            return b""
        return b"\xff\x80" if found[0] == b"\xff" else found[0]

    def rest(self, text: bytes) -> bytes:
        """Return the bytes that were read and not yet given, after ``text``, which was given, as they were."""
        held, self._held = self._held, b""
        return unarmoured(text) + held


_MARK = later(rb"\xff(.)", re.DOTALL)


def unarmoured(text: bytes) -> bytes:
    """Return what an ``Armour`` has read.

    >>> unarmoured(bytes((0x95, 0xFF, 0xDC))) == bytes((0x95, 0x5C))
    True
    """
    return _MARK.sub(lambda found: b"\xff" if found[1] == b"\x80" else bytes((found[1][0] & 0x7F,)), text)
