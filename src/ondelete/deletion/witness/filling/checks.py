"""Whether a CHECK holds for a row of known values: evaluation with the functions and patterns that checks use.

``expressions.evaluate`` must be right about rows that it does not know. Here the row is known and a server
has the last word, so lengths and simple patterns are computed too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog.expressions import (
    Call,
    Cast,
    ColumnRef,
    Constant,
    Operation,
    Tree,
    children,
)
from ondelete.deletion.expressions.evaluate import evaluate, truth
from ondelete.deletion.expressions.functions import COMPARISONS
from ondelete.deletion.expressions.values import NULL, possible
from ondelete.deletion.witness.filling.patterns import matches
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ondelete.catalog import Expression
    from ondelete.deletion.expressions.values import Concrete, Truth, Value

_PATTERNS = frozenset("~~ !~~ ~~* !~~* ~ ~* !~ !~*".split())
_COUNTS = frozenset("cardinality array_length array_upper icount".split())
_OF_EXTENSIONS = frozenset(["icount"])
"""Those that an extension brings, into whatever schema; one that the script defines itself has a dot before it."""
_LENGTHS = frozenset("char_length character_length length octet_length".split())
_JSON_TYPES = frozenset(["jsonb_typeof", "json_typeof"])
_OF_JSON_TYPE: dict[str, str] = {"array": "[]", "boolean": "true", "null": "null", "number": "1", "string": '"w"'}
"""A value of each kind that json_typeof names; typed_values gives the empty object first."""
_TIME = later(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d(\+00)?)?\Z")
_WIDTH = later(r"\{(\d{1,3})[,}]")
_BYTES = later(r"\\x([0-9a-f]{2})*\Z")
_FUNCTIONS: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "btrim": str.strip,
    "trim": str.strip,
}


def holds(expression: Expression, row: Mapping[str, Concrete | None]) -> Truth:
    """Return which of True, False and None the condition can be for this row; one of them if it is decided."""
    return _holds(expression, tuple((c, type(row[c]), row[c]) for c in expression.columns if c in row))


@lru_cache(maxsize=16_384)
def _holds(expression: Expression, values: tuple[tuple[str, type, Concrete | None], ...]) -> Truth:
    """Many rows differ in columns that the condition does not read; a type tells True from 1."""
    known: dict[str, Value] = {name: value for name, _, value in values}
    return truth(_known(expression.tree, known), known)


def constants_of(expression: Expression) -> Iterator[Concrete]:
    """Give the values that a condition mentions: each with the numbers beside it, and texts of that length."""
    pending = [expression.tree]
    while pending:
        node = pending.pop()
        pending.extend(children(node))
        if isinstance(node, Constant):
            for value in possible(_constant(node)).values or ():
                if value in _OF_JSON_TYPE and "_typeof" in expression.sql.lower():
                    yield _OF_JSON_TYPE[str(value)]  # the word itself is no JSON
                    continue
                yield value
                if isinstance(value, int) and not isinstance(value, bool):
                    yield from (value - 1, value + 1)
                    if 0 <= value <= 32 and any(name in expression.sql.lower() for name in _COUNTS):
                        yield from (f"{{{','.join(['1'] * length)}}}" for length in (value, value + 1))
                    if 0 < value <= 256 and _measures(expression):
                        yield from ("0" * value, "a" * value, "\\x" + "00" * value)
                elif isinstance(value, str) and "~" in expression.sql:
                    yield from ("0" * int(width) for width in _WIDTH.findall(value) if int(width) <= 256)


def _measures(expression: Expression) -> bool:
    return any(name in expression.sql.lower() for name in _LENGTHS) or "~" in expression.sql


def _constant(node: Constant) -> Value:
    found = evaluate(node, {})
    return next(iter(found.values), None) if found.values else None


def _known(tree: Tree, row: Mapping[str, Value]) -> Tree:
    """Replace what can be computed here by its value."""
    match tree:
        case Call():
            arguments = tuple(_known(a, row) for a in tree.arguments)
            null = _has_null(tree.function, arguments, row)
            called = null or _called(tree.function, [_text(a, row) for a in arguments])
            return called or Call(tree.function, arguments)
        case Operation():
            operands = tuple(_known(o, row) for o in tree.operands)
            found = _operated(_builtin(tree), [_text(o, row) for o in operands])
            if found is None:
                return Operation(tree.operator, operands)
            return Constant("boolean", "true" if found else "false")
        case _ if hasattr(tree, "operands"):
            return msgspec.structs.replace(tree, operands=tuple(_known(o, row) for o in tree.operands))
        case _ if hasattr(tree, "operand"):
            return msgspec.structs.replace(tree, operand=_known(tree.operand, row))
        case _:
            return tree


def _builtin(tree: Operation) -> str:
    """Return the operator that does the same as one of the extension citext, which takes no heed of case."""
    name = tree.operator.rpartition(".")[2]
    compared = tree.operands[-1]
    if name in _PATTERNS and isinstance(compared, Cast) and compared.type.rpartition(".")[2] == "citext":
        return name if name.endswith("*") else f"{name}*"
    return tree.operator


def _called(function: str, texts: list[str | None]) -> Constant | None:
    """Return what a function gives for texts, None if it is not one of those computed here."""
    text = texts[0] if texts else None
    if text is None:
        return None
    function = _of_extension(function) or function
    if function in _JSON_TYPES:
        kind = _json_type(text)
        return None if kind is None else Constant("string", kind)
    if function in _COUNTS:
        return _elements(function, text.strip("{}"))
    if len(texts) == 1 and function in _LENGTHS:
        # bytea is written as \x and two digits for each byte
        is_bytes = _BYTES.match(text) is not None
        return Constant("number", str(len(text) // 2 - 1 if is_bytes else len(text)))
    if len(texts) == 1 and function in _FUNCTIONS:
        return Constant("string", _FUNCTIONS[function](text))
    return None


def _has_null(function: str, arguments: tuple[Tree, ...], row: Mapping[str, Value]) -> Constant | None:
    """Return NULL for ``icount(NULL)`` and ``array_position(array, NULL)`` of an array without a NULL, else None."""
    if _of_extension(function) and any(evaluate(argument, row) == NULL for argument in arguments):
        return Constant("null", None)
    if function != "array_position" or len(arguments) != 2 or evaluate(arguments[1], row) != NULL:
        return None
    array = _text(arguments[0], row)
    return Constant("null", None) if array is not None and "null" not in array.lower() else None


def _of_extension(function: str) -> str | None:
    """Return the bare name of a function that an extension brings, None for every other one."""
    name = function.rpartition(".")[2]
    return name if name in _OF_EXTENSIONS and not function.startswith(".") else None


def _json_type(text: str) -> str | None:
    """Return what json_typeof says of a text, None if it is no JSON of the kinds that are tried here."""
    return {"{}": "object", **{value: kind for kind, value in _OF_JSON_TYPE.items()}}.get(text)


def _operated(operator: str, texts: list[str | None]) -> bool | None:
    if len(texts) != 2:
        return None
    if operator in _PATTERNS:
        return matches(operator, *texts)
    return _in_time(operator, *texts) if operator in COMPARISONS else None


def _elements(function: str, elements: str) -> Constant:
    """Return the length of an array; that of an empty one is NULL to the functions that take a dimension."""
    if elements:
        return Constant("number", str(elements.count(",") + 1))
    return Constant("null", None) if function.startswith("array_") else Constant("number", "0")


def _in_time(operator: str, left: str | None, right: str | None) -> bool | None:
    """Compare two dates or times of one spelling, which sort as texts; None if they are something else."""
    if left is None or right is None or not (_TIME.match(left) and _TIME.match(right)):
        return None
    one, other = (text.removesuffix("+00").removesuffix(" 00:00:00") for text in (left, right))
    results = {"=": one == other, "<>": one != other, "<": one < other, ">": one > other}
    return results.get(operator, one <= other if operator == "<=" else one >= other)


def _text(tree: Tree, row: Mapping[str, Value]) -> str | None:
    while isinstance(tree, Cast):
        tree = tree.operand
    if isinstance(tree, ColumnRef) and tree.name not in row:
        return None
    found = evaluate(tree, row)
    if found.values is None or len(found.values) != 1 or found.null:
        return None
    value = next(iter(found.values))
    return value if isinstance(value, str) else None
