"""Plans for a witness: for one effect, sets of rows that should show it, the likeliest first."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, assert_never

from ondelete.catalog import ForeignKey, ReferentialAction
from ondelete.deletion.actions.changes import default_of
from ondelete.deletion.actions.keys import key_order
from ondelete.deletion.effects import Failure, Path, Updated
from ondelete.deletion.kinds import StepOutcome, WitnessPlan
from ondelete.deletion.witness.filling.facts import default_value
from ondelete.deletion.witness.rows import Candidate, Conflict, Placed, Request, Style

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.deletion.effects import Prediction, Step
    from ondelete.deletion.expressions.values import Concrete
    from ondelete.deletion.simulation.row_store import Row
    from ondelete.deletion.witness.goal import Effect

_STYLES = (
    Style(),
    Style(loops=True),
    Style(fresh=True),
    Style(doomed=True),
    Style(fill=True),
    Style(fill=True, fresh=True),
    Style(doomed=True, loops=True),
    Style(fill=True, doomed=True),
    Style(first=5),
    Style(spread=True),
    Style(spread=True, loops=True),
    Style(first=3),
    Style(keep=True),
    Style(fill=True, keep=True),
)
_MOST_PATHS = 12
_BY_KEY_AT_FAULT = (WitnessPlan.OTHER_KEY, WitnessPlan.MISSING_ROW)


class Plan:
    """Rows in insertion order; ``root`` is the row of the DELETE, ``target`` the one that the effect is about."""

    def __init__(self, candidate: Candidate, root: Placed, target: Placed | None, where: Row) -> None:
        self.rows = tuple(candidate.rows)
        self.undecided = tuple(candidate.undecided)
        self.may_refuse = tuple(candidate.may_refuse)
        self.unknown_columns = frozenset(candidate.unknown_columns)
        self.root, self.target, self.where = root, target, where


def plans(catalog: Catalog, prediction: Prediction, effect: Effect) -> Iterator[Callable[[], Plan]]:
    """Give ways to make a plan; calling one can raise Conflict."""
    paths = list(islice(paths_to(prediction, effect), _MOST_PATHS))
    for style in _STYLES:
        for path in paths:
            for variant in _variants(effect, path):
                yield partial(make_plan, catalog, prediction.table, effect, path, style, variant)


def paths_to(prediction: Prediction, effect: Effect) -> Iterator[Path]:
    """Give chains to the effect: the prediction's own, then others through other keys, shortest first."""
    yield effect.path
    if not effect.path:
        return
    last = effect.path[-1]
    ends = [s for s in prediction.steps if s.key is last or (_same_target(effect, s))]
    pending: list[tuple[Step, ...]] = [(step,) for step in ends]
    seen = {tuple(id(key) for key in effect.path)}
    for chain in pending:  # grows while it is read: breadth first
        first = chain[0]
        path = tuple(step.key for step in chain)
        if _starts_at_root(prediction, first) and tuple(map(id, path)) not in seen:
            seen.add(tuple(map(id, path)))
            yield path
        if len(pending) < 400 and len(chain) < 12:
            pending.extend((s, *chain) for s in prediction.steps if _leads_to(s, first) and s not in chain)


def _same_target(effect: Effect, step: Step) -> bool:
    """Whether the step does to the same table what the effect's last step does: it may show the same error."""
    if not isinstance(effect, Failure) or effect.key is effect.path[-1]:
        return False
    return step.key.table == effect.table and step.outcome in (StepOutcome.UPDATED, StepOutcome.BLOCKS)


def _starts_at_root(prediction: Prediction, step: Step) -> bool:
    return step.event == "delete" and step.depth == 0 and step.referenced == prediction.table


def _leads_to(step: Step, following: Step) -> bool:
    wanted = StepOutcome.DELETED if following.event == "delete" else StepOutcome.UPDATED
    return step.outcome is wanted and step.key.table == following.referenced


def _variants(effect: Effect, path: Path) -> tuple[str, ...]:
    match _plan_of(effect):
        case WitnessPlan.MISSING_ROW:
            return ("absent", "itself", "present")
        case WitnessPlan.RIVAL:
            return ("other", "twice")
        case WitnessPlan.CHAIN | WitnessPlan.BROKEN_CHECK | WitnessPlan.OTHER_KEY | WitnessPlan.RECHECK:
            sets_default = any(ReferentialAction.SET_DEFAULT in (k.on_delete, k.on_update) for k in path)
            return ("present", "absent") if sets_default else ("",)
        case unknown:
            assert_never(unknown)


def _plan_of(effect: Effect | None) -> WitnessPlan:
    """Return how an effect is planned; an effect that is no error only needs the rows on the way."""
    return effect.kind.facts.plan if isinstance(effect, Failure) else WitnessPlan.CHAIN


def make_plan(catalog: Catalog, table: QualifiedName, effect: Effect, path: Path, style: Style, variant: str) -> Plan:
    """Build the rows of one plan.

    Raises:
        Conflict: no such rows can be made.
    """
    candidate = Candidate(catalog, style)
    chain = walk(candidate, table, path, effect, variant)
    target = chain[-1] if path or not chain else chain[0]
    if variant in ("present", ""):
        for row, key in zip(chain, path, strict=False):
            add_default_row(candidate, key, row)
    if isinstance(effect, Failure) and _plan_of(effect) is WitnessPlan.RIVAL:
        _add_rival(candidate, effect, path, chain, variant)
    return Plan(candidate, chain[0], target, where_of(catalog, table, chain[0]))


def walk(
    candidate: Candidate, table: QualifiedName, path: Path, effect: Effect | None, variant: str = ""
) -> list[Placed]:
    """Make the chain of rows that the delete travels: the root row, then one row per key of the path."""
    home = residence(candidate.catalog, table, effect, path)
    needed = path[0].referenced_columns if path else ()
    fixed = _default_as_key(candidate.catalog, path[0]) if variant == "itself" and len(path) == 1 else {}
    rows = [candidate.add(home, fixed=fixed, needed=needed, doomed=True)]
    for place, key in enumerate(path):
        following = path[place + 1] if place + 1 < len(path) else None
        rows.append(_next_row(candidate, key, following, rows[-1], effect, variant))
    return rows


def _next_row(
    candidate: Candidate,
    key: ForeignKey,
    following: ForeignKey | None,
    parent: Placed,
    effect: Effect | None,
    variant: str,
) -> Placed:
    catalog = candidate.catalog
    fixed = linked(key, parent)
    needed: Collection[str] = following.referenced_columns if following is not None else ()
    table = key.table
    if following is not None and following.referenced_table in catalog.partitions_below(key.table):
        table = following.referenced_table
    follow: tuple[ForeignKey, ...] = ()
    request = None
    if following is None and effect is not None:
        request = _request(catalog, effect, key)
        if isinstance(effect, Failure) and effect.key is not key and _plan_of(effect) in _BY_KEY_AT_FAULT:
            follow = (effect.key,)
    if following is not None and variant == "itself" and following is (effect.path[-1] if effect else None):
        fixed = {**_default_as_key(catalog, following), **fixed}
    known = None if follow else candidate.linked_row(key, fixed, table)
    return known or candidate.add(table, fixed=fixed, needed=needed, doomed=True, follow=follow, request=request)


def linked(key: ForeignKey, parent: Placed) -> dict[str, Concrete | None]:
    """Return the values that make a row reference ``parent`` by ``key``."""
    found: dict[str, Concrete | None] = {}
    for column, referenced in zip(key.columns, key.referenced_columns, strict=True):
        value = parent.values.get(referenced)
        if value is None:
            raise Conflict(f"{parent.table}.{referenced} has no value that a row could reference")
        found[column] = value
    return found


def residence(catalog: Catalog, table: QualifiedName, effect: Effect | None, path: Path) -> QualifiedName:
    """Return what holds the row of the DELETE: the table itself, a partition, or a table that inherits from it."""
    keys = key_order(catalog)
    if not path:
        return effect.table if effect is not None else table
    for name in (table, *catalog.descendants(table)):
        if any(ordered.key is path[0] for ordered in keys.acting_on(name)):
            below = path[0].referenced_table in catalog.partitions_below(name)
            return path[0].referenced_table if below else name
    return table


def where_of(catalog: Catalog, table: QualifiedName, root: Placed) -> dict[str, Concrete | None]:
    """Return the columns that single out the row of the DELETE."""
    constraints = (*catalog.keys_of.get(root.table, ()), *catalog.keys_of.get(table, ()))
    for constraint in sorted(constraints, key=lambda constraint: constraint.kind != "primary key"):
        columns = [c for c in constraint.columns if c is not None]
        named = all(catalog.tables[table].column(c) is not None and root.values.get(c) is not None for c in columns)
        if constraint.kind != "exclude" and columns and named:
            return {c: root.values[c] for c in columns}
    known = {c.name for c in catalog.tables[table].columns}
    return {c: v for c, v in root.values.items() if v is not None and c in known}


def add_default_row(candidate: Candidate, key: ForeignKey, referenced: Placed) -> None:
    """Make the row that SET DEFAULT needs, if the default is known and no NULL."""
    if ReferentialAction.SET_DEFAULT not in (key.on_delete, key.on_update):
        return
    fixed = _default_as_key(candidate.catalog, key)
    if not fixed:
        return
    for column in key.referenced_columns:
        fixed.setdefault(column, referenced.values.get(column))
    for row in candidate.family(key.referenced_table):
        if all(row.values.get(c) == v for c, v in fixed.items()):
            return
    candidate.add(key.referenced_table, fixed=fixed, needed=key.referenced_columns, doomed=False)


def _default_as_key(catalog: Catalog, key: ForeignKey) -> dict[str, Concrete | None]:
    """Return the referenced columns' values that the defaults of the key's columns name; empty if one is NULL."""
    table = catalog.tables.get(key.table)
    found: dict[str, Concrete | None] = {}
    for name, referenced in zip(key.columns, key.referenced_columns, strict=True):
        column = table.column(name) if table is not None else None
        if column is None or (key.set_columns is not None and name not in key.set_columns):
            continue
        value = default_value(catalog, column)
        if value is None:
            return {}
        found[referenced] = value
    return found


def _request(catalog: Catalog, effect: Effect, key: ForeignKey) -> Request | None:
    """Return what an effect asks of its row: only the CHECK that it is about fails after the change."""
    after = after_values(catalog, key)
    breaks = effect.constraint if isinstance(effect, Failure) and _plan_of(effect) is WitnessPlan.BROKEN_CHECK else None
    return Request(after, breaks) if after else None


def after_values(catalog: Catalog, key: ForeignKey) -> Mapping[str, Concrete | None]:
    """Return what SET NULL or SET DEFAULT writes, as far as it is one known value."""
    table = catalog.tables.get(key.table)
    after: dict[str, Concrete | None] = {}
    action = key.on_delete if key.on_delete in _SETTING else key.on_update
    if key.on_delete is ReferentialAction.CASCADE and key.on_update.checks_only:
        return after
    for name in key.set_columns or key.columns:
        column = table.column(name) if table is not None else None
        if action is ReferentialAction.SET_DEFAULT and column is not None:
            value = default_value(catalog, column)
            if value is not None or default_of(catalog, key.table, name) == frozenset({"null"}):
                after[name] = value
        elif action in (ReferentialAction.SET_NULL, ReferentialAction.CASCADE):
            after[name] = None
    return after


_SETTING = (ReferentialAction.SET_NULL, ReferentialAction.SET_DEFAULT)


def _add_rival(candidate: Candidate, effect: Failure, path: Path, chain: list[Placed], variant: str) -> None:
    """Make the row with which the changed row collides: it has the new values already, or gets them too."""
    key, target = path[-1], chain[-1]
    if variant == "twice":
        candidate.add(target.table, fixed={**_shared(candidate, effect, target), **linked(key, chain[-2])}, doomed=True)
        return
    after = after_values(candidate.catalog, key)
    shared = {**_shared(candidate, effect, target), **after}
    columns = _index_columns(candidate.catalog, effect)
    fixed = {c: v for c, v in shared.items() if c in columns}
    if isinstance(effect, Updated) or not fixed:
        raise Conflict(f"what {effect.constraint} compares is not known")
    add_default_row(candidate, key, chain[-2])
    candidate.add(target.table, fixed=fixed, doomed=False)


def _shared(candidate: Candidate, effect: Failure, target: Placed) -> dict[str, Concrete | None]:
    columns = _index_columns(candidate.catalog, effect)
    return {c: v for c, v in target.values.items() if c in columns}


def _index_columns(catalog: Catalog, effect: Failure) -> frozenset[str]:
    found: set[str] = set()
    for table in (effect.table, *catalog.partitioned_above(effect.table)):
        for index in catalog.indexes_of.get(table, ()):
            if index.name == effect.constraint:
                found |= {c for c in index.columns if c is not None}
                found |= index.predicate.columns if index.predicate is not None else set()
                found |= {c for e in index.expressions for c in e.columns}
    return frozenset(found)
