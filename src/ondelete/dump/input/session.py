"""What a server and psql remember from statement to statement, as far as it changes how text is read."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ondelete.dump.input.encodings import codec_of, decode, is_ascii_safe, unarmoured
from ondelete.dump.input.lexer import lexicon
from ondelete.dump.input.tokens import conform, without_comments
from ondelete.dump.input.variables import Variables
from ondelete.errors import UnreadableSchema
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Mapping

SETTING_WORDS = frozenset((b"SET", b"SELE", b"RESE", b"DISC", b"BEGI", b"STAR", b"COMM", b"END", b"ROLL", b"ABOR"))
"""How statements begin that may change a setting, in capitals."""

_QUOTE_IN_A_STRING = later(rb"(?<![\w$\x80-\xff])[eE]'(?>(?:[^'\\]|''|\\[^'])*)\\'")
_NAME = rb"(?P<name>\"?(?:client_encoding|standard_conforming_strings)\"?)"
_SETTING = later(
    rb"""(?isx) SET \s+ (?:(?:SESSION|(?P<local>LOCAL))\s+)? %b \s* (?:=|TO\b) (?P<value>.*)
    | SET \s+ (?:(?:SESSION|(?P<local_names>LOCAL))\s+)? NAMES \b (?P<encoding>.*)
    | SELECT \s+ (?:pg_catalog\s*\.\s*)? set_config \s* \( \s* '(?P<config>client_encoding|standard_conforming_strings)'
        \s* , \s* '(?P<to>[^']*)' \s* (?:, \s* (?P<is_local>'?(?:t|y|on|1)))?"""
    % _NAME
)
_RESET = later(rb"(?isx) (?: RESET \s+ (?:ALL\b|%b) | DISCARD \s+ ALL\b )" % _NAME)
_BLOCK = later(
    rb"(?is)(?:(?P<begin>BEGIN|START)|(?P<commit>COMMIT|END)|(?P<rollback>ROLLBACK|ABORT))\b(?!\s+(?:PREPARED|TO)\b)"
    rb"(?P<chain>.*\bCHAIN\b)?"
)
# parse_bool of PostgreSQL takes any unambiguous beginning of a word.
_FALSE = later(r"(?i)(?:off?|f|fa|fal|fals|false|no?|0)\Z")


class _Settings(NamedTuple):
    conforming: bool = True
    encoding: str = "UTF8"


class Session:
    """The encoding, standard_conforming_strings and the variables in force.

    Args:
        path: the file as the user named it.
        recoded: the bytes are UTF-8, whatever the file says of client_encoding.
        variables: psql variables that are set before the file is read, by their names.
    """

    def __init__(self, path: str, *, recoded: bool, variables: Mapping[str, str] = MappingProxyType({})) -> None:
        self.variables = Variables(path)
        for name, value in variables.items():
            self.variables.set((name, value))
        self._path, self._recoded = path, recoded
        # What COMMIT leaves: all but SET LOCAL. What ROLLBACK leaves: as it was at BEGIN.
        self._lasting = _Settings()
        self._before: _Settings | None = None
        self._use(_Settings())

    def begin_anew(self) -> None:
        """Take the settings of a new session."""
        self._before, self._lasting = None, _Settings()
        self._use(_Settings())

    def apply_setting(self, text: bytes) -> bool:
        """Follow a statement that changes how the rest of the file is read, or one that undoes such a change.

        Return whether it asks for an encoding in which the file is not read, because of its byte order mark.
        """
        before = self._now.encoding
        text = self.without_comments(text).strip()
        if found := _BLOCK.match(text):
            self._in_a_block(found)
        elif found := _SETTING.match(text):
            self._set(found)
        elif found := _RESET.match(text):
            name = (found["name"] or b"").strip(b'"').lower()
            default = _Settings()
            if name != b"client_encoding":
                self._change(self._now._replace(conforming=default.conforming))
            if name != b"standard_conforming_strings":
                self._change(self._now._replace(encoding=default.encoding))
        return self._is_passed_over(before)

    def without_comments(self, text: bytes) -> bytes:
        """Return a statement with its comments emptied."""
        return without_comments(text, self.lexicon) if b"--" in text or b"/*" in text else text

    def _in_a_block(self, found: re.Match[bytes]) -> None:
        if found["begin"]:
            self._before = self._before or self._lasting
            return
        if found["rollback"] and self._before is not None:
            self._lasting = self._before
        self._before = self._lasting if found["chain"] and self._before is not None else None
        self._use(self._lasting)

    def _set(self, found: re.Match[bytes]) -> None:
        name = (found["name"] or found["config"] or b"client_encoding").strip(b'"').lower()
        value = found["value"] or found["encoding"] or found["to"] or b""
        word = value.decode(errors="replace").strip().strip("'\"")
        local = found["local"] or found["local_names"] or found["is_local"]
        default = _Settings() if word.upper() in ("DEFAULT", "") else None
        if name == b"client_encoding":
            changed = self._now._replace(encoding=default.encoding if default else word)
        else:
            changed = self._now._replace(conforming=not _FALSE.match(word))
        self._change(changed, local=local is not None)

    def encode(self, encoding: str) -> bool:
        r"""Change the encoding, as ``\\encoding`` does; return whether the file is not read in it, as above."""
        before = self._now.encoding
        self._change(self._now._replace(encoding=encoding))
        return self._is_passed_over(before)

    def _is_passed_over(self, before: str) -> bool:
        asked = self._now.encoding
        return self._recoded and asked != before and codec_of(asked) not in ("utf-8", "ascii", "sql_ascii", None)

    def _change(self, changed: _Settings, *, local: bool = False) -> None:
        if not local:
            self._lasting = changed
        elif self._before is None:
            return  # without a transaction it ends at once
        self._use(changed)

    def _use(self, settings: _Settings) -> None:
        self._now = settings
        self.conforming = settings.conforming
        self.lexicon = lexicon(conforming=settings.conforming)
        codec = codec_of(settings.encoding)
        # Of an encoding that Python does not know, ASCII is known all the same.
        self._codec = "utf-8" if self._recoded else codec or "ascii"

    @property
    def armour(self) -> str | None:
        """The codec by whose characters the bytes must be told apart, if a byte of ASCII may be half of one."""
        return None if is_ascii_safe(self._codec) else self._codec

    def is_unsafe(self, raw: bytes) -> bool:
        r"""Return whether a server refuses ``\'`` in a string of a statement: backslash_quote is safe_encoding."""
        return b"\\'" in raw and self.armour is not None and _QUOTE_IN_A_STRING.search(raw) is not None

    @property
    def _encoding(self) -> str:
        if self._recoded:
            return "UTF-8 or UTF-16"
        return "UTF-8" if self._codec == "utf-8" else self._now.encoding

    def text(self, raw: bytes, line: int) -> str:
        """Return a statement as text, its variables replaced and its last blanks gone.

        Raises:
            UnreadableSchema: it holds a NUL byte, or is in another encoding.
        """
        raw = raw.rstrip()
        if self.variables.values:
            raw = self.expanded(raw, line)
        if b"\0" in raw:
            reason = "a NUL byte inside a statement, where PostgreSQL allows none: the file is damaged, or no SQL"
            raise UnreadableSchema(self._path, reason, line + raw.count(b"\n", 0, raw.index(b"\0")))
        if not self.conforming and b"\\" in raw:
            raw = conform(raw)
        try:
            return raw.decode() if self._codec == "utf-8" else self._decoded(raw)
        except UnicodeDecodeError:
            pass
        # What stands in a comment does no harm.
        raw = without_comments(raw, self.lexicon)
        try:
            return self._decoded(raw)
        except UnicodeDecodeError as error:
            raise self._wrong_encoding(raw, line, error) from None

    def _decoded(self, raw: bytes) -> str:
        return decode(raw if self.armour is None else unarmoured(raw), self._codec)

    def expanded(self, raw: bytes, line: int) -> bytes:
        """Return a statement with its variables replaced.

        Raises:
            UnreadableSchema: the variables of this file become too large.
        """
        return self.variables.replaced_in(raw, self.lexicon, line) if self.variables.values else raw

    def _wrong_encoding(self, raw: bytes, line: int, error: UnicodeDecodeError) -> UnreadableSchema:
        line += raw.count(b"\n", 0, error.start)
        if self._recoded:
            return UnreadableSchema(self._path, f"this is not valid {self._encoding}: the file is damaged", line)
        reason = (
            f"byte 0x{raw[error.start]:02x} is not valid {self._encoding}. Put SET client_encoding = 'LATIN1'; (or "
            "what the file is in) at its top, or convert it: iconv -f LATIN1 -t UTF-8"
        )
        return UnreadableSchema(self._path, reason, line)
