"""``ondelete remains``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ondelete.cli._command import schema_command

if TYPE_CHECKING:
    from ondelete.report import Report
    from ondelete.schema import Schema


@schema_command(gives=("report", "rows"))
@click.argument("table")
def command(schema: Schema, table: str) -> Report:
    """Show which data about a deleted row remains.

    It lists rows that are kept with NULL, references without a foreign key, rows that block the delete, rows that jobs
    clean up later, tables that triggers and rules can have written to, and materialized views. Columns that look like
    personal data are marked. Use the CSV as a record for a data-protection review.
    """
    from ondelete.analyses.remains import remains
    from ondelete.reports.remains import report_remains

    found = schema.table(table)
    prediction = schema.predict_delete(found)
    return report_remains(
        found, remains(schema.catalog, schema.declared, prediction, schema.references), schema.catalog
    )
