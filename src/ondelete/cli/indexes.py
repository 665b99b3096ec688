"""``ondelete indexes``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ondelete.cli._command import schema_command

if TYPE_CHECKING:
    from ondelete.report import Report
    from ondelete.schema import Schema


@schema_command(gives=("report", "rows"), takes_each=True, takes_with=True)
@click.option("--full", is_flag=True, help="Also show the foreign keys that have an index.")
def command(schema: Schema, full: bool) -> Report:
    """Show foreign keys with no index or a weak one, and the fix."""
    from ondelete.reports.indexes import report_indexes

    return report_indexes(tuple(schema.coverage.values()), schema.catalog, full=full)
