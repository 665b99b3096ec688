"""``ondelete plan``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ondelete.cli._command import schema_command

if TYPE_CHECKING:
    from ondelete.config import Config
    from ondelete.report import Report
    from ondelete.schema import Schema


@schema_command(gives=("report", "sql"), takes_config=True, takes_with=True, takes_tables=True)
@click.option(
    "--keep",
    multiple=True,
    metavar="NAME",
    help="Leave the rows of this table, or this key, as they are. Can be repeated.",
)
@click.option("--prefer", type=click.Choice(["null", "cascade"]), help="Which action to take if both work.")
@click.option(
    "--max-rows",
    type=click.FloatRange(min=0),
    metavar="N",
    help="If one row has more than N rows in a table, by the sizes of the configuration, leave them to a job.",
)
@click.option(
    "--alternatives", type=click.IntRange(min=0, max=20), default=0, metavar="N", help="Also show N other plans."
)
@click.option(
    "--advise",
    is_flag=True,
    help="Say which action suits the foreign keys that are named, or that reference TABLE, and why.",
)
@click.option("--policy", metavar="NAME", help="Follow this policy instead of the configured one.")
@click.option("--rails", is_flag=True, help="Print bodies of Rails migrations instead of SQL.")
def command(
    schema: Schema,
    tables: tuple[str, ...],
    keep: tuple[str, ...],
    prefer: str | None,
    max_rows: float | None,
    alternatives: int,
    advise: bool,
    policy: str | None,
    rails: bool,
    config: Config,
) -> tuple[Report, int]:
    """Show which foreign keys to change to make a row deletable.

    The answer says why each key gets its action, what has to be decided, what was protected before, and which index is
    missing. It ends with the migration and with a contract that keeps the row deletable. The exit status is 1 if there
    is no plan; then the answer says what stands in the way.
    """
    if advise:
        return _advice(schema, tables, max_rows), 0
    if not tables:
        raise click.UsageError("name the TABLE whose rows have to be deleted")
    from ondelete.planning.plan import make_plans
    from ondelete.planning.wishes import wishes_of
    from ondelete.reports.plan import report_plan

    wanted = tuple(map(schema.table, tables))
    wishes = wishes_of(
        schema.catalog,
        wanted,
        schema.declared,
        policy=config.policy(policy).name,
        keep=keep,
        prefer=prefer,
        max_rows=max_rows,
    )
    plans = make_plans(schema.catalog, wanted, wishes, alternatives=alternatives)
    return report_plan(plans, schema.catalog, rails=rails), int(not plans[0].possible)


def _advice(schema: Schema, words: tuple[str, ...], max_rows: float | None) -> Report:
    """Return the advice for keys, and for the keys that reference tables; for all keys if nothing is named."""
    from ondelete.errors import NoSuchTable
    from ondelete.planning.advice import advise
    from ondelete.planning.ground import Ground
    from ondelete.planning.wishes import wishes_of
    from ondelete.reports.advice import report_advice
    from ondelete.whatif.naming import keys_named

    catalog = schema.catalog
    keys = {} if words else {key.id: key for key in catalog.foreign_keys}
    for word in words:
        try:
            found = catalog.foreign_keys_to.get(schema.table(word), ())
        except NoSuchTable:
            found = keys_named(catalog, word)
        keys.update((key.id, key) for key in found)
    ground = Ground(catalog, (), wishes_of(catalog, (), schema.declared, max_rows=max_rows))
    return report_advice([advise(ground, key) for key in keys.values()], catalog)
