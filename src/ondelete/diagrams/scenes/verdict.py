"""The verdict of a picture, and by what: the few words that stand beside its title."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from ondelete.deletion.kinds import Verdict
from ondelete.text.counts import count, several

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ondelete.catalog import QualifiedName
    from ondelete.deletion.effects import Prediction

WORST_FIRST = tuple(Verdict)


def worst_of(predictions: Sequence[Prediction]) -> Prediction:
    """Return the prediction with the worst verdict, the first one of several."""
    return min(predictions, key=lambda prediction: WORST_FIRST.index(prediction.verdict))


def because_of(prediction: Prediction, label: Callable[[QualifiedName], str]) -> str:
    """Return by what a verdict is so, to be read behind its word.

    Args:
        prediction: what the DELETE does.
        label: how the name of a table is written.
    """
    match prediction.verdict:
        case Verdict.CLEAR:
            return "nothing in the schema stops it"
        case Verdict.MUST_BLOCK:
            refused = [refusal.reason for refusal in prediction.refusals if refusal.certain]
            if refused:
                return f"whatever the rows are: {refused[0]}"
            fatal = [e for e in prediction.trigger_errors if e.direct and e.certainty.facts.sure]
            if fatal:
                return f"by trigger {fatal[0].trigger}"
            sure = [f for f in prediction.failures if f.certainty.facts.sure and len(f.path) <= 1]
            tables = list(dict.fromkeys(label(failure.table) for failure in sure))
            return f"while a row of {''.join(several(tables))} references it"
        case Verdict.MAY_BLOCK:
            return f"by {' and '.join(_doubts(prediction))}"
        case unknown:
            assert_never(unknown)


def _doubts(prediction: Prediction) -> list[str]:
    keys, unread = len({failure.key.id for failure in prediction.failures}), len(prediction.not_modelled)
    refusals = len(prediction.refusals)
    doubts = [count(keys, "foreign key on the way", "foreign keys on the way")] if keys else []
    if refusals:
        doubts.append(count(refusals, "refusal of the statement itself", "refusals of the statement itself"))
    stopping = len({error.trigger for error in prediction.trigger_errors})
    keeping = sum(run.vetoes for run in prediction.triggers)
    if stopping:
        doubts.append(count(stopping, "trigger that can fail", "triggers that can fail"))
    if keeping:
        doubts.append(count(keeping, "trigger that can skip rows", "triggers that can skip rows"))
    if unread:
        doubts.append(count(unread, "trigger or rule that is not read", "triggers or rules that are not read"))
    return doubts
