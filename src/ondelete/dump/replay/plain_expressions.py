"""The expressions of plain statements: each shape of them is parsed once.

A large dump has thousands of CHECKs and predicates, but few shapes of them: ``char_length(name) <= 255`` differs from
the next one by its column. So the parser sees a shape with names made up for its columns. If they come back as columns,
all of them, then any other expression of that shape has the same tree with its own columns.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Never, TypeAlias

import msgspec

from ondelete.catalog import Expression, Location, is_reserved
from ondelete.catalog.expressions import ColumnRef, Opaque
from ondelete.dump.nodes.parsing import ParseError, decode, parse
from ondelete.dump.nodes.statements.tables import CreateStmt
from ondelete.dump.nodes.trees import first_offset, to_tree
from ondelete.dump.statements.cutter import Statement
from ondelete.dump.statements.slicing import Source, unwrapped
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from ondelete.dump.nodes.expressions import ExpressionNode
    from ondelete.dump.nodes.statements.tables import TableElement
    from ondelete.dump.replay.model.state import State

    Maker: TypeAlias = Callable[[Sequence[str]], Any]

_QUIET = r"[^()'\"$\\/\n\r-]"
_STRING = r"'[^'\\\n\r]*'"
# A longer text is hardly like another one, and would be kept.
_LONGEST = 1000
_MADE_UP = "made_up_"


def _group(depth: int) -> str:
    inner = "|" + _group(depth - 1) if depth else ""
    return rf"\((?>(?:{_QUIET}+|-(?!-)|{_STRING}{inner})*)\)"


# Whole tokens, whole strings and whole parentheses, so that what stands between two commas is one declaration.
_WHOLE = later(rf"(?>(?:[^,()'\"$\\/\n\r-]++|-(?!-)|{_STRING}|{_group(5)})+)\Z")
# What stands in two parentheses, with no other two around one another: nearly every expression.
_IN_TWO = later(r"\(\(([^()' ][^()']*+(?:\([^()']*+\)[^()']*+)*+)\)\)\Z")
_WORD = later(r"('[^']*'|(?<![A-Za-z0-9_])[a-z_][a-z0-9_]*+(?![A-Z]))")


def is_whole(text: str) -> bool:
    """Return whether a text is plain, and no token, string or parenthesis of it goes on behind it."""
    return text.isascii() and _WHOLE.match(text) is not None


def elements_of(text: str) -> tuple[TableElement, ...]:
    """Return the elements of a CREATE TABLE, none if it is no such statement."""
    try:
        kind, parsed = parse(text)
    except ParseError:
        return ()
    return decode(parsed, CreateStmt).elements if kind == "CreateStmt" else ()


def plain_expression(text: str, columns: Container[str], state: State) -> Expression | None:
    """Return an expression, by its shape or from the parser; None if it is not in parentheses, or no expression.

    Args:
        text: the expression in parentheses; ``is_whole`` is true of it.
        columns: those of its table.
        state: what there is so far.
    """
    known = shaped_expression(text, columns, state)
    if known is not None:
        return known
    inner = _inner(text)
    node, source = _parsed(inner)
    if inner == text or node is None or source.in_parentheses(b"check", first_offset(node)) != inner:
        return None
    return state.expression(node, inner)


def shaped_expression(text: str, columns: Container[str], state: State) -> Expression | None:
    """Return an expression of a known shape that reads only these columns; None if the parser must tell what it is.

    Most shapes come once. So the parser is asked about the first of a shape itself, and the shape is learned from
    the second one.
    """
    inner = _inner(text)
    if inner == text or len(inner) > _LONGEST:
        return None
    pieces: list[str | int] = [*_WORD.split(inner)]
    names: dict[str, int] = {}
    for place in range(1, len(pieces), 2):
        word = str(pieces[place])
        if word in columns and word[0] != "'":
            pieces[place] = names.setdefault(word, len(names))
    if any(map(is_reserved, names)):
        return None
    seen = tuple(pieces)
    if seen not in state.shapes:
        state.shapes.add(seen)
        return None
    shape = _shape(seen)
    if shape is None:
        return None
    make, called = shape
    if called and any(map(state.functions.defines, called)):
        return None
    found = Expression(inner, make(tuple(names)))
    vars(found)["columns"] = frozenset(names)  # all of them, as the shape has shown: nobody need look for them
    return found


def _inner(text: str) -> str:
    """Return an expression without the parentheses around all of it."""
    plain = _IN_TWO.match(text)
    return plain[1] if plain is not None and plain[1][-1] != " " else unwrapped(text.encode()).decode()


@lru_cache(maxsize=1024)
def _shape(pieces: tuple[str | int, ...]) -> tuple[Maker, tuple[str, ...]] | None:
    """Return what makes the tree of a shape, and the functions called that the script itself may define.

    None if the tree depends on more than the names of the columns, or does not say where they stand.

    Args:
        pieces: the text; a number stands for the column that is the so-manieth in it.
    """
    wanted = Counter(f"{_MADE_UP}{piece}" for piece in pieces if isinstance(piece, int))
    text = "".join([piece if isinstance(piece, str) else f"{_MADE_UP}{piece}" for piece in pieces])
    node, source = _parsed(text)
    if node is None or source.in_parentheses(b"check", first_offset(node)) != text:
        return None
    called: list[str] = []

    def defines(name: str) -> bool:
        called.append(name)
        return False

    try:
        tree = to_tree(node, _only_builtin, defines)
    except UserDefined:
        return None
    found: Counter[str] = Counter()
    try:
        make = _maker(tree, found) or (lambda _names: tree)
    except _NoPlace:
        return None
    return (make, tuple(called)) if found == wanted else None


def _parsed(text: str) -> tuple[ExpressionNode | None, Source]:
    sql = f"CREATE TABLE t (CHECK ({text}))"
    elements = elements_of(sql)
    constraint = elements[0].constraint if len(elements) == 1 else None
    return constraint.raw_expr if constraint is not None else None, Source(Statement(sql, Location("", 1)))


class UserDefined(Exception):
    """A type that only this schema has: what it is depends on what came before."""


def _only_builtin(_parts: tuple[str, ...]) -> Never:
    raise UserDefined


class _NoPlace(Exception):
    """A part of a tree lists columns without saying where they stand."""


def _maker(value: Any, found: Counter[str]) -> Maker | None:
    """Return what makes a part of a tree with other columns, None if it has none; count its columns in ``found``."""
    if isinstance(value, ColumnRef):
        found[value.name] += 1
        number = value.name.removeprefix(_MADE_UP)
        if not number.isdecimal():
            raise _NoPlace
        place = int(number)
        return lambda names: ColumnRef(names[place])
    if isinstance(value, Opaque):
        raise _NoPlace
    if isinstance(value, tuple):
        return _filler(value, lambda *parts: parts, found)
    if isinstance(value, msgspec.Struct):
        return _filler(tuple([getattr(value, field) for field in value.__struct_fields__]), type(value), found)
    return None


def _filler(values: tuple[Any, ...], kind: Callable[..., Any], found: Counter[str]) -> Maker | None:
    makers = {place: made for place, value in enumerate(values) if (made := _maker(value, found)) is not None}
    if not makers:
        return None

    def make(names: Sequence[str]) -> Any:
        filled = list(values)
        for place, maker in makers.items():
            filled[place] = maker(names)
        return kind(*filled)

    return make
