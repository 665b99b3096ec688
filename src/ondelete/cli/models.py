"""``ondelete models``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.cli._command import schema_command
from ondelete.cli._models import models_option, read_rails

if TYPE_CHECKING:
    from ondelete.config import Config
    from ondelete.report import Report
    from ondelete.schema import Schema


@schema_command(gives=("report", "rows"), takes_config=True)
@models_option
def command(schema: Schema, folders: tuple[str, ...], config: Config) -> Report:
    """Show the associations of Rails models, and their keys.

    The models are read without Ruby, and nothing in them is run. An association that does not resolve to a table and
    columns of the schema is listed with the reason. This needs two libraries: tree-sitter and tree-sitter-ruby.
    """
    from ondelete.reports.models import report_models

    return report_models(read_rails(schema, config, folders))
