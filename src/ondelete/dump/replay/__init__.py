"""Statements -> Catalog: DDL replayed in order, as PostgreSQL would.

``handlers`` holds what each kind of statement does; importing it registers them in ``dispatch``.
"""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

import ondelete.dump.replay.handlers  # noqa: F401 # importing it registers them
from ondelete.catalog import Catalog, Location, Skipped
from ondelete.dump.migrations.placeholders import missing_value
from ondelete.dump.nodes.parsing import ParseError, decode, parse
from ondelete.dump.replay.changes.comments import forget_dropped
from ondelete.dump.replay.dispatch import HANDLERS
from ondelete.dump.replay.model.refusals import DefinedTwice, NotFollowed, NotReplayed, Repeated
from ondelete.dump.replay.model.state import State
from ondelete.dump.replay.overlap import refuse_other_schemas
from ondelete.dump.replay.plain import replay_plain
from ondelete.dump.replay.relevance import HARMLESS_KINDS, REASONS, cannot_matter, without_oids
from ondelete.dump.replay.resolution import resolve
from ondelete.dump.replay.result import catalog_from
from ondelete.dump.replay.session.calls import doubt_stored_calls
from ondelete.dump.replay.session.copies import check_rows
from ondelete.dump.replay.session.guards import meet, note_refused_schema
from ondelete.dump.replay.session.temporary import connect, drop_temporary
from ondelete.dump.replay.session.transactions import Script
from ondelete.dump.statements.commands import STOPPING
from ondelete.dump.statements.dialects import dialect_of, without_storage
from ondelete.dump.statements.pieces import Copy, Refused, Statement, StopAtErrors
from ondelete.dump.statements.slicing import Source, split
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ondelete.dump.statements.pieces import Piece

_LONGEST_REASON = 120
# Only a statement that another one follows has a length.
_SEVERAL = '"stmt_len":'
_MERGE = re.compile(r"^(?:[<>|]{7} \S|={7}\r?$)", re.MULTILINE)
_UNMERGED = "it has the marks of an unfinished merge (<<<<<<<, >>>>>>>): choose one side, or dump the schema again"
_MAY_STOP = "if what is reported before this makes a statement fail, psql stops there; all counts here all the same"
_CUT_OFF = "the file ends in the middle of this statement: it seems cut off. Dump or copy it again"


def replay(pieces: Iterable[Piece], paths: Sequence[str] = (), wholes: Sequence[str] = ()) -> Catalog:
    """Return the catalog after all statements, in order.

    A statement that was not understood, or that PostgreSQL would refuse, is in ``Catalog.skipped`` with the reason.

    Args:
        pieces: what ``read_statements`` yields; its ``Skipped`` entries are kept.
        paths: the files, as the user named them.
        wholes: those of them that can be the dump of a whole database.

    Raises:
        UnreadableSchema: there are tables or keys, and a file ends in the middle of a statement; or two of ``wholes``
            define the same table.
    """
    state = State()
    with _collector_paused():
        script = Script()
        try:
            for piece in pieces:
                if isinstance(piece, Statement) and script.runs_at_once(piece):
                    _replay_one(piece, state)
                else:
                    _replay_all(script.feed(piece), state)
        except UnreadableSchema as error:
            if not state.has_stopped or error.line is None:
                raise
            # psql does not come so far.
            state.skip(Location(error.path, error.line), error.reason, "")
        _replay_all(script.end(), state)
        _finish(state)
    if state.cut_off is not None and not state.has_stopped and (state.tables or len(state.foreign_keys)):
        raise UnreadableSchema(state.cut_off.path, _CUT_OFF, state.cut_off.line)
    refuse_other_schemas(state, wholes)
    return catalog_from(state, paths)


def _replay_all(pieces: Iterable[Piece], state: State) -> None:
    for piece in pieces:
        if isinstance(piece, Statement):
            _replay_one(piece, state)
        elif isinstance(piece, Skipped):
            state.has_stopped = state.has_stopped or (state.stops_at_errors and piece.reason in STOPPING)
            state.skipped.append(piece)
            state.unfollowed.append(piece.text)
        elif isinstance(piece, Copy):
            check_rows(piece, state)
            _tell(piece, None, state)
        elif isinstance(piece, Refused):
            if state.is_strict:
                state.skip(piece.location, f"{piece.reason}{_and_its_transaction(state)}", piece.text)
        elif isinstance(piece, StopAtErrors):
            state.stops_at_errors = piece.is_on
            if piece.is_on and state.skipped:
                state.skip(piece.location, _MAY_STOP, "\\set ON_ERROR_STOP")
        else:
            connect(piece, state)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the garbage collector from walking the growing catalog, which has no cycles, again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _replay_one(statement: Statement, state: State) -> None:
    if state.is_guarded:
        meet(statement, state)
    reason = _refusal(statement, state)
    if reason is not None or state.doubts:
        _tell(statement, reason, state)


def _tell(piece: Statement | Copy, reason: str | None, state: State) -> None:
    """Note why a piece is not replayed, and what is to be said of it although it is."""
    if state.doubts:
        if state.is_strict and any("a server refuses" in doubt for doubt in state.doubts):
            state.doubts[-1] += _and_its_transaction(state)
        reason = "; ".join([*([reason] if reason is not None else ()), *state.doubts])
        state.doubts.clear()
    if reason is not None:
        state.may_have_failed = state.may_have_failed or state.transaction is not None
        state.skip(piece.location, reason, piece.text)


def _refusal(statement: Statement, state: State) -> str | None:
    try:
        if statement.placeholder is not None:
            return _without_value(statement.placeholder, statement, state)
        alone = statement.complete and not statement.several
        if replay_plain(statement, state) or (alone and _is_passed_over(statement, state)):
            return None
        return _replay_parsed(statement, state)
    except NotFollowed as refused:
        state.unfollowed.append(statement.text)
        return str(refused)
    except NotReplayed as refused:
        return _refused(refused, statement, state)
    except ParseError as error:
        if _MERGE.search(statement.text) is not None:
            state.unfollowed.append(statement.text)
            return _UNMERGED
        if not statement.complete:
            state.cut_off = state.cut_off or statement.location
            return _CUT_OFF
        note_refused_schema(statement.text, state)
        return f"PostgreSQL's grammar does not accept it: {_said(error, statement)}{_and_its_transaction(state)}"
    except RecursionError:
        state.unfollowed.append(statement.text)
        return "its expressions nest too deep to be read"
    except msgspec.DecodeError as error:
        return f"its parse tree could not be read: {error}"
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
        state.unfollowed.append(statement.text)
        # A defect of ours must cost one statement and a word, not the whole answer.
        return f"it could not be replayed, by a defect of this program: {type(error).__name__}"


def _replay_parsed(statement: Statement, state: State) -> str | None:
    statement, kind, parsed = _parse(statement, state)
    if _SEVERAL in parsed and len(parts := split(statement)) > 1:
        for part in parts:
            _replay_one(part, state)
        return None
    known = HANDLERS.get(kind)
    if known is None:
        return _unknown(kind, statement, state)
    node, handler = known
    state.poorer.clear()
    handler(decode(parsed, node), Source(statement, parsed), state)
    forget_dropped(state)
    doubt_stored_calls(kind, parsed, state)
    return None


def _refused(reason: NotReplayed, statement: Statement, state: State) -> str | None:
    if isinstance(reason, Repeated) and not state.is_strict:
        state.note(statement.location, str(reason), statement.text)
        return None
    if isinstance(reason, DefinedTwice):
        state.defined_twice.append((reason.table, statement.location))
    return f"{reason}{_and_its_transaction(state)}"


def _without_value(placeholder: str, statement: Statement, state: State) -> str | None:
    return None if cannot_matter(statement, state) else missing_value(placeholder)


def _said(error: ParseError, statement: Statement) -> str:
    missing, dialect = missing_value(statement.text), dialect_of(statement.text)
    hint = missing or (f"this is {dialect}'s SQL" if dialect else "")
    return str(error.args[0])[:_LONGEST_REASON] + (f"; {hint}" if hint else "")


def _is_passed_over(statement: Statement, state: State) -> bool:
    """Whether a statement does nothing to a catalog; if an error costs more than itself, what is wrong in it counts."""
    if not state.is_strict:
        return cannot_matter(statement, state)
    passed = statement.text[:5].upper() != "ALTER" and cannot_matter(statement, state)
    if passed:
        parse(statement.text)
        _require_place(statement.text[:6].upper(), state)
    return passed


def _require_place(word: str, state: State) -> None:
    """Raise NotReplayed for what only runs inside, or outside, of a transaction block."""
    if word == "VACUUM" and state.transaction is not None:
        raise NotReplayed("VACUUM cannot run inside a transaction block")
    if word.startswith("LOCK") and state.transaction is None:
        raise NotReplayed("LOCK TABLE can only be used in transaction blocks")
    if word in ("SAVEPO", "RELEAS") and state.transaction is None:
        raise NotReplayed("savepoints can only be used in transaction blocks")


def _unknown(kind: str, statement: Statement, state: State) -> str | None:
    if kind in HARMLESS_KINDS or not kind:
        return None
    state.unfollowed.append(statement.text)
    return REASONS.get(kind, f"{kind} is not replayed")


def _and_its_transaction(state: State) -> str:
    """Say what else a server and psql do to an error: real keys must not go by an error of ours."""
    said = ""
    if state.transaction is not None:
        line = state.transaction.line
        said = f"; if a server refuses it, it undoes the transaction that begins in line {line}, which counts here"
    if state.stops_at_errors:
        state.has_stopped = True
        said += "; psql stops here, by ON_ERROR_STOP; what follows counts all the same"
    return said


def _parse(statement: Statement, state: State) -> tuple[Statement, str, str]:
    try:
        return statement, *parse(statement.text)
    except ParseError as error:
        older = without_oids(statement)
        if older.text != statement.text:
            return older, *parse(older.text)
        text, without_indexes = without_storage(statement.text)
        if text == statement.text:
            raise
        try:
            read = replace(statement, text=text), *parse(text)
        except ParseError:
            raise error from None
        if without_indexes:
            state.doubts.append("its INDEX elements, which are CockroachDB's, are not read; the rest counts")
        return read


def _finish(state: State) -> None:
    """Resolve what came too early in the file, say what stays switched off, and end the session."""
    drop_temporary(state)
    resolve(state)
    disabled = [each.disabled for each in state.records() if each.disabled is not None and state.is_there(each)]
    for source in sorted(disabled, key=lambda each: each.location.line):
        state.skip(source.location, "the foreign keys of the table stay switched off", source.text)
