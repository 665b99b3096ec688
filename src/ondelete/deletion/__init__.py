"""What PostgreSQL does on DELETE: the semantics engine."""

from ondelete.deletion.effects import (
    Certainty,
    Deleted,
    Failure,
    NotModelled,
    Prediction,
    Step,
    Updated,
    Verdict,
    table_id,
)
from ondelete.deletion.predict import predict_delete
from ondelete.deletion.static.truncate import Emptied, Truncation, predict_truncate

__all__ = [
    "Certainty",
    "Deleted",
    "Emptied",
    "Failure",
    "NotModelled",
    "Prediction",
    "Step",
    "Truncation",
    "Updated",
    "Verdict",
    "predict_delete",
    "predict_truncate",
    "table_id",
]
