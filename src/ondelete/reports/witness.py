"""The answer of ``witness``: for each effect of a DELETE, SQL that proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import quote_identifier
from ondelete.deletion.witness.sql import witness_sql
from ondelete.errors import OndeleteError
from ondelete.fixes.builders import definition
from ondelete.report import Code, Line, Paragraph, Report, Section, line, name
from ondelete.reports.base import WhatIfAnswer, skipped_entries, source_of
from ondelete.reports.sections import incomplete_sections
from ondelete.text.counts import count
from ondelete.text.runner_commands import disarmed
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import Catalog
    from ondelete.deletion.effects import Prediction
    from ondelete.deletion.witness.result import Witness
    from ondelete.whatif import Supposed

_SUGGESTED = 3
_PREPARE = "Run this once before the scripts: it makes the supposed changes in the scratch database."


class WitnessEntry(msgspec.Struct, frozen=True):
    """One effect. ``sql`` is a script, or a comment if no rows were found; ``reason`` says why it is not proved."""

    effect: str
    proved: bool
    sql: str
    reason: str | None


class WitnessAnswer(WhatIfAnswer, frozen=True, kw_only=True):
    """JSON of ``ondelete witness``.

    ``prepare`` is SQL that makes the supposed changes in the scratch database, to be run once before the scripts; null
    if nothing is supposed.
    """

    table: str
    witness: tuple[WitnessEntry, ...]
    prepare: str | None = None


def report_witnesses(
    prediction: Prediction, witnesses: Sequence[Witness], catalog: Catalog, supposed: Sequence[Supposed] = ()
) -> Report:
    """Return the witnesses as scripts, and as data; ``supposed`` is what the scratch database does not have yet."""
    prepare = "\n".join(map(_preparing, supposed))
    proved = sum(witness.proved for witness in witnesses)
    entries = tuple(
        WitnessEntry(effect=w.effect, proved=w.proved, sql=witness_sql(catalog, w), reason=w.reason) for w in witnesses
    )
    return Report(
        title=line("what a delete on ", name(prediction.table.sql), " does"),
        source=source_of(catalog),
        verdict=line(f"{proved} of {count(len(entries), 'effect')} proved."),
        sections=(
            *incomplete_sections(catalog.skipped),
            *([Section(line(_PREPARE), (Code(f"{prepare}\n", "sql"),))] if prepare else []),
            Section((), tuple(Code(entry.sql, "sql") for entry in entries)),
        ),
        data=WitnessAnswer(
            skipped=skipped_entries(catalog),
            complete=not catalog.skipped,
            table=str(prediction.table),
            witness=entries,
            prepare=prepare or None,
        ),
    )


def _preparing(change: Supposed) -> str:
    """Return the statement that makes a change in a database of which nobody else depends."""
    parts = []
    if change.before is not None:
        parts.append(f"DROP CONSTRAINT {quote_identifier(change.before.name)}")
    if change.after is not None:
        parts.append(f"ADD CONSTRAINT {quote_identifier(change.after.name)} {definition(change.after)}")
    return f"ALTER TABLE {change.key.table.sql} {', '.join(parts)};"


def script(report: Report) -> str:
    """Return the report as one file for psql, with its title, its verdict and other text as comments."""
    head = [_comment((name(report.source), *line(": "), *report.title, *line(": "), *report.verdict))]
    codes = list[str]()
    for section in report.sections:
        title = [_comment(section.title)] if section.title else []
        if any(isinstance(block, Code) for block in section.blocks):
            codes += title
        else:
            head += title
        head += [_comment(block.line, "  ") for block in section.blocks if isinstance(block, Paragraph)]
        codes += [block.text for block in section.blocks if isinstance(block, Code)]
    return disarmed("\n".join([*head[:-1], f"{head[-1]}\n", *codes]))


def _comment(text: Line, indent: str = "") -> str:
    """Return text as a line of comment: a name holds no line end that could leave it."""
    return f"-- {indent}{visible(''.join(span.text for span in text))}"


def refuse_unknown(effect: str, known: Sequence[str]) -> None:
    """Raise OndeleteError if a DELETE has no such effect; the message names similar ones."""
    if effect in known:
        return
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(effect, known, n=_SUGGESTED, cutoff=0.5)
    ending = [k for k in known if effect and k.endswith(effect)][:_SUGGESTED]
    hint = f" Did you mean {', '.join(ending or near)}?" if ending or near else ""
    raise OndeleteError(f"{effect}: the DELETE has no such effect; 'explain --format json' lists them.{hint}")
