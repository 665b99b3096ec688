"""What a query runs besides itself: ``set_config``, and functions whose code is not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ondelete.dump.nodes.expressions import FuncCall
from ondelete.dump.nodes.parsing import parse
from ondelete.dump.replay.model.refusals import NotFollowed
from ondelete.dump.replay.session.search_paths import set_config
from ondelete.dump.statements.dialects import CALLS, POLICIES
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ondelete.catalog import QualifiedName
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source

_CALL = later(r'"FuncCall":\{"funcname":\[((?:\{"String":\{"sval":"(?:[^"\\]|\\.)*"\}\},?)+)\]')
_STORE = frozenset(
    f"{name}Stmt" for name in "Create CreateForeignTable CreateTableAs AlterTable Rule CreateDomain AlterDomain".split()
)
_READ = later(r'"(?:RangeVar|relation)":\{(?:"schemaname":"((?>(?:[^"\\]|\\.)*))",)?"relname":"((?>(?:[^"\\]|\\.)*))"')
_RELATION = later(r'"relname":"((?>(?:[^"\\]|\\.)*))"')
_COLUMNS = later(r'"(ColumnRef":\{"fields|usingClause)":\[((?:\{"String":\{"sval":"(?:[^"\\]|\\.)*"\}\},?)+)\]')
# A column that an UPDATE or INSERT of a rule writes, or an output column.
_WRITTEN = later(r'"ResTarget":\{"name":"((?>(?:[^"\\]|\\.)*))"')
_ALL_COLUMNS = later(r'"A_Star"|"isNatural":true')
# Functions that a script may call without changing tables, keys, indexes, triggers or rules.
_HARMLESS = frozenset(
    """
    set_config setval nextval currval lastval now version current_setting pg_get_serial_sequence count max min sum avg
    array_agg string_agg array_to_string string_to_array format concat concat_ws lower upper length trim btrim
    replace substr substring round floor ceil abs random md5 to_char to_date to_timestamp date_trunc date_part age
    clock_timestamp statement_timestamp transaction_timestamp generate_series unnest array_length json_agg jsonb_agg
    json_build_object jsonb_build_object row_to_json to_json to_jsonb gen_random_uuid quote_ident quote_literal
    row_number rank exists txid_current lo_create lo_open lo_close lowrite has_table_privilege obj_description
    """.split()
)
# The schemas of pg_cron, Supabase Vault and pg_net, whose functions note a job, a secret or a request.
_SERVICES = frozenset(("cron", "vault", "net"))
# In a part of a query of one of these kinds, a call may run never, once or for many rows.
_CONDITIONS = tuple(
    f'"{word}":'
    for word in """
    whereClause havingClause limitCount limitOffset CaseExpr CoalesceExpr BoolExpr RangeVar SubLink ctequery
    RangeSubselect JoinExpr larg
    """.split()
)


def run_calls(source: Source, state: State, *, all_are_known: bool = True, run: Collection[str] = ()) -> None:
    """Apply ``set_config``, and check the other functions that a statement calls.

    Args:
        source: the statement.
        state: what there is so far.
        all_are_known: whether a function that neither PostgreSQL nor the file defines counts as harmless.
        run: the functions that have been run already.

    Raises:
        NotFollowed: a function is called that may change the schema.
    """
    if '"set_config"' in source.parsed:
        _set_all(source, state)
    for names in _called(source.parsed):
        if names[-1] in run:
            continue
        if names[-1] in CALLS and not state.functions.defines(names[-1]):
            raise NotFollowed(CALLS[names[-1]])
        own = names[0] != "pg_catalog" and state.functions.can_change_schema(names[-1])
        if own or not (all_are_known or _is_harmless(names)):
            raise NotFollowed(f"the function {'.'.join(names)}() runs code that is not read")
    views = state.functions.views
    for view in (_text(name) for name in _RELATION.findall(source.parsed)) if views else ():
        if view in views:
            raise NotFollowed(f"the view {view} calls a function whose code is not read")


def _is_harmless(names: list[str]) -> bool:
    """Return whether a function is PostgreSQL's own, or of a service that changes no schema at once.

    None of PostgreSQL's own changes a schema; set_config is followed.
    """
    own = names[0] == "pg_catalog" or names[-1] in _HARMLESS or (len(names) == 1 and names[0].startswith("pg_"))
    return own or names[-1] in POLICIES or (len(names) == 2 and names[0] in _SERVICES)


def note_view(view: QualifiedName, source: Source, state: State) -> None:
    """Remember what a view reads, and whether reading it calls a function that may change the schema."""
    if any(state.functions.can_change_schema(names[-1]) for names in _called(source.parsed)):
        state.functions.views.add(view.name)
    state.forget_query(view)
    note_uses(view, source, state)


def note_uses(view: QualifiedName, source: Source, state: State) -> None:
    """Remember the relations that a view, or a rule or policy of a table, reads, and the columns that it names."""
    relations = relations_read(source, state)
    columns = set[str]()
    if view in state.tables:
        columns.update(_text(name) for name in _WRITTEN.findall(source.parsed))
    for kind, listed in _COLUMNS.findall(source.parsed):
        names = [node["String"]["sval"] for node in msgspec.json.decode(f"[{listed}]")]
        columns.update(names if kind == "usingClause" else names[-1:])
    if _ALL_COLUMNS.search(source.parsed) is not None:
        tables = [state.tables[name] for name in relations if name in state.tables]
        columns.update(column.name for table in tables for column in table.columns)
    record = state.of(view)
    record.uses |= columns
    for name in relations:
        state.doubt_gone(name)
    for read in (state.of(name) for name in (*relations, *([view] if view in state.tables else ()))):
        read.views[record] = record.reads[read] = None


def relations_read(source: Source, state: State) -> list[QualifiedName]:
    """Return the relations that a query reads, once for each time that it names them."""
    return [state.named(names) for names in _relations_in(source.parsed)]


def _relations_in(parsed: str) -> Iterator[tuple[str, ...]]:
    """Yield the names, in their parts, of the relations that a query reads."""
    for match in _READ.finditer(parsed):
        yield tuple(_text(part) for part in match.groups() if part is not None)


def _text(escaped: str) -> str:
    return str(msgspec.json.decode(f'"{escaped}"'))


def doubt_stored_calls(kind: str, parsed: str, state: State) -> None:
    """Doubt a default, a check or a rule that calls a function that may change the schema: it runs when rows come."""
    functions = state.functions
    if kind in _STORE and functions.some_change_schema and '"FuncCall"' in parsed:
        risky = [names[-1] for names in _called(parsed) if functions.can_change_schema(names[-1])]
        state.doubts += [f"when rows change, this runs the function {name}(), whose code is not read" for name in risky]


def doubt_calls_of_plain(text: str, state: State) -> None:
    """Doubt the same of a statement that was replayed without the parser."""
    if state.functions.some_change_schema and state.functions.may_be_called(text):
        doubt_stored_calls(*parse(text), state)


def _called(parsed: str) -> Iterator[list[str]]:
    """Yield the name, in its parts, of every function that a query calls."""
    for match in _CALL.finditer(parsed):
        yield [node["String"]["sval"] for node in msgspec.json.decode(f"[{match[1]}]")]


def _set_all(source: Source, state: State) -> None:
    before = state.search_path
    for call in _calls_in(msgspec.json.decode(source.parsed)):
        if call.funcname[-1].string is not None and call.funcname[-1].string.sval == "set_config":
            set_config(call, source, state)
    if before != state.search_path and any(word in source.parsed for word in _CONDITIONS):
        state.doubts.append("only a server knows whether set_config() runs here; it is assumed to run")


def _calls_in(node: Any) -> Iterator[FuncCall]:
    """Yield the function calls in a parse, in the order of the text; without recursion, however deep it is."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, list):
            waiting += reversed(each)
        elif isinstance(each, dict):
            if "FuncCall" in each:
                yield msgspec.convert(each["FuncCall"], FuncCall)
            waiting += reversed(each.values())
