"""A schema that nobody has written yet: the same catalog with other actions of keys, fewer keys, or new ones."""

from ondelete.whatif.assume import assume
from ondelete.whatif.supposed import Supposed, action_words, holder_of_not_null, with_keys, with_nullable

__all__ = ["Supposed", "action_words", "assume", "holder_of_not_null", "with_keys", "with_nullable"]
