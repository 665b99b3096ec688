"""Whether what a server did is in what a user is told: the answer of ``explain`` as JSON has it, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ondelete.catalog import QualifiedName
from ondelete.deletion.kinds import Certainty, FailureKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mixed_case import Statement
    from mixed_judge import Observed, Rows

    from ondelete.catalog import Catalog, ForeignKey
    from ondelete.reports.explain import ErrorEntry, ExplainAnswer
    from ondelete.reports.truncate import TruncateAnswer

KEY_KINDS = (FailureKind.BLOCK, FailureKind.RECHECK, FailureKind.MATCH_FULL, FailureKind.DEFAULT)
NAMED = re.compile(r'(?:from table|update table|delete from table) "(\w+)"')


class Change(NamedTuple):
    """What became of the rows: those that are gone, and those of which a column has another value or leaf."""

    lost: frozenset[int]
    changed: dict[int, frozenset[str]]
    moved: frozenset[int]


def change(before: Rows, after: Rows) -> Change:
    """Return what differs between two states."""
    stays = {rid: (before[rid], after[rid]) for rid in before if rid in after}
    columns = {rid: frozenset(c for c, v in old[1].items() if new[1].get(c) != v) for rid, (old, new) in stays.items()}
    return Change(
        frozenset(before.keys() - after.keys()),
        {rid: found for rid, found in columns.items() if found},
        frozenset(rid for rid, (old, new) in stays.items() if old[0] != new[0]),
    )


class Judged(NamedTuple):
    """What is wrong with an answer, and the entries of it that tell the error that happened.

    ``by_name``: something is told by nothing but the name of a rule, whose body is not looked into.
    """

    complaints: tuple[str, ...]
    told_by: tuple[ErrorEntry, ...] = ()
    by_name: bool = False


class Answers:
    """What a user is told of one file for one version."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.keys = {key.id: key for key in catalog.foreign_keys}

    def judge(self, answer: ExplainAnswer, statement: Statement, before: Rows, seen: Observed) -> Judged:
        """Compare one outcome with the answer."""
        bodies = {entry.name for entry in (*answer.not_modelled, *answer.triggers)}
        if seen.sqlstate is not None:
            told_by = tuple(entry for entry in answer.errors if self.tells(entry, seen))
            complaints = [] if told_by else [f"untold error {seen}"]
            if told_by and not seen.late and all(entry.certainty is Certainty.DEFERRED for entry in told_by):
                complaints.append(f"it was told to wait for COMMIT: {seen}")
            if answer.verdict == "clear":
                complaints.append(f"the verdict is clear: {seen}")
            return Judged(tuple(complaints), told_by)
        complaints = [f"{name} fired and is not named" for name in sorted(seen.fired - bodies)]
        found = change(before, seen.rows)
        untold = [*self._untold(answer, before, seen.rows, found), *self._broken(answer, statement, before, found)]
        if any(
            entry.kind == "rule" for entry in (*answer.not_modelled, *answer.triggers)
        ):  # what a rule does instead is its own
            return Judged(tuple(complaints), by_name=bool(untold))
        return Judged((*complaints, *untold))

    def tells(self, entry: ErrorEntry, seen: Observed) -> bool:
        """Whether an error of the answer is the one that happened: SQLSTATE, and what the server names."""
        state = seen.sqlstate or ""
        if state not in entry.sqlstates and not (state.startswith("22") and "22000" in entry.sqlstates):
            return False
        if entry.kind in KEY_KINDS:
            if entry.trigger is not None:
                return entry.constraint in (seen.name, seen.declared)
            mine = entry.key is not None and self.keys[entry.key].name == seen.declared
            return mine and entry.constraint in (None, seen.name, seen.declared)
        if seen.table is not None and self._root_of_leaf(seen.table) != self._root(entry.table):
            return False
        if entry.kind is FailureKind.NOT_NULL:
            return seen.column is None or seen.column in entry.columns
        if entry.kind in (FailureKind.CHECK, FailureKind.UNIQUE, FailureKind.EXCLUDE):
            return entry.constraint in (seen.name, seen.declared)
        if entry.kind is FailureKind.PARTITION:
            return seen.name is None
        named = NAMED.search(seen.message)
        return named is None or entry.table.split(".")[-1] == named[1]

    def _untold(self, answer: ExplainAnswer, before: Rows, after: Rows, found: Change) -> Iterator[str]:
        gone = {self._root(answer.table), *(self._root(entry.table) for entry in answer.deleted)}
        lost = {self._root_of_leaf(before[rid][0]) for rid in found.lost}
        yield from (f"{table} lost rows" for table in sorted(lost - gone))
        told = {
            (self._root(entry.table), column, entry.to == "null")
            for entry in answer.updated
            for column in entry.columns
        }
        for rid, columns in found.changed.items():
            table = self._root_of_leaf(before[rid][0])
            for column in columns:
                null = after[rid][1].get(column) is None
                if (table, column, null) not in told:
                    yield f"{table}.{column} became {'null' if null else 'value'}"

    def _broken(self, answer: ExplainAnswer, statement: Statement, before: Rows, found: Change) -> Iterator[str]:
        """Yield what must fail and did not."""
        target = QualifiedName("public", statement.table)
        own = [rid for rid, (leaf, _) in before.items() if self._holds(target, leaf)]
        doomed = own if statement.rids is None else [rid for rid in statement.rids if rid in own]
        for entry in answer.errors:
            if entry.certainty is not Certainty.MUST:
                continue
            if entry.key is None:
                yield f"{entry.id} must happen and did not"
            elif len(doomed) == 1:
                yield from self._broken_by_row(entry, self.keys[entry.key], before, found, doomed[0])

    def _broken_by_row(
        self, entry: ErrorEntry, key: ForeignKey, before: Rows, found: Change, doomed: int
    ) -> Iterator[str]:
        direct = len(entry.path) == 1
        by_delete = key.on_delete.checks_only if entry.kind is FailureKind.BLOCK else key.on_update.checks_only
        if not direct and not by_delete:
            return
        # Further down a row must have been reached by one way alone: another could change its key before it goes.
        parents = [doomed] if direct else [rid for rid in found.lost if self._ways(*before[rid], before, found) < 2]
        wanted = {
            values
            for rid in parents
            if self._holds(key.referenced_table, before[rid][0])
            and None not in (values := tuple(before[rid][1][c] for c in key.referenced_columns))
        }
        if not entry.kind.facts.needs_row and wanted:
            yield f"{entry.id} must happen and did not"
        for rid, (leaf, row) in before.items():
            values = tuple(row.get(c) for c in key.columns)
            mine = rid != doomed and values in wanted and self._holds(key.table, leaf)
            if mine and self._ways(leaf, row, before, found, but=key) == 0:
                yield f"{entry.id} must happen and did not, for row {rid}"

    def _ways(
        self, leaf: str, row: dict[str, object], before: Rows, found: Change, but: ForeignKey | None = None
    ) -> int:
        """Return by how many keys a row references one that is gone or changed."""
        touched = [before[rid] for rid in (*found.lost, *found.changed)]
        keys = [k for k in self.keys.values() if k is not but and k.enforced and self._holds(k.table, leaf)]
        return sum(any(self._references(key, row, *place) for place in touched) for key in keys)

    def _references(self, key: ForeignKey, row: dict[str, object], leaf: str, there: dict[str, object]) -> bool:
        values = tuple(row.get(c) for c in key.columns)
        wanted = tuple(there.get(c) for c in key.referenced_columns)
        return None not in values and values == wanted and self._holds(key.referenced_table, leaf)

    def truncated(self, answer: TruncateAnswer, before: Rows, seen: Observed) -> list[str]:
        """Compare TRUNCATE ... CASCADE with its answer."""
        if seen.sqlstate is not None:
            return [f"untold error {seen}"]
        told = {name.split(".")[1] for name in (answer.table, *answer.with_it, *(e.table for e in answer.emptied))}
        filled = {leaf for leaf, _ in before.values()}
        emptied = filled - {leaf for leaf, _ in seen.rows.values()}
        untold = [f"{name} was emptied" for name in sorted(emptied - told)]
        return untold + [f"{name} was not emptied" for name in sorted((told & filled) - emptied)]

    def _holds(self, table: QualifiedName, leaf: str) -> bool:
        name = QualifiedName("public", leaf)
        return name == table or table in self.catalog.partitioned_above(name)

    def _root(self, table: str) -> QualifiedName:
        return self.catalog.root_of(QualifiedName(*table.split(".", 1)))

    def _root_of_leaf(self, leaf: str) -> QualifiedName:
        return self.catalog.root_of(QualifiedName("public", leaf))
