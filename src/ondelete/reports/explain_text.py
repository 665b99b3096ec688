"""The details of ``explain``: errors, expected rows, the tree, later jobs, references without a foreign key, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import ReferentialAction
from ondelete.deletion.kinds import FailureKind
from ondelete.report import Paragraph, Section, Span, line
from ondelete.reports.cascade_tree import cascade_tree
from ondelete.reports.explain_errors import error_sections
from ondelete.reports.sections import later_section, not_modelled_section
from ondelete.reports.trigger_text import trigger_sections
from ondelete.reports.undeclared import undeclared_section
from ondelete.text.counts import count

if TYPE_CHECKING:
    from ondelete.analyses.expected_rows import ExpectedRows
    from ondelete.deletion.effects import Failure
    from ondelete.report import Line
    from ondelete.reports.explained import Explained


def explain_sections(explained: Explained) -> tuple[Section, ...]:
    """Return the details: errors by certainty, the tree, what happens later, what is not modelled, notes."""
    prediction, view = explained.prediction, explained.view
    if view.blockers:
        return tuple(section for section in (*error_sections(explained), _tree(explained)) if section)
    not_modelled = not_modelled_section(prediction.not_modelled, explained.names, full=view.full)
    later = later_section(explained.loose, explained.names, full=view.full)
    undeclared = undeclared_section(explained.undeclared, explained.names, every=view.undeclared)
    details = (_expected(explained), _tree(explained), later, undeclared, not_modelled, _notes(explained))
    by_triggers = trigger_sections(prediction.triggers, prediction.trigger_errors, explained.names, full=view.full)
    sections = (*error_sections(explained), *by_triggers, *details)
    return tuple(section for section in sections if section)


def _expected(explained: Explained) -> Section | None:
    """Say how many rows go and change with one row by the declared estimates; None if there are none, or no rows do."""
    if explained.expected is None:
        return None
    said = []
    if explained.prediction.deleted:
        said.append(Paragraph(_estimated(explained.expected, "go with one row", explained)))
    if explained.changing:
        said.append(Paragraph(_estimated(explained.changing, "stay and are changed with it", explained)))
    return Section((), tuple(said)) if said else None


def _estimated(rows: ExpectedRows, what: str, explained: Explained) -> Line:
    known = {table: number for table, number in rows.items() if number is not None}
    missing = len(rows) - len(known)
    head = f"By the row estimates, about {sum(known.values()):,.0f} rows {what} on average"
    most = max(known, key=lambda table: known[table], default=None)
    most_of = (f", {known[most]:,.0f} of them from ", explained.names.table(most)) if most is not None else ()
    without = f"; {count(missing, 'table')} on the way {'has' if missing == 1 else 'have'} no estimate"
    return line(head, *most_of, without if missing else "", ".")


def _tree(explained: Explained) -> Section | None:
    prediction, loose = explained.prediction, explained.loose
    if not (prediction.steps or prediction.inheriting or prediction.triggers or loose):
        return None
    if explained.view.blockers and not prediction.failures:
        return None
    tree, legend = cascade_tree(
        prediction, explained.names, explained.remarks, explained.view, loose, explained.expected
    )
    return Section((), (tree, *(Paragraph(line(Span(text, "dim"))) for text in legend)))


def _notes(explained: Explained) -> Section | None:
    notes = list(explained.prediction.notes)
    if explained.pg_version is not None and any(map(_differs_by_version, explained.prediction.failures)):
        notes.append(f"The SQLSTATE of RESTRICT is for PostgreSQL {explained.pg_version}; see --pg-version.")
    return Section(line("Notes"), tuple(Paragraph(line(note), indent=1) for note in notes)) if notes else None


def _differs_by_version(failure: Failure) -> bool:
    return failure.kind is FailureKind.BLOCK and failure.key.on_delete is ReferentialAction.RESTRICT
