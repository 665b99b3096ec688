"""``explain --prove``: which effects of a prediction a witness shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.report import Line, Paragraph, Section, Span, line, name
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.deletion.witness.result import Witness

_SHOWN = 6  # effects without proof, before the rest is counted


def proofs_section(witnesses: Sequence[Witness], *, full: bool) -> Section:
    """Return the section that says which effects rows show, and which not.

    Args:
        witnesses: one for every effect.
        full: whether to list every effect.
    """
    return Section(_title(witnesses), tuple(_paragraphs(witnesses, full=full)))


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
