"""The lexical rules of PostgreSQL and psql over bytes: one regex that takes a whole statement, one that takes a token.

Rules: PostgreSQL's scan.l and psql's psqlscan.l. Both regexes are made of the same fragments, and every repeat is
possessive: a failed match never backtracks, so it costs one pass over the text. They work on bytes because every
encoding that reaches them keeps ASCII apart (see ``encodings``). They expect text that ends at a line end: no token
but a quoted one or a block comment goes on over a line end.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD_START = rb"A-Za-z_\x80-\xff"
_WORD = rb"A-Za-z0-9_\x80-\xff"


def _repeat(pattern: bytes) -> bytes:
    """Return a pattern that takes all repeats and gives none back.

    Python before 3.11.5 matches a possessive group wrongly (python/cpython issue 106052; Debian 12 has 3.11.2).
    There an atomic group does the same, with more memory and time.
    """
    return rb"(?:" + pattern + rb")*+" if sys.version_info >= (3, 11, 5) else rb"(?>(?:" + pattern + rb")*)"


_ESCAPED = rb"'" + _repeat(rb"[^'\\]++|''|\\.") + rb"'"
# PostgreSQL joins strings with a line end between them. The kind of the first one is that of all. psql reads up to a
# newline at a time and joins only if a carriage return stands between: what it sends may hold several statements.
_BETWEEN_IN_A_LINE = _repeat(rb"[ \t\f\v]++|--[^\n\r]*+") + rb"\r" + _repeat(rb"[ \t\f\v\r]++|--[^\n\r]*+\r")
_BETWEEN = _repeat(rb"[ \t\f\v]++|--[^\n\r]*+") + rb"[\n\r]" + _repeat(rb"\s++|--[^\n\r]*+[\n\r]")
JOINED = later(rb"'" + _BETWEEN + rb"'")
"""Two strings that PostgreSQL takes for one."""
_PLAIN = rb"'" + _repeat(rb"[^']++|''") + rb"'"
_IDENTIFIER = rb'"' + _repeat(rb'[^"]++|""') + rb'"'
_TAG = rb"(?>(?:[" + _WORD_START + rb"][" + _WORD + rb"]*+)?)"
_DOLLAR = rb"\$(?P<%b>" + _TAG + rb")\$" + _repeat(rb"[^$]++|\$(?!(?P=%b)\$)") + rb"\$(?P=%b)\$"
# A dollar inside an identifier opens nothing: a$1$b is one word.
_WORD_DOLLAR = rb"(?<=[" + _WORD + rb"])\$[" + _WORD + rb"$]*+"
# For PostgreSQL a carriage return alone is a line end.
_LINE_COMMENT = rb"--[^\n\r]*+[\n\r]"
# Nested ones are left to the scan, which counts.
_BLOCK_COMMENT = rb"/\*" + _repeat(rb"[^*/]++|\*(?!/)|/(?!\*)") + rb"\*/"
_LONE = rb"-(?!-)|/(?!\*)|\$(?!" + _TAG + rb"\$)"

MARK = b"\xef\xbb\xbf"
"""A byte order mark: at the head of a file nobody sees it, elsewhere it is a letter."""
_ERROR = rb"(?:pg_dump|pg_dumpall|pg_restore|psql): (?:error:|fatal:|\[archiver)"
# A statement behind a semicolon is no part of a message: psql would run it.
REST_OF_MESSAGE = rb"[^\n;]*+" + _repeat(
    rb";(?!\s*+(?i:create|alter|drop|set|reset|discard|select|with|values|insert|update|delete|merge|truncate|copy|do"
    rb"|call|execute|begin|start|commit|rollback|end|import|comment)\b)[^\n;]*+"
)
_MESSAGE = rb"(?!" + _ERROR + rb")(?:pg_dump|pg_dumpall|pg_restore|psql):" + REST_OF_MESSAGE + rb"\n"
_LEADING = rb"\s++|;|" + _LINE_COMMENT + rb"|" + _BLOCK_COMMENT + rb"|" + _MESSAGE

# What the cutter wants to know of a statement before it looks at the rest.
_KIND = (
    rb"(?>(?P<kind>"
    + MARK
    + rb"|"
    + _ERROR
    + rb"|(?i:INSERT|COPY|SET|SELECT|RESET|DISCARD|BEGIN|START|COMMIT|END|ROLLBACK|ABORT"
    + rb"|CREATE\s++(?:OR\s++REPLACE\s++)?(?:RULE|FUNCTION|PROCEDURE|(?:CONSTRAINT\s++)?TRIGGER))"
    rb"(?![" + _WORD + rb"$]))?)"
)


class Lexicon(NamedTuple):
    """The compiled rules for one setting of standard_conforming_strings.

    ``leading`` matches what stands before a statement that matters: blanks, comments, messages, whole INSERTs, the last
    of which is the group ``insert``.
    ``statement`` matches that, then ``text`` up to (not including) its ``;``.
    ``body`` matches as many whole tokens as there are before a ``;``, a backslash or something unclosed.
    ``token`` matches one token; the name of its group says which.
    ``last`` does so in the whole text of a statement or a variable. There, no line end need follow a comment.
    """

    leading: re.Pattern[bytes]
    statement: re.Pattern[bytes]
    body: re.Pattern[bytes]
    token: re.Pattern[bytes]
    last: re.Pattern[bytes]


KIND = later(_KIND)
_LEADING_ALONE = later(_repeat(_LEADING))


@cache
def lexicon(*, conforming: bool, joined: bool = False) -> Lexicon:
    """Return the rules. If not ``conforming``, a backslash escapes in plain strings too (dumps before 9.1).

    ``joined`` takes the parts of a string together, as PostgreSQL does and psql does not.
    """
    escaped = _ESCAPED + _repeat((_BETWEEN if joined else _BETWEEN_IN_A_LINE) + _ESCAPED)
    plain = _PLAIN if conforming else escaped
    # The letter E makes a string an escape string only if it is a word by itself: date'\' is none.
    string = rb"(?<=(?<![" + _WORD + rb"$])[eE])" + escaped + rb"|" + plain
    body = _body(string, b"tag")
    insert = rb"(?P<insert>(?i:INSERT))(?![" + _WORD + rb"$])" + _body(string, b"insert_tag") + rb";"
    leading = _repeat(_LEADING + rb"|" + insert)
    return Lexicon(
        later(leading, re.DOTALL),
        later(leading + rb"(?!" + _ERROR + rb")(?P<text>" + _KIND + body + rb");", re.DOTALL),
        later(body, re.DOTALL),
        later(_token(string, rb"[\n\r]"), re.DOTALL),
        later(_token(string, rb"(?:[\n\r]|\Z)"), re.DOTALL),
    )


def _token(string: bytes, line_end: bytes) -> bytes:
    """Return the rule of one token; a comment that nothing ends would be looked through from each of its characters."""
    return (
        rb"(?P<word>[" + _WORD_START + rb"][" + _WORD + rb"$]*+)"
        rb"|(?P<string>" + string + rb")|(?P<identifier>" + _IDENTIFIER + rb")"
        rb"|(?P<comment>--[^\n\r]*+" + line_end + rb"|" + _BLOCK_COMMENT + rb")|(?P<dollar>" + _dollar(b"tag") + rb")"
        rb"|(?P<open>\()|(?P<close>\))|(?P<end>;)|(?P<backslash>\\)|(?P<colon>::?+)"
        rb"|(?P<other>[^" + _WORD_START + rb"'\"$;:\\/()-]++|" + _WORD_DOLLAR + rb"|" + _LONE + rb")"
    )


def _body(string: bytes, tag: bytes) -> bytes:
    quoted = rb"|".join((string, _IDENTIFIER, _WORD_DOLLAR, _dollar(tag), _LINE_COMMENT, _BLOCK_COMMENT))
    return _repeat(rb"[^'\"$;\\/-]++|" + quoted + rb"|" + _LONE)


def _dollar(tag: bytes) -> bytes:
    """Return the rule of a dollar quote; a name of a group may stand only once in a pattern."""
    return _DOLLAR % (tag, tag, tag)


class Scan(NamedTuple):
    """The end of a statement (``;`` or backslash), or the start of the thing that is still open at the end.

    A colon stops the scan if it asks for a variable that must be replaced first.
    """

    position: int
    found: Literal["end", "backslash", "colon", "nothing", "open"]
    what: str = ""


OPENERS = {
    b"'": "quote",
    b'"': "double quote",
    b"$": "dollar quote",
    b"/": "comment",
}
ENDED_BY_THE_FILE = ("parenthesis", "BEGIN ATOMIC")
"""What may be open at the end of a text without a token being cut in two."""
_OPENER = later(rb"(?<=(?<![" + _WORD + rb"$])[eE])(?P<escape>')|['\"]|\$" + _TAG + rb"\$")
_NESTING = later(rb"/\*|\*/")
_LETTERS = {b"create": "c", b"or": "o", b"replace": "r", b"function": "f", b"procedure": "f"}


def scan(text: bytes, start: int, *, conforming: bool, matters: Callable[[bytes, int], bool] | None = None) -> Scan:
    """Find the end of the statement at ``start`` as psql does, counting parentheses, comments and BEGIN ATOMIC.

    A ``;`` inside parentheses ends nothing, nor does one inside the BEGIN ... END of a routine's body. In such a
    body, CASE has its END too. ``matters`` is asked of each colon whether to stop there.
    """
    match = lexicon(conforming=conforming).token.match
    parentheses: list[int] = []
    blocks: list[int] = []
    first_words = ""
    position = start
    while position < len(text):
        token = match(text, position)
        if token is None:
            if text.startswith(b"/*", position) and (end := comment_end(text, position)) is not None:
                position = end
                continue
            return Scan(position, "open", OPENERS.get(text[position : position + 1], "token"))
        kind = token.lastgroup
        if kind == "end" and not parentheses and not blocks:
            return Scan(position, "end")
        if kind == "backslash" or (kind == "colon" and matters is not None and matters(text, position)):
            return Scan(position, "backslash" if kind == "backslash" else "colon")
        if kind in ("open", "close"):
            _track_group(kind, position, parentheses)
        elif kind == "word":
            word = token[0].lower()
            if len(first_words) < 4:
                first_words += _LETTERS.get(word, "-")
            if not parentheses and first_words.startswith(("cf", "corf")):
                _track_block(word, position, blocks)
        position = token.end()
    if parentheses:
        return Scan(parentheses[0], "open", "parenthesis")
    if blocks:
        return Scan(blocks[0], "open", "BEGIN ATOMIC")
    return Scan(len(text), "nothing")


def skip_leading(text: bytes, start: int) -> int:
    """Return where the next statement begins: after blanks, comments, lone ``;`` and the messages of pg_dump."""
    while True:
        match = _LEADING_ALONE.match(text, start)
        start = match.end() if match else start
        if not text.startswith(b"/*", start) or (end := comment_end(text, start)) is None:
            return start
        start = end


def _track_group(kind: str, position: int, parentheses: list[int]) -> None:
    if kind == "open":
        parentheses.append(position)
    elif parentheses:
        parentheses.pop()


def _track_block(word: bytes, position: int, blocks: list[int]) -> None:
    if word == b"begin" or (word == b"case" and blocks):
        blocks.append(position)
    elif word == b"end" and blocks:
        blocks.pop()


def comment_end(text: bytes, start: int) -> int | None:
    """Return the end of the comment that opens at ``start``, nested ones counted; None if it stays open."""
    depth = 0
    for mark in _NESTING.finditer(text, start):
        depth += 1 if mark[0] == b"/*" else -1
        if depth == 0:
            return mark.end()
    return None


def opener(text: bytes, start: int) -> bytes:
    """Return the few bytes that stand for the unclosed quote or comment at ``start``, whose content is of no use.

    >>> opener(b"VALUES (E'it", 9), opener(b"/* a /* b", 0)
    (b" E'", b'/*/*')
    """
    if text.startswith(b"/*", start):
        marks = [mark[0] for mark in _NESTING.finditer(text, start)]
        return b"/*" * (marks.count(b"/*") - marks.count(b"*/"))
    if text.startswith(b"--", start):
        return b"--"
    found = _OPENER.match(text, start)
    if found is None:
        return text[start:]
    return b" E'" if found["escape"] else found[0]
