"""The text of an EXECUTE, if it is the same in every run but for values: ``format``, ``||``, ``quote_ident``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.catalog.expressions import Call, Cast, Constant, Operation
from ondelete.text.quoting import quote_identifier, quote_literal

if TYPE_CHECKING:
    from ondelete.catalog.expressions import Tree
    from ondelete.deletion.triggers.code.paths import Path

_VALUE = "$1"
"""Stands in a text for a literal whose value is not known: a parameter, which is one in the grammar, too."""
_PLACE = re.compile(r"%(?:(\d+)\$)?(?:-?\d+)?([sIL%])")


def text_of(tree: Tree, path: Path) -> str | None:
    """Return the text that an expression gives here, None if it is not known."""
    match tree:
        case Constant():
            return tree.text
        case Cast():
            return text_of(tree.operand, path)
        case Operation() if tree.operator == "||":
            parts = [text_of(each, path) for each in tree.operands]
            return None if None in parts else "".join(part for part in parts if part is not None)
        case Call():
            return _called(tree, path)
        case _:
            return _value(tree, path)


def _value(tree: Tree, path: Path) -> str | None:
    value = path.value(tree)
    if value.null or value.values is None or len(value.values) != 1:
        return None
    [only] = value.values
    return str(only).lower() if isinstance(only, bool) else str(only)


def _called(call: Call, path: Path) -> str | None:
    match call.function:
        case "quote_ident" if len(call.arguments) == 1:
            return _as_identifier(text_of(call.arguments[0], path))
        case "quote_literal" | "quote_nullable" if len(call.arguments) == 1:
            return _as_literal(text_of(call.arguments[0], path))
        case "concat":
            parts = [text_of(each, path) for each in call.arguments]
            return None if None in parts else "".join(part for part in parts if part is not None)
        case "format" if call.arguments:
            return _formatted(call.arguments, path)
        case _:
            return _value(call, path)


def _as_identifier(text: str | None) -> str | None:
    return None if text is None else quote_identifier(text)


def _as_literal(text: str | None) -> str:
    return _VALUE if text is None else quote_literal(text)


def _formatted(arguments: tuple[Tree, ...], path: Path) -> str | None:
    template = text_of(arguments[0], path)
    if template is None:
        return None
    parts, position, number = [], 0, 0
    for place in _PLACE.finditer(template):
        parts.append(template[position : place.start()])
        position = place.end()
        if place[2] == "%":
            parts.append("%")
            continue
        number = int(place[1]) if place[1] else number + 1
        text = text_of(arguments[number], path) if 0 < number < len(arguments) else None
        filled = _as_literal(text) if place[2] == "L" else _as_identifier(text) if place[2] == "I" else text
        if filled is None:
            return None
        parts.append(filled)
    return "".join([*parts, template[position:]])
