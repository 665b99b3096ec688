"""Confirm double-update hazards: rows over which the re-check of a key really fails, or none (semantics R9).

The static candidates are many and the true hazards few, so this is quick: a handful of rows, simulated over a small
part of the schema, for each way in which the three chains can share rows.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import ForeignKey, ReferentialAction
from ondelete.deletion.actions.keys import key_order
from ondelete.deletion.actions.partitions import CannotSimulate
from ondelete.deletion.expressions.evaluate import check_outcome
from ondelete.deletion.expressions.values import SOME_VALUE
from ondelete.deletion.simulation.simulate import simulate_delete, violations
from ondelete.deletion.witness.facts import table_facts
from ondelete.deletion.witness.filling import Filling, Request
from ondelete.deletion.witness.orders import Differences, can_strike, other_orders
from ondelete.deletion.witness.plan import linked, residence, where_of
from ondelete.deletion.witness.result import WitnessDelete, WitnessRow
from ondelete.deletion.witness.rows import Draft, Placed, Stuck, Style, rows_by_table
from ondelete.deletion.witness.scope import restrict, without_guesses

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.deletion.effects import Path
    from ondelete.deletion.expressions.values import Concrete
    from ondelete.deletion.simulation.row_store import Row
    from ondelete.deletion.static.hazards import Hazard

_MOST_CHAINS = 3
_STYLES = (Style(), Style(loops=True), Style(doomed=True))


class HazardProof(msgspec.Struct, frozen=True):
    """Rows over which the outcome of a DELETE hangs on the order in which keys were created.

    Attributes:
        rows: what to insert and commit before the DELETE.
        delete: the statement.
        fails: whether it fails by the re-check under the catalog's own order (that of the file).
        other_order: whether the outcome is the other one under some other creation order of the keys at work.
        tried: how many orders were tried.
    """

    rows: tuple[WitnessRow, ...]
    delete: WitnessDelete
    fails: bool
    other_order: bool
    tried: int


def prove_hazard(catalog: Catalog, table: QualifiedName, hazard: Hazard, *, compare: bool = True) -> HazardProof | None:
    """Return rows over which the hazard strikes, in the catalog's key order or else in another one.

    Args:
        catalog: the schema; its keys stand in creation order.
        table: the table of the DELETE.
        hazard: which key of which row is checked again, and how the row is updated.
        compare: say whether another order changes the outcome; without it ``other_order`` may be False wrongly.

    Returns:
        None where no rows were found over which the re-check fails under any order that was tried.
    """
    elsewhere: HazardProof | None = None
    for scene in _scenes(catalog, table, hazard):
        scope = restrict(catalog, {row.table for row in scene.draft.rows} | {table}, scene.draft.unknown_columns)
        rows = rows_by_table(scene.draft.rows)
        if next(violations(without_guesses(scope), rows), None) is not None:
            continue
        found = _judge(scope, table, hazard, scene, rows, compare=compare)
        if found is not None and found.fails:
            return found
        elsewhere = elsewhere or found
    return elsewhere


class _Scene:
    """Rows in which one row is updated by two keys and references by a third the row that vanishes."""

    def __init__(self, draft: Draft, paths: tuple[Path, ...], where: Row) -> None:
        self.draft, self.paths, self.where = draft, paths, where


def _scenes(catalog: Catalog, table: QualifiedName, hazard: Hazard) -> Iterator[_Scene]:
    for vanishing in _chains(catalog, table, hazard):
        if not can_strike(catalog, hazard, vanishing) or not _can_exist(catalog, hazard):
            continue
        for shared in (True, False) if _share(hazard.first[:-1], hazard.second[:-1], vanishing) else (False,):
            for style in _STYLES:
                try:
                    yield _scene(catalog, table, hazard, vanishing, style, shared=shared)
                except (Stuck, CannotSimulate):
                    continue
                break


def _can_exist(catalog: Catalog, hazard: Hazard) -> bool:
    """Whether a row can hold all three references at once, as far as its own CHECKs go."""
    columns = frozenset((*hazard.first[-1].columns, *hazard.second[-1].columns, *hazard.key.columns))
    return hazard.key.table in catalog.tables and _can_be_set(catalog, hazard.key.table, columns)


@lru_cache(maxsize=1_024)
def _can_be_set(catalog: Catalog, table: QualifiedName, columns: frozenset[str]) -> bool:
    given = dict.fromkeys(columns, SOME_VALUE)
    checks = table_facts(catalog, table).checks
    if any(check_outcome(check.expression, given) == "must fail" for check in checks):
        return False
    request = Request(number=1, fixed={}, wanted=columns, wish=None, fill=False, keep=False)
    try:
        return not Filling(table_facts(catalog, table), request, ()).broken
    except Stuck:
        return False


def _share(*paths: Path) -> bool:
    """Whether two of the chains begin alike, so that they can go through the same row."""
    first = [path[0] for path in paths if path]
    return any(one is other for place, one in enumerate(first) for other in first[:place])


def _chains(catalog: Catalog, table: QualifiedName, hazard: Hazard) -> Iterator[Path]:
    """Give chains to the vanishing row of a length at which it can vanish between the update and its check (R9)."""
    depth = max(len(hazard.first), len(hazard.second)) - 1
    lengths = (depth + 1, depth + 2)
    if len(hazard.vanishing) in lengths:
        yield hazard.vanishing
    for length in lengths:
        for path in _first_cascades(catalog, table, hazard.key.referenced_table, length):
            if path != hazard.vanishing:
                yield path


@lru_cache(maxsize=1_024)
def _first_cascades(catalog: Catalog, table: QualifiedName, goal: QualifiedName, length: int) -> tuple[Path, ...]:
    return tuple(islice(_cascades(catalog, table, goal, length), _MOST_CHAINS))


def _cascades(catalog: Catalog, table: QualifiedName, goal: QualifiedName, length: int) -> Iterator[Path]:
    """Give the chains of exactly ``length`` cascading keys from ``table`` to ``goal``."""
    order = key_order(catalog)
    steps = 0
    pending: list[tuple[QualifiedName, Path]] = [(table, ())]
    for reached, path in pending:  # grows while it is read: breadth first
        steps += 1
        if steps > 500:
            return
        if len(path) == length:
            if catalog.root_of(reached) == catalog.root_of(goal):
                yield path
            continue
        for firing in order.acting_on(reached):
            if firing.key.on_delete is ReferentialAction.CASCADE:
                pending.append((firing.key.table, (*path, firing.key)))


def _scene(
    catalog: Catalog, table: QualifiedName, hazard: Hazard, vanishing: Path, style: Style, *, shared: bool
) -> _Scene:
    draft = Draft(catalog, style)
    chains = _Chains(draft, table, shared=shared)
    paths = (hazard.first[:-1], hazard.second[:-1], vanishing)
    chains.root = _root(draft, table, (hazard.first, hazard.second, vanishing))
    # What each row must not have NULL: the columns by which the next one, and the row at risk, reference it.
    ends = (hazard.first[-1], hazard.second[-1], hazard.key)
    fixed: dict[str, Concrete | None] = {}
    for path, last in zip(paths, ends, strict=True):
        for column, value in linked(last, chains.walk(path, last)).items():
            if fixed.setdefault(column, value) != value:
                raise Stuck(f"{column} would need two values")
    draft.add(hazard.key.table, fixed=fixed, doomed=True)
    return _Scene(draft, (hazard.first, hazard.second, vanishing), where_of(catalog, table, chains.root))


def _root(draft: Draft, table: QualifiedName, paths: tuple[Path, ...]) -> Placed:
    needed = {c for path in paths if path for c in path[0].referenced_columns}
    known = {c.name for c in draft.catalog.tables[table].columns} if table in draft.catalog.tables else set()
    home = residence(draft.catalog, table, None, paths[0])
    return draft.add(home, fixed={}, needed=needed & known or needed, doomed=True)


class _Chains:
    """The rows along several chains from one root, shared where the chains begin alike."""

    root: Placed

    def __init__(self, draft: Draft, table: QualifiedName, *, shared: bool) -> None:
        self.draft, self.table, self.shared = draft, table, shared
        self._known: dict[tuple[int, ...], Placed] = {}

    def walk(self, path: Path, last: ForeignKey) -> Placed:
        """Return the row at the end of ``path``, which ``last`` is to reference."""
        row = self.root
        for place, key in enumerate(path):
            prefix = tuple(id(k) for k in path[: place + 1])
            known = self._known.get(prefix) if self.shared else None
            following = path[place + 1] if place + 1 < len(path) else last
            if known is None or any(known.values.get(c) is None for c in following.referenced_columns):
                known = self.draft.add(
                    key.table, fixed=linked(key, row), needed=following.referenced_columns, doomed=True
                )
            self._known[prefix] = row = known
        return row


def _judge(
    scope: Catalog,
    table: QualifiedName,
    hazard: Hazard,
    scene: _Scene,
    rows: Mapping[QualifiedName, list[Row]],
    *,
    compare: bool,
) -> HazardProof | None:
    where = scene.where

    def strikes(keys: tuple[ForeignKey, ...]) -> bool | None:
        ordered = msgspec.structs.replace(scope, foreign_keys=keys)
        try:
            outcome = simulate_delete(ordered, rows, table, lambda row: all(row.get(c) == v for c, v in where.items()))
        except CannotSimulate:
            return None
        if outcome.failed is None:
            return False
        by_key = outcome.failed.constraint == hazard.key.name and outcome.failed.sqlstate == "23503"
        same = scope.root_of(outcome.failed.table) == scope.root_of(hazard.key.table)
        return True if by_key and same else None

    own = strikes(scope.foreign_keys)
    if own is None:
        return None
    other, tried = False, 1
    differences = Differences(scope, rows)
    known: dict[Hashable, bool | None] = {differences.of(scope.foreign_keys): own}
    for keys in other_orders(scope.foreign_keys, scene.paths) if compare or not own else ():
        tried += 1
        order = differences.of(keys)
        if order not in known:
            known[order] = strikes(keys)
        if known[order] is (not own):
            other = True
            break
    if not own and not other:
        return None
    return HazardProof(
        rows=tuple(WitnessRow(row.table, row.values) for row in scene.draft.rows),
        delete=WitnessDelete(table, where),
        fails=own,
        other_order=other,
        tried=tried,
    )
