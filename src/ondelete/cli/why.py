"""``ondelete why``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ondelete.cli._command import schema_command

if TYPE_CHECKING:
    from ondelete.analyses.references import Reference
    from ondelete.analyses.why import Chains
    from ondelete.analyses.why_triggers import ThroughTrigger
    from ondelete.declarations import LooseKey
    from ondelete.report import Report
    from ondelete.schema import Schema


@schema_command(takes_with=True)
@click.argument("table")
@click.argument("other")
@click.option("--all", "all_chains", is_flag=True, help="Show all chains that visit no table twice, up to a limit.")
@click.option(
    "--blockers", is_flag=True, help="Show the chains that end in a foreign key by which OTHER can stop the delete."
)
def command(schema: Schema, table: str, other: str, all_chains: bool, blockers: bool) -> Report:
    """Show through which foreign keys a DELETE reaches OTHER.

    The answer is a chain of foreign keys from TABLE to OTHER, with the action of each.
    """
    from ondelete.analyses import why
    from ondelete.reports.why import report_why

    start, end = schema.table(table), schema.table(other)
    if blockers:
        chains = why.blocking_chains(schema.key_graph, schema.predict_delete(start), end)
    else:
        chains = (why.why_all if all_chains else why.why)(schema.key_graph, start, end)
    return report_why(
        chains,
        schema.catalog,
        all_chains=all_chains,
        blockers=blockers,
        triggers=_triggers(schema, chains),
        loose=_loose(schema, chains),
        undeclared=_undeclared(schema, chains),
    )


def _triggers(schema: Schema, chains: Chains) -> tuple[ThroughTrigger, ...]:
    """Return the triggers and rules through which the delete affects OTHER."""
    if not schema.catalog.triggers and not schema.catalog.rules:
        return ()
    from ondelete.analyses.why_triggers import through_triggers

    return through_triggers(schema.catalog, schema.predict_delete(chains.table), chains.other)


def _undeclared(schema: Schema, chains: Chains) -> tuple[Reference, ...]:
    """Return the references of OTHER to tables that lose rows, without a key; loose keys are told as such."""
    own = [r for r in schema.references.all if r.table == chains.other and r.to is not None and r.kind != "loose"]
    if not own:
        return ()
    prediction = schema.predict_delete(chains.table)
    losing = {schema.catalog.root_of(table) for table in (chains.table, *(e.table for e in prediction.deleted))}
    return tuple(reference for reference in own if reference.to in losing)


def _loose(schema: Schema, chains: Chains) -> tuple[LooseKey, ...]:
    """Return the loose foreign keys of OTHER whose jobs have work to do after the delete."""
    if not any(key.table == chains.other for key in schema.declared.loose):
        return ()
    from ondelete.analyses.loose import loose_after

    found = loose_after(schema.catalog, schema.declared, schema.predict_delete(chains.table))
    return tuple(key for key in found if key.table == chains.other)
