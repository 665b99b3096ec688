"""The verdict of ``explain`` in a few sentences: whether something stops the delete, and what it does otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from ondelete.analyses.index_coverage import Verdict as IndexVerdict
from ondelete.deletion.kinds import Verdict
from ondelete.report import Line, Span, line
from ondelete.reports.explained import REMARKS
from ondelete.reports.undeclared import undeclared_clause
from ondelete.reports.verdicts import VERDICTS
from ondelete.text.counts import count, several

if TYPE_CHECKING:
    from ondelete.deletion.effects import Prediction
    from ondelete.reports.explained import Explained


def verdict_line(explained: Explained) -> Line:
    """Return the answer in a few sentences, for a row that has referencing rows and for one that has none."""
    prediction = explained.prediction
    undeclared = undeclared_clause(explained.undeclared, prediction.table, explained.names)
    if prediction.verdict is Verdict.CLEAR and undeclared:
        read = _as_far_as_read(explained)
        far = f"{read}, and as far as foreign keys go: " if read else ", as far as foreign keys go: "
        return line(Span("CLEAR", "good"), far, *undeclared, ". ", *_outcome(explained))
    told = _by_keys(explained)
    return line(*told, " Besides, ", *undeclared, ".") if undeclared else told


def _by_keys(explained: Explained) -> Line:
    prediction = explained.prediction
    outcome = _outcome(explained)
    match prediction.verdict:
        case Verdict.CLEAR:
            if read := _as_far_as_read(explained):
                return line(Span("CLEAR", "good"), f"{read}, see below. ", *outcome)
            return line(Span("CLEAR", "good"), ": nothing in the schema stops this delete. ", *outcome)
        case Verdict.MAY_BLOCK:
            while_ = " while the row has referencing rows" if prediction.failures else ""
            return line(Span(VERDICTS[prediction.verdict].says, "warn"), f"{while_}: {_doubts(prediction)}. ", *outcome)
        case Verdict.MUST_BLOCK:
            return _blocked(explained, outcome)
        case unknown:
            assert_never(unknown)


def _as_far_as_read(explained: Explained) -> str:
    """Say that some statements were not understood; "" if none of them can concern the answer."""
    unread = len(explained.unread)
    if not unread:
        return ""
    return f", as far as read: {count(unread, 'statement was', 'statements were')} not understood"


def _blocked(explained: Explained, outcome: Line) -> Line:
    refused = [refusal for refusal in explained.prediction.refusals if refusal.certain]
    if refused:
        return line(Span("BLOCKED", "bad"), f", whatever the rows are: {refused[0].reason} ({refused[0].sqlstate}).")
    fatal = [error for error in explained.prediction.trigger_errors if error.direct and error.certainty.facts.sure]
    if fatal:
        states = " or ".join(fatal[0].sqlstates)
        return line(Span("BLOCKED", "bad"), f" by trigger {fatal[0].trigger}: {fatal[0].reason} ({states}).")
    stopping = [f for f in explained.prediction.failures if f.always_stops and len(f.path) <= 1]
    always = [failure for failure in stopping if not failure.kind.facts.needs_row]
    tables = {failure.table: explained.names.table(failure.table) for failure in always or stopping}
    if always:
        return line(
            Span("BLOCKED", "bad"), ", whatever the rows are, by definitions on ", *several(list(tables.values())), "."
        )
    return line(
        Span("BLOCKED", "bad"),
        " while the row has referencing rows in ",
        *several(list(tables.values())),
        ". ",
        "A row without referencing rows is deleted alone. " if _goes_alone(explained.prediction) else "",
        *outcome,
    )


def _goes_alone(prediction: Prediction) -> bool:
    """Whether a row without referencing rows is deleted, and no other row with it."""
    kept = any(run.vetoes for run in prediction.triggers)
    others = any(entry.trigger is not None for entry in prediction.deleted)
    return not (prediction.not_modelled or prediction.trigger_errors or kept or others)


def _doubts(prediction: Prediction) -> str:
    keys = len({failure.key.id for failure in prediction.failures})
    doubts = [f"{count(keys, 'foreign key')} on the way can stop the delete"] if keys else []
    if prediction.refusals:
        doubts.append("the DELETE can be refused")
    stopping = len({error.trigger for error in prediction.trigger_errors})
    if stopping:
        doubts.append(f"{count(stopping, 'trigger')} can stop {'it' if doubts else 'the delete'}")
    keeping = sum(run.vetoes for run in prediction.triggers)
    if keeping:
        doubts.append(f"{count(keeping, 'trigger')} can leave rows in place")
    if prediction.not_modelled:
        unread = count(len(prediction.not_modelled), "trigger or rule is", "triggers or rules are")
        doubts.append(f"{unread} not modelled")
    return " and ".join(doubts)


def _outcome(explained: Explained) -> Line:
    """Say what a delete does if it succeeds, and how many foreign keys on the way have no index or a weak index."""
    prediction = explained.prediction
    table = explained.names.table(prediction.table)
    if prediction.replaced:
        return line("A rule replaces the DELETE, so the DELETE itself removes no row of ", table, ".")
    if not prediction.steps and prediction.inheriting:
        inheriting = count(len(prediction.inheriting), "table that inherits", "tables that inherit")
        return line("No enforced foreign key references ", table, f"; rows go from {inheriting} from it, too.")
    if not prediction.steps and prediction.deleted:
        others = count(len(prediction.deleted), "more table")
        return line("No enforced foreign key references ", table, f"; by triggers, rows go from {others}.")
    if not prediction.steps:
        return line("No enforced foreign key references ", table, ", so only the row itself goes.")
    losses, figures = _losses(prediction), _index_figures(explained)
    if not losses and prediction.verdict is Verdict.MUST_BLOCK and not prediction.not_modelled:
        return line(f"{figures}.") if figures else ()  # what goes has just been said
    lead = "With referencing rows," if prediction.verdict is Verdict.CLEAR else "Otherwise"
    return line(
        f"{lead} {losses or 'only the row itself goes'}.{' ' if figures else ''}{figures}{'.' if figures else ''}"
    )


def _losses(prediction: Prediction) -> str:
    """Say what goes and changes besides the row itself; "" if nothing does."""
    longest = (
        "no limit on the longest chain: a cycle"
        if prediction.longest is None
        else f"longest chain {prediction.longest:,}"
    )
    changed = {(entry.table, column) for entry in prediction.updated for column in entry.columns}
    changed |= {(entry.table, column) for entry in prediction.trigger_updates for column in entry.columns}
    columns = len(changed)
    others = [entry for entry in prediction.deleted if entry.table != prediction.table]
    parts = []
    if prediction.deleted:
        tables = count(len(others), "more table") if others else "the table itself"
        parts.append(f"rows go from {tables} ({longest})")
    if columns:
        parts.append(f"{count(columns, 'column')} {'changes' if columns == 1 else 'change'}")
    return ", ".join(parts)


def _index_figures(explained: Explained) -> str:
    """Say how many foreign keys on the way have no index or a weak index; "" if none does."""
    keys = count(len(explained.prediction.edges), "foreign key")
    figures = [
        f"{number:,} {'has' if number == 1 else 'have'} {remark}"
        for verdict, remark in ((IndexVerdict.NONE, "no index"), (IndexVerdict.WEAK, "a weak index"))
        if (number := sum(found == REMARKS[verdict] for found in explained.remarks.values()))
    ]
    return f"Of {keys} on the way, {' and '.join(figures)}" if figures else ""
