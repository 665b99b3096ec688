"""The words of ``explain``: a verdict, what stops the delete, what happens otherwise, and the tree."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, assert_never

from ondelete.analyses.index_coverage import Verdict as IndexVerdict
from ondelete.catalog import ReferentialAction
from ondelete.deletion.kinds import Certainty, FailureKind, Verdict
from ondelete.deletion.static.order import creation_order_query
from ondelete.report import Block, Code, Line, Paragraph, Section, Span, line, name
from ondelete.reports.base import Names
from ondelete.reports.cascade_tree import cascade_tree
from ondelete.reports.tree_rows import View
from ondelete.reports.verdicts import VERDICTS
from ondelete.text.counts import count, several

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ondelete.analyses.expected_rows import ExpectedRows
    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.catalog import Catalog
    from ondelete.declarations import LooseKey
    from ondelete.deletion.effects import Failure, NotModelled, Prediction

_SHOWN = 6  # errors of one group, before the rest is counted
_REMARKS = {IndexVerdict.NONE: "no index", IndexVerdict.WEAK: "weak index"}


class Explained:
    """A prediction with what its words need: how names are written, and the verdict on each key's index."""

    def __init__(
        self,
        prediction: Prediction,
        catalog: Catalog,
        coverage: Mapping[str, KeyCoverage],
        view: View,
        loose: Sequence[LooseKey] = (),
        expected: ExpectedRows | None = None,
        pg_version: int | None = None,
    ) -> None:
        self.prediction, self.catalog, self.coverage, self.view = prediction, catalog, coverage, view
        self.loose, self.expected, self.pg_version = loose, expected, pg_version
        self.names = Names(catalog)

    @cached_property
    def remarks(self) -> dict[str, str]:
        """By key id, what is wrong with the index of a key on the way; nothing for keys that one serves fully."""
        verdicts = ((key.id, self.coverage.get(key.id)) for key in self.prediction.edges)
        return {key: _REMARKS[found.verdict] for key, found in verdicts if found and found.verdict in _REMARKS}

    @cached_property
    def direct(self) -> tuple[Failure, ...]:
        """Errors that are certain, on keys that reference the table itself."""
        return tuple(f for f in self.prediction.failures if _is_certain(f) and len(f.path) <= 1)


def verdict_line(explained: Explained) -> Line:
    """Return the answer in a few sentences, for a row that has referencing rows and for one that has none."""
    prediction = explained.prediction
    outcome = _outcome(explained)
    match prediction.verdict:
        case Verdict.CLEAR:
            return line(Span("CLEAR", "good"), ": nothing in the schema stops this delete. ", *outcome)
        case Verdict.MAY_BLOCK:
            while_ = " while the row has referencing rows" if prediction.failures else ""
            return line(Span(VERDICTS[prediction.verdict].says, "warn"), f"{while_}: {_doubts(prediction)}. ", *outcome)
        case Verdict.MUST_BLOCK:
            return _blocked(explained, outcome)
        case unknown:
            assert_never(unknown)


def _blocked(explained: Explained, outcome: Line) -> Line:
    refused = [refusal for refusal in explained.prediction.refusals if refusal.certain]
    if refused:
        return line(Span("BLOCKED", "bad"), f", whatever the rows: {refused[0].reason} ({refused[0].sqlstate}).")
    always = [failure for failure in explained.direct if not failure.kind.facts.needs_row]
    tables = {failure.table: explained.names.table(failure.table) for failure in always or explained.direct}
    if always:
        return line(
            Span("BLOCKED", "bad"), ", whatever the rows, by what is defined on ", *several(list(tables.values())), "."
        )
    return line(
        Span("BLOCKED", "bad"),
        " while the row has referencing rows in ",
        *several(list(tables.values())),
        ". ",
        "A row without referencing rows is deleted alone. " if not explained.prediction.not_modelled else "",
        *outcome,
    )


def explain_sections(explained: Explained) -> tuple[Section, ...]:
    """Return the details: errors by certainty, the tree, what happens later, what is not modelled, notes."""
    prediction, view = explained.prediction, explained.view
    not_modelled = not_modelled_section(prediction.not_modelled, explained.names, full=view.full)
    later = later_section(explained.loose, explained.names, full=view.full)
    details = (_expected(explained), _tree(explained), later, not_modelled, _notes(explained))
    sections = (*_errors(explained), *details)
    return tuple(section for section in sections if section)


def _doubts(prediction: Prediction) -> str:
    keys = len({failure.key.id for failure in prediction.failures})
    doubts = [f"{count(keys, 'key')} on the way can stop the delete"] if keys else []
    if prediction.refusals:
        doubts.append("the DELETE can be refused")
    if prediction.not_modelled:
        doubts.append(f"{count(len(prediction.not_modelled), 'trigger or rule', 'triggers or rules')} not modelled")
    return " and ".join(doubts)


def _outcome(explained: Explained) -> Line:
    """Say what a delete that succeeds does, and how many keys on the way lack an index."""
    prediction = explained.prediction
    table = explained.names.table(prediction.table)
    if prediction.replaced:
        return line("A rule runs in place of the DELETE: no row of ", table, " goes by the DELETE itself.")
    if not prediction.steps and prediction.inheriting:
        inheriting = count(len(prediction.inheriting), "table that inherits", "tables that inherit")
        return line("No enforced key references ", table, f"; rows go from {inheriting} from it, too.")
    if not prediction.steps:
        return line("No enforced key references ", table, ": only the row itself goes.")
    losses, figures = _losses(prediction), _index_figures(explained)
    if not losses and prediction.verdict is Verdict.MUST_BLOCK and not prediction.not_modelled:
        return line(f"Of {figures}.") if figures else ()  # what goes has just been said
    lead = "With referencing rows," if prediction.verdict is Verdict.CLEAR else "Otherwise"
    return line(f"{lead} {losses or 'only the row itself goes'}{'; of ' if figures else ''}{figures}.")


def _losses(prediction: Prediction) -> str:
    """Say what goes and changes besides the row itself; "" where nothing does."""
    longest = (
        "no bound on the longest chain: a cycle"
        if prediction.longest is None
        else f"longest chain {prediction.longest:,}"
    )
    columns = len({(entry.table, column) for entry in prediction.updated for column in entry.columns})
    others = [entry for entry in prediction.deleted if entry.table != prediction.table]
    parts = []
    if prediction.deleted:
        tables = count(len(others), "more table") if others else "the table itself"
        parts.append(f"rows go from {tables} ({longest})")
    if columns:
        parts.append(f"{count(columns, 'column')} {'changes' if columns == 1 else 'change'}")
    return ", ".join(parts)


def _index_figures(explained: Explained) -> str:
    """Say how many keys on the way lack an index; "" where none does."""
    keys = count(len(explained.prediction.edges), "key")
    figures = [
        f"{number:,} {'has' if number == 1 else 'have'} {remark}"
        for verdict, remark in ((IndexVerdict.NONE, "no usable index"), (IndexVerdict.WEAK, "a weak one"))
        if (number := sum(found == _REMARKS[verdict] for found in explained.remarks.values()))
    ]
    return f"{keys} on the way {' and '.join(figures)}" if figures else ""


def _errors(explained: Explained) -> Iterator[Section]:
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
            Span("Not excluded: no rows were found that end so", "warn"),
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
        yield Section(line(Span("This shows their order in a running database", "dim")), (query,))


def _later(failures: Sequence[Failure], certainty: Certainty) -> Sequence[Failure]:
    """Return the errors of a certainty; the sure ones at the first step have a group of their own."""
    return [
        f for f in failures if f.certainty is certainty and f.shown and not (certainty.facts.sure and len(f.path) == 1)
    ]


def _unsettled(explained: Explained) -> list[Block]:
    """Return the effects that the creation order of two keys decides."""
    prediction, names = explained.prediction, explained.names
    found: list[tuple[Line, str]] = [
        (line("rows of ", names.table(entry.table), " are deleted"), entry.other_order)
        for entry in prediction.deleted
        if entry.other_order
    ]
    found += [
        (line(*names.columns(entry.table, entry.columns), f" becomes {_CONTENT[entry.to]}"), entry.other_order)
        for entry in prediction.updated
        if entry.other_order
    ]
    shown = found if explained.view.full else found[:_SHOWN]
    blocks: list[Block] = []
    for what, when in shown:
        blocks.append(Paragraph(what, indent=1, hang=1))
        blocks.append(Paragraph(line(Span(when, "dim")), indent=2))
    if len(found) > len(shown):
        blocks.append(Paragraph(line(Span(f"… {len(found) - len(shown):,} more; --full shows all", "dim")), indent=1))
    return blocks


_CONTENT = {"null": "NULL", "default": "its default", "value": "the new value"}


def _error_group(explained: Explained, failures: Sequence[Failure]) -> Iterator[Block]:
    """Yield each key once, and below it the errors that it can end in, as an application sees them."""
    by_key: dict[str, list[Failure]] = {}
    for failure in failures:
        by_key.setdefault(failure.key.id, []).append(failure)
    groups = list(by_key.values())
    shown = groups if explained.view.full else groups[:_SHOWN]
    for group in shown:
        yield Paragraph(explained.names.declared(group[0].key), indent=1, hang=1)
        for failure in group:
            yield Paragraph(line(*_seen(failure), ": ", failure.reason), indent=2)
            for footnote in (failure.other_order, failure.note, _name_of_copy(explained, failure)):
                if footnote:
                    yield Paragraph(line(Span(footnote, "dim")), indent=2)
    if len(groups) > len(shown):
        yield Paragraph(line(Span(f"… {len(groups) - len(shown):,} more; --full shows all", "dim")), indent=1)


def names_a_copy(failure: Failure, catalog: Catalog) -> bool:
    """Whether the error names the copy of a key that belongs to the partition of the deleted row (R15)."""
    return failure.kind is FailureKind.BLOCK and catalog.is_partitioned(failure.key.referenced_table)


def _name_of_copy(explained: Explained, failure: Failure) -> str:
    if not names_a_copy(failure, explained.catalog):
        return ""
    name, columns = failure.key.name, "_".join(failure.key.columns)
    return (
        f"The error names the copy of the key that belongs to the partition: {name}_1 or the like on PostgreSQL 18,"
        f" {failure.key.table.name}_{columns}_fkey or the like up to 16."
    )


def _seen(failure: Failure) -> Line:
    """Return SQLSTATE, and the constraint that the error names where it is not the key itself."""
    other = failure.constraint if failure.constraint not in (None, failure.key.name) else None
    return line(_sqlstates(failure), *((" on ", name(other)) if other else ()))


def _sqlstates(failure: Failure) -> str:
    if failure.sqlstates == FailureKind.BLOCK.facts.sqlstates:
        return "23503 (23001 on PostgreSQL 18)"
    return " or ".join(failure.sqlstates)


def _is_certain(failure: Failure) -> bool:
    return failure.certainty.facts.sure


def _expected(explained: Explained) -> Section | None:
    """Say how many rows go with one row by the declared estimates; None where there are none, or nothing goes."""
    if explained.expected is None or not explained.prediction.deleted:
        return None
    known = {table: number for table, number in explained.expected.items() if number is not None}
    missing = len(explained.expected) - len(known)
    head = f"By the row estimates, about {sum(known.values()):,.0f} rows go with one row on average"
    most = max(known, key=lambda table: known[table], default=None)
    most_of = (f", {known[most]:,.0f} of them from ", explained.names.table(most)) if most is not None else ()
    without = f"; {count(missing, 'table')} on the way {'has' if missing == 1 else 'have'} no estimate"
    text = line(head, *most_of, without if missing else "", ".")
    return Section((), (Paragraph(text),))


def _tree(explained: Explained) -> Section | None:
    prediction, loose = explained.prediction, explained.loose
    if not prediction.steps and not prediction.inheriting and not loose:
        return None
    tree, legend = cascade_tree(
        prediction, explained.names, explained.remarks, explained.view, loose, explained.expected
    )
    return Section((), (tree, *(Paragraph(line(Span(text, "dim"))) for text in legend)))


def later_section(loose: Sequence[LooseKey], names: Names, *, full: bool) -> Section | None:
    """Return what jobs of the application do when the delete is done; None where they have no work."""
    if not loose:
        return None
    shown = loose if full else loose[:_SHOWN]
    blocks: list[Block] = []
    for key in shown:
        ends = (*names.columns(key.table, (key.column,)), Span(" → "), names.table(key.referenced_table))
        blocks.append(Paragraph(line(*ends, f"  {key.action}  ", name(str(key.location))), indent=1, hang=1))
    if len(loose) > len(shown):
        blocks.append(Paragraph(line(Span(f"… {len(loose) - len(shown):,} more; --full shows all", "dim")), indent=1))
    return Section(line("Later, by the application (loose keys, which stop nothing)"), tuple(blocks))


def not_modelled_section(entries: Sequence[NotModelled], names: Names, *, full: bool) -> Section | None:
    """Return the triggers and rules whose bodies are not looked into; None where there are none."""
    if not entries:
        return None
    shown = entries if full else entries[:_SHOWN]
    blocks: list[Block] = []
    for entry in shown:
        detail = entry.detail or entry.event
        what = line(f"{entry.kind} ", name(entry.name), " on ", names.table(entry.table), f" ({detail})")
        blocks.append(Paragraph(what, indent=1, hang=1))
    if len(entries) > len(shown):
        blocks.append(Paragraph(line(Span(f"… {len(entries) - len(shown):,} more; --full shows all", "dim")), indent=1))
    return Section(line(Span("Not modelled: what these do can change the outcome", "warn")), tuple(blocks))


def _notes(explained: Explained) -> Section | None:
    notes = list(explained.prediction.notes)
    if explained.pg_version is not None and any(map(_differs_by_version, explained.prediction.failures)):
        notes.append(f"The SQLSTATE of RESTRICT is that of PostgreSQL {explained.pg_version}; see --pg-version.")
    return Section(line("Notes"), tuple(Paragraph(line(note), indent=1) for note in notes)) if notes else None


def _differs_by_version(failure: Failure) -> bool:
    return failure.kind is FailureKind.BLOCK and failure.key.on_delete is ReferentialAction.RESTRICT
