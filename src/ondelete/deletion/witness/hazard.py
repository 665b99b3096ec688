"""Confirm double-update hazards: rows over which the re-check of a key really fails, or none (semantics R9).

The static candidates are many and the true hazards few, so this is quick: a handful of rows, simulated over a small
part of the schema, for each way in which the three chains can share rows.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from ondelete.catalog import ReferentialAction
from ondelete.deletion.actions.partitions import CannotSimulate
from ondelete.deletion.simulation.simulate import simulate_delete, violations
from ondelete.deletion.sqlstates import SqlState
from ondelete.deletion.witness.effort import Effort
from ondelete.deletion.witness.orders import Differences, can_strike, other_orders
from ondelete.deletion.witness.plan import add_default_row, linked, residence, where_of
from ondelete.deletion.witness.result import WitnessDelete, WitnessRow
from ondelete.deletion.witness.rows import Candidate, Conflict, Placed, Style, rows_by_table
from ondelete.deletion.witness.scope import restrict, without_guesses

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from ondelete.catalog import Catalog, ForeignKey, QualifiedName
    from ondelete.deletion.effects import Path
    from ondelete.deletion.expressions.values import Concrete
    from ondelete.deletion.simulation.row_store import Row
    from ondelete.deletion.static.hazards import Hazard

_STYLES = (Style(), Style(loops=True), Style(doomed=True))
_BESIDE_DEFAULTS = (Style(first=5), *_STYLES)
"""If a SET DEFAULT acts, rows avoid small numbers: a default is often one."""


class HazardProof(msgspec.Struct, frozen=True):
    """Rows over which the outcome of a DELETE depends on the order in which keys were created.

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


def prove_hazard(
    catalog: Catalog, table: QualifiedName, hazard: Hazard, *, compare: bool = True, effort: Effort | None = None
) -> HazardProof | None:
    """Return rows over which the hazard strikes, in the catalog's key order or else in another one.

    One row is deleted if that shows it, else several.

    Args:
        catalog: the schema; its keys stand in creation order.
        table: the table of the DELETE.
        hazard: which key of which row is checked again, and how the row is updated.
        compare: say whether another order changes the outcome; without it ``other_order`` may be False wrongly.
        effort: what may still be spent, shared by the hazards of one key; a fresh one by default.

    Returns:
        None if no rows were found over which the re-check fails under any order that was tried.
    """
    effort = effort or Effort()
    elsewhere: HazardProof | None = None
    for layouts in (_ONE_ROW, _SEVERAL_ROWS):
        for scene in _scenes(catalog, table, hazard, layouts, effort):
            found = _proof(catalog, table, hazard, scene, compare=compare)
            if found is not None and found.fails:
                return found
            elsewhere = elsewhere or found
        if elsewhere is not None:
            return elsewhere
    return None


class _Layout(NamedTuple):
    """Which row of the DELETE each of the three chains starts from, and whether chains share rows further on."""

    roots: tuple[int, int, int] = (0, 0, 0)
    shared: bool = False


_ONE_ROW = (_Layout(shared=True), _Layout())
_SEVERAL_ROWS = tuple(_Layout(roots) for roots in ((0, 0, 1), (0, 1, 0), (0, 1, 1), (0, 1, 2)))


class _Scene:
    """Rows in which one row is updated by two keys and references by a third the row that vanishes."""

    def __init__(
        self, candidate: Candidate, paths: tuple[Path, ...], roots: list[Placed], delete: WitnessDelete
    ) -> None:
        self.candidate, self.paths, self.roots, self.delete = candidate, paths, roots, delete

    def arrangements(self) -> Iterator[list[Placed]]:
        """Give the rows, with those that the statement deletes in every order in which a scan can find them."""
        places = [place for place, row in enumerate(self.candidate.rows) if row in self.roots]
        for order in permutations([self.candidate.rows[place] for place in places]):
            rows = list(self.candidate.rows)
            for place, row in zip(places, order, strict=True):
                rows[place] = row
            yield rows


def _scenes(
    catalog: Catalog, table: QualifiedName, hazard: Hazard, layouts: Sequence[_Layout], effort: Effort
) -> Iterator[_Scene]:
    for vanishing in hazard.vanishing:
        if layouts is _ONE_ROW and not can_strike(catalog, hazard, vanishing):
            continue
        paths = (hazard.first, hazard.second, vanishing)
        for layout in layouts:
            if layout.shared and not _share(*(path[:-1] for path in paths[:2]), vanishing):
                continue
            for style in _styles(hazard):
                if effort.left <= 0:
                    return
                candidate = Candidate(catalog, style)
                try:
                    scene = _scene(candidate, table, hazard, paths, layout)
                except (Conflict, CannotSimulate):
                    continue
                finally:
                    effort.spend(len(candidate.rows))
                yield scene
                break


def _styles(hazard: Hazard) -> tuple[Style, ...]:
    updating = (hazard.first[-1], hazard.second[-1])
    sets_default = any(ReferentialAction.SET_DEFAULT in (key.on_delete, key.on_update) for key in updating)
    return _BESIDE_DEFAULTS if sets_default else _STYLES


def _share(*paths: Path) -> bool:
    """Whether two of the chains begin with the same keys, so that they can go through the same row."""
    first = [path[0] for path in paths if path]
    return any(one is other for place, one in enumerate(first) for other in first[:place])


def _scene(
    candidate: Candidate, table: QualifiedName, hazard: Hazard, paths: tuple[Path, ...], layout: _Layout
) -> _Scene:
    roots = [_root(candidate, table, paths) for _ in range(max(layout.roots) + 1)]
    chains = _Chains(candidate, shared=layout.shared)
    # What each row must not have NULL: the columns by which the next one, and the row at risk, reference it.
    ends = (hazard.first[-1], hazard.second[-1], hazard.key)
    ways = (hazard.first[:-1], hazard.second[:-1], paths[2])
    fixed: dict[str, Concrete | None] = {}
    for root, path, last in zip(layout.roots, ways, ends, strict=True):
        referenced = chains.walk(roots[root], path, last)
        if last is not hazard.key:
            add_default_row(candidate, last, referenced)
        for column, value in linked(last, referenced).items():
            if fixed.setdefault(column, value) != value:
                raise Conflict(f"{column} would need two values")
    candidate.add(hazard.key.table, fixed=fixed, doomed=True)
    where, *also = (where_of(candidate.catalog, table, root) for root in roots)
    return _Scene(candidate, paths, roots, WitnessDelete(table, where, tuple(also)))


def _root(candidate: Candidate, table: QualifiedName, paths: tuple[Path, ...]) -> Placed:
    needed = {c for path in paths if path for c in path[0].referenced_columns}
    known = {c.name for c in candidate.catalog.tables[table].columns} if table in candidate.catalog.tables else set()
    home = residence(candidate.catalog, table, None, paths[0])
    return candidate.add(home, fixed={}, needed=needed & known or needed, doomed=True)


class _Chains:
    """The rows along several chains, shared if the chains begin alike."""

    def __init__(self, candidate: Candidate, *, shared: bool) -> None:
        self.candidate, self.shared = candidate, shared
        self._known: dict[tuple[int, ...], Placed] = {}

    def walk(self, root: Placed, path: Path, last: ForeignKey) -> Placed:
        """Return the row at the end of ``path`` from ``root``, which ``last`` is to reference."""
        row = root
        for place, key in enumerate(path):
            prefix = tuple(id(k) for k in path[: place + 1])
            known = self._known.get(prefix) if self.shared else None
            following = path[place + 1] if place + 1 < len(path) else last
            if known is None or any(known.values.get(c) is None for c in following.referenced_columns):
                known = self.candidate.add(
                    key.table, fixed=linked(key, row), needed=following.referenced_columns, doomed=True
                )
            self._known[prefix] = row = known
        return row


def _proof(
    catalog: Catalog, table: QualifiedName, hazard: Hazard, scene: _Scene, *, compare: bool
) -> HazardProof | None:
    if scene.candidate.may_refuse:
        return None  # rows that a server may refuse prove nothing
    scope = restrict(catalog, {row.table for row in scene.candidate.rows} | {table}, scene.candidate.unknown_columns)
    if next(violations(without_guesses(scope), rows_by_table(scene.candidate.rows)), None) is not None:
        return None
    if len(scene.roots) == 1:
        return _judge(scope, hazard, scene, compare=compare)
    for arranged in scene.arrangements():
        if _strikes(scope, hazard, scene, rows_by_table(arranged), scope.foreign_keys):
            return _found(scene, arranged, fails=True, other_order=False, tried=1)
    return None


def _strikes(
    scope: Catalog,
    hazard: Hazard,
    scene: _Scene,
    rows: Mapping[QualifiedName, list[Row]],
    keys: tuple[ForeignKey, ...],
) -> bool | None:
    """Return whether the DELETE fails by the re-check, None if it ends in something else."""
    ordered = scope.with_foreign_keys(keys)
    try:
        outcome = simulate_delete(ordered, rows, scene.delete.table, scene.delete.chooses)
    except CannotSimulate:
        return None
    if outcome.failed is None:
        return False
    by_key = outcome.failed.constraint == hazard.key.name and outcome.failed.sqlstate == SqlState.FOREIGN_KEY_VIOLATION
    same = scope.root_of(outcome.failed.table) == scope.root_of(hazard.key.table)
    return True if by_key and same else None


def _judge(scope: Catalog, hazard: Hazard, scene: _Scene, *, compare: bool) -> HazardProof | None:
    rows = rows_by_table(scene.candidate.rows)
    own = _strikes(scope, hazard, scene, rows, scope.foreign_keys)
    if own is None:
        return None
    other, tried = False, 1
    differences = Differences(scope, rows)
    known: dict[Hashable, bool | None] = {differences.of(scope.foreign_keys): own}
    for keys in other_orders(scope.foreign_keys, scene.paths) if compare or not own else ():
        tried += 1
        order = differences.of(keys)
        if order not in known:
            known[order] = _strikes(scope, hazard, scene, rows, keys)
        if known[order] is (not own):
            other = True
            break
    if not own and not other:
        return None
    return _found(scene, scene.candidate.rows, fails=own, other_order=other, tried=tried)


def _found(scene: _Scene, rows: Sequence[Placed], *, fails: bool, other_order: bool, tried: int) -> HazardProof:
    return HazardProof(
        rows=tuple(WitnessRow(row.table, row.values) for row in rows),
        delete=scene.delete,
        fails=fails,
        other_order=other_order,
        tried=tried,
    )
