"""Files whose first bytes say that they are UTF-16 or the like, and files with a byte order mark."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from ondelete.dump.input.encodings import Transcoder
from ondelete.dump.input.reading import peek
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from ondelete.dump.input.reading import Read

# The longer mark first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Without a mark, it is UTF-16 if it begins with characters of ASCII and every other byte is zero.
_BARE_UTF16 = (
    (later(rb"(?:[\t\n\r -~]\0){16}"), "utf-16-le"),
    (later(rb"(?:\0[\t\n\r -~]){16}"), "utf-16-be"),
)


def as_utf8(head: bytes, read: Read) -> tuple[bytes, Read, bool]:
    """Return head and read as UTF-8 if the first bytes say UTF-16 or the like, and whether they do."""
    codec = next((codec for mark, codec in _MARKS if head.startswith(mark)), None)
    codec = codec or next((codec for pattern, codec in _BARE_UTF16 if pattern.match(head)), None)
    if codec is None:
        return head, read, False
    head, read = peek(Transcoder(read, codec).read)
    return head, read, True
