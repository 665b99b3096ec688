"""A git repository, read and nothing else: no program runs, no network is touched, no configuration is obeyed.

Only its refs and objects are read, with dulwich's parts for them; ``docs/decisions`` says why not with git itself.
"""

from __future__ import annotations

from ondelete.repository.repository import Repository, open_repository
from ondelete.repository.values import CommitFacts
from ondelete.repository.walks import Version, default_branch, merge_base, versions

__all__ = ["CommitFacts", "Repository", "Version", "default_branch", "merge_base", "open_repository", "versions"]
