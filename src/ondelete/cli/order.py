"""``ondelete order``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.cli._command import schema_command

if TYPE_CHECKING:
    from ondelete.report import Report
    from ondelete.schema import Schema


@schema_command()
def command(schema: Schema) -> Report:
    """Show in which order to empty, and to load, all tables."""
    from ondelete.analyses.delete_order import delete_order
    from ondelete.reports.order import report_order

    return report_order(delete_order(schema.key_graph), schema.catalog)
