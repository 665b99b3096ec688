"""``ondelete catalog``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.cli._command import schema_command

if TYPE_CHECKING:
    from ondelete.report import Report
    from ondelete.schema import Schema


@schema_command()
def command(schema: Schema) -> Report:
    """Print the schema as it was read.

    FILE is a schema dump, '-' for standard input, or REV:path for a file at a git revision. Several files are
    read in order, as one schema.
    """
    from ondelete.reports.catalog import report_catalog

    return report_catalog(schema.catalog)
