"""Both layers of a delete in ``explain --rails``: what Rails does, what the database does, and where they part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.rails.deletes.differences import deletes_of, differences_of
from ondelete.rails.deletes.steps import destroy_steps
from ondelete.report import Paragraph, Section, Span, line, name
from ondelete.reports.base import Names
from ondelete.reports.explain import ExplainAnswer
from ondelete.reports.explain_rails import RailsEntry, deleting_entry, differing_entry, step_entry
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import Location
    from ondelete.rails.deletes.differences import Deleting, Differing
    from ondelete.rails.deletes.pairs import Layers
    from ondelete.rails.deletes.steps import Step
    from ondelete.rails.models.values import Model
    from ondelete.report import Line, Report

_SHOWN = 40


def with_rails(report: Report, layers: Layers, model: Model, others: Sequence[str], *, full: bool) -> Report:
    """Return the answer of explain with what the models do.

    Args:
        report: the answer about the table.
        layers: the models, and the keys that they meet.
        model: the model whose record is destroyed.
        others: other models of the same table.
        full: whether every step is shown in the text.
    """
    steps = destroy_steps(layers, model)
    table = layers.resolver.table_of(model)
    deletes = deletes_of(layers, table) if table is not None else ()
    differs = differences_of(layers, model)
    names = Names(layers.catalog)
    sections = (_destroy(model, steps, names, others, full=full), _differs(model, differs, names))
    data = report.data
    if isinstance(data, ExplainAnswer):
        data = replace(data, rails=_entry(model, steps, deletes, differs))
    return replace(report, sections=(*report.sections, *(each for each in sections if each)), data=data)


def _destroy(model: Model, steps: Sequence[Step], names: Names, others: Sequence[str], *, full: bool) -> Section:
    shown = steps if full else steps[:_SHOWN]
    blocks = [Paragraph(_told(step, names), indent=1 + step.depth, hang=1) for step in shown]
    if len(steps) > len(shown):
        blocks.append(Paragraph(line(Span(f"… {len(steps) - len(shown):,} more; --full shows all", "dim")), indent=1))
    if others:
        said = f"Other models of this table: {', '.join(others)}; name one of them instead of the table."
        blocks.append(Paragraph(line(Span(said, "dim")), indent=1))
    title = line(Span("With Rails", "strong"), ": ", name(f"{model.name}#destroy"), ", in the order of its steps")
    return Section(title, tuple(blocks))


def _told(step: Step, names: Names) -> Line:
    place = (Span("  "), *_place(step.location)) if step.location is not None else ()
    columns = names.columns(step.table, step.columns) if step.table is not None and step.columns else ()
    target = (Span(" → "), *columns) if columns else ()
    note = f": {step.note}" if step.note else ""
    if step.what == "callback":
        return line(name(f"{step.event} {step.method}"), *place)
    if step.what in ("begin", "commit"):
        return line(Span(step.what.upper(), "strong"), note)
    if step.what == "delete row":
        table = (names.table(step.table),) if step.table is not None else ()
        return line(Span("DELETE", "strong"), " one row of ", *table, note)
    if step.association is None:
        return line(step.what, note, *place)
    cost = f" ({step.queries} {'query' if step.queries == '1' else 'queries'})" if step.queries != "0" else ""
    return line(f"{step.what} ", name(step.association), *target, f"{cost}{note}", *place)


def _place(place: Location) -> Line:
    return line(Span(str(place), "name"))


def _differs(model: Model, differs: Sequence[Differing], names: Names) -> Section | None:
    if not differs:
        return None
    blocks = []
    for each in differs:
        columns = names.columns(each.table, each.columns) if each.table is not None and each.columns else ()
        target = (Span(" → "), *columns) if columns else ()
        verdict = line("  ", Span(each.verdict.value, "warn")) if each.verdict is not None else ()
        blocks.append(
            Paragraph(line(name(each.subject), *target, *verdict, "  ", *_place(each.location)), indent=1, hang=1)
        )
        blocks.append(Paragraph(line(f"destroy {each.destroy}; delete {each.delete}."), indent=2))
    number = count(len(differs), "difference")
    title = line(Span("destroy and delete part", "strong"), " on ", name(model.name), Span(f"  {number}", "dim"))
    return Section(title, tuple(blocks))


def _entry(
    model: Model, steps: Sequence[Step], deletes: Sequence[Deleting], differs: Sequence[Differing]
) -> RailsEntry:
    return RailsEntry(
        model=model.name,
        destroy=tuple(map(step_entry, steps)),
        delete=tuple(map(deleting_entry, deletes)),
        differs=tuple(map(differing_entry, differs)),
    )
