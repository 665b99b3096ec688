"""Two schemas compared: what is different, what that does to deletes, and which of it a team lets pass."""

from ondelete.changes.compare import compare
from ondelete.changes.difference import Cause, Change, Consequence, Difference, Outcome

__all__ = ["Cause", "Change", "Consequence", "Difference", "Outcome", "compare"]
