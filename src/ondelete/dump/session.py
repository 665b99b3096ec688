"""What a server and psql remember from statement to statement, as far as it changes how text reads."""

from __future__ import annotations

import re

from ondelete.dump.encodings import codec_of, decode, is_ascii_safe
from ondelete.dump.lexer import conform, lexicon, without_comments
from ondelete.dump.variables import Variables
from ondelete.errors import UnreadableSchema

_SETTING = re.compile(
    rb"""(?isx) SET \s+ (?:(?:SESSION|LOCAL)\s+)? (?P<name>client_encoding|standard_conforming_strings)
        \s* (?:=|TO\b) (?P<value>.*)
    | SET \s+ (?:(?:SESSION|LOCAL)\s+)? NAMES \s+ (?P<encoding>.*)
    | SELECT \s+ (?:pg_catalog\s*\.\s*)? set_config \s* \( \s* '(?P<config>client_encoding|standard_conforming_strings)'
        \s* , \s* '(?P<to>[^']*)'"""
)
# parse_bool of PostgreSQL takes any unambiguous beginning of a word.
_FALSE = re.compile(r"(?i)(?:off?|f|fa|fal|fals|false|no?|0)\Z")


class Session:
    """The encoding, standard_conforming_strings and the variables in force.

    Args:
        path: the file as the user named it.
        recoded: the bytes are UTF-8, whatever the file says of client_encoding.
    """

    def __init__(self, path: str, *, recoded: bool) -> None:
        self.conforming = True
        self.lexicon = lexicon(conforming=True)
        self.variables = Variables(path)
        self._path, self._recoded = path, recoded
        self._codec, self._encoding = "utf-8", "UTF-8 or UTF-16" if recoded else "UTF-8"

    def obey(self, text: bytes) -> str | None:
        """Follow a SET that changes how the rest of the file reads.

        Returns:
            The codec through which the rest must go before it is cut, where there is one.
        """
        found = _SETTING.match(text)
        if found is None:
            return None
        name = (found["name"] or found["config"] or b"client_encoding").lower()
        value = found["value"] or found["encoding"] or found["to"] or b""
        word = value.decode(errors="replace").strip().strip("'\"")
        if name == b"client_encoding":
            return self.encode("UTF8" if word.upper() == "DEFAULT" else word)
        self.conforming = not _FALSE.match(word)
        self.lexicon = lexicon(conforming=self.conforming)
        return None

    def encode(self, encoding: str) -> str | None:
        """Change the encoding; return the codec through which the rest must go first, where there is one."""
        if self._recoded:
            return None
        codec = codec_of(encoding)
        # Of an encoding that Python does not know, ASCII is known all the same.
        self._encoding, self._codec = encoding, codec or "ascii"
        if codec is None or is_ascii_safe(codec):
            return None
        self._recoded, self._codec = True, "utf-8"
        return codec

    def text(self, raw: bytes, line: int) -> str:
        """Return a statement as text, its variables replaced and its last blanks gone.

        Raises:
            UnreadableSchema: it holds a NUL byte, or is in another encoding.
        """
        raw = raw.rstrip()
        if b"\0" in raw:
            reason = "a NUL byte inside a statement, where PostgreSQL allows none: the file is damaged, or no SQL"
            raise UnreadableSchema(self._path, reason, line + raw.count(b"\n", 0, raw.index(b"\0")))
        if self.variables.values:
            raw = self.variables.replaced_in(raw, self.lexicon, line)
        if not self.conforming and b"\\" in raw:
            raw = conform(raw)
        try:
            return raw.decode() if self._codec == "utf-8" else decode(raw, self._codec)
        except UnicodeDecodeError:
            pass
        # What stands in a comment does no harm.
        raw = without_comments(raw, self.lexicon)
        try:
            return decode(raw, self._codec)
        except UnicodeDecodeError as error:
            raise self._wrong_encoding(raw, line, error) from None

    def _wrong_encoding(self, raw: bytes, line: int, error: UnicodeDecodeError) -> UnreadableSchema:
        line += raw.count(b"\n", 0, error.start)
        if self._recoded:
            return UnreadableSchema(self._path, f"this is not valid {self._encoding}: the file is damaged", line)
        reason = (
            f"byte 0x{raw[error.start]:02x} is not valid {self._encoding}. Put SET client_encoding = 'LATIN1'; (or "
            "what the file is in) at its top, or convert it: iconv -f LATIN1 -t UTF-8"
        )
        return UnreadableSchema(self._path, reason, line)
