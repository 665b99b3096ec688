"""The answer of ``report``: the whole schema as one compact value that a page can walk, and the same for no script."""

from __future__ import annotations

from ondelete.explorer.model.build import report_explorer

__all__ = ["report_explorer"]
