"""The plainest statements of a dump, replayed without the parser.

Four out of five statements of a large dump are a key, an index or a default in exactly the words of pg_dump. One
regex each takes them apart, in a tenth of the time that parsing and replaying the parse takes. Whatever deviates by a
letter (another expression, option, comment, keyword as a name, a character beyond ASCII) goes to the parser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from ondelete.catalog import (
    IMMEDIATE,
    Expression,
    ForeignKey,
    MatchType,
    PartitionBound,
    PartitionKey,
    QualifiedName,
    ReferentialAction,
    Timing,
)
from ondelete.catalog.expressions import Call, Cast, Constant
from ondelete.dump.replay.changes.constraints import add_key_of, add_new_foreign_key
from ondelete.dump.replay.changes.indexes import (
    add_index,
    attach_index,
    plain_index,
    require_free_relation,
    require_unique_method,
)
from ondelete.dump.replay.changes.partitions import attach_table
from ondelete.dump.replay.keys.columns import require_columns, require_room
from ondelete.dump.replay.plain_expressions import is_whole, shaped_expression
from ondelete.dump.replay.plain_tables import create_plain_table
from ondelete.dump.replay.session.calls import doubt_calls_of_plain
from ondelete.text.quoting import RESERVED

if TYPE_CHECKING:
    from collections.abc import Callable

    from ondelete.catalog import Location
    from ondelete.dump.replay.keys.columns import Kind
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.cutter import Statement

Form: TypeAlias = "Callable[[re.Match[str], Location, State], bool]"
"""What replays a match; False if a closer look shows that the parser must decide."""

_ID = r'(?:[a-z_][a-z0-9_]{0,62}|"[ !#-~]{1,63}")'
_QUALIFIED = rf"({_ID})(?:\.({_ID}))?"
_COLUMNS = rf"\(({_ID}(?:, {_ID})*)\)"
_ACTION = r"(CASCADE|RESTRICT|SET NULL|SET DEFAULT|NO ACTION)"
_IDENTIFIERS = re.compile(_ID)
_TABLE = re.compile(
    rf"(?s)CREATE TABLE {_QUALIFIED} \(\n    (.*)\n\)(?:\nPARTITION BY (RANGE|LIST|HASH) {_COLUMNS})?\Z"
)
_ELEMENT = rf"{_ID}(?: [a-z0-9_]+_ops)?(?: DESC)?(?: NULLS (?:FIRST|LAST))?"
_INDEX = re.compile(
    rf"CREATE (UNIQUE )?INDEX ({_ID}) ON (ONLY )?{_QUALIFIED} USING ([a-z]+) "
    rf"\((?:({_ID}(?:, {_ID})*)|({_ELEMENT}(?:, {_ELEMENT})*))\)"
    # How an index is stored is no part of a catalog.
    r"(?: WITH \([a-z_]+='?[a-z0-9]+'?\))?(?: WHERE (\(.+\)))?\Z"
)
_ALTER = re.compile(
    rf"ALTER TABLE (ONLY )?{_QUALIFIED}\s+(?:ADD CONSTRAINT ({_ID}) (FOREIGN KEY|PRIMARY KEY|UNIQUE)"
    rf"|ALTER COLUMN ({_ID}) SET DEFAULT|ATTACH PARTITION {_QUALIFIED}) "
)
_VALUES = r"\((?:'[^'\\\n\r]*'|-?\d{1,18}|MINVALUE|MAXVALUE)(?:, (?:'[^'\\\n\r]*'|-?\d{1,18}|MINVALUE|MAXVALUE))*\)"
_BOUND = re.compile(
    rf"FOR VALUES (?:FROM {_VALUES} TO {_VALUES}|IN {_VALUES}|WITH \(modulus \d{{1,9}}, remainder \d{{1,9}}\))\Z"
)
_KEY = re.compile(rf"{_COLUMNS}\Z")
_FOREIGN_KEY = re.compile(
    rf"{_COLUMNS} REFERENCES {_QUALIFIED}{_COLUMNS}(?: ON UPDATE {_ACTION})?(?: ON DELETE {_ACTION})?"
    r"( DEFERRABLE)?( INITIALLY DEFERRED)?( NOT VALID)?\Z"
)
_NEXT_VALUE = re.compile(r"(nextval\('([^'\\]*)'::regclass\))\Z")
_ATTACH = re.compile(rf"ALTER INDEX {_QUALIFIED} ATTACH PARTITION {_QUALIFIED}\Z")
_SEQUENCE = re.compile(
    rf"CREATE SEQUENCE {_QUALIFIED}(?:\s+AS (?:integer|smallint|bigint))?(?:\s+START WITH -?\d{{1,18}})?"
    r"(?:\s+INCREMENT BY -?\d{1,18})?(?:\s+NO MINVALUE)?(?:\s+NO MAXVALUE)?(?:\s+CACHE \d{1,18})?\Z"
)


class _Keyword(Exception):
    """A bare keyword stands in the place of a name. The parser knows what it means there."""


def replay_plain(statement: Statement, state: State) -> bool:
    """Replay a statement that is in pg_dump's plain words; return False, and change nothing, for any other.

    Raises:
        NotReplayed: PostgreSQL would refuse it.
    """
    form = _FORMS.get(statement.text[:_TOLD_APART])
    if form is None:
        return False
    pattern, replayed = form
    match = pattern.match(statement.text)
    try:
        return match is not None and replayed(match, statement.location, state)
    except _Keyword:
        return False


def _name(text: str) -> str:
    if text[0] == '"':
        return text[1:-1]
    if text in RESERVED:
        raise _Keyword
    return text


def _columns(text: str) -> tuple[str, ...]:
    if "," not in text:
        return (_name(text),)
    return tuple([_name(column) for column in _IDENTIFIERS.findall(text)])


def _relation(first: str, second: str | None, state: State) -> QualifiedName:
    if second is None:
        return state.relation_name_of((_name(first),))
    return QualifiedName(_name(first), _name(second))


def _new_name(first: str, second: str | None, state: State) -> QualifiedName:
    return state.new_name_of((_name(first),) if second is None else (_name(first), _name(second)))


def _table(match: re.Match[str], location: Location, state: State) -> bool:
    first, second, body, strategy, columns = match.groups()
    key = PartitionKey(_STRATEGIES[strategy], _columns(columns)) if strategy is not None else None
    made = create_plain_table(_new_name(first, second, state), body, location, state, key)
    if made:
        doubt_calls_of_plain(match.string, state)
    return made


def _index(match: re.Match[str], location: Location, state: State) -> bool:
    unique, name, only, first, second, method, listed, sorted_, where = match.groups()
    table, name = _relation(first, second, state), _name(name)
    columns, opclasses, orders = (_columns(listed), None, ()) if sorted_ is None else _elements(sorted_)
    predicate = _predicate(where, table, state) if where is not None else None
    if where is not None and predicate is None:
        return False
    require_unique_method(method, unique=unique is not None)
    require_free_relation(QualifiedName(table.schema, name), state)
    require_columns(table, columns, state)
    index = plain_index(
        table,
        name,
        columns,
        state,
        location,
        method=method,
        unique=unique is not None,
        predicate=predicate,
        opclasses=opclasses,
        orders=orders,
        only=only is not None and state.is_partitioned(table),
    )
    add_index(index, state)
    return True


def _elements(text: str) -> tuple[tuple[str, ...], tuple[str | None, ...], tuple[str | None, ...]]:
    """Return the columns, operator classes and orders of an index."""
    columns, opclasses, orders = [], list[str | None](), list[str | None]()
    for element in _ONE_ELEMENT.finditer(text):
        name, opclass, order = element.groups()
        columns.append(_name(name))
        opclasses.append(opclass)
        orders.append(_ORDERS[order])
    return tuple(columns), tuple(opclasses), tuple(orders) if any(orders) else ()


def _predicate(text: str, table: QualifiedName, state: State) -> Expression | None:
    known = state.tables.get(table)
    if known is None or state.of(table).opaque or not is_whole(text):
        return None
    return shaped_expression(text, known.columns_by_name, state)


def _alter(match: re.Match[str], location: Location, state: State) -> bool:
    only, first, second, name, kind, column, child, child_second = match.groups()
    pattern = (
        _BOUND if child is not None else _NEXT_VALUE if kind is None else _FOREIGN_KEY if kind == "FOREIGN KEY" else _KEY
    )
    rest = pattern.match(match.string, match.end())
    if rest is None:
        return False
    table = _relation(first, second, state)
    if child is not None:
        return _attach_table(table, _relation(child, child_second, state), rest[0], state)
    if kind is None:
        _default(table, _name(column), rest, state, only=only is not None)
    elif kind == "FOREIGN KEY":
        if only is not None and state.is_partitioned(table):
            return False
        _foreign_key(table, _name(name), rest, location, state)
    else:
        only_top = only is not None and state.is_partitioned(table)
        _key(table, _name(name), _columns(rest[1]), location, state, primary=kind == "PRIMARY KEY", only=only_top)
    return True


def _attach_table(table: QualifiedName, child: QualifiedName, bound: str, state: State) -> bool:
    if table not in state.tables or child not in state.tables:
        return False
    attach_table(table, child, PartitionBound(" ".join(bound.split()), False, False), state)
    return True


def _key(
    table: QualifiedName,
    name: str,
    columns: tuple[str, ...],
    location: Location,
    state: State,
    *,
    primary: bool,
    only: bool,
) -> None:
    if state.can_constrain(table):
        kind: Kind = "primary key" if primary else "unique"
        require_room(table, name, kind, columns, state)
        index = plain_index(
            table, name, columns, state, location, unique=True, primary=primary, constraint=name, only=only
        )
        add_index(index, state)
        add_key_of(index, kind, IMMEDIATE, state)


def _foreign_key(table: QualifiedName, name: str, rest: re.Match[str], location: Location, state: State) -> None:
    listed, first, second, referenced, update, delete, deferrable, deferred, not_valid = rest.groups()
    key = ForeignKey(
        table=table,
        name=name,
        columns=_columns(listed),
        referenced_table=_relation(first, second, state),
        referenced_columns=_columns(referenced),
        on_delete=_ACTIONS[delete],
        on_update=_ACTIONS[update],
        set_columns=None,
        match=MatchType.SIMPLE,
        timing=Timing(True, deferred is not None) if deferrable or deferred else IMMEDIATE,
        validated=not_valid is None,
        enforced=True,
        period=False,
        location=location,
    )
    if state.can_constrain(table):
        add_new_foreign_key(key, state)


def _default(table: QualifiedName, column: str, rest: re.Match[str], state: State, *, only: bool) -> None:
    if table in state.tables:
        text, sequence = rest.groups()
        state.column(state.tables[table], column)
        default = Expression(text, Call("nextval", (Cast(Constant("string", sequence), "regclass"),)))
        for each in state.family(table, only=only):
            state.change_column(each, column, default=default)


def _attach(match: re.Match[str], location: Location, state: State) -> bool:
    first, second, child_first, child_second = match.groups()
    attach_index(_relation(first, second, state), _relation(child_first, child_second, state), state)
    return True


def _sequence(match: re.Match[str], location: Location, state: State) -> bool:
    name = _new_name(match[1], match[2], state)
    if name not in state.tables:
        state.add_relation(name, "sequence", location)
    return True


_STRATEGIES: dict[str, Literal["range", "list", "hash"]] = {"RANGE": "range", "LIST": "list", "HASH": "hash"}
_ONE_ELEMENT = re.compile(rf"({_ID})(?: ([a-z0-9_]+_ops))?(?: ((?:DESC)?(?: ?NULLS (?:FIRST|LAST))?))?(?:, |\Z)")
_ORDERS = {
    None: None,
    "DESC": "DESC",
    "DESC NULLS FIRST": "DESC",
    "DESC NULLS LAST": "DESC NULLS LAST",
    "NULLS FIRST": "NULLS FIRST",
    "NULLS LAST": None,
}
_ACTIONS = {None: ReferentialAction.NO_ACTION} | {each.value.upper(): each for each in ReferentialAction}
_TOLD_APART = 12
"""So many characters tell the forms apart."""

_FORMS: dict[str, tuple[re.Pattern[str], Form]] = {
    "CREATE TABLE": (_TABLE, _table),
    "CREATE INDEX": (_INDEX, _index),
    "CREATE UNIQUE INDEX"[:_TOLD_APART]: (_INDEX, _index),
    "ALTER INDEX ": (_ATTACH, _attach),
    "ALTER TABLE ": (_ALTER, _alter),
    "CREATE SEQUENCE"[:_TOLD_APART]: (_SEQUENCE, _sequence),
}
