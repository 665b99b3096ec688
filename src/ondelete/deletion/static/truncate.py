"""What TRUNCATE does (semantics R18): it looks at foreign keys, but never at rows or ON DELETE actions."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import ForeignKey, QualifiedName
from ondelete.deletion.effects import Chain, NotModelled, Path
from ondelete.deletion.trigger_effects import TriggerError, TriggerRun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog


class Emptied(msgspec.Struct, frozen=True):
    """``TRUNCATE ... CASCADE`` also empties ``table``; ``path`` is a shortest chain of keys to it."""

    table: QualifiedName
    path: Path


class Truncation(msgspec.Struct, frozen=True):
    """What ``TRUNCATE table`` does.

    ``refused_by``: keys because of which TRUNCATE without CASCADE fails with SQLSTATE 0A000, even if no row references.
    ``with_it``: partitions and inheriting tables, which are emptied with or without CASCADE. ``emptied``: the tables
    that CASCADE also empties, nearest first. ``triggers`` are the TRUNCATE triggers whose code was read.
    """

    table: QualifiedName
    refused_by: tuple[ForeignKey, ...]
    with_it: tuple[QualifiedName, ...]
    emptied: tuple[Emptied, ...]
    not_modelled: tuple[NotModelled, ...]
    triggers: tuple[TriggerRun, ...] = ()
    trigger_errors: tuple[TriggerError, ...] = ()


def predict_truncate(catalog: Catalog, table: QualifiedName) -> Truncation:
    """Return what TRUNCATE does to ``table`` and, with CASCADE, to the tables that reference it.

    NOT ENFORCED keys count: CASCADE follows them, and TRUNCATE without CASCADE is refused if the table has any trigger
    (measured on PostgreSQL 18, whose check skips tables without triggers).
    """
    together = (table, *_with(catalog, table))
    outside = [key for name in together for key in _referencing(catalog, name) if key.table not in together]
    refused = tuple({key.id: key for key in outside if key.enforced or _has_triggers(catalog, together)}.values())
    emptied = tuple(_closure(catalog, together))
    names = (*together, *(e.table for e in emptied))
    return Truncation(table, refused, together[1:], emptied, tuple(_triggers(catalog, names)))


def _closure(catalog: Catalog, together: tuple[QualifiedName, ...]) -> Iterator[Emptied]:
    seen: dict[QualifiedName, Path] = dict.fromkeys(together, ())
    pending = deque(together)
    while pending:
        table = pending.popleft()
        for key in _referencing(catalog, table):
            # CASCADE adds the table that a key is declared on, and its partitions; not what inherits from it.
            for name in (key.table, *catalog.partitions_below(key.table)):
                if name not in seen:
                    seen[name] = Chain(seen[table], key)
                    pending.append(name)
                    yield Emptied(name, seen[name])


def _with(catalog: Catalog, table: QualifiedName) -> tuple[QualifiedName, ...]:
    """Return the partitions of a table, or the tables that inherit from it: TRUNCATE also empties them."""
    return (*catalog.partitions_below(table), *catalog.descendants(table))


def _referencing(catalog: Catalog, table: QualifiedName) -> Iterator[ForeignKey]:
    for name in (*catalog.partitioned_above(table), table, *catalog.partitions_below(table)):
        yield from catalog.foreign_keys_to.get(name, ())


def _has_triggers(catalog: Catalog, tables: tuple[QualifiedName, ...]) -> bool:
    for table in tables:
        keys = (*catalog.foreign_keys_to.get(table, ()), *catalog.foreign_keys_from.get(table, ()))
        if catalog.triggers_of.get(table) or any(key.enforced for key in keys):
            return True
    return False


def _triggers(catalog: Catalog, tables: tuple[QualifiedName, ...]) -> Iterator[NotModelled]:
    for table in tables:
        for trigger in catalog.triggers_of.get(table, ()):
            if "truncate" in trigger.events and trigger.is_active:
                detail = f"{trigger.timing.upper()} TRUNCATE, {trigger.function}()"
                yield NotModelled("trigger", table, trigger.name, "truncate", detail)
