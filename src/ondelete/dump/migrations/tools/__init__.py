"""The tools whose migrations are read, one file per tool: presence in this folder is registration."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ondelete.dump.migrations.plan import Tool

TOOLS: tuple[Tool, ...] = tuple(
    importlib.import_module(f"{__name__}.{module.name}").TOOL for module in pkgutil.iter_modules(__path__)
)
"""Every tool, in the order of the names of their files."""
