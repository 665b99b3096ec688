"""What triggers and rules do, in words: the errors that they end in, and what they write."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from ondelete.deletion.kinds import Certainty
from ondelete.report import Line, Paragraph, Section, Span, line, name
from ondelete.reports.sections import first_of
from ondelete.text.counts import several

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.deletion.trigger_effects import TriggerEffect, TriggerError, TriggerRun
    from ondelete.report import Block
    from ondelete.reports.base import Names

_HEADINGS = {
    Certainty.MUST: ("A trigger always stops it, if it gets there", "bad"),
    Certainty.MAY: ("A trigger can stop it", "warn"),
    Certainty.DEFERRED: ("A trigger writes what fails at COMMIT", "warn"),
}
_LONGEST = 160


def trigger_sections(
    runs: Sequence[TriggerRun], all_errors: Sequence[TriggerError], names: Names, *, full: bool
) -> Iterator[Section]:
    """Yield the errors of triggers by certainty, the rows that they keep, and what they do else."""
    for certainty, (heading, style) in _HEADINGS.items():
        errors = [error for error in all_errors if error.certainty is certainty]
        if errors:
            yield Section(line(Span(heading, "bad" if style == "bad" else "warn")), _errors(errors, full=full))
    kept = [run for run in runs if run.vetoes]
    if kept:
        yield Section(line(Span("A trigger can leave rows as they are, without an error", "warn")), _kept(kept, names))
    acting = [run for run in runs if any(map(_is_told, run.effects))]
    if acting:
        yield Section(line("What triggers do"), _acting(acting, names, full=full))


def _errors(errors: Sequence[TriggerError], *, full: bool) -> tuple[Block, ...]:
    shown, rest = first_of(errors, full=full)
    blocks: list[Block] = []
    for error in shown:
        states = " or ".join(error.sqlstates) or "an error"
        words = line(name(error.trigger), f", line {error.line}: {states}: ", _short(error.reason))
        blocks.append(Paragraph(words, indent=1, hang=1))
    return (*blocks, *rest)


def _kept(runs: Sequence[TriggerRun], names: Names) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for run in runs:
        [veto, *_] = [effect for effect in run.effects if effect.kind == "veto"]
        when = f" while {_short(veto.when)}" if veto.when else ""
        left = "skips the row" if run.event == "delete" else f"skips the {run.event}"
        words = line(*_head(run, names), f" {left}{when}, line {veto.line}")
        blocks.append(Paragraph(words, indent=1, hang=1))
    return tuple(blocks)


def _acting(runs: Sequence[TriggerRun], names: Names, *, full: bool) -> tuple[Block, ...]:
    shown, rest = first_of(runs, full=full)
    blocks: list[Block] = []
    for run in shown:
        told = dict.fromkeys(words for effect in run.effects if _is_told(effect) for words in [_words(effect, names)])
        parts = [part if isinstance(part, tuple) else (Span(part),) for part in several(list(told))]
        words = line(*_head(run, names), " ", *(span for part in parts for span in part))
        blocks.append(Paragraph(words, indent=1, hang=1))
    return (*blocks, *rest)


def _head(run: TriggerRun, names: Names) -> Line:
    what = f"{run.timing.upper()} {run.event.upper()}" if run.kind == "trigger" else f"ON {run.event.upper()}"
    return line(f"{run.kind} ", name(run.name), " on ", names.table(run.table), f" ({what})")


def _is_told(effect: TriggerEffect) -> bool:
    return effect.kind not in ("veto", "raise")


def _words(effect: TriggerEffect, names: Names) -> Line:
    """Return what an effect is as the rest of a sentence whose subject is the trigger."""
    table = (names.table(effect.table),) if effect.table is not None else ()
    can = "" if effect.certainty is Certainty.MUST else "can "
    match effect.kind:
        case "insert":
            return line(f"{can}insert" + "s" * (not can) + " into ", *table)
        case "delete":
            return line(f"{can}delete" + "s" * (not can) + " rows of ", *table)
        case "truncate":
            return line(f"{can}empt" + ("y " if can else "ies "), *table)
        case "update":
            return line(f"{can}change" + "s" * (not can) + " ", *_columns(effect, names))
        case "changes new row":
            return line(f"{can}change" + "s" * (not can) + " the updated row: ", *_columns(effect, names))
        case "outside":
            return line(f"{can}act" + "s" * (not can) + f" outside of the tables: {effect.detail}")
        case "veto" | "raise":
            return line("")
        case unknown:
            assert_never(unknown)


def _columns(effect: TriggerEffect, names: Names) -> Line:
    if effect.table is None:
        return line("")
    return names.columns(effect.table, effect.columns) if effect.columns else line(names.table(effect.table))


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST else f"{one_line[: _LONGEST - 1]}…"
