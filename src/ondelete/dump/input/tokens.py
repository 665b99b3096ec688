"""The tokens of a whole text: a statement, or the value of a variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.dump.input.lexer import comment_end, lexicon

if TYPE_CHECKING:
    from ondelete.dump.input.lexer import Lexicon


def token_at(text: bytes, position: int, rules: Lexicon) -> tuple[str, int]:
    """Return the kind of the token at a place of a whole text, and its end; ``unclosed`` is what nothing ends.

    >>> token_at(b"a /* /* b */ */ c", 2, lexicon(conforming=True)), token_at(b"a -- b", 2, lexicon(conforming=True))
    (('comment', 15), ('comment', 6))
    """
    token = rules.last.match(text, position)
    if token is not None:
        return token.lastgroup or "", token.end()
    end = comment_end(text, position) if text.startswith(b"/*", position) else None
    return ("unclosed", len(text)) if end is None else ("comment", end)


def is_whole(text: bytes, *, conforming: bool) -> bool:
    """Whether every quote and comment of a text is closed for PostgreSQL; psql may see this differently."""
    rules = lexicon(conforming=conforming, joined=True)
    position = 0
    while position < len(text):
        kind, position = token_at(text, position, rules)
        if kind == "unclosed":
            return False
    return True


def comment_at_the_end(text: bytes, rules: Lexicon) -> int:
    r"""Return the length of a comment that only the end of a text ends, 0 if there is none.

    >>> rules = lexicon(conforming=True)
    >>> comment_at_the_end(b"a -- b", rules), comment_at_the_end(b"'--' -- b\n", rules)
    (4, 0)
    """
    position = 0
    while position < len(text):
        start = position
        kind, position = token_at(text, start, rules)
        if position == len(text) and kind == "comment" and text.startswith(b"--", start) and text[-1:] not in b"\r\n":
            return position - start
    return 0


def conform(text: bytes) -> bytes:
    r"""Rewrite a statement from standard_conforming_strings = off: if a backslash escapes, say so with an ``E``.

    >>> conform(rb"SELECT 'it\'s', E'\n', 'x'")
    b"SELECT  E'it\\'s', E'\\n', 'x'"
    """
    rules = lexicon(conforming=False, joined=True)
    parts: list[bytes] = []
    position = 0
    while position < len(text):
        start = position
        kind, position = token_at(text, start, rules)
        token = text[start:position]
        escapes = kind == "string" and b"\\" in token and text[max(start - 1, 0) : start] not in (b"e", b"E")
        parts.append(b" E" + token if escapes else token)
    return b"".join(parts)


def without_comments(text: bytes, rules: Lexicon) -> bytes:
    """Return a statement with its comments emptied of all but their line ends."""
    parts: list[bytes] = []
    position = 0
    while position < len(text):
        start = position
        kind, position = token_at(text, start, rules)
        is_comment = kind == "comment"
        parts.append(b" " + b"\n" * text.count(b"\n", start, position) if is_comment else text[start:position])
    return b"".join(parts)
