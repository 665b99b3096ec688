"""The errors of ``explain``, by certainty, each foreign key once; and what else the creation order decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.deletion.kinds import Certainty, FailureKind, Names
from ondelete.deletion.static.order import creation_order_query
from ondelete.report import Block, Code, Column, Line, Paragraph, Section, Span, Table, line, name
from ondelete.reports.sections import SHOWN, first_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog
    from ondelete.deletion.effects import Failure
    from ondelete.reports.explained import Explained


def error_sections(explained: Explained) -> Iterator[Section]:
    """Yield the errors by certainty, the certain ones at the table itself first."""
    failures = explained.prediction.failures
    if explained.prediction.refusals:
        words = [line(f"{refusal.sqlstate}: ", refusal.reason) for refusal in explained.prediction.refusals]
        blocks = tuple(Paragraph(each, indent=1, hang=1) for each in words)
        yield Section(line(Span("Refused before a row is looked at", "bad")), blocks)
    groups: tuple[tuple[Span, Sequence[Failure]], ...] = (
        (Span("Blocked while these rows reference it", "bad"), explained.direct),
        *(
            (Span(certainty.facts.heading, "bad" if certainty.facts.sure else "warn"), _later(failures, certainty))
            for certainty in Certainty
        ),
        (
            Span("Not excluded, but no rows were found that fail this way", "warn"),
            [f for f in failures if not f.shown],
        ),
    )
    for title, members in groups:
        if members:
            yield Section(line(title), tuple(_error_group(explained, members)))
    effects = _unsettled(explained)
    if effects:
        yield Section(line(Span("What happens to these rows depends on that order, too", "warn")), tuple(effects))
    if effects or any(f.certainty is Certainty.ORDER_DEPENDENT for f in failures):
        query = Code(creation_order_query(explained.prediction.table), "sql", indent=1)
        yield Section(line(Span("This query shows their order in a running database", "dim")), (query,))


def _later(failures: Sequence[Failure], certainty: Certainty) -> Sequence[Failure]:
    """Return the errors of a certainty, except certain ones at the first step, which have a group of their own."""
    return [
        f for f in failures if f.certainty is certainty and f.shown and not (certainty.facts.sure and len(f.path) == 1)
    ]


def _unsettled(explained: Explained) -> list[Block]:
    """Return the effects that depend on the creation order of two keys."""
    prediction, names = explained.prediction, explained.names
    found: list[tuple[Line, str]] = [
        (line("rows of ", names.table(entry.table), " are deleted"), entry.other_order)
        for entry in prediction.deleted
        if entry.other_order
    ]
    found += [
        (line(*names.columns(entry.table, entry.columns), f" becomes {CONTENT[entry.to]}"), entry.other_order)
        for entry in prediction.updated
        if entry.other_order
    ]
    shown, rest = first_of(found, full=explained.view.full)
    blocks: list[Block] = []
    for what, when in shown:
        blocks.append(Paragraph(what, indent=1, hang=1))
        blocks.append(Paragraph(line(Span(when, "dim")), indent=2))
    return [*blocks, *rest]


CONTENT = {"null": "NULL", "default": "its default", "value": "the new value"}
"""What a column becomes, by what an effect says."""


def _error_group(explained: Explained, failures: Sequence[Failure]) -> Iterator[Block]:
    """Yield each foreign key once, and below it its errors, as an application sees them."""
    by_key: dict[str, list[Failure]] = {}
    for failure in failures:
        by_key.setdefault(failure.key.id, []).append(failure)
    groups = list(by_key.values())
    shown = groups if explained.view.full else groups[:SHOWN]
    for group in shown:
        yield Paragraph(explained.names.declared(group[0].key), indent=1, hang=1)
        for failure in group:
            yield Paragraph(line(*_seen(failure), ": ", failure.reason), indent=2)
            for footnote in (failure.other_order, failure.note, _name_of_copy(explained, failure)):
                if footnote:
                    yield Paragraph(line(Span(footnote, "dim")), indent=2)
    if len(groups) > len(shown):
        yield Paragraph(
            line(Span(f"and {len(groups) - len(shown):,} more, of which --full says why:", "dim")), indent=1
        )
        rows = tuple(_in_short(explained, group) for group in groups[len(shown) :])
        yield Table((Column("Key"), Column("Name"), Column("Action"), Column("Error"), Column("Line")), rows, indent=1)


def _in_short(explained: Explained, group: Sequence[Failure]) -> tuple[Line, ...]:
    """Return a key that can fail as one row, so that whoever looks for the name in an error message finds it."""
    key = group[0].key
    states = dict.fromkeys(state for failure in group for state in failure.sqlstates)
    return (
        line(*explained.names.columns(key.table, key.columns)),
        line(name(key.name)),
        line(key.action_on("delete").upper()),
        line(", ".join(states)),
        line(f"{key.location.line}" if key.location.line else ""),
    )


def constraint_in_error(failure: Failure, catalog: Catalog) -> str | None:
    """Return the constraint or index that the error names, or the column of which it is about; None if it names none.

    None too if it names a copy of the constraint that belongs to a partition: versions make other names for these.
    """
    if _copied_key(failure, catalog) or _copied_index(failure, catalog):
        return None
    return failure.constraint or (failure.key.name if failure.kind.facts.names is Names.KEY else None)


def _copied_key(failure: Failure, catalog: Catalog) -> bool:
    """Whether the error names the copy of a key that belongs to the partition of the deleted row (R15)."""
    return failure.kind is FailureKind.BLOCK and catalog.is_partitioned(failure.key.referenced_table)


def _copied_index(failure: Failure, catalog: Catalog) -> bool:
    """Whether the error names the part that a partition has of an index of a partitioned table."""
    if failure.kind not in (FailureKind.UNIQUE, FailureKind.EXCLUDE):
        return False
    table = failure.key.table
    family = (*catalog.partitioned_above(table), table, *catalog.partitions_below(table))
    whose = (t for t in family if any(i.name == failure.constraint for i in catalog.indexes_of.get(t, ())))
    return any(catalog.is_partitioned(name) for name in whose)


def _name_of_copy(explained: Explained, failure: Failure) -> str:
    if _copied_index(failure, explained.catalog):
        return "The error message names the partition's own part of the index."
    if not _copied_key(failure, explained.catalog):
        return ""
    name, columns = failure.key.name, "_".join(failure.key.columns)
    return (
        f"The error message names the partition's copy of the foreign key: {name}_1 or similar on PostgreSQL 18,"
        f" {failure.key.table.name}_{columns}_fkey or similar up to 16."
    )


def _seen(failure: Failure) -> Line:
    """Return the SQLSTATE, and the constraint that the error names if it is not the foreign key itself."""
    other = failure.constraint if failure.constraint not in (None, failure.key.name) else None
    return line(_sqlstates(failure), *((" on ", name(other)) if other else ()))


def _sqlstates(failure: Failure) -> str:
    if failure.sqlstates == FailureKind.BLOCK.facts.sqlstates:
        return "23503 or, on PostgreSQL 18, 23001" if failure.checked_again else "23503 (23001 on PostgreSQL 18)"
    return " or ".join(failure.sqlstates)
