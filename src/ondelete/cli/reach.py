"""``ondelete reach``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ondelete.cli._command import schema_command
from ondelete.cli._output import say

if TYPE_CHECKING:
    from ondelete.analyses.reach import TableReach
    from ondelete.catalog import QualifiedName
    from ondelete.cli._progress import Progress
    from ondelete.report import Report
    from ondelete.reports.reach import SortKey
    from ondelete.schema import Schema

_SORTS = ("deleted", "updated", "longest", "blockers", "unindexed", "undeclared", "verdict", "table")


@schema_command(gives=("report", "rows"), takes_progress=True, takes_each=True, takes_with=True)
@click.option("--sort", type=click.Choice(_SORTS), default="deleted", show_default=True, help="Sort by this column.")
@click.option("--show-partitions", is_flag=True, help="Also list partitions, not only their roots.")
@click.option("--undeclared", is_flag=True, help="List every reference without a foreign key.")
def command(schema: Schema, sort: SortKey, show_partitions: bool, undeclared: bool, progress: Progress) -> Report:
    """Show for every table how far a DELETE on it reaches.

    The columns: the verdict; tables that lose rows; columns that change; steps of the longest chain (∞ means no
    limit); foreign keys that can stop the delete; foreign keys on the way that have no index; and, if there
    are any, columns that reference the table although no foreign key says so.
    """
    from ondelete.reports.reach import left_undecided, report_reach

    tables = schema.catalog.tables
    number = len(tables) if show_partitions else sum(table in tables for table in schema.key_graph.tables)
    surveyed = progress.over(schema.survey(show_partitions=show_partitions), number)
    found = list(surveyed)
    undecided = sum(one.verdict is None for one in found)
    if undecided:
        say(f"warning: {left_undecided(undecided)}")
    return report_reach(
        found, schema.catalog, sort, schema.references.all, list_undeclared=undeclared, work=_work(schema, found)
    )


def _work(schema: Schema, found: list[TableReach]) -> dict[QualifiedName, float]:
    """Return how many rows are deleted or changed with one row of each table; nothing if no sizes are declared."""
    work = {}
    for table in (one.table for one in found if schema.declared.rows):
        gone, changed = schema.expected_rows(table) or {}, schema.expected_updates(table) or {}
        numbers = [number for each in (gone, changed) for number in each.values()]
        if None not in numbers:
            work[table] = sum(number for number in numbers if number is not None)
    return work
