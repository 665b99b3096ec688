"""The migration of a plan: steps that can run on a live database, in an order in which they can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import quote_identifier
from ondelete.findings import Fix, Phase
from ondelete.fixes.builders import recreate_key
from ondelete.fixes.indexes import index_fixes
from ondelete.fixes.migrations import is_sayable, migration, ruby, ruby_string, ruby_table
from ondelete.whatif import holder_of_not_null

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog
    from ondelete.planning.plan import Change, Plan

LOCK_TIMEOUT = "5s"
"""How long a statement waits for a lock before it gives up, so that others do not queue behind it."""


def steps_of(plan: Plan, catalog: Catalog) -> tuple[Fix, ...]:
    """Return the steps: missing indexes, columns that may be NULL, then keys, the farthest from the row first.

    So the row becomes deletable with the last step, when everything behind it is ready. Each statement runs in a
    transaction of its own; a new key is added beside the old one, which goes last.
    """
    return (*_indexes(plan, catalog), *_nullable(plan, catalog), *_keys(plan, catalog))


def index_of(plan: Plan, catalog: Catalog, change: Change) -> str | None:
    """Return the SQL of the index that a changed key lacks, None if it has one or none can help."""
    if change.coverage is None:
        return None
    fix = index_fixes(catalog, [change.coverage]).get(change.before.id)
    return fix.sql if fix is not None else None


def _indexes(plan: Plan, catalog: Catalog) -> Iterator[Fix]:
    coverage = [change.coverage for change in plan.changes if change.coverage is not None]
    seen = set()
    for fix in index_fixes(catalog, coverage).values():
        if fix.sql and fix.sql not in seen:
            seen.add(fix.sql)
            yield fix


def _nullable(plan: Plan, catalog: Catalog) -> Iterator[Fix]:
    columns = ((holder_of_not_null(catalog, c.before.table, name), name) for c in plan.changes for name in c.nullable)
    for table, column in dict.fromkeys(columns):
        sql = f"ALTER TABLE {table.sql} ALTER COLUMN {quote_identifier(column)} DROP NOT NULL;"
        line = f"change_column_null {ruby_table(table)}, {ruby(column)}, true"
        said = line if is_sayable(table) else f"execute {ruby_string(sql)}"
        yield Fix(patient(sql), migration([said]), Phase.REPLACE_KEY, (f"{table}.{column}",))


def _keys(plan: Plan, catalog: Catalog) -> Iterator[Fix]:
    depths = {step.key.id: step.depth for found in plan.after for step in reversed(found.steps)}
    for change in sorted(plan.changes, key=lambda change: -depths.get(change.before.id, 0)):
        fix = recreate_key(catalog, change.before, change.after.on_delete, set_columns=change.after.set_columns)
        if fix is not None and change.after != change.before:
            yield Fix(patient(fix.sql or ""), fix.rails, fix.phase, fix.touches)


def patient(sql: str) -> str:
    """Return statements that do not wait for a lock longer than ``LOCK_TIMEOUT``."""
    return f"SET lock_timeout = '{LOCK_TIMEOUT}';\n{sql}\nRESET lock_timeout;"
