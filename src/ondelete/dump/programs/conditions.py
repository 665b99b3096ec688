"""The text of the condition of a trigger or rule."""

from __future__ import annotations

from ondelete.dump.input.lexer import lexicon
from ondelete.dump.input.tokens import token_at

_ENDS = frozenset((b"execute", b"do"))


def condition_text(text: str, keyword: bytes) -> str:
    """Return what stands between WHEN or WHERE and EXECUTE or DO, without parentheses around it; "" if nothing does.

    >>> condition_text("CREATE TRIGGER t AFTER DELETE ON a WHEN (OLD.x > (1)) EXECUTE FUNCTION f()", b"when")
    'OLD.x > (1)'
    """
    data, rules = text.encode(), lexicon(conforming=True)
    position, begin = 0, -1
    while position < len(data):
        start = position
        kind, position = token_at(data, start, rules)
        word = data[start:position].lower() if kind == "word" else b""
        if begin < 0 and word == keyword:
            begin = position
        elif begin >= 0 and word in _ENDS:
            return _bare(data[begin:start].decode().strip())
    return ""


def _bare(text: str) -> str:
    """Leave out the parentheses around a whole text."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if not depth:
            return text[1:-1].strip() if text.startswith("(") and place == len(text) - 1 else text
    return text
