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
from ondelete.dump.replay.changes.indexes import add_index, attach_index, plain_index
from ondelete.dump.replay.changes.inheritance import attach_table
from ondelete.dump.replay.keys.columns import require_room
from ondelete.dump.replay.plain_indexes import INDEX, replay_index
from ondelete.dump.replay.plain_names import (
    COLUMNS,
    ID,
    QUALIFIED,
    Keyword,
    columns_of,
    name_of,
    new_name_of,
    relation_of,
)
from ondelete.dump.replay.plain_tables import create_plain_table
from ondelete.dump.replay.session.calls import doubt_calls_of_plain
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Callable

    from ondelete.catalog import Location
    from ondelete.dump.replay.keys.columns import Kind
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.cutter import Statement

Form: TypeAlias = "Callable[[re.Match[str], Location, State], bool]"
"""What replays a match; False if a closer look shows that the parser must decide."""

_ACTION = r"(CASCADE|RESTRICT|SET NULL|SET DEFAULT|NO ACTION)"
_TABLE = later(rf"(?s)CREATE TABLE {QUALIFIED} \(\n    (.*)\n\)(?:\nPARTITION BY (RANGE|LIST|HASH) {COLUMNS})?\Z")
_ALTER = later(
    rf"ALTER TABLE (ONLY )?{QUALIFIED}\s+(?:ADD CONSTRAINT ({ID}) (FOREIGN KEY|PRIMARY KEY|UNIQUE)"
    rf"|ALTER COLUMN ({ID}) SET DEFAULT|ATTACH PARTITION {QUALIFIED}) "
)
_VALUES = r"\((?:'[^'\\\n\r]*'|-?\d{1,18}|MINVALUE|MAXVALUE)(?:, (?:'[^'\\\n\r]*'|-?\d{1,18}|MINVALUE|MAXVALUE))*\)"
_BOUND = later(
    rf"FOR VALUES (?:FROM {_VALUES} TO {_VALUES}|IN {_VALUES}|WITH \(modulus \d{{1,9}}, remainder \d{{1,9}}\))\Z"
)
_KEY = later(rf"{COLUMNS}\Z")
_FOREIGN_KEY = later(
    rf"{COLUMNS} REFERENCES {QUALIFIED}{COLUMNS}(?: ON UPDATE {_ACTION})?(?: ON DELETE {_ACTION})?"
    r"( DEFERRABLE)?( INITIALLY DEFERRED)?( NOT VALID)?\Z"
)
_NEXT_VALUE = later(r"(nextval\('([^'\\]*)'::regclass\))\Z")
_ATTACH = later(rf"ALTER INDEX {QUALIFIED} ATTACH PARTITION {QUALIFIED}\Z")
_SEQUENCE = later(
    rf"CREATE SEQUENCE {QUALIFIED}(?:\s+AS (?:integer|smallint|bigint))?(?:\s+START WITH -?\d{{1,18}})?"
    r"(?:\s+INCREMENT BY -?\d{1,18})?(?:\s+NO MINVALUE)?(?:\s+NO MAXVALUE)?(?:\s+CACHE \d{1,18})?\Z"
)


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
    except Keyword:
        return False


def _table(match: re.Match[str], location: Location, state: State) -> bool:
    first, second, body, strategy, columns = match.groups()
    key = PartitionKey(_STRATEGIES[strategy], columns_of(columns)) if strategy is not None else None
    made = create_plain_table(new_name_of(first, second, state), body, location, state, key)
    if made:
        doubt_calls_of_plain(match.string, state)
    return made


def _alter(match: re.Match[str], location: Location, state: State) -> bool:
    only, first, second, name, kind, column, child, child_second = match.groups()
    what = kind or ("DEFAULT" if child is None else "ATTACH PARTITION")
    rest = _REST[what].match(match.string, match.end())
    if rest is None:
        return False
    table = relation_of(first, second, state)
    if child is not None:
        return _attach_table(table, relation_of(child, child_second, state), rest[0], state)
    if kind is None:
        _default(table, name_of(column), rest, state, only=only is not None)
    elif kind == "FOREIGN KEY":
        if only is not None and state.is_partitioned(table):
            return False
        _foreign_key(table, name_of(name), rest, location, state)
    else:
        only_top = only is not None and state.is_partitioned(table)
        _key(table, name_of(name), columns_of(rest[1]), location, state, primary=kind == "PRIMARY KEY", only=only_top)
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
        columns=columns_of(listed),
        referenced_table=relation_of(first, second, state),
        referenced_columns=columns_of(referenced),
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
    attach_index(relation_of(first, second, state), relation_of(child_first, child_second, state), state)
    return True


def _sequence(match: re.Match[str], location: Location, state: State) -> bool:
    name = new_name_of(match[1], match[2], state)
    if name not in state.tables:
        state.add_relation(name, "sequence", location)
    return True


_REST = {
    "FOREIGN KEY": _FOREIGN_KEY,
    "PRIMARY KEY": _KEY,
    "UNIQUE": _KEY,
    "DEFAULT": _NEXT_VALUE,
    "ATTACH PARTITION": _BOUND,
}
_STRATEGIES: dict[str, Literal["range", "list", "hash"]] = {"RANGE": "range", "LIST": "list", "HASH": "hash"}
_ACTIONS = {None: ReferentialAction.NO_ACTION} | {each.value.upper(): each for each in ReferentialAction}
_TOLD_APART = 12
"""So many characters tell the forms apart."""

_FORMS: dict[str, tuple[re.Pattern[str], Form]] = {
    "CREATE TABLE": (_TABLE, _table),
    "CREATE INDEX": (INDEX, replay_index),
    "CREATE UNIQUE INDEX"[:_TOLD_APART]: (INDEX, replay_index),
    "ALTER INDEX ": (_ATTACH, _attach),
    "ALTER TABLE ": (_ALTER, _alter),
    "CREATE SEQUENCE"[:_TOLD_APART]: (_SEQUENCE, _sequence),
}
