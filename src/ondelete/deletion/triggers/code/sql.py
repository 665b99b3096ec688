"""What the SQL of a function does at one place: rows written, functions called, names that do not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog.expressions import BooleanOp, Call, ColumnRef, Constant, Operation, children
from ondelete.catalog.programs import Assignment
from ondelete.deletion.expressions.values import ANYTHING
from ondelete.deletion.triggers.code.found import Outside, Place, Raised, Unknown, Written
from ondelete.deletion.triggers.code.hidden import called_by_defaults
from ondelete.deletion.triggers.code.known_functions import is_harmless, leaves_tables
from ondelete.deletion.triggers.code.names import relation_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.catalog.expressions import Tree
    from ondelete.catalog.functions import Program
    from ondelete.catalog.programs import FunctionCall, Mention, Query, Write
    from ondelete.deletion.expressions.values import Possible
    from ondelete.deletion.triggers.code.paths import Path

_UNDEFINED_TABLE, _UNDEFINED_COLUMN, _GENERATED_ALWAYS = "42P01", "42703", "428C9"
_TELLING_SETTINGS = frozenset(("search_path", "session_replication_role"))
_RECORDS = ("old", "new")


class Sql:
    """Collects what happens.

    Args:
        catalog: the schema.
        table: the table of the trigger, for the columns of OLD and NEW; None if they are not known.
        transitions: names of its transition tables.
        call: runs a function of the file at a place, with the values of its parameters.
    """

    def __init__(
        self,
        catalog: Catalog,
        table: QualifiedName | None,
        transitions: tuple[str, ...],
        call: Callable[[Program, Mapping[str, Possible], Path, tuple[str, ...], Sql], None],
    ) -> None:
        self.catalog, self.table, self.transitions, self._call = catalog, table, transitions, call
        self.caught: tuple[str, ...] = ()
        self.depth = 0
        self.written: list[Written] = []
        self.raised: list[Raised] = []
        self.outside: list[Outside] = []
        self.unknown: list[Unknown] = []
        self.given: dict[str, Possible] = {}
        self.given_at: Place | None = None

    def parsed(self, text: str, line: int) -> Query | None:
        """Return a statement that EXECUTE makes."""
        return self.catalog.programs.query(text, line)

    def gives(self, target: str, value: Possible, place: Place) -> None:
        """Note an assignment to a column of NEW, or to all of it (``*``)."""
        if target == "new" or target.startswith("new."):
            column = "*" if target == "new" else target[4:]
            known = self.given.get(column)
            self.given[column] = value if known is None or known == value else ANYTHING
            self.given_at = self.given_at or place

    def run(self, query: Query, path: Path, program: Program, caught: tuple[str, ...]) -> None:
        """Note what one statement or expression does."""
        place = Place(query.line, path.sure, path.when, caught)
        if query.unread:
            self.unknown.append(Unknown(query.line, query.unread))
            return
        if query.command == "notify":
            self.outside.append(Outside(place, "NOTIFY"))
        self._check_names(query, place, program)
        for call in query.calls:
            self._follow(call, query, path, program, caught)
        for write in query.writes:
            self._note_write(write, place, path, program)

    def _check_names(self, query: Query, place: Place, program: Program) -> None:
        by_alias: dict[str, Mention] = {}
        for mention in query.reads:
            by_alias[mention.alias] = mention
            self._require(mention, place, program)
        for write in query.writes:
            by_alias[write.table.alias] = write.table
        for alias, column in query.columns:
            if alias in _RECORDS and alias not in by_alias:
                self._require_column(self.table, column, place, f'record "{alias}"')
            elif alias in by_alias and len(query.reads) + len(query.writes) == len(by_alias):
                found = relation_of(self.catalog, by_alias[alias], program.path, self.transitions)
                self._require_column(found.name, column, place, f"table {by_alias[alias].name}")

    def _require(self, mention: Mention, place: Place, program: Program) -> QualifiedName | None:
        found = relation_of(self.catalog, mention, program.path, self.transitions)
        shown = f"{mention.schema}.{mention.name}" if mention.schema else mention.name
        if found.missing and self.unknown:  # what is not followed may have made it
            self.unknown.append(Unknown(place.line, f"table {shown} is not in the file"))
        elif found.missing:
            self.raised.append(Raised(place, _UNDEFINED_TABLE, f"table {shown} does not exist", shown))
        elif found.unknown:
            self.unknown.append(Unknown(place.line, f"table {shown} is not in the file"))
        return found.name

    def _require_column(self, table: QualifiedName | None, column: str, place: Place, where: str) -> None:
        known = self.catalog.tables.get(table) if table is not None else None
        if known is None or not known.columns or known.column(column) is not None or column in _SYSTEM_COLUMNS:
            return
        if self.catalog.skipped or self.unknown:
            self.unknown.append(Unknown(place.line, f"column {column} of {where} is not in the file"))
        else:
            self.raised.append(Raised(place, _UNDEFINED_COLUMN, f"{where} has no column {column}", f"{where}.{column}"))

    def _note_write(self, write: Write, place: Place, path: Path, program: Program) -> None:
        table = self._require(write.table, place, program)
        if table is None:
            return
        if table in self.catalog.relations:
            self.unknown.append(Unknown(place.line, f"it writes the view {table.shown}"))
            return
        assignments, values_known = self._expanded(write)
        columns = self._columns_of(write, table)
        for column in columns if not write.all_columns else ():
            self._require_column(table, column, place, f"table {table.shown}")
        pairs = [
            (column, each.value) for column, each in zip(columns, assignments, strict=False) if each.value is not None
        ]
        values = {column: path.value(value) for column, value in pairs} if values_known else {}
        if not values_known:
            values = dict.fromkeys((column for column, _ in pairs), ANYTHING)
        from_old = {
            column: value.name[4:]
            for column, value in pairs
            if isinstance(value, ColumnRef) and value.name.startswith("old.")
        }
        if write.command == "insert":
            self._check_insert(table, [column for column, _ in pairs], place)
        self.written.append(Written(place, write, table, values, from_old, _matched(write)))

    def _check_insert(self, table: QualifiedName, given: Sequence[str], place: Place) -> None:
        """Note the defaults that call functions, and a value for a column that takes none."""
        known = self.catalog.tables.get(table)
        if known is None:
            return
        for name in called_by_defaults(known, given):
            self.unknown.append(
                Unknown(place.line, f"a default of {table.shown} calls {name}(), which is not followed")
            )
        for column in known.columns:
            if column.generated is not None and column.name in given:
                reason = f"{column.name} of {table.shown} is generated and takes no value"
                self.raised.append(Raised(place, _GENERATED_ALWAYS, reason))

    def _expanded(self, write: Write) -> tuple[tuple[Assignment, ...], bool]:
        """Return the values of an INSERT, ``OLD.*`` as its columns, and whether it is known which column gets which."""
        found: list[Assignment] = []
        known = self.catalog.tables.get(self.table) if self.table is not None else None
        for each in write.assignments:
            name = each.value.name if isinstance(each.value, ColumnRef) else ""
            if not name.endswith(".*"):
                found.append(each)
            elif name not in ("old.*", "new.*") or known is None:
                return (), False
            else:
                found += [Assignment("", ColumnRef(name[:-1] + column.name)) for column in known.columns]
        return tuple(found), write.values_known

    def _columns_of(self, write: Write, table: QualifiedName) -> tuple[str, ...]:
        """Return the columns that a statement writes, in the order of its values; ``OLD.*`` stands for all."""
        if not write.all_columns:
            return tuple(each.column for each in write.assignments)
        known = self.catalog.tables.get(table)
        return tuple(column.name for column in known.columns) if known is not None else ()

    def _follow(self, call: FunctionCall, query: Query, path: Path, program: Program, caught: tuple[str, ...]) -> None:
        name = ".".join(call.names)
        place = Place(query.line, path.sure and _is_whole(query, call), path.when, caught)
        if leaves_tables(call.names):
            self.outside.append(Outside(place, f"{name}()"))
            return
        if call.names[-1] == "set_config" and not _sets_harmless(call):
            self.unknown.append(Unknown(query.line, "set_config() of a setting that is not followed"))
            return
        found = self._functions(call, program)
        for each in found:
            inner = path._replace(sure=place.sure and len(found) == 1)
            self._call(each, _arguments(each, call, path), inner, caught, self)
        if not found and not is_harmless(call.names):
            self.unknown.append(Unknown(query.line, f"function {name}() is not in the file"))

    def _functions(self, call: FunctionCall, program: Program) -> list[Program]:
        schema = call.names[-2] if len(call.names) > 1 else None
        if schema == "pg_catalog":
            return []
        given = len(call.arguments) if call.arguments is not None else None
        return [
            each
            for each in self.catalog.programs.named(call.names[-1])
            if (schema is None or each.schema in ("", schema)) and (given is None or given <= len(each.parameters))
        ]


_SYSTEM_COLUMNS = frozenset("tableoid xmin cmin xmax cmax ctid".split())


def _arguments(program: Program, call: FunctionCall, path: Path) -> Mapping[str, Possible]:
    given = [path.value(each) for each in call.arguments or ()]
    values = {name: value for name, value in zip(program.parameters, given, strict=False) if name}
    return {**values, **{f"${number}": value for number, value in enumerate(given, 1)}}


def _is_whole(query: Query, call: FunctionCall) -> bool:
    """Whether a call is all that a statement does, so that it certainly runs: ``PERFORM f(x)``."""
    return (
        query.condition is None
        and len(query.calls) == 1
        and len(query.values) == 1
        and isinstance(query.values[0], Call)
        and query.values[0].function.rpartition(".")[2] == call.names[-1]
    )


def _sets_harmless(call: FunctionCall) -> bool:
    first = call.arguments[0] if call.arguments else None
    return isinstance(first, Constant) and first.text is not None and first.text.lower() not in _TELLING_SETTINGS


def _matched(write: Write) -> Mapping[str, str]:
    """Return the columns that the condition of a DELETE or UPDATE compares with columns of OLD; {} if it asks more."""
    if write.where is None or write.joins:
        return {}
    parts, found = [write.where], {}
    for part in parts:  # grows while it is read
        if isinstance(part, BooleanOp) and part.operator == "and":
            parts += children(part)
            continue
        pair = _pair(part, write.table.alias)
        if pair is None:
            return {}
        found[pair[0]] = pair[1]
    return found


def _pair(tree: Tree, alias: str) -> tuple[str, str] | None:
    if not isinstance(tree, Operation) or tree.operator != "=" or len(tree.operands) != 2:
        return None
    names = [each.name if isinstance(each, ColumnRef) else "" for each in tree.operands]
    for column, value in (names, names[::-1]):
        qualifier, _, bare = column.rpartition(".")
        if value.startswith("old.") and qualifier in ("?", alias):
            return bare, value[4:]
    return None
