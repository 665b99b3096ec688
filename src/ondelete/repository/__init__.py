"""A git repository, read and nothing else: no program runs, no network is touched, no configuration is obeyed.

Only its refs and objects are read, with dulwich's parts for them; ``docs/decisions`` says why not with git itself.
"""

from __future__ import annotations

from ondelete.repository.repository import Repository, open_repository

__all__ = ["Repository", "open_repository"]
