r"""psql's variables: ``\set name value``, then ``:name``, ``:'name'`` and ``:"name"`` in statements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ondelete.dump.lexer import Lexicon

_USE = re.compile(
    rb":(?:\{\?(?P<test>[A-Za-z0-9_\x80-\xff]+)\}|(?P<quote>['\"]?)(?P<name>[A-Za-z0-9_\x80-\xff]+)(?P=quote))"
)


class Variables:
    """The variables in force. One that is not set stays as it is written, as in psql."""

    def __init__(self) -> None:
        self.values: dict[bytes, bytes] = {}

    def set(self, arguments: tuple[str, ...]) -> None:
        """Set the variable that the first argument names to the others, joined."""
        if arguments:
            self.values[arguments[0].encode()] = "".join(arguments[1:]).encode()

    def unset(self, arguments: tuple[str, ...]) -> None:
        """Forget a variable."""
        if arguments:
            self.values.pop(arguments[0].encode(), None)

    def replaced_in(self, text: bytes, rules: Lexicon) -> bytes:
        """Return the statement with its variables replaced, outside of quotes and comments, and not in ``::type``."""
        if b":" not in text:
            return text
        match = rules.token.match
        parts: list[bytes] = []
        position = 0
        while position < len(text):
            use = _USE.match(text, position) if text.startswith(b":", position) else None
            if use is not None and (value := self._value(use)) is not None:
                parts.append(value)
                position = use.end()
                continue
            token = match(text, position)
            end = token.end() if token else position + 1
            parts.append(text[position:end])
            position = end
        return b"".join(parts)

    def _value(self, use: re.Match[bytes]) -> bytes | None:
        if use["test"]:
            return b"TRUE" if use["test"] in self.values else b"FALSE"
        value = self.values.get(use["name"])
        if value is None or not use["quote"]:
            return value
        if use["quote"] == b'"':
            return b'"' + value.replace(b'"', b'""') + b'"'
        quoted = b"'" + value.replace(b"'", b"''").replace(b"\\", b"\\\\") + b"'"
        return b" E" + quoted if b"\\" in value else quoted
