"""What can keep a change of the schema from its effect: read-only transactions, and event triggers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.text.patterns import later

if TYPE_CHECKING:
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.cutter import Statement

# ALTER, CREATE and DROP of what is no part of one database fire no event triggers, nor do event triggers themselves.
_CHANGES = later(
    r"(?is)(?:(?:CREATE|ALTER|DROP)\s(?!\s*+(?:EVENT\s|DATABASE\b|ROLE\b|USER\b|GROUP\b|TABLESPACE\b))"
    r"|(?:COMMENT|GRANT|REVOKE|SECURITY|REFRESH|REINDEX|IMPORT|TRUNCATE)\s|SELECT\b[^;]*?\bINTO\b"
    r"|EXPLAIN\b[^;]*?\b(?:CREATE|INTO)\b)"
)
_NO_ELEMENTS = later(r"(?is)CREATE\s++SCHEMA\s++IF\s++NOT\s++EXISTS\s++([a-z_][\w$]*+)")
_REFUSED = "after this a server refuses to change tables; what follows counts here all the same"


def note_refused_schema(text: str, state: State) -> None:
    """Note that a CREATE SCHEMA IF NOT EXISTS with elements, which no grammar accepts, makes no schema."""
    found = _NO_ELEMENTS.match(text)
    if found is not None and found[1].lower() not in state.paths.made:
        state.paths.drop(found[1].lower())
        state.apply_path()


def meet(statement: Statement, state: State) -> None:
    """Report once that a server refuses a change, or that the change runs code that is not read."""
    if _CHANGES.match(statement.text) is None:
        return
    source = state.read_only.to_tell
    if source is not None:
        state.skip(source.location, _REFUSED, source.text)
        state.unfollowed.append(source.text)
        state.read_only.tell()
    for name, (function, place) in list(state.event_triggers.items()):
        if state.functions.can_change_schema(function) or state.functions.can_refuse(function):
            reason = f"every later change of the schema runs the function {function}(), whose code is not read"
            state.skip(place.location, reason, place.text)
            state.unfollowed.append(place.text)
            del state.event_triggers[name]
