"""What can be done with one key so that a delete gets past it, and what each way costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ondelete.catalog import ForeignKey, MatchType, ReferentialAction
from ondelete.deletion.static.refusals import refusal_of_action
from ondelete.planning.nulls import why_not_null
from ondelete.planning.roles import Judged, Role, judge_role
from ondelete.whatif import with_nullable
from ondelete.whatif.refused import why_refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog
    from ondelete.planning.ground import Ground

CHANGE = 10**12
"""The cost of a changed key: more than all other costs of a plan together, so that the smallest plan wins."""
UNDONE = 10**8
"""The cost of taking back an action that works: somebody chose it."""
DROPPED = 10**7
"""The cost of letting a column be NULL."""
RECORDS = 10**7
"""The cost of deleting records that must stay."""
MISFIT = 10**4
"""The cost of the action that does not suit the role of a key."""
LEFT = 10**3
"""The cost of a key that goes on blocking, as was asked."""
LOST = 10
"""The cost of a table that loses rows and did not before."""


class Option(msgspec.Struct, frozen=True):
    """One way to deal with a key.

    ``after`` is the key as it is then. ``nullable`` are columns of its table that lose NOT NULL. ``blocks``: it goes on
    blocking, because somebody asked for that, or because a job has to come first. ``cost`` decides between ways.
    """

    before: ForeignKey
    after: ForeignKey
    cost: int
    nullable: tuple[str, ...] = ()
    blocks: bool = False

    @property
    def changes(self) -> bool:
        """Whether the key is another one afterwards."""
        return self.after != self.before or bool(self.nullable)

    @property
    def passes(self) -> bool:
        """Whether the delete goes on to the rows of the key's table."""
        return self.after.on_delete is ReferentialAction.CASCADE

    @property
    def name(self) -> tuple[str, ReferentialAction, tuple[str, ...] | None, tuple[str, ...]]:
        """What tells it apart from the other ways of all keys."""
        return self.before.id, self.after.on_delete, self.after.set_columns, self.nullable


def options_of(ground: Ground, key: ForeignKey, *, wide: bool) -> tuple[Option, ...]:
    """Return every way to deal with a key, the cheapest first; () if nothing gets past it.

    Args:
        ground: the schema, and what is asked.
        key: one of its keys that acts on a delete.
        wide: also ways that somebody has to decide: records deleted, and columns that lose NOT NULL.
    """
    found = list(_ways(ground, key, wide=wide))
    return tuple(sorted(found, key=lambda option: option.cost))


def _ways(ground: Ground, key: ForeignKey, *, wide: bool) -> Iterator[Option]:
    if ground.works(key) and not ground.must_go(key):
        yield Option(key, key, LEFT // 2 if ground.is_kept(key) else 0)
    elif ground.may_block(key):
        yield Option(key, key, LEFT, blocks=True)
    if ground.is_kept(key) and not ground.must_go(key):
        return
    judged = judge_role(ground.catalog, key, ground.wishes.records)
    taken_back = UNDONE if ground.works(key) else 0
    if not ground.is_spared(key.table) and not ground.is_too_large(key):
        yield from (_priced(ground, way, judged, taken_back) for way in _cascades(ground, key, judged, wide=wide))
    if not ground.is_too_large(key):
        yield from (_priced(ground, way, judged, taken_back) for way in _nulls(ground, key, judged, wide=wide))
    if ground.must_go(key) or (ground.is_too_large(key) and ground.works(key)):
        after = replace(key, on_delete=ReferentialAction.RESTRICT, set_columns=None)
        yield Option(key, after, CHANGE + UNDONE + LEFT, blocks=True)


def _priced(ground: Ground, way: Option, judged: Judged, taken_back: int) -> Option:
    wants_null = judged.prefers_null if ground.wishes.prefer is None else ground.wishes.prefer == "null"
    if judged.role is Role.RECORD:
        wants_null = True
    cost = CHANGE + taken_back + DROPPED * len(way.nullable)
    cost += RECORDS if way.passes and judged.role is Role.RECORD else 0
    cost += 0 if way.passes != wants_null else MISFIT
    return replace(way, cost=cost + way.cost)


def _cascades(ground: Ground, key: ForeignKey, judged: Judged, *, wide: bool) -> Iterator[Option]:
    after = replace(key, on_delete=ReferentialAction.CASCADE, set_columns=None)
    allowed = wide or judged.role is not Role.RECORD
    if after != key and allowed and not _refused(ground.catalog, after):
        yield Option(key, after, 0)


def _nulls(ground: Ground, key: ForeignKey, judged: Judged, *, wide: bool) -> Iterator[Option]:
    place = 0
    for listed in _lists(ground.catalog, key):
        after = replace(key, on_delete=ReferentialAction.SET_NULL, set_columns=listed)
        if after == key or _refused(ground.catalog, after):
            continue
        columns = listed or key.columns
        if why_not_null(ground.catalog, after) is None:
            yield Option(key, after, place)
            place += 1
        elif wide or judged.role is Role.RECORD:
            freed = with_nullable(ground.catalog, {key.table: frozenset(columns)})
            if why_not_null(freed, after) is None and not _in_primary_key(ground.catalog, key, columns):
                yield Option(key, after, place, nullable=_not_null(ground.catalog, key, columns))
                place += 1


def _lists(catalog: Catalog, key: ForeignKey) -> Iterator[tuple[str, ...] | None]:
    """Yield which columns SET NULL can set, the best first: one that no other key needs, else all of them."""
    if len(key.columns) == 1 or key.match is MatchType.FULL:
        yield None
        return
    others = {c for other in catalog.foreign_keys_from.get(key.table, ()) if other.id != key.id for c in other.columns}
    ranked = sorted(key.columns, key=lambda column: (column in others, -key.columns.index(column)))
    yield from ((column,) for column in ranked)
    yield None


def _refused(catalog: Catalog, after: ForeignKey) -> bool:
    if why_refused(catalog, after) is not None:
        return True
    refusal = refusal_of_action(catalog, after, "delete")
    return refusal is not None


def _in_primary_key(catalog: Catalog, key: ForeignKey, columns: tuple[str, ...]) -> bool:
    keys = catalog.keys_of.get(key.table, ())
    return any(constraint.kind == "primary key" and set(columns) & set(constraint.columns) for constraint in keys)


def _not_null(catalog: Catalog, key: ForeignKey, columns: tuple[str, ...]) -> tuple[str, ...]:
    table = catalog.tables.get(key.table)
    named = [(name, table.column(name)) for name in columns] if table is not None else []
    return tuple(name for name, column in named if column is not None and column.not_null)
