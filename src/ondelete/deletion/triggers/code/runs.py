"""One trigger or rule, run for one event: what is known at its start, and what it gives back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import Rule
from ondelete.catalog.expressions import Call, Case, ColumnRef, Constant
from ondelete.catalog.functions import Program
from ondelete.catalog.programs import Run as Statement
from ondelete.catalog.programs import queries_in
from ondelete.deletion.actions.changes import changed, row_after, row_before
from ondelete.deletion.expressions.values import ANYTHING, NULL, SOME_VALUE, possible
from ondelete.deletion.triggers.code.found import RESTORED, Place, Run, Unknown
from ondelete.deletion.triggers.code.hidden import hidden_calls
from ondelete.deletion.triggers.code.machine import Machine
from ondelete.deletion.triggers.code.paths import EVERY, Path
from ondelete.deletion.triggers.code.sql import Sql
from ondelete.deletion.triggers.code.supplied import supplied

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.catalog import Catalog, Trigger
    from ondelete.catalog.expressions import Tree
    from ondelete.deletion.expressions.values import Possible
    from ondelete.deletion.static.bodies import Body
    from ondelete.deletion.triggers.code.found import Veto
    from ondelete.deletion.triggers.code.machine import Returned

_DEEPEST = 20
"""Functions that call each other deeper than this are not followed."""
_MOST_CALLS = 500
"""Calls that are followed for one trigger."""


def run_of(catalog: Catalog, body: Body, loose: frozenset[str] = frozenset()) -> Run | None:
    """Return what a trigger or rule does for an event, None if its condition is never true.

    Args:
        catalog: the schema.
        body: the trigger or rule and what fires it.
        loose: columns of NEW that other BEFORE triggers of the row may have changed.
    """
    start = _start(catalog, body, loose)
    entry = body.entry
    if entry.when is not None:
        truth = start.truth(entry.when.tree)
        if True not in truth:
            return None
        start = start if truth == {True} else start.unsure(entry.when.sql)
    elif entry.condition:
        start = start.unsure()
    if isinstance(entry, Rule):
        return _rule(catalog, entry, body, start)
    return _trigger(catalog, entry, body, start)


def _rule(catalog: Catalog, rule: Rule, body: Body, start: Path) -> Run:
    line = rule.location.line
    program = Program(rule.table.schema, rule.name, "sql", (), None, rule.location, ())
    sql = Sql(catalog, body.holder, (), _Calls(catalog).run)
    # An action runs for the rows that the statement finds, so that it may find none.
    walk = Machine(sql, program)
    walk.walk([Statement(line, query) for query in rule.actions], start.unsure())
    if len(rule.actions) != len(rule.commands):
        sql.unknown.append(Unknown(line, "its actions are not known"))
    vetoes = rule.instead and rule.event not in rule.commands
    veto: Veto = "no" if not vetoes else "must" if rule.replaces_statement else "may"
    return _run(sql, veto, Place(line, start.sure, start.when) if vetoes else None)


def _trigger(catalog: Catalog, trigger: Trigger, body: Body, start: Path) -> Run:
    names = tuple(trigger.function.split("."))
    program = _function(catalog, names)
    known = supplied(catalog, trigger, body, names, program)
    if known is not None:
        return known
    line = trigger.location.line
    sql = Sql(catalog, body.holder, trigger.transitions, _Calls(catalog).run)
    for name in hidden_calls(trigger.when.tree if trigger.when is not None else None):
        sql.unknown.append(Unknown(line, f"its condition calls {name}(), which is not followed"))
    if program is None:
        sql.unknown.append(Unknown(line, f"function {trigger.function}() is not in the file"))
        return _run(sql, "may" if trigger.row and trigger.timing != "after" else "no", None)
    machine = Machine(sql, program)
    machine.fall_off(machine.walk(program.body, start))
    if not trigger.row or trigger.timing == "after":
        return _run(sql, "no", None)
    return _before_row(sql, machine.returned, body, start)


def _before_row(sql: Sql, returned: list[Returned], body: Body, start: Path) -> Run:
    """Return the run of a trigger whose result counts: a row, or NULL."""
    kinds: set[str] = set()
    at: Place | None = None
    for each in returned:
        for kind, inside in _results(each.value, each.path, body.verb):
            kinds.add(kind)
            place = Place(each.line, inside.sure, inside.when)
            undone = kind == "old" and body.verb == "update"
            if (kind in ("null", "other") or undone) and (at is None or place.sure):
                at = place
            if kind == "other":
                sql.gives("new", ANYTHING, place)
            elif undone:
                kinds.add("null")
                kinds.discard("old")
                for column in changed(body.changes or {}):
                    sql.gives(f"new.{column}", RESTORED, place)
    unread = bool(sql.unknown)
    if not returned and unread:
        return _run(sql, "may", None)
    if not kinds & {"null", "other"}:
        return _run(sql, "no", None)
    return _run(sql, "must" if kinds == {"null"} and not unread and start.sure else "may", at)


def _results(tree: Tree | None, path: Path, verb: str) -> Iterator[tuple[str, Path]]:
    """Yield what a RETURN can give: ``old``, ``new``, ``null`` (the row stays as it is), or ``other``."""
    match tree:
        case ColumnRef(name="old"):
            yield ("null" if verb == "insert" else "old"), path
        case ColumnRef(name="new"):
            yield ("null" if verb == "delete" else "new"), path
        case Constant(kind="null"):
            yield "null", path
        case Call(function="coalesce"):
            for argument in tree.arguments:
                found = list(_results(argument, path, verb))
                if [kind for kind, _ in found] != ["null"]:
                    yield from found
                    return
            yield "null", path
        case Case():
            yield from _cases(tree, path, verb)
        case _:
            yield "other", path.unsure()


def _cases(tree: Case, path: Path, verb: str) -> Iterator[tuple[str, Path]]:
    for condition, result in tree.branches:
        truth = path.truth(condition)
        if True in truth:
            yield from _results(result, path if truth == {True} else path.unsure(), verb)
        if truth == {True}:
            return
    yield from _results(tree.otherwise, path, verb)


def _run(sql: Sql, veto: Veto, at: Place | None) -> Run:
    return Run(
        written=tuple(sql.written),
        raised=tuple(sql.raised),
        outside=tuple(sql.outside),
        unknown=tuple(sql.unknown),
        veto=veto,
        veto_at=at,
        gives=dict(sql.given),
        gives_at=sql.given_at,
    )


class _Calls:
    """Follows the functions that a function calls; one that is already being walked is not walked again.

    What it does in the inner call, it does in the outer one, so that nothing is lost. Its values are not known then.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._active: list[Program] = []
        self._left = _MOST_CALLS

    def run(
        self, program: Program, arguments: Mapping[str, Possible], path: Path, caught: tuple[str, ...], sql: Sql
    ) -> None:
        """Walk a function that is called."""
        if any(each is program for each in self._active):
            return
        self._left -= 1
        if len(self._active) >= _DEEPEST or self._left < 0:
            sql.unknown.append(Unknown(program.location.line, f"{program.name}() is called too deep, or too often"))
            return
        recursive = _calls_itself(self._catalog, program)
        self._active.append(program)
        outer, sql.caught = sql.caught, caught
        table, sql.table = sql.table, None  # OLD and NEW are not those of the trigger
        inner = Path({} if recursive else arguments, path.sure, path.when)
        machine = Machine(sql, program)
        given = dict(sql.given)
        machine.walk(program.body, inner)
        sql.given = given
        sql.caught, sql.table = outer, table
        self._active.pop()


def _calls_itself(catalog: Catalog, program: Program) -> bool:
    """Whether a function can be called while it runs."""
    seen: list[Program] = []
    pending = list(_called(catalog, program))
    for each in pending:  # grows while it is read
        if each is program:
            return True
        if not any(each is other for other in seen):
            seen.append(each)
            pending += _called(catalog, each)
    return False


def _called(catalog: Catalog, program: Program) -> Iterator[Program]:
    for query in queries_in(program.body):
        for call in query.calls:
            if call.names[:-1] != ("pg_catalog",):
                yield from catalog.programs.named(call.names[-1])


def _function(catalog: Catalog, names: tuple[str, ...]) -> Program | None:
    """Return the function that a trigger calls: it has no parameters."""
    found = [each for each in catalog.programs.named(names[-1]) if not each.parameters]
    if len(names) > 1:
        return next((each for each in found if each.schema in ("", names[-2])), None)
    for schema in catalog.search_path:
        for each in found:
            if each.schema == schema:
                return each
    return found[0] if found else None


def _start(catalog: Catalog, body: Body, loose: frozenset[str]) -> Path:
    """Return what is known when a trigger or rule begins."""
    entry, holder = body.entry, body.holder
    values: dict[str, Possible] = {"tg_op": possible(body.verb.upper()), "tg_table_schema": possible(holder.schema)}
    if not catalog.is_partitioned(holder):
        values["tg_table_name"] = values["tg_relname"] = possible(holder.name)
    row = True
    if not isinstance(entry, Rule):
        row = entry.row
        values |= {
            "tg_name": possible(entry.name),
            "tg_when": possible(entry.timing.upper()),
            "tg_level": possible("ROW" if entry.row else "STATEMENT"),
            "tg_nargs": possible(len(entry.arguments)),
            **{f"tg_argv[{number}]": possible(text) for number, text in enumerate(entry.arguments)},
        }
    same = _unchanged(catalog, body) - loose if row and EVERY not in loose else frozenset[str]()
    return Path({**values, **_rows(catalog, body, loose, row=row)}, same=same)


def _unchanged(catalog: Catalog, body: Body) -> frozenset[str]:
    table = catalog.tables.get(body.holder)
    if body.verb != "update" or table is None or body.changes is None:
        return frozenset()
    written = changed(body.changes)
    return frozenset(c.name for c in table.columns if c.name not in written and c.generated is None)


def _rows(catalog: Catalog, body: Body, loose: frozenset[str], *, row: bool) -> dict[str, Possible]:
    """Return what the fields of OLD and NEW can be."""
    table = catalog.tables.get(body.holder)
    found: dict[str, Possible] = {}
    if table is None:
        return found
    has_old, has_new = row and body.verb in ("delete", "update"), row and body.verb in ("insert", "update")
    for column in table.columns:
        filled = SOME_VALUE if column.not_null and not column.not_null_unchecked else ANYTHING
        found[f"old.{column.name}"] = filled if has_old else NULL
        found[f"new.{column.name}"] = (filled if body.verb == "update" else ANYTHING) if has_new else NULL
    found |= {"old": SOME_VALUE if has_old else NULL, "new": SOME_VALUE if has_new else NULL}
    if body.verb == "update" and row and body.changes is not None:
        for name, value in (row_before(body.event.key) if body.event.key is not None else {}).items():
            found[f"old.{name}"] = possible(value)
        for name, value in row_after(catalog, body.holder, body.changes).items():
            found[f"new.{name}"] = possible(value)
    # A whole row can hold NULLs, so that IS NULL and IS NOT NULL ask something else of it.
    found |= {name: ANYTHING for name in ("old", "new") if found[name] is SOME_VALUE}
    if EVERY in loose:
        return {k: v for k, v in found.items() if not k.startswith("new.") or not has_new}
    return {**found, **{f"new.{name}": ANYTHING for name in loose if has_new}}
