"""What Ruby's string literals say: quotes, escapes and heredocs. None stands for text that only Ruby knows."""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "e": "\x1b", "s": " ", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_CODE = re.compile(r"\\(?:u\{(?P<braced>[0-9A-Fa-f]{1,6})\}|u(?P<four>[0-9A-Fa-f]{4})|x(?P<hex>[0-9A-Fa-f]{1,2}))")
_OCTAL = re.compile(r"\\([0-7]{1,3})")
_RAW_ESCAPE = re.compile(r"\\([\\'\s])")
_RAW = ("'", ":'", "%q", "%w", "%i")


def string_text(node: Node) -> str | None:
    """Return what a string, symbol or word of ``%w`` holds; None if it has an interpolation."""
    if _is_raw(node):
        text = _joined(node, raw=True)
        return _RAW_ESCAPE.sub(r"\1", text) if text is not None else None
    return _joined(node, raw=False)


def _is_raw(node: Node) -> bool:
    word = node.type in ("bare_string", "bare_symbol")
    whole = node.parent if word and node.parent is not None else node
    return _decoded(whole).startswith(_RAW)


def heredocs(root: Node) -> dict[int, Node]:
    """Return the bodies of heredocs by the first byte of their ``<<``: both stand in the same order."""
    beginnings: list[Node] = []
    bodies: list[Node] = []
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type == "heredoc_beginning":
            beginnings.append(node)
        elif node.type == "heredoc_body":
            bodies.append(node)
        else:
            pending.extend(reversed(node.children))
    return {begin.start_byte: body for begin, body in zip(beginnings, bodies, strict=False)}


def heredoc_text(beginning: str, body: Node) -> str | None:
    """Return what a heredoc holds, without the indentation that ``<<~`` takes away."""
    text = _joined(body, raw="'" in beginning)
    if text is None:
        return None
    text = text.removeprefix("\n").rstrip(" \t")  # blanks before the closing word
    return dedent(text) if beginning.startswith("<<~") else text


def _joined(node: Node, *, raw: bool) -> str | None:
    parts = []
    for child in node.named_children:
        if child.type in ("string_content", "heredoc_content"):
            parts.append(_decoded(child))
        elif child.type == "escape_sequence":
            parts.append(_unescaped(_decoded(child), raw=raw))
        elif child.type == "interpolation":
            return None
    return "".join(parts)


def _decoded(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def _unescaped(sequence: str, *, raw: bool) -> str:
    if raw:
        return sequence
    if found := _CODE.fullmatch(sequence):
        number = int(next(digits for digits in found.groups() if digits), 16)
        return chr(number) if number <= 0x10FFFF and not 0xD800 <= number < 0xE000 else "\ufffd"
    if found := _OCTAL.fullmatch(sequence):
        return chr(int(found[1], 8) % 256)
    return "" if sequence == "\\\n" else _ESCAPES.get(sequence[1:], sequence[1:])
