"""A foreign key that stops deletes on a table that must stay deletable.

## What it does

Checks each contract of the configuration with `deletable = true`. For each of its tables the rule reports every key
that stops a delete, however far down the key is.

- A blocker is *hard* if a referencing row stops the delete for certain.
- A blocker is *conditional* if it depends on the data, on the order in which keys were created, or on what the
  transaction does before COMMIT. Such a finding has the grade `conditional`.

`accept` names keys, or tables with all their keys, that may stop the delete: the team knows them, and clears these
rows first. An entry of `accept` that accepts nothing, and a contract whose tables do not exist, have the grade
`stale`.

## Why is this bad

Some rows must be deletable. A nightly job clears a table before it loads it again; a law gives a user the right to be
forgotten. One RESTRICT that somebody adds elsewhere breaks that, and nobody sees it until the job fails.

## Example

```toml
[rules.deletable-contract]
severity = "error"
conditional = "warning"

[[contract]]
tables = ["editions"]
reason = "the nightly sync clears them"
deletable = true
accept = ["withdrawals.*"]
```

```sql
CREATE TABLE editions (id bigint PRIMARY KEY);
CREATE TABLE withdrawals (edition_id bigint NOT NULL REFERENCES editions ON DELETE RESTRICT);
CREATE TABLE schedulings (edition_id bigint NOT NULL REFERENCES editions ON DELETE RESTRICT);
```

## Use instead

```sql
CREATE TABLE editions (id bigint PRIMARY KEY);
CREATE TABLE withdrawals (edition_id bigint NOT NULL REFERENCES editions ON DELETE RESTRICT);
CREATE TABLE schedulings (edition_id bigint NOT NULL REFERENCES editions ON DELETE CASCADE);
```

## How to fix

The fix is the plan of `ondelete plan TABLE` for all blockers together, without what somebody has to decide first
(records, columns that would lose NOT NULL). `--keep NAME` leaves a key, or all keys of a table, as they are. If the
transaction removes the referencing rows too, you can defer the key instead.

## When to ignore it

List the key in `accept` of the contract if the job clears its rows first.

## Links

- GOV.UK: [content-publisher, decisions 8 and 13](https://github.com/alphagov/content-publisher/tree/main/docs/adr)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.analyses.blockers import blockers_of
from ondelete.analyses.contracts import chain_text, is_named
from ondelete.catalog import constraint_id
from ondelete.declarations import Patterns
from ondelete.deletion.kinds import Certainty
from ondelete.rules.base import Complaint, Rule, RuleContext, Setting
from ondelete.rules.base.contracts import each_once, is_elsewhere, no_such_tables, whose
from ondelete.rules.base.exemptions import Entries
from ondelete.rules.base.triggers import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.analyses.blockers import Blocker
    from ondelete.catalog import QualifiedName
    from ondelete.declarations import Contract


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Return the blockers that no contract accepts, each once per table, then names in contracts that match nothing."""
    contracts = (contract for contract in context.declared.contracts if contract.deletable)
    return each_once(complaint for contract in contracts for complaint in _broken(context, contract))


def _broken(context: RuleContext, contract: Contract) -> Iterator[Complaint]:
    tables = context.matching(contract.tables)
    if not tables:
        yield from no_such_tables(contract, context.declared.neighbours)
    accepted = Entries(contract.accept.listed)
    for table in tables:
        broken = []
        for blocker in blockers_of(context.prediction(table.name)):
            key, listed = blocker.key, contract.accept.listed
            if not accepted.need(entry for entry in listed if is_named(Patterns((entry,)), key, context.home)):
                broken.append(_blocked(table.name, blocker, contract))
        yield from _mended(context, table.name, broken)
        yield from _by_triggers(context, table.name, contract, accepted)
    others = context.declared.neighbours
    if tables:
        yield from (
            _accepts_nothing(entry, contract, whose(tables, others))
            for entry in accepted.unused()
            if not is_elsewhere(entry, others)
        )


def _mended(context: RuleContext, table: QualifiedName, broken: list[Complaint]) -> Iterator[Complaint]:
    """Yield complaints with the fix that mends all of them together, but for keys that somebody has to decide."""
    if not broken:
        return
    from ondelete.planning.mending import deletable  # only a broken contract needs it

    mended = deletable(context.catalog, table, context.declared)
    for complaint in broken:
        yield replace(complaint, fix=mended.fix) if complaint.key in mended.decided else complaint


def _blocked(table: QualifiedName, blocker: Blocker, contract: Contract) -> Complaint:
    key = blocker.key
    sure = [failure for failure in blocker.failures if failure.certainty is Certainty.MUST]
    failure = (sure or list(blocker.failures))[0]
    stops = "stops its deletes" if blocker.hard else "can stop its deletes"
    way = f" The chain: {chain_text(table, failure.path)}." if len(failure.path) > 1 else ""
    must = f"{table.shown} must stay deletable ({contract.reason})"
    return Complaint(
        message=f"{must}, but {key.name} {stops}: {failure.reason}.{way}",
        subject=f"{table} {key.id}",
        location=key.location,
        table=key.table,
        key=key.id,
        columns=key.columns,
        grade=None if blocker.hard else "conditional",
    )


def _by_triggers(
    context: RuleContext, table: QualifiedName, contract: Contract, accepted: Entries[str]
) -> Iterator[Complaint]:
    """Yield the triggers that can stop a delete, or keep its row."""
    prediction = context.prediction(table)
    must = f"{table.shown} must stay deletable ({contract.reason})"
    for error in prediction.trigger_errors:
        if accepted.need(entry for entry in contract.accept.listed if entry == error.trigger):
            continue
        sure = error.certainty is Certainty.MUST
        message = f"{must}, but trigger {error.trigger} {'stops' if sure else 'can stop'} its deletes: {error.reason}."
        place = place_of(context.catalog, error.trigger)
        yield Complaint(message, f"{table} {error.id}", place, error.table, grade=None if sure else "conditional")
    for run in prediction.triggers:
        name = constraint_id(run.table, run.name)
        if run.vetoes and run.table == table and not accepted.need(e for e in contract.accept.listed if e == name):
            message = f"{must}, but trigger {name} can keep its rows."
            yield Complaint(message, f"{table} {name}", place_of(context.catalog, name), table, grade="conditional")


def _accepts_nothing(entry: str, contract: Contract, about: QualifiedName | None) -> Complaint:
    message = f"accept: {entry} stops no delete on {', '.join(contract.tables.listed)}; remove the entry."
    subject = f"accept {entry} of {' '.join(contract.tables.listed)}"
    return Complaint(message, subject, contract.location, about, grade="stale")


RULE = Rule(
    code="OD111",
    name="deletable-contract",
    text=__doc__ or "",
    check=check,
    grades={
        "conditional": "the severity of blockers that depend on the data, on the order of keys, or on COMMIT.",
        "stale": "the severity of an entry of `accept` that accepts nothing, and of a contract without tables.",
    },
)
