"""Columns that reference a table by their names, but have no foreign key.

## What it does

Reports each table that some columns seem to reference without a foreign key: one finding for the table, not one for
each column. A column counts as a reference if its name refers to the table and a foreign key is possible
([references](../references.md)). If the name of a column misleads, list the column under `[[references]]` or
`not-references` of the configuration. Loose foreign keys are not reported.

A finding has the grade `both` if foreign keys delete rows of the table and rows of one of the referencing tables. If an
entry of `[[references]]` or `not-references` is not needed, it is reported with the grade `stale`.

## Why is this bad

A DELETE on the table leaves the rows of all these columns behind. They reference nothing, or worse, a row that gets the
same id later. Only the application can clean up. If foreign keys delete rows on both sides, the application does not
even see the delete.

## Example

```toml
[rules]
undeclared-reference = "info"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint);
CREATE TABLE pages (id bigint PRIMARY KEY, user_id bigint);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);
CREATE TABLE pages (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);
```

## How to fix

Decide for each column what should happen to its rows. Then `ondelete fix --reference posts.user_id --on-delete cascade`
prints a query that counts the rows that reference nothing, a way to clean them up, the index, and the foreign key.
`ondelete fix --rule undeclared-reference` prints this for all columns whose names leave no doubt: with SET NULL if the
column can be NULL, else with RESTRICT. Without `--rule`, `fix` only lists them: a key on a column that references
something else breaks writes.

- If the other table is in another database, declare a loose foreign key.
- If a column is no reference, list it in `not-references`.

## When to ignore it

Turn the rule off if you let only the application maintain references.

## Links

- PostgreSQL: [Foreign keys](https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK)
- GitLab: [Foreign keys and associations](https://docs.gitlab.com/development/database/foreign_keys/)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.references import Kind
from ondelete.catalog import ReferentialAction
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting
from ondelete.rules.base.exemptions import Place, stale_entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.analyses.references import Reference
    from ondelete.catalog import Catalog, QualifiedName

NAME = "undeclared-reference"
_NAMED = 3  # columns that a message names


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield one complaint for each referenced table, then the entries of the configuration that are not needed."""
    for table, references in context.references.by_target.items():
        found = [r for r in references if r.can_be_key and r.kind is not Kind.LOOSE and setting.covers(r.table)]
        if found and setting.covers(table):
            yield _complaint(context.catalog, table, found)
    for entry in context.references.stale:
        place = Place(None, entry.location or setting.place)
        yield stale_entry(entry.option, entry.entry, entry.reason, place)


def _complaint(catalog: Catalog, table: QualifiedName, references: Sequence[Reference]) -> Complaint:
    tables = len({reference.table for reference in references})
    columns = "1 column looks like a reference and has" if len(references) == 1 else _columns(len(references), tables)
    whose = "its" if len(references) == 1 else "their"
    both = [
        reference for reference in references if _is_deleted(catalog, table) and _is_deleted(catalog, reference.table)
    ]
    message = f"{table.shown}: {columns} no foreign key: {_listed(references)}. A delete leaves {whose} rows behind."
    if both:
        message += f" Foreign keys delete rows of {table.shown}, and of {both[0].table.shown}."
    place = catalog.tables[table].location if table in catalog.tables else references[0].location
    return Complaint(
        message,
        subject=f"{table}",
        location=place,
        table=table,
        grade="both" if both else None,
    )


def _columns(number: int, tables: int) -> str:
    of = "" if tables == 1 else f" of {tables:,} tables"
    return f"{number:,} columns{of} look like references and have"


def _listed(references: Sequence[Reference]) -> str:
    named = [reference.shown for reference in references]
    more = len(named) - _NAMED
    return ", ".join(named[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _is_deleted(catalog: Catalog, table: QualifiedName) -> bool:
    """Whether a foreign key deletes rows of a table when another row is deleted."""
    keys = catalog.foreign_keys_from.get(table, ())
    return any(
        key.enforced and key.on_delete is ReferentialAction.CASCADE and not key.is_self_reference for key in keys
    )


RULE = Rule(
    code="OD309",
    name=NAME,
    text=__doc__ or "",
    check=check,
    grades={
        "both": "the severity if foreign keys delete rows of the table and of one of the referencing tables.",
        "stale": "the severity of an entry of `[[references]]` or `not-references` that is not needed.",
    },
)
