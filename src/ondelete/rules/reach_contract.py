"""A delete that breaks a contract on what it reaches or what may stop it.

## What it does

Checks each contract of the configuration that says how far a delete may go:

- `must-reach`: a delete must delete or change rows of each of these tables (personal data that must go with a user),
  or a job must do it later: what loose foreign keys declare counts, in another database too;
- `must-not-reach`: a delete, and these jobs, must leave these tables alone (invoices, an audit log);
- `never-blocked-by`: no foreign key of these tables may stop the delete, not even for some data.

Every finding names the chain of foreign keys. If a contract, or an entry of these lists, names no table of the schema,
it is reported with the grade `stale`, because a misspelt name protects nothing.

## Why is this bad

How far a delete goes depends on the whole schema, and any migration can change it. A CASCADE between two tables can
connect a third table with a fourth.

## Example

```toml
[rules.reach-contract]
severity = "error"

[[contract]]
tables = ["users"]
reason = "the right to be forgotten, and the duty to keep invoices"
must-reach = ["sessions"]
must-not-reach = ["invoices"]
never-blocked-by = ["posts"]
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE sessions (user_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE);
CREATE TABLE invoices (order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE);
CREATE TABLE posts (author_id bigint NOT NULL REFERENCES users ON DELETE RESTRICT);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE sessions (user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE SET NULL);
CREATE TABLE invoices (order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE);
CREATE TABLE posts (author_id bigint REFERENCES users ON DELETE SET NULL);
```

## How to fix

A finding about `must-not-reach` names the fewest foreign keys whose change cuts all chains (a minimum cut), and its
fix changes them: to SET NULL if the row can do with that, else, and on the table that must stay, to RESTRICT; then its
rows stop the delete. `ondelete fix --keep NAME` leaves a key, or all keys of a table, as they are. Otherwise change a
foreign key of the chain, or the contract. `ondelete why TABLE OTHER --all` shows every chain.

## When to ignore it

Ignore the finding while a migration that fixes the chain is under way.

## Links

- PostgreSQL: [Foreign keys](https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.blockers import blockers_of
from ondelete.analyses.contracts import by_triggers, chain_text, cleaned_up, touched
from ondelete.declarations import Patterns
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting
from ondelete.rules.base.contracts import each_once, is_elsewhere, no_such_tables, whose
from ondelete.rules.base.triggers import place_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ondelete.catalog import Location, QualifiedName, Table
    from ondelete.declarations import Contract, LooseKey
    from ondelete.deletion.effects import Path
    from ondelete.findings import Fix


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Return what breaks the contracts about reach, each once."""
    declared = context.declared.contracts
    contracts = (c for c in declared if c.reaches or c.spares or c.never_blocked_by)
    return each_once(complaint for contract in contracts for complaint in _broken(context, contract))


def _broken(context: RuleContext, contract: Contract) -> Iterator[Complaint]:
    tables = context.matching(contract.tables)
    if not tables:
        yield from no_such_tables(contract, context.declared.neighbours)
    yield from _unknown(context, contract, whose(tables, context.declared.neighbours))
    for table in tables:
        reached = touched(context.catalog, context.prediction(table.name))
        later = cleaned_up(context.catalog, context.declared, context.prediction, table.name)
        yield from _missed(context, contract, table, {*reached, *later})
        yield from _not_spared(context, contract, table, reached, later)
        yield from _stopped(context, contract, table)


def _unknown(context: RuleContext, contract: Contract, about: QualifiedName | None) -> Iterator[Complaint]:
    lists = {
        "must-reach": contract.reaches,
        "must-not-reach": contract.spares.listed,
        "never-blocked-by": contract.never_blocked_by.listed,
    }
    for name, entry in ((name, entry) for name, entries in lists.items() for entry in entries):
        if not context.matching(Patterns((entry,))) and not is_elsewhere(entry, context.declared.neighbours):
            message = f"{name}: {entry} names no table of the schema."
            yield Complaint(message, f"{name} {entry}", contract.location, about, grade="stale")


def _missed(
    context: RuleContext, contract: Contract, table: Table, reached: Collection[QualifiedName]
) -> Iterator[Complaint]:
    for other, place in _demanded(context, contract):
        if other not in reached and context.catalog.root_of(other) not in reached:
            message = (
                f"A delete on {table.name.shown} must reach {other.shown} ({contract.reason}), "
                "but it neither deletes nor changes its rows."
            )
            about = table.name if other.is_elsewhere else other
            yield Complaint(message, f"{table.name} must reach {other}", place, about)


def _demanded(context: RuleContext, contract: Contract) -> Iterator[tuple[QualifiedName, Location]]:
    """Yield the tables that a delete must reach, here or in another database."""
    for entry in contract.reaches:
        own = context.matching(Patterns((entry,)))
        if own:
            yield from ((table.name, table.location) for table in own)
        else:
            yield from ((table, contract.location) for table in context.declared.neighbours.matching(entry))


def _not_spared(
    context: RuleContext,
    contract: Contract,
    table: Table,
    reached: dict[QualifiedName, Path],
    later: dict[QualifiedName, LooseKey],
) -> Iterator[Complaint]:
    for other in context.matching(contract.spares) if contract.spares else ():
        path = reached.get(other.name) or reached.get(context.catalog.root_of(other.name))
        if path:
            message = (
                f"A delete on {table.name.shown} must not reach {other.name.shown} ({contract.reason}), "
                f"but it does: {chain_text(table.name, path)}."
            )
            key = path[-1]
            subject = f"{table.name} must not reach {other.name}"
            cut, fix = _separated(context, table.name, other.name)
            yield Complaint(f"{message}{cut}", subject, key.location, key.table, key.id, key.columns, fix)
    for other_name, trigger in by_triggers(context.catalog, context.prediction(table.name)).items():
        if not reached.get(other_name) and contract.spares.matches(other_name, context.home):
            message = (
                f"A delete on {table.name.shown} must not reach {other_name.shown} ({contract.reason}), "
                f"but trigger {trigger} does."
            )
            subject = f"{table.name} must not reach {other_name}"
            yield Complaint(message, subject, place_of(context.catalog, trigger), table.name)
    for other_name, loose in later.items():
        if other_name not in reached and contract.spares.matches(other_name, context.home):
            message = (
                f"A delete on {table.name.shown} must not reach {other_name.shown} ({contract.reason}), "
                f"but a job does it later: the loose foreign key {loose.table.shown}.{loose.column}."
            )
            yield Complaint(message, f"{table.name} must not reach {other_name}", loose.location, table.name)


def _separated(context: RuleContext, table: QualifiedName, other: QualifiedName) -> tuple[str, Fix | None]:
    """Return which keys to change so that no chain leads to a table, as a sentence, and the fix."""
    from ondelete.planning.mending import spare  # only a broken contract needs it

    changes, fix = spare(context.catalog, context.prediction(table), other, context.declared)
    if not changes:
        return " No other action of a key cuts it off.", None
    listed = ", ".join(change.words for change in changes)
    return f" The fewest changes that cut it off: {listed}.", fix


def _stopped(context: RuleContext, contract: Contract, table: Table) -> Iterator[Complaint]:
    if not contract.never_blocked_by:
        return
    for blocker in blockers_of(context.prediction(table.name)):
        key, failure = blocker.key, blocker.failures[0]
        names = (key.table, context.catalog.root_of(key.table))
        if any(contract.never_blocked_by.matches(name, context.home) for name in names):
            message = (
                f"A delete on {table.name.shown} must not be stopped by {key.table.shown} ({contract.reason}), "
                f"but {'is' if blocker.hard else 'can be'}, by {key.name}: {chain_text(table.name, failure.path)}."
            )
            subject = f"{table.name} never blocked by {key.id}"
            yield Complaint(message, subject, key.location, key.table, key.id, key.columns)


RULE = Rule(
    code="OD112",
    name="reach-contract",
    text=__doc__ or "",
    check=check,
    grades={"stale": "the severity of a contract, or an entry of its lists, that names no table."},
)
