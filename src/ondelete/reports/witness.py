"""The answer of ``witness``: for each effect of a DELETE, SQL that proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.deletion.witness.sql import witness_sql
from ondelete.errors import OndeleteError
from ondelete.report import Code, Report, Section, line, name
from ondelete.reports.base import Answer, skipped_entries, source_of
from ondelete.text.counts import count
from ondelete.text.runner_commands import disarmed
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import Catalog
    from ondelete.deletion.effects import Prediction
    from ondelete.deletion.witness.result import Witness

_SUGGESTED = 3


class WitnessEntry(msgspec.Struct, frozen=True):
    """One effect. ``sql`` is a script, or a comment if no rows were found; ``reason`` says why it is not proved."""

    effect: str
    proved: bool
    sql: str
    reason: str | None


class WitnessAnswer(Answer, frozen=True, kw_only=True):
    """JSON of ``ondelete witness``."""

    table: str
    witness: tuple[WitnessEntry, ...]


def report_witnesses(prediction: Prediction, witnesses: Sequence[Witness], catalog: Catalog) -> Report:
    """Return the witnesses as scripts, and as data."""
    proved = sum(witness.proved for witness in witnesses)
    entries = tuple(
        WitnessEntry(effect=w.effect, proved=w.proved, sql=witness_sql(catalog, w), reason=w.reason) for w in witnesses
    )
    return Report(
        title=line("what a delete on ", name(prediction.table.sql), " does"),
        source=source_of(catalog),
        verdict=line(f"{proved} of {count(len(entries), 'effect')} proved."),
        sections=(Section((), tuple(Code(entry.sql, "sql") for entry in entries)),),
        data=WitnessAnswer(skipped=skipped_entries(catalog), table=str(prediction.table), witness=entries),
    )


def script(report: Report) -> str:
    """Return the report as one file for psql, with its title and verdict as comments."""
    head = "".join(span.text for span in (*report.title, *line(": "), *report.verdict))
    codes = [block.text for section in report.sections for block in section.blocks if isinstance(block, Code)]
    return disarmed("\n".join([f"-- {visible(report.source)}: {visible(head)}\n", *codes]))


def refuse_unknown(effect: str, known: Sequence[str]) -> None:
    """Raise OndeleteError if a DELETE has no such effect; the message names similar ones."""
    if effect in known:
        return
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(effect, known, n=_SUGGESTED, cutoff=0.5)
    ending = [k for k in known if effect and k.endswith(effect)][:_SUGGESTED]
    hint = f" Did you mean {', '.join(ending or near)}?" if ending or near else ""
    raise OndeleteError(f"{effect}: the DELETE has no such effect; 'explain --format json' lists them.{hint}")
