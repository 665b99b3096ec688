"""A git repository that is only read: no program runs, no network is used, and no configuration is obeyed.

Only its refs and objects are read, with parts of dulwich. ``docs/decisions`` says why git itself is not used.
"""

from __future__ import annotations

from ondelete.repository.repository import Repository, open_repository
from ondelete.repository.values import CommitFacts
from ondelete.repository.walks import Version, default_branch, merge_base, versions

__all__ = ["CommitFacts", "Repository", "Version", "default_branch", "merge_base", "open_repository", "versions"]
