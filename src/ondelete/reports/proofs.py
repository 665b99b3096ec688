"""``explain --prove``: which effects of a prediction a witness shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.report import Line, Paragraph, Report, Section, Span, line, name
from ondelete.reports.base import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.deletion.witness.result import Witness
    from ondelete.reports.explain import ExplainAnswer

_SHOWN = 6  # effects without proof, before the rest is counted


def with_proofs(report: Report, data: ExplainAnswer, witnesses: Sequence[Witness], *, full: bool) -> Report:
    """Return the report of ``explain`` with ``proved`` on every effect and a section that says which are not.

    Args:
        report: what ``explain`` tells.
        data: its JSON.
        witnesses: one for every effect.
        full: whether to list every effect.
    """
    proved = {witness.effect: witness.proved for witness in witnesses}
    marked = {
        field: tuple(msgspec.structs.replace(entry, proved=proved[entry.id]) for entry in getattr(data, field))
        for field in ("deleted", "updated", "errors")
    }
    section = Section(_title(witnesses), tuple(_paragraphs(witnesses, full=full)))
    replace = msgspec.structs.replace
    return replace(report, sections=(*report.sections, section), data=replace(data, **marked))


def _title(witnesses: Sequence[Witness]) -> Line:
    done = sum(witness.proved for witness in witnesses)
    if done == len(witnesses):
        return line(Span(f"Proved: {count(done, 'effect')}, each by rows that show it", "good"))
    return line(Span(f"Proved: {done} of {count(len(witnesses), 'effect')}, each by rows that show it", "warn"))


def _paragraphs(witnesses: Sequence[Witness], *, full: bool) -> Iterator[Paragraph]:
    missing = [witness for witness in witnesses if not witness.proved]
    for witness in missing if full else missing[:_SHOWN]:
        yield Paragraph(line(Span("not proved ", "warn"), name(witness.effect)), indent=1, hang=1)
        yield Paragraph(line(f"{witness.reason}"), indent=2)
    if not full and len(missing) > _SHOWN:
        yield Paragraph(line(Span(f"… {len(missing) - _SHOWN} more; --full shows all", "dim")), indent=1)
    for witness in (w for w in witnesses if w.proved and full):
        rows = count(len(witness.rows), "row")
        yield Paragraph(line(Span("proved ", "good"), name(witness.effect), f" by {rows}"), indent=1, hang=1)
    yield Paragraph(line(Span("'ondelete witness' prints them as SQL.", "dim")), indent=1)
