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

__all__ = [
    "Certainty",
    "Deleted",
    "Failure",
    "NotModelled",
    "Prediction",
    "Step",
    "Updated",
    "Verdict",
    "predict_delete",
    "table_id",
]
