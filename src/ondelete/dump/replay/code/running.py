"""Runs a program once: its DDL is replayed, conditions are answered from the catalog as it is so far.

What cannot be decided is reported with its line, if it can change tables, keys, indexes, triggers or rules.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from ondelete.catalog import Location
from ondelete.catalog.programs import (
    Assign,
    Block,
    Dynamic,
    If,
    Leave,
    Loop,
    Query,
    Raise,
    Return,
    Run,
    Unread,
)
from ondelete.dump.nodes.parsing import ParseError, decode, parse
from ondelete.dump.programs.reading import programs_of
from ondelete.dump.replay.changes.comments import forget_dropped
from ondelete.dump.replay.code.exceptions import catches
from ondelete.dump.replay.code.matters import matters, sketched_matters, text_matters
from ondelete.dump.replay.code.rows import called_in, fill, select_of
from ondelete.dump.replay.code.scope import UNKNOWN, Scope
from ondelete.dump.replay.code.selects import EVALUATOR, columns_of, select
from ondelete.dump.replay.dispatch import HANDLERS
from ondelete.dump.replay.model.refusals import NotFollowed, NotReplayed
from ondelete.dump.replay.relevance import HARMLESS_KINDS, REASONS
from ondelete.dump.replay.session.calls import doubt_stored_calls
from ondelete.dump.statements.pieces import Statement
from ondelete.dump.statements.slicing import Source, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ondelete.catalog.programs import Statement as Step
    from ondelete.dump.replay.model.state import State

_MOST_STEPS = 10_000
_DEEPEST = 20
_LONGEST_REASON = 200


class _Left(Exception):
    """EXIT, CONTINUE or RETURN; ``label`` is None for RETURN."""

    def __init__(self, label: str | None, *, again: bool = False) -> None:
        super().__init__()
        self.label, self.again = label, again


class Machine:
    """Runs programs on the catalog that is being made.

    Args:
        path: the file of the statement that runs them.
        text: that statement.
        state: the catalog so far.
    """

    def __init__(self, path: str, text: str, state: State) -> None:
        self._path, self._text, self._state = path, text, state
        self._steps = 0
        self._depth = 0
        self._changes = 0

    def run(self, program: Sequence[Step], variables: Mapping[str, Any]) -> None:
        """Run a program.

        Raises:
            NotReplayed: an exception leaves it, so a server refuses the statement that runs it.
        """
        with suppress(_Left):
            self._all(program, dict(variables))

    def call(self, names: Sequence[str], values: Sequence[Any], line: int) -> None:
        """Run the function of that name, if the file defines it and it can change the schema.

        Raises:
            NotReplayed: as ``run``.
        """
        functions = self._state.functions
        if not functions.can_change_schema(names[-1]):
            return
        found = [
            each for each in programs_of(functions.definitions).named(names[-1]) if len(each.parameters) >= len(values)
        ]
        if len(found) != 1 or self._depth >= _DEEPEST:
            self._doubt(line, f"the function {'.'.join(names)}() runs code that is not read", "")
            return
        [program] = found
        # A parameter without an argument has a default, which nobody looks up.
        bound = dict(zip(program.parameters, [*values, *[UNKNOWN] * len(program.parameters)], strict=False))
        bound |= {f"${number}": value for number, value in enumerate(values, 1)}
        self._depth += 1
        path, before = self._path, self._state.search_path
        self._path = program.location.path
        if program.path is not None:
            self._state.search_path = program.path
        try:
            self.run(program.body, bound)
        finally:
            self._path, self._depth = path, self._depth - 1
            if program.path is not None:
                self._state.search_path = before

    def _doubt(self, line: int, reason: str, text: str) -> None:
        self._state.skip(Location(self._path, line), reason[:_LONGEST_REASON], text or self._text)
        self._state.unfollowed.append(text)

    def _all(self, steps: Iterable[Step], variables: dict[str, Any]) -> None:
        for step in steps:
            self._steps += 1
            if self._steps > _MOST_STEPS:
                raise NotFollowed(f"it takes more than {_MOST_STEPS:,} steps, and the rest of it is not followed")
            self._one(step, variables)

    def _one(self, step: Step, variables: dict[str, Any]) -> None:
        match step:
            case Run():
                self._query(step, variables)
            case Dynamic():
                self._dynamic(step, variables)
            case Assign():
                variables[step.target] = self._value(step.value, variables) if step.value is not None else UNKNOWN
            case If():
                self._branch(step, variables)
            case Loop():
                self._loop(step, variables)
            case Block():
                self._block(step, variables)
            case Return():
                if not step.more:
                    raise _Left(None)
            case Leave():
                self._leave(step, variables)
            case Raise() if step.is_error:
                raise NotReplayed(f"it raises an exception in line {step.line}: {step.message or step.condition}")
            case Unread():
                self._doubt(step.line, f"a part of this code could not be read: {step.reason}", "")
            case _:
                pass

    def _value(self, query: Query, variables: dict[str, Any]) -> Any:
        node = select_of(f"SELECT {query.sql}")
        if node is None:
            return UNKNOWN
        return EVALUATOR.value(node["targetList"][0]["ResTarget"].get("val"), Scope(self._state, variables))

    def _query(self, step: Run, variables: dict[str, Any]) -> None:
        query = step.query
        if query.command != "select" or "set_config" in query.sql.lower():
            self.execute(query.sql, step.line)
            return
        node = select_of(query.sql)
        scope = Scope(self._state, variables)
        rows = select(node, scope) if node is not None else UNKNOWN
        variables["found"] = UNKNOWN if rows is UNKNOWN else bool(rows)
        for place, target in enumerate(step.into):
            fill(target, place, rows, node or {}, variables)
        for call in called_in(node):
            values = [EVALUATOR.value(each, scope) for each in call.get("args", ())]
            self.call([name["String"]["sval"] for name in call["funcname"]], values, step.line)

    def _dynamic(self, step: Dynamic, variables: dict[str, Any]) -> None:
        text = self._value(step.text, variables)
        if isinstance(text, str):
            self.execute(text, step.line)
        elif sketched_matters(step.text.sql, Scope(self._state, variables)):
            self._doubt(step.line, "only a server knows the text that is executed here", step.text.sql)
        for target in step.into:
            variables[target.removesuffix(".*")] = UNKNOWN

    def execute(self, text: str, line: int) -> None:
        """Replay one or more statements of SQL.

        Raises:
            NotReplayed: a server refuses one of them.
        """
        statement = Statement(text.strip().removesuffix(";"), Location(self._path, line))
        if not text_matters(statement, self._state):
            return
        try:
            parts = split(statement) if ";" in statement.text else [statement]
            for part in parts:
                self._replay(part)
        except NotFollowed as reason:
            self._doubt(line, str(reason), text)
        except ParseError as error:
            raise NotReplayed(f"PostgreSQL's grammar does not accept what line {line} runs: {error.args[0]}") from None
        except msgspec.DecodeError as error:
            self._doubt(line, f"its parse tree could not be read: {error}", text)

    def _replay(self, statement: Statement) -> None:
        kind, parsed = parse(statement.text)
        state = self._state
        known = HANDLERS.get(kind)
        if known is None:
            if kind and kind not in HARMLESS_KINDS:
                raise NotFollowed(REASONS.get(kind, f"{kind} is not replayed"))
            return
        node, handler = known
        state.poorer.clear()
        self._changes += 1
        handler(decode(parsed, node), Source(statement, parsed), state)
        forget_dropped(state)
        doubt_stored_calls(kind, parsed, state)

    def _branch(self, step: If, variables: dict[str, Any]) -> None:
        for place, branch in enumerate(step.branches):
            holds = self._value(branch.condition, variables)
            if holds is UNKNOWN:
                left = [each.body for each in step.branches[place:]] + [step.otherwise or ()]
                if any(matters(body, self._state) for body in left):
                    reason = "only a server knows whether this condition holds; what it decides is left out"
                    self._doubt(step.line, reason, f"IF {branch.condition.sql}")
                return
            if holds:
                self._all(branch.body, variables)
                return
        self._all(step.otherwise or (), variables)

    def _rounds(self, step: Loop, variables: dict[str, Any]) -> list[Any] | None:
        """Return what each round sets; None if that is not known."""
        if step.dynamic is not None or step.endless or not step.variables or not step.queries:
            return None
        if len(step.queries) == 2:
            first, last = (self._value(each, variables) for each in step.queries)
            if isinstance(first, int) and isinstance(last, int) and last - first < _MOST_STEPS:
                return [[each] for each in range(first, last + 1)]
            return None
        [query] = step.queries
        node = select_of(query.sql)
        if node is None:  # FOREACH
            values = self._value(query, variables)
            return [[each] for each in values] if isinstance(values, list) else None
        rows = select(node, Scope(self._state, variables))
        if rows is UNKNOWN:
            return None
        if not step.variables[0].endswith(".*"):
            return list(rows)
        names = columns_of(node)
        return [[dict(zip(names, row, strict=False))] for row in rows]

    def _loop(self, step: Loop, variables: dict[str, Any]) -> None:
        rounds = self._rounds(step, variables)
        if rounds is None:
            if matters(step.body, self._state):
                reason = "only a server knows the rounds of this loop; what it does is left out"
                self._doubt(step.line, reason, step.queries[0].sql if step.queries else "LOOP")
            return
        for values in rounds:
            for target, value in zip(step.variables, values, strict=False):
                variables[target.removesuffix(".*")] = value
            try:
                self._all(step.body, variables)
            except _Left as left:
                if left.label is None or (left.label and left.label != step.label):
                    raise
                if not left.again:
                    return

    def _leave(self, step: Leave, variables: dict[str, Any]) -> None:
        holds = True if step.condition is None else self._value(step.condition, variables)
        if holds is UNKNOWN:
            self._doubt(step.line, "only a server knows whether this leaves the loop; it is assumed not to", "")
        elif holds:
            raise _Left(step.label, again=step.again)

    def _block(self, step: Block, variables: dict[str, Any]) -> None:
        self._all(step.declared, variables)
        before = self._changes
        try:
            self._all(step.body, variables)
        except NotReplayed as error:
            handler = next((each for each in step.handlers if catches(each.conditions, str(error))), None)
            if handler is None:
                raise
            if self._changes > before + 1:
                reason = "a server undoes what this block did before its error; it counts here all the same"
                self._doubt(step.line, reason, str(error))
            self._all(handler.body, variables)
        except _Left as left:
            if not step.label or left.label != step.label:
                raise
