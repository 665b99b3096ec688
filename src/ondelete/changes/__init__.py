"""Two schemas compared: the differences, what they do to deletes, and which consequences a team accepts."""

from ondelete.changes.compare import compare
from ondelete.changes.difference import Accept, Cause, Change, Class, Consequence, Difference, Outcome
from ondelete.changes.renames import in_new_names
from ondelete.changes.review import DEFAULT_GATES, GATES, Review, review
from ondelete.changes.silenced import Watched, silenced

__all__ = [
    "DEFAULT_GATES",
    "GATES",
    "Accept",
    "Cause",
    "Change",
    "Class",
    "Consequence",
    "Difference",
    "Outcome",
    "Review",
    "Watched",
    "compare",
    "in_new_names",
    "review",
    "silenced",
]
