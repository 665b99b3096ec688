"""``ondelete cycles``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.cli._command import schema_command

if TYPE_CHECKING:
    from ondelete.report import Report
    from ondelete.schema import Schema


@schema_command()
def command(schema: Schema) -> Report:
    """Show cycles of foreign keys, and where to break them."""
    from ondelete.analyses.cycles import cycles
    from ondelete.reports.cycles import report_cycles

    return report_cycles(cycles(schema.key_graph), schema.catalog)
