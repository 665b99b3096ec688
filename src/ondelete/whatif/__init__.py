"""A schema that nobody has written yet: the same catalog with other actions of keys, fewer keys, or new ones."""

from ondelete.whatif.assume import assume
from ondelete.whatif.supposed import Supposed, action_words, with_keys, with_nullable

__all__ = ["Supposed", "action_words", "assume", "with_keys", "with_nullable"]
