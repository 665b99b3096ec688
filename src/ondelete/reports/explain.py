"""The answer of ``explain``: what a DELETE on one table deletes, changes, and what can stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.analyses.index_coverage import Verdict as IndexVerdict
from ondelete.deletion.kinds import Certainty, Verdict
from ondelete.deletion.static.order import creation_order_query
from ondelete.report import Report, line
from ondelete.reports.base import WhatIfAnswer, skipped_entries, source_of
from ondelete.reports.explain_entries import (
    DeletedEntry,
    ErrorEntry,
    LooseEntry,
    NotModelledEntry,
    UnindexedEntry,
    UpdatedEntry,
    deleted_entry,
    error_entry,
    loose_entry,
    not_modelled_entry,
    refusal_entry,
    updated_entry,
)
from ondelete.reports.explain_rails import RailsEntry
from ondelete.reports.explain_text import explain_sections
from ondelete.reports.explain_verdict import verdict_line
from ondelete.reports.explained import Explained
from ondelete.reports.proofs import proofs_section
from ondelete.reports.sections import incomplete_sections
from ondelete.reports.trigger_entries import TriggerEntry, trigger_entry, trigger_error_entry, trigger_update_entry
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


class ExplainAnswer(WhatIfAnswer, frozen=True, kw_only=True):
    """JSON of ``ondelete explain``. ``longest`` is the number of steps of the longest chain, None if there is no limit.

    ``order_query`` is SQL that shows the creation order of the foreign keys in a running database, if an error depends
    on it. ``pg_version`` is the major version of PostgreSQL that the answer is for, None for all from 15 to 18.
    ``undeclared`` are references without a foreign key, to tables that lose rows or to any table. They are found by
    name or declared by the configuration; the server does not know them. ``triggers`` are the triggers and rules that
    run; ``not_modelled`` has those of which a part is not known. ``rails`` is what the models do, if it was asked for.
    """

    table: str
    verdict: Verdict
    deleted: tuple[DeletedEntry, ...]
    updated: tuple[UpdatedEntry, ...]
    errors: tuple[ErrorEntry, ...]
    triggers: tuple[TriggerEntry, ...]
    not_modelled: tuple[NotModelledEntry, ...]
    loose: tuple[LooseEntry, ...]
    undeclared: tuple[UndeclaredEntry, ...]
    unindexed: tuple[UnindexedEntry, ...]
    longest: int | None
    notes: tuple[str, ...]
    order_query: str | None
    pg_version: int | None
    rails: RailsEntry | msgspec.UnsetType = msgspec.UNSET


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
    changing: ExpectedRows | None = None,
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
        changing: the rows that stay and change with one row, as ``expected`` has those that go.
    """
    explained = Explained(prediction, catalog, coverage, view, loose, expected, pg_version, undeclared, changing)
    proofs = () if witnesses is None else (proofs_section(witnesses, full=view.full),)
    proved = {witness.effect: witness.proved for witness in witnesses or ()}
    return Report(
        title=line("DELETE FROM ", explained.names.table(prediction.table)),
        source=source_of(catalog),
        verdict=verdict_line(explained),
        sections=(*incomplete_sections(explained.unread), *explain_sections(explained), *proofs),
        data=_data(explained, proved),
    )


def _data(explained: Explained, proved: Mapping[str, bool]) -> ExplainAnswer:
    prediction, catalog, expected = explained.prediction, explained.catalog, explained.expected or {}
    changing = explained.changing or {}
    ordered = any(failure.certainty is Certainty.ORDER_DEPENDENT for failure in prediction.failures)
    return ExplainAnswer(
        skipped=skipped_entries(catalog),
        complete=not explained.unread,
        table=str(prediction.table),
        verdict=prediction.verdict,
        deleted=tuple(
            deleted_entry(entry, expected.get(catalog.root_of(entry.table)), proved.get(entry.id))
            for entry in prediction.deleted
        ),
        updated=(
            *(
                updated_entry(entry, changing.get(catalog.root_of(entry.table)), proved.get(entry.id))
                for entry in prediction.updated
            ),
            *map(trigger_update_entry, prediction.trigger_updates),
        ),
        errors=(
            *(refusal_entry(entry, proved.get(entry.id)) for entry in prediction.refusals),
            *(error_entry(entry, catalog, proved.get(entry.id)) for entry in prediction.failures),
            *map(trigger_error_entry, prediction.trigger_errors),
        ),
        triggers=tuple(map(trigger_entry, prediction.triggers)),
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
