"""Something about a deleted row remains that a contract forbids.

## What it does

Checks `must-not-remain` of each `[[contract]]`: a list of tables, `*` for all. It reports each table of the list in
which a delete leaves something about the deleted row: rows that are kept with NULL, rows whose reference no key
declares, rows that a key protects, rows that only a job cleans up, copies that triggers can have written, and
materialized views. A polymorphic reference counts only if the configuration says which tables it can mean.
`ondelete remains TABLE` lists the same.

An entry of the list that names no table has the grade `stale`.

## Why is this bad

Whoever deletes a person's row to remove what is known of that person has to remove the rest as well. A schema grows: a
new table with a `user_id` keeps what the deletion was meant to remove, and nobody notices until somebody asks for it.

## Example

```toml
[rules]
remains-contract = "error"

[[contract]]
tables = "users"
reason = "people can have their data removed"
must-not-remain = "*"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE SET NULL, shipping_address text);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE, shipping_address text);
```

## How to fix

`ondelete remains TABLE` says for each table what would remove it: another action, a foreign key, an earlier delete, or
a REFRESH.

## When to ignore it

Take a table out of the list if what stays there may stay: because the law asks for it, or because nothing in it leads
to a person. Ignore a single finding with a reason.

## Links

- PostgreSQL: [Foreign keys](https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.declarations import Patterns
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting
from ondelete.rules.base.contracts import each_once, is_elsewhere, no_such_tables, whose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.analyses.remains import Remain
    from ondelete.catalog import QualifiedName
    from ondelete.declarations import Contract


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Return what remains although a contract forbids it, each once."""
    contracts = (contract for contract in context.declared.contracts if contract.empties)
    return each_once(complaint for contract in contracts for complaint in _broken(context, contract))


def _broken(context: RuleContext, contract: Contract) -> Iterator[Complaint]:
    from ondelete.analyses.remains import How, remains  # few configurations have such a contract

    tables = context.matching(contract.tables)
    if not tables:
        yield from no_such_tables(contract, context.declared.neighbours)
    about = whose(tables, context.declared.neighbours)
    for entry in contract.empties.listed:
        here = any(Patterns((entry,)).matches(name, context.home) for name in _named(context))
        if not here and not is_elsewhere(entry, context.declared.neighbours):
            message = f"must-not-remain: {entry} names no table of the schema."
            yield Complaint(message, f"must-not-remain {entry}", contract.location, about, grade="stale")
    for table in tables:
        prediction = context.prediction(table.name)
        for remain in remains(context.catalog, context.declared, prediction, context.references):
            vague = remain.how is How.POLYMORPHIC and remain.about is None
            if not vague and contract.empties.matches(context.catalog.root_of(remain.table), context.home):
                yield _complaint(table.name, remain, contract)


def _named(context: RuleContext) -> Iterator[QualifiedName]:
    """Yield the tables and materialized views that an entry can name."""
    yield from context.catalog.tables
    yield from (name for name, each in context.catalog.relations.items() if each.kind == "materialized view")


def _complaint(table: QualifiedName, remain: Remain, contract: Contract) -> Complaint:
    personal = f" Personal data: {', '.join(remain.personal)}." if remain.personal else ""
    message = (
        f"After a delete on {table.shown} nothing must remain in {remain.table.shown} ({contract.reason}), but "
        f"something does ({remain.how}): {remain.way}. To remove: {remain.remedy}.{personal}"
    )
    subject = " ".join((f"{table} remains in {remain.table}", remain.how, *remain.columns))
    return Complaint(message, subject, remain.location, remain.table, columns=remain.columns)


RULE = Rule(
    code="OD116",
    name="remains-contract",
    text=__doc__ or "",
    check=check,
    grades={"stale": "the severity of a contract, or an entry of its list, that names no table."},
)
