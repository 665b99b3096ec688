"""What PostgreSQL does on DELETE: the semantics engine."""

from ondelete.deletion.effects import Deleted, Failure, NotModelled, Prediction, Step, Updated, table_id
from ondelete.deletion.kinds import Certainty, FailureKind, StepOutcome, Verdict
from ondelete.deletion.predict import predict_delete
from ondelete.deletion.static.truncate import Emptied, Truncation
from ondelete.deletion.triggers.truncation import predict_truncate

__all__ = [
    "Certainty",
    "Deleted",
    "Emptied",
    "Failure",
    "FailureKind",
    "NotModelled",
    "Prediction",
    "Step",
    "StepOutcome",
    "Truncation",
    "Updated",
    "Verdict",
    "predict_delete",
    "predict_truncate",
    "table_id",
]
