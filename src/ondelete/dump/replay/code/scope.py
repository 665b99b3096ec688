"""What a name means to code: a variable, or a column of a row in hand; and the value that only a server knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ondelete.dump.replay.model.state import State


class Unknown:
    """A value that only a server knows."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()


class Scope:
    """What names mean: the variables of the code, and the row in hand of each relation of the queries around."""

    def __init__(self, state: State, variables: Mapping[str, Any], rows: Mapping[str, Mapping[str, Any]] | None = None):
        self.state, self.variables, self.rows = state, variables, dict(rows or {})

    def with_row(self, alias: str, row: Mapping[str, Any]) -> Scope:
        """Return the scope with one more row."""
        return Scope(self.state, self.variables, {**self.rows, alias: row})

    def look_up(self, names: list[str]) -> Any:
        """Return the value of a column or variable."""
        if len(names) > 1:
            if names[-2] in self.rows:
                return self.rows[names[-2]].get(names[-1], UNKNOWN)
            record = self.variables.get(names[-2], UNKNOWN)
            return record.get(names[-1], UNKNOWN) if isinstance(record, dict) else UNKNOWN
        for row in reversed(self.rows.values()):
            if names[0] in row:
                return row[names[0]]
        return self.variables.get(names[0], UNKNOWN)
