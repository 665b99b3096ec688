"""The answer of ``explain``: what a DELETE on one table deletes, changes, and what can stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from ondelete.analyses.index_coverage import Verdict as IndexVerdict
from ondelete.declarations import LooseAction
from ondelete.deletion.effects import Deleted, Failure, NotModelled, Refusal, Updated
from ondelete.deletion.kinds import Certainty, FailureKind, Verdict
from ondelete.deletion.static.order import creation_order_query
from ondelete.deletion.versions import VERSIONS, sqlstate_versions
from ondelete.report import Report, line
from ondelete.reports.base import WhatIfAnswer, skipped_entries, source_of
from ondelete.reports.explain_errors import constraint_in_error
from ondelete.reports.explain_text import explain_sections
from ondelete.reports.explain_verdict import verdict_line
from ondelete.reports.explained import Explained
from ondelete.reports.proofs import proofs_section
from ondelete.reports.sections import incomplete_sections
from ondelete.reports.undeclared import UndeclaredEntry, undeclared_entry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ondelete.analyses.expected_rows import ExpectedRows
    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.analyses.references import Reference
    from ondelete.catalog import Catalog
    from ondelete.declarations import LooseKey
    from ondelete.deletion.effects import Prediction
    from ondelete.deletion.witness.result import Witness
    from ondelete.reports.tree_rows import View


class DeletedEntry(msgspec.Struct, frozen=True):
    """A table that loses rows; ``longest`` is None if there is no limit, ``keys`` are the foreign keys that lead there.

    ``expected_rows`` is the average number of rows that go with one deleted row, None if no row estimates are declared
    or one on the way is missing. ``proved``, here and below: whether rows were found that show the effect; None without
    ``--prove``. ``other_order``, here and below: what happens instead if the foreign keys were created in another order
    than that of the file; None if that changes nothing.
    """

    id: str
    table: str
    depth: int
    longest: int | None
    keys: tuple[str, ...]
    other_order: str | None = None
    expected_rows: float | None = None
    proved: bool | None = None


class UpdatedEntry(msgspec.Struct, frozen=True):
    """Columns that change through a foreign key, ``key``; ``event`` says which of its clauses changes them."""

    id: str
    table: str
    columns: tuple[str, ...]
    key: str
    to: Literal["null", "default", "value"]
    event: Literal["delete", "update"]
    other_order: str | None = None
    proved: bool | None = None


class ErrorEntry(msgspec.Struct, frozen=True):
    """An error with which the DELETE can end.

    ``path`` are the foreign keys on the way. ``key`` is the foreign key that fails, None for an error of the DELETE
    itself. ``constraint`` is the name in the error message, None if the message has none, or names a copy that belongs
    to a partition (of the foreign key, or of an index): each version of PostgreSQL gives these copies other names.
    ``shown`` is False if nothing in the schema excludes the error, but no rows were found that end in it.
    ``sqlstate_versions`` lists, for each SQLSTATE that only some versions report, these versions.
    """

    id: str
    kind: FailureKind
    key: str | None
    table: str
    columns: tuple[str, ...]
    certainty: Certainty
    sqlstates: tuple[str, ...]
    sqlstate_versions: dict[str, tuple[int, ...]]
    reason: str
    constraint: str | None
    note: str
    path: tuple[str, ...]
    shown: bool
    other_order: str | None
    proved: bool | None = None


class NotModelledEntry(msgspec.Struct, frozen=True):
    """A trigger or rule on the way whose body is not read."""

    kind: Literal["trigger", "rule"]
    table: str
    name: str
    event: str
    detail: str


class LooseEntry(msgspec.Struct, frozen=True):
    """A loose foreign key to a table that loses rows: what a job of the application later does to referencing rows."""

    table: str
    column: str
    action: LooseAction
    references: str


class UnindexedEntry(msgspec.Struct, frozen=True):
    """A foreign key on the way with no index or a weak index."""

    key: str
    table: str
    columns: tuple[str, ...]
    verdict: IndexVerdict


class ExplainAnswer(WhatIfAnswer, frozen=True, kw_only=True):
    """JSON of ``ondelete explain``. ``longest`` is the number of steps of the longest chain, None if there is no limit.

    ``order_query`` is SQL that shows the creation order of the foreign keys in a running database, if an error depends
    on it. ``pg_version`` is the major version of PostgreSQL that the answer is for, None for all from 15 to 18.
    ``undeclared`` are references without a foreign key, to tables that lose rows or to any table. They are found by
    name or declared by the configuration; the server does not know them.
    """

    table: str
    verdict: Verdict
    deleted: tuple[DeletedEntry, ...]
    updated: tuple[UpdatedEntry, ...]
    errors: tuple[ErrorEntry, ...]
    not_modelled: tuple[NotModelledEntry, ...]
    loose: tuple[LooseEntry, ...]
    undeclared: tuple[UndeclaredEntry, ...]
    unindexed: tuple[UnindexedEntry, ...]
    longest: int | None
    notes: tuple[str, ...]
    order_query: str | None
    pg_version: int | None


def report_explain(
    prediction: Prediction,
    catalog: Catalog,
    coverage: Mapping[str, KeyCoverage],
    view: View,
    witnesses: Sequence[Witness] | None = None,
    loose: Sequence[LooseKey] = (),
    expected: ExpectedRows | None = None,
    pg_version: int | None = None,
    undeclared: Sequence[Reference] = (),
) -> Report:
    """Return the prediction in words, as a tree, and as data.

    Args:
        prediction: what the statement can do.
        catalog: the schema, for names and places.
        coverage: index verdicts by key id.
        view: what of the tree to show.
        witnesses: one for every effect, if the user asked for them.
        loose: the loose keys whose jobs have work to do afterwards.
        expected: the rows that go with one row, by reached table, if there are estimates.
        pg_version: the version of PostgreSQL that the prediction is for; None for all that are covered.
        undeclared: the references without a key to tables that lose rows, and those to any table.
    """
    explained = Explained(prediction, catalog, coverage, view, loose, expected, pg_version, undeclared)
    proofs = () if witnesses is None else (proofs_section(witnesses, full=view.full),)
    proved = {witness.effect: witness.proved for witness in witnesses or ()}
    return Report(
        title=line("DELETE FROM ", explained.names.table(prediction.table)),
        source=source_of(catalog),
        verdict=verdict_line(explained),
        sections=(*incomplete_sections(explained.catalog), *explain_sections(explained), *proofs),
        data=_data(explained, proved),
    )


def _data(explained: Explained, proved: Mapping[str, bool]) -> ExplainAnswer:
    prediction, catalog, expected = explained.prediction, explained.catalog, explained.expected or {}
    ordered = any(failure.certainty is Certainty.ORDER_DEPENDENT for failure in prediction.failures)
    return ExplainAnswer(
        skipped=skipped_entries(catalog),
        table=str(prediction.table),
        verdict=prediction.verdict,
        deleted=tuple(
            _deleted(entry, expected.get(catalog.root_of(entry.table)), proved.get(entry.id))
            for entry in prediction.deleted
        ),
        updated=tuple(_updated(entry, proved.get(entry.id)) for entry in prediction.updated),
        errors=(
            *(_refusal(entry, proved.get(entry.id)) for entry in prediction.refusals),
            *(_error(entry, catalog, proved.get(entry.id)) for entry in prediction.failures),
        ),
        not_modelled=tuple(map(not_modelled_entry, prediction.not_modelled)),
        loose=tuple(map(loose_entry, explained.loose)),
        undeclared=tuple(map(undeclared_entry, explained.undeclared)),
        unindexed=tuple(
            UnindexedEntry(key=key.id, table=str(key.table), columns=key.columns, verdict=found.verdict)
            for key in prediction.edges
            if (found := explained.coverage.get(key.id)) is not None and found.verdict is not IndexVerdict.FULL
        ),
        longest=prediction.longest,
        notes=prediction.notes,
        order_query=creation_order_query(prediction.table) if ordered else None,
        pg_version=explained.pg_version,
    )


def _deleted(entry: Deleted, expected: float | None, proved: bool | None) -> DeletedEntry:
    return DeletedEntry(
        id=entry.id,
        table=str(entry.table),
        depth=entry.depth,
        longest=entry.longest,
        keys=tuple(key.id for key in entry.keys),
        other_order=entry.other_order,
        expected_rows=expected if expected is None else round(expected, 1),
        proved=proved,
    )


def _updated(entry: Updated, proved: bool | None) -> UpdatedEntry:
    return UpdatedEntry(
        id=entry.id,
        table=str(entry.table),
        columns=entry.columns,
        key=entry.key.id,
        to=entry.to,
        event=entry.event,
        other_order=entry.other_order,
        proved=proved,
    )


def _refusal(entry: Refusal, proved: bool | None) -> ErrorEntry:
    return ErrorEntry(
        id=entry.id,
        kind=entry.kind,
        key=None,
        table=str(entry.table),
        columns=(),
        certainty=Certainty.MUST if entry.certain else Certainty.MAY,
        sqlstates=(entry.sqlstate,),
        sqlstate_versions={entry.sqlstate: entry.versions} if entry.versions != VERSIONS else {},
        reason=entry.reason,
        constraint=None,
        note="",
        path=(),
        shown=True,
        other_order=None,
        proved=proved,
    )


def _error(entry: Failure, catalog: Catalog, proved: bool | None) -> ErrorEntry:
    return ErrorEntry(
        id=entry.id,
        kind=entry.kind,
        key=entry.key.id,
        table=str(entry.table),
        columns=entry.columns,
        certainty=entry.certainty,
        sqlstates=entry.sqlstates,
        sqlstate_versions=_only_some(entry),
        reason=entry.reason,
        constraint=constraint_in_error(entry, catalog),
        note=entry.note,
        path=tuple(key.id for key in entry.path),
        shown=entry.shown,
        other_order=entry.other_order,
        proved=proved,
    )


def _only_some(entry: Failure) -> dict[str, tuple[int, ...]]:
    return {state: found for state, found in sqlstate_versions(entry).items() if found != VERSIONS}


def loose_entry(entry: LooseKey) -> LooseEntry:
    """Return a loose key as JSON has it."""
    return LooseEntry(
        table=str(entry.table), column=entry.column, action=entry.action, references=str(entry.referenced_table)
    )


def not_modelled_entry(entry: NotModelled) -> NotModelledEntry:
    """Return a trigger or rule as JSON has it."""
    return NotModelledEntry(
        kind=entry.kind, table=str(entry.table), name=entry.name, event=entry.event, detail=entry.detail
    )
