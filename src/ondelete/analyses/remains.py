"""What still says something about a row after it is deleted: rows that are kept, protected, copied, or not noticed."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from ondelete.analyses.personal import personal_columns
from ondelete.analyses.references import Kind
from ondelete.catalog import Location, QualifiedName, column_list
from ondelete.deletion.kinds import FailureKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.analyses.references import Reference, References
    from ondelete.catalog import Catalog
    from ondelete.declarations import Declarations, LooseKey
    from ondelete.deletion.effects import Prediction


class How(StrEnum):
    """How something stays, the most certain first.

    ``blocked``: a key protects the row, so the delete fails. ``null`` and ``default``: the row is kept, and its
    reference cleared. ``no key``: no key knows the reference. ``polymorphic``: it can mean any table. ``loose``: a job
    of the application acts later. ``trigger``: a trigger or rule can have written it. ``view``: a materialized view
    holds a copy until it is refreshed.
    """

    BLOCKED = "blocked"
    NULL = "null"
    DEFAULT = "default"
    NO_KEY = "no key"
    POLYMORPHIC = "polymorphic"
    LOOSE = "loose"
    TRIGGER = "trigger"
    VIEW = "view"


class Remain(msgspec.Struct, frozen=True):
    """Something that stays in ``table``. ``way`` says why, ``remedy`` what would remove it.

    ``columns`` held, or hold, the reference. ``personal`` are columns of the table that look like personal data.
    ``about`` is the table whose deleted row it speaks of; None if that can be any.
    """

    table: QualifiedName
    columns: tuple[str, ...]
    how: How
    about: QualifiedName | None
    way: str
    remedy: str
    location: Location
    personal: tuple[str, ...] = ()


def remains(
    catalog: Catalog, declared: Declarations, prediction: Prediction, references: References
) -> tuple[Remain, ...]:
    """Return what stays after a delete that succeeds, and what protects itself from it, in the order of ``How``.

    Args:
        catalog: the schema.
        declared: loose keys, and which columns look like personal data.
        prediction: what the delete does.
        references: the references that no key declares.
    """
    losing = dict.fromkeys([prediction.table, *(entry.table for entry in prediction.deleted)])
    found = [
        *_blocked(prediction),
        *_kept(prediction),
        *(_undeclared(each) for each in references.after(prediction) if each.kind is not Kind.LOOSE),
        *(_loose(each) for each in declared.loose_to(catalog.root_of(table) for table in losing)),
        *(each for table in losing for each in _written(catalog, table)),
    ]
    tables = {*losing, *(remain.table for remain in found)}
    found += _views(catalog, {*tables, *map(catalog.root_of, tables)})
    places = {how: place for place, how in enumerate(How)}
    found.sort(key=lambda remain: places[remain.how])
    personal = {table: personal_columns(catalog, table, declared.personal, declared.home) for table in tables}
    each_once = dict.fromkeys(found)
    return tuple(msgspec.structs.replace(remain, personal=personal.get(remain.table, ())) for remain in each_once)


def _blocked(prediction: Prediction) -> Iterator[Remain]:
    for failure in prediction.failures:
        if failure.kind is FailureKind.BLOCK:
            key = failure.key
            yield Remain(
                failure.table,
                failure.columns,
                How.BLOCKED,
                key.referenced_table,
                f"{key.on_delete.value.upper()} of {key.name} protects these rows, and the delete fails",
                "delete these rows, or clear their reference, before",
                key.location,
            )


def _kept(prediction: Prediction) -> Iterator[Remain]:
    for entry in prediction.updated:
        key = entry.key
        if entry.to == "value":
            continue
        to = "NULL" if entry.to == "null" else "its default"
        yield Remain(
            entry.table,
            entry.columns,
            How.NULL if entry.to == "null" else How.DEFAULT,
            key.referenced_table,
            f"{key.name} sets {column_list(entry.columns)} to {to}, and the rest of the row stays",
            f"ON DELETE CASCADE of {key.name}, or delete these rows before",
            key.location,
        )


def _undeclared(reference: Reference) -> Remain:
    if reference.kind is Kind.POLYMORPHIC:
        types, column = reference.columns[0], reference.columns[-1]
        remedy = f"delete the rows whose {types} names the table, and {column} the row"
        columns, to = reference.columns, reference.to
        return Remain(reference.table, columns, How.POLYMORPHIC, to, reference.reason, remedy, reference.location)
    remedies = {
        Kind.ARRAY: f"take the id out of {reference.columns[-1]}",
        Kind.JSON: f"take the id out of the documents in {reference.columns[-1]}",
    }
    remedy = remedies.get(reference.kind, f"a foreign key: ondelete fix --reference {reference.shown}")
    return Remain(
        reference.table,
        reference.columns,
        How.NO_KEY,
        reference.to,
        f"looks like a reference ({reference.reason})",
        remedy,
        reference.location,
    )


def _loose(key: LooseKey) -> Remain:
    does = {
        "async_delete": "a job deletes these rows later",
        "async_nullify": f"a job sets {key.column} to NULL later, and the rest of the row stays",
        "update_column_to": f"a job sets {key.target_column} later, and the rest of the row stays",
    }
    return Remain(
        key.table,
        (key.column,),
        How.LOOSE,
        key.referenced_table,
        does[key.action],
        "wait for the job" if key.action == "async_delete" else "delete these rows",
        key.location,
    )


def _written(catalog: Catalog, table: QualifiedName) -> Iterator[Remain]:
    """Yield the triggers and rules that can have written copies of a row: all but those that only change a new row."""
    for trigger in catalog.triggers_of.get(table, ()):
        if trigger.is_active and (trigger.timing == "after" or "delete" in trigger.events):
            way = f"trigger {trigger.name} runs {trigger.function}(), which can write elsewhere"
            remedy = f"read {trigger.function}(): what it writes stays"
            yield Remain(table, (), How.TRIGGER, table, way, remedy, trigger.location)
    for rule in catalog.rules_of.get(table, ()):
        if rule.is_active and not {"insert", "update"}.isdisjoint(rule.commands):
            way = f"rule {rule.name} runs {' and '.join(word.upper() for word in rule.commands)} besides"
            yield Remain(table, (), How.TRIGGER, table, way, "read the rule: what it writes stays", rule.location)


def _views(catalog: Catalog, tables: set[QualifiedName]) -> Iterator[Remain]:
    """Yield the materialized views that read one of the tables, by way of other views too."""
    reached = set(tables)
    pending = [each for each in catalog.relations.values() if each.kind != "sequence"]
    while True:
        more = [each for each in pending if not reached.isdisjoint(each.reads)]
        if not more:
            return
        for relation in more:
            if relation.kind == "materialized view":
                read = next(name for name in relation.reads if name in reached)
                way = f"reads {read.shown}, and keeps what it read"
                remedy = f"REFRESH MATERIALIZED VIEW {relation.name.shown}"
                about = read if read in tables else None
                yield Remain(relation.name, (), How.VIEW, about, way, remedy, relation.location)
        reached.update(each.name for each in more)
        pending = [each for each in pending if each.name not in reached]
