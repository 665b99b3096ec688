"""A loose foreign key that does not fit the schema: its job fails or is slow.

## What it does

Checks each loose foreign key of the configuration. A *loose* foreign key is a reference that the application maintains
instead of the database: the delete succeeds at once, and a job later deletes, nullifies or updates the rows that
referenced the deleted row. The rule checks that

- the table, the column and the referenced table exist;
- the same reference is declared once (two entries are two jobs);
- `async_nullify` names a column that can be NULL: it is not NOT NULL or in the primary key, and no CHECK or domain
  refuses NULL;
- `update_column_to` names a column that exists, and a value;
- the column has an index, as for [fk-indexed](fk-indexed.md);
- no foreign key keeps the same reference;
- the tables of a file are listed in order, each once.

If `trigger` is set, the rule also compares the loose foreign keys with the triggers that record deletes for the job. A
table with such a trigger must be referenced by a loose foreign key, and the other way round.

## Why is this bad

The database checks none of this.

- If `async_nullify` meets a column that cannot be NULL, the job fails for ever and the rows stay.
- Without an index, each run of the job reads the whole table.
- A foreign key acts first. With CASCADE or SET NULL, the job finds no row; with RESTRICT or NO ACTION, the delete fails
  and no job starts.
- If a YAML file lists a table twice, most programs read only the last entry, and do not say so.

## Example

```toml
[rules.loose-fk]
severity = "error"

[[loose.keys]]
table = "reviews"
column = "user_id"
references = "users"
on-delete = "async_nullify"
```

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE reviews (
    id bigint PRIMARY KEY,
    user_id bigint NOT NULL
);
CREATE INDEX reviews_user_id_idx ON reviews (user_id);
```

## Use instead

```sql
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE reviews (
    id bigint PRIMARY KEY,
    user_id bigint
);
CREATE INDEX reviews_user_id_idx ON reviews (user_id);
```

## How to fix

Correct the entry, or change the table. Create a missing index with CONCURRENTLY. If a foreign key does the same as
the loose one, remove one of the two.

`ondelete explain` shows what loose foreign keys do. They never stop a delete.

## When to ignore it

Ignore the finding about a foreign key while you replace it by a loose one.

## Links

- GitLab: [Loose foreign keys](https://docs.gitlab.com/development/database/loose_foreign_keys/), with the file, its
  actions, and the triggers that record what was deleted
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from ondelete.analyses.index_coverage import Verdict, index_coverage
from ondelete.analyses.loose import as_foreign_key, concerned, exists, why_missing
from ondelete.analyses.prefix_index import prefix_indexed
from ondelete.catalog import QualifiedName, ReferentialAction
from ondelete.declarations import table_named
from ondelete.deletion.actions.changes import NULL_ONLY
from ondelete.deletion.static.rows import row_failures
from ondelete.fixes.indexes import index_fixes
from ondelete.rules.base import Complaint, Options, Rule, RuleContext, Setting, object_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, ForeignKey, Location, Table
    from ondelete.declarations import LooseFile, LooseKey
    from ondelete.findings import Fix


class LooseOptions(Options, frozen=True):
    """How strictly indexes are matched, and which triggers record deletes."""

    match: Annotated[
        Literal["planner", "prefix"],
        msgspec.Meta(
            description="`planner`: an index counts if PostgreSQL would use it; `prefix`: if the column is its first, "
            "and it is not partial or only by `WHERE column IS NOT NULL`."
        ),
    ] = "planner"
    trigger: Annotated[
        str,
        msgspec.Meta(
            description='names of triggers that record deletes for the job, as a glob: `"*_loose_fk_trigger"`.'
        ),
    ] = ""


def check(context: RuleContext, setting: Setting) -> Iterator[Complaint]:
    """Yield what is wrong with each loose key, with their files, and with the triggers that record deletes for them."""
    known: dict[str, list[LooseKey]] = {}
    for loose in context.declared.loose:
        earlier = known.setdefault(loose.id, [])
        earlier.append(loose)
        if len(earlier) > 1:
            message = f"{loose.id} is declared {_times(len(earlier))}: first at {earlier[0].location}."
            yield _about(loose, f"declared {_times(len(earlier))}", message)
            continue
        both_elsewhere = loose.table.is_elsewhere and loose.referenced_table.is_elsewhere
        missing = [] if both_elsewhere else list(_missing(context, loose))
        yield from missing or _unfit(context.catalog, loose, setting.options(LooseOptions, loose.table))
    for file in context.declared.loose_files:
        yield from _headings(context, file)
    yield from _triggers(context, setting.options(LooseOptions).trigger)


def _about(
    loose: LooseKey, problem: str, message: str, *, fix: Fix | None = None, grade: str | None = None
) -> Complaint:
    return Complaint(
        message=message,
        subject=f"{loose.id} {problem}",
        location=loose.location,
        table=loose.table,
        columns=(loose.column,),
        fix=fix,
        grade=grade,
    )


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number} times"


def _missing(context: RuleContext, loose: LooseKey) -> Iterator[Complaint]:
    """Yield the names that do not exist; the other checks need them."""
    catalog = context.catalog
    for name in dict.fromkeys((loose.table, loose.referenced_table)):
        if not exists(catalog, context.declared, name):
            about = concerned(catalog, context.declared, loose)
            message = f"{loose.id}: {why_missing(context.declared, name)}."
            yield Complaint(message, f"{loose.id} no table {name}", loose.location, about, columns=(loose.column,))
    table = catalog.tables.get(loose.table)
    if table is not None and table.column(loose.column) is None:
        yield _about(loose, "no column", f"{loose.id}: {loose.table.shown} has no column {loose.column}.")


def _unfit(catalog: Catalog, loose: LooseKey, options: LooseOptions) -> Iterator[Complaint]:
    table = catalog.tables.get(loose.table)
    if table is None:  # in another file: nothing is known of it
        return
    if loose.action == "async_nullify":
        yield from _not_nullable(catalog, loose)
    if loose.action == "update_column_to":
        yield from _no_target(loose, table)
    yield from _unindexed(catalog, loose, options)
    yield from _declared_too(catalog, loose)


def _not_nullable(catalog: Catalog, loose: LooseKey) -> Iterator[Complaint]:
    failures = row_failures(catalog, as_foreign_key(catalog, loose, loose.column), {loose.column: NULL_ONLY})
    reasons = [failure.reason for failure in failures if failure.certain]
    if reasons:
        message = f"{loose.id}: async_nullify fails for every row: {'; '.join(reasons)}."
        yield _about(loose, "not nullable", message)


def _no_target(loose: LooseKey, table: Table) -> Iterator[Complaint]:
    if loose.target_column is None:
        yield _about(loose, "no target", f"{loose.id}: update_column_to needs the target column that it sets.")
    elif table.column(loose.target_column) is None:
        message = f"{loose.id}: update_column_to sets {loose.target_column}, which {loose.table.shown} does not have."
        yield _about(loose, "no target", message)
    if loose.target_value is None:
        yield _about(loose, "no value", f"{loose.id}: update_column_to needs the target value that it sets.")


def _unindexed(catalog: Catalog, loose: LooseKey, options: LooseOptions) -> Iterator[Complaint]:
    key = as_foreign_key(catalog, loose, loose.column)
    coverage = index_coverage(catalog, [key])
    found, fix = coverage[key.id], index_fixes(catalog, coverage.values()).get(key.id)
    table = loose.table.shown
    if options.match == "prefix" and not prefix_indexed(catalog, loose.table, (loose.column,)):
        reason = "no index begins with the column and contains all rows, or all rows in which it is not NULL"
        yield _about(loose, "unindexed", f"{loose.id}: {reason}.", fix=fix, grade="unindexed")
    elif found.verdict is Verdict.NONE:
        message = f"{loose.id}: the job reads the whole of {table}. {found.reason}"
        yield _about(loose, "unindexed", message, fix=fix, grade="unindexed")
    elif found.verdict is Verdict.WEAK:
        message = f"{loose.id}: the job reads more of {table} than it needs. {found.reason}"
        yield _about(loose, "weak", message, fix=fix, grade="weak")


def _declared_too(catalog: Catalog, loose: LooseKey) -> Iterator[Complaint]:
    for key in catalog.foreign_keys_from.get(loose.table, ()):
        if key.enforced and loose.column in key.columns and key.referenced_table == loose.referenced_table:
            yield _about(loose, f"and {key.name}", f"{loose.id}: {_what_happens(key)}")


def _what_happens(key: ForeignKey) -> str:
    action = key.on_delete.value.upper()
    if key.on_delete.checks_only:
        return f"foreign key {key.name} ({action}) stops the delete first, so the job never has work."
    does = "deletes" if key.on_delete is ReferentialAction.CASCADE else "changes"
    return f"foreign key {key.name} ({action}) {does} the rows first, so the job finds none."


def _headings(context: RuleContext, file: LooseFile) -> Iterator[Complaint]:
    """Yield the tables that a file lists twice, out of order, or without keys although they do not exist."""
    seen: dict[str, list[int]] = {}
    before = ""
    used = {loose.table for loose in context.declared.loose}
    elsewhere = {table.name for table in used if table.is_elsewhere}
    for name, place in file.tables:
        table, lines = table_named(name, context.home), seen.setdefault(name, [])
        lines.append(place.line)
        if len(lines) > 1:
            times = _times(len(lines))
            message = f"{name} is listed {times}, first in line {lines[0]}; most programs read only the last entry."
            yield _about_heading(name, f"stands {times}", message, place, table)
        elif name < before:
            message = f"{name} is listed after {before}, but the file must list tables in the order of their names."
            yield _about_heading(name, "out of order", message, place, table, grade="unsorted")
        elif table not in used and table.name not in elsewhere and not exists(context.catalog, context.declared, table):
            message = f"{name} is listed without foreign keys, and there is no such table in this schema."
            yield _about_heading(name, "without keys", message, place, table)
        before = max(before, name)


def _about_heading(
    name: str, problem: str, message: str, place: Location, table: QualifiedName, *, grade: str | None = None
) -> Complaint:
    subject = f"{PurePath(place.path).name}: {name} {problem}"
    return Complaint(message, subject, place, table, grade=grade)


def _triggers(context: RuleContext, glob: str) -> Iterator[Complaint]:
    """Yield the recording triggers that no loose key needs, and the tables that lack such a trigger."""
    if not glob:
        return
    referenced = {loose.referenced_table: loose for loose in reversed(context.declared.loose)}
    recorded: set[QualifiedName] = set()
    for trigger in context.catalog.triggers:
        if fnmatchcase(trigger.name, glob):
            root = context.catalog.root_of(trigger.table)
            recorded.update((trigger.table, root))
            if trigger.table not in referenced and root not in referenced:
                where = trigger.table.shown
                message = (
                    f"Trigger {trigger.name} records deletes from {where}, but no loose foreign key references it."
                )
                yield object_complaint(trigger.table, trigger.name, message, trigger.location, grade="trigger-unused")
    for table, loose in sorted(referenced.items()):
        if table in context.catalog.tables and table not in recorded:
            message = (
                f"No trigger records deletes from {table.shown}, so the jobs of its loose foreign keys never start."
            )
            yield Complaint(message, f"{table} untracked", loose.location, table, grade="untracked")


RULE = Rule(
    code="OD303",
    name="loose-fk",
    text=__doc__ or "",
    check=check,
    grades={
        "unindexed": "the severity of a column without an index.",
        "weak": "the severity of a column with a weak index.",
        "unsorted": "the severity of tables out of order in a file.",
        "trigger-unused": "the severity of recording triggers for tables without loose foreign keys (`trigger`).",
        "untracked": "the severity of referenced tables without a recording trigger (`trigger`).",
    },
    options=LooseOptions,
)
