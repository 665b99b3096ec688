"""Rows that reference nothing: the query that counts them, and a clean-up in batches that does what the key would."""

from __future__ import annotations

# ruff: noqa: S608 - SQL is what this file writes; it runs nothing, and every name is quoted
from typing import TYPE_CHECKING, assert_never

from msgspec.structs import replace

from ondelete.analyses.impossible import impossible_action
from ondelete.catalog import MatchType, QualifiedName, ReferentialAction, quote_identifier
from ondelete.fixes.migrations import ruby_string
from ondelete.fixes.names import name_within_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import Catalog, ForeignKey

BATCH = 10_000
"""Rows that one statement of a clean-up writes."""

_LISTED = 20

COUNTING = "-- Rows that reference nothing: VALIDATE fails while there are any."
"""What stands before the query."""


def count_orphans(key: ForeignKey) -> str:
    """Return the query that counts the rows of a key's table that reference no row."""
    return f"SELECT count(*) FROM {key.table.sql} AS o WHERE {_orphaned(key)};"


def clean_up(catalog: Catalog, key: ForeignKey) -> tuple[str, list[str]]:
    """Return a sentence that says what becomes of rows that reference nothing, and the statements that do it.

    The last statement is to be repeated until it writes no row. SET NULL clears the reference and CASCADE deletes the
    rows, copied aside first. RESTRICT and NO ACTION would have kept what the rows reference, so nothing but the
    reference can be given up, if it can be NULL. SET DEFAULT says nothing of such rows.
    """
    match key.on_delete:
        case ReferentialAction.SET_NULL:
            return "SET NULL: clear these references. Repeat until no row is updated:", [_clear(key)]
        case ReferentialAction.CASCADE:
            aside = _aside(catalog, key)
            return (
                f"CASCADE: delete these rows. They are copied to {aside.shown} first. Repeat the second statement "
                "until no row is inserted. What references these rows goes or changes, too, as its own keys say:",
                [f"CREATE TABLE {aside.sql} (LIKE {key.table.sql});", _delete(key, aside)],
            )
        case ReferentialAction.NO_ACTION | ReferentialAction.RESTRICT:
            return _kept(catalog, key)
        case ReferentialAction.SET_DEFAULT:
            return "SET DEFAULT does not say what becomes of them: correct these rows by hand before VALIDATE.", []
        case unknown:
            assert_never(unknown)


def list_missing(key: ForeignKey) -> str | None:
    """Return the query that lists what is missing, for actions that would have kept it; None for all others."""
    if key.on_delete not in (ReferentialAction.NO_ACTION, ReferentialAction.RESTRICT):
        return None
    columns = ", ".join(f"o.{quote_identifier(column)}" for column in key.columns)
    counted = f"SELECT {columns}, count(*) FROM {key.table.sql} AS o WHERE {_orphaned(key)}"
    return f"{counted} GROUP BY {columns} ORDER BY count(*) DESC LIMIT {_LISTED};"


def _kept(catalog: Catalog, key: ForeignKey) -> tuple[str, list[str]]:
    """Return the same for an action that would have refused to delete what the rows reference."""
    said = (
        f"{key.on_delete.value.upper()} would have kept the rows that these reference: put those back, or correct these"
    )
    clearing = replace(key, on_delete=ReferentialAction.SET_NULL, set_columns=key.columns[-1:])
    if impossible_action(catalog, clearing):
        return f"{said} by hand before VALIDATE.", []
    return f"{said}. If the reference can be given up, clear it. Repeat until no row is updated:", [_clear(clearing)]


def as_comment(text: str, sign: str = "--") -> str:
    """Return a text whose lines are all comments, whatever line breaks names bring along."""
    return "\n".join(f"{sign} {line}".rstrip() for line in text.splitlines())


def ruby_repeat(statements: Sequence[str]) -> list[str]:
    """Return lines of Ruby that run statements, the last one until it writes no row."""
    *once, again = statements
    return [*(f"execute {ruby_string(sql)}" for sql in once), f"nil while execute({ruby_string(again)}).cmd_tuples > 0"]


def _clear(key: ForeignKey) -> str:
    columns = key.set_columns or key.columns
    nulls = ", ".join(f"{quote_identifier(column)} = NULL" for column in columns)
    return f"UPDATE {key.table.sql} AS o SET {nulls} WHERE {_batch(key)};"


def _delete(key: ForeignKey, aside: QualifiedName) -> str:
    gone = f"DELETE FROM {key.table.sql} AS o WHERE {_batch(key)} RETURNING o.*"
    return f"WITH gone AS ({gone}) INSERT INTO {aside.sql} SELECT * FROM gone;"


def _batch(key: ForeignKey) -> str:
    """Return the condition of a batch; it is asked twice, because partitions repeat the places of rows (ctid)."""
    inner = f"SELECT o.ctid FROM {key.table.sql} AS o WHERE {_orphaned(key)} LIMIT {BATCH}"
    return f"o.ctid = ANY (ARRAY({inner})) AND {_orphaned(key)}"


def _orphaned(key: ForeignKey) -> str:
    set_ = [f"o.{quote_identifier(column)} IS NOT NULL" for column in key.columns]
    # MATCH FULL refuses a row with only some NULLs, too.
    referencing = f"({' OR '.join(set_)})" if key.match is MatchType.FULL else " AND ".join(set_)
    pairs = zip(key.columns, key.referenced_columns, strict=True)
    same = " AND ".join(f"r.{quote_identifier(theirs)} = o.{quote_identifier(own)}" for own, theirs in pairs)
    return f"{referencing} AND NOT EXISTS (SELECT FROM {key.referenced_table.sql} AS r WHERE {same})"


def _aside(catalog: Catalog, key: ForeignKey) -> QualifiedName:
    """Return the name of a new table for the rows that go."""
    base = f"{key.table.name}_{'_'.join(key.columns)}"
    number = 0
    while True:
        end = f"_orphans{number or ''}"
        name = QualifiedName(key.table.schema, name_within_limit(base, end))
        if name not in catalog.tables and name not in catalog.relations:
            return name
        number += 1
