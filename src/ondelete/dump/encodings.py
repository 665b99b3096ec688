"""PostgreSQL's names of encodings, and statements' bytes to text."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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
        return text.decode(codec)
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("latin-1")


_MARKED = "ondelete.marked"
codecs.register_error(_MARKED, lambda error: ("\udcff", getattr(error, "end", 0)))


class Transcoder:
    """Bytes of any encoding read as UTF-8.

    What does not decode becomes a lone surrogate, which is no valid UTF-8: harmless in row data and comments,
    found where a statement is decoded.
    """

    def __init__(self, read: Callable[[int], bytes], codec: str) -> None:
        self._read = read
        self._decoder = codecs.getincrementaldecoder(codec)(errors=_MARKED)

    def read(self, size: int) -> bytes:
        """Return about ``size`` bytes of UTF-8, and none at the end."""
        while True:
            chunk = self._read(size)
            text = self._decoder.decode(chunk, final=not chunk)
            if text or not chunk:
                return text.encode("utf-8", "surrogatepass")
