"""Which change causes an effect."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ondelete.analyses.references import Grade
from ondelete.analyses.references import Kind as Reference
from ondelete.catalog import ForeignKey, Location, QualifiedName, column_list, constraint_id
from ondelete.changes.difference import HEAVIEST_FIRST, Cause, Class, Consequence
from ondelete.changes.effects import Effect, Kind
from ondelete.changes.functions import Body
from ondelete.changes.objects import What

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from ondelete.analyses.references import References
    from ondelete.catalog import Catalog
    from ondelete.changes.difference import Change
    from ondelete.changes.effects import Place
    from ondelete.changes.objects import Object
    from ondelete.deletion.effects import Prediction
    from ondelete.deletion.kinds import Verdict
    from ondelete.graph import ForeignKeyGraph

_CLASSES: dict[Kind, tuple[Class, Class]] = {
    Kind.BLOCKED: ("newly-blocked", "unblocked"),
    Kind.DELETED: ("newly-deleted", "no-longer-deleted"),
    Kind.NULLED: ("newly-nulled", "no-longer-nulled"),
    Kind.UNINDEXED: ("unindexed", "indexed"),
    Kind.ORDER: ("order", "order"),
    Kind.TRIGGER: ("trigger", "trigger"),
}
"""For each kind of effect the class of its coming, and that of its going."""


_NEARNESS = (
    What.KEY,
    What.TRIGGER,
    What.RULE,
    What.FUNCTION,
    What.CONSTRAINT,
    What.COLUMN,
    What.TABLE,
    What.INDEX,
    What.PUBLICATION,
    What.TYPE,
    What.CONTRACT,
    What.SILENCED,
)
"""Which of several changes of one table is the likeliest cause."""


class _Group(NamedTuple):
    """The effects that make one consequence: of one cause and one class, on one subject."""

    cause: tuple[What, str]
    class_: Class
    subject: str


class Causes:
    """Effects that only one of two schemas has, gathered table by table, by the change that causes each."""

    def __init__(
        self,
        changes: Mapping[tuple[What, str], Change],
        above: Callable[[QualifiedName], Collection[QualifiedName]],
        functions: Mapping[Body, str],
    ) -> None:
        """Begin with the changes.

        Args:
            changes: what is different, by kind and name.
            above: tells from which tables a delete can come to one, in either schema.
            functions: for a trigger or rule a function that it calls, and that is not as it was.
        """
        self._changes, self._above, self._functions = changes, above, functions
        self._of_triggers = {constraint_id(*body): function for body, function in functions.items()}
        self._found: dict[_Group, tuple[dict[QualifiedName, None], Effect | None, Effect | None]] = {}
        self._verdicts: dict[QualifiedName, tuple[Verdict, Verdict]] = {}
        self._more: list[tuple[tuple[What, str], Consequence]] = []
        self._on_table: dict[QualifiedName | None, list[Object]] = {}
        for change in changes.values():
            self._on_table.setdefault(change.object.table, []).append(change.object)

    def compare(
        self, before: Mapping[Place, Effect], after: Mapping[Place, Effect], verdicts: tuple[Verdict, Verdict]
    ) -> None:
        """Add what one delete does in one of the two schemas only."""
        root = next(iter((*before.values(), *after.values())), None)
        if root is not None:
            self._verdicts[root.root] = verdicts
        for place in before.keys() - after.keys():
            if not (place.kind is Kind.UNINDEXED and self._is_gone(before[place].key)):
                self._add(place, before[place], came=False)
        for place in after.keys() - before.keys():
            self._add(place, after[place], came=True)

    def _is_gone(self, key: ForeignKey | None) -> bool:
        change = self._changes.get((What.KEY, key.id)) if key is not None else None
        return change is not None and change.kind == "removed"

    def _add(self, place: Place, effect: Effect, *, came: bool) -> None:
        group = _Group(self._cause(place, effect), _CLASSES[place.kind][0 if came else 1], _subject(place))
        roots, was, now = self._found.get(group, ({}, None, None))
        roots[effect.root] = None
        if came:
            now = _clearer(now, effect)
        else:
            was = _clearer(was, effect)
        self._found[group] = roots, was, now

    def _cause(self, place: Place, effect: Effect) -> tuple[What, str]:
        """Return the changed object that causes an effect: the one nearest to it on the way there."""
        if place.kind is Kind.UNINDEXED and effect.key is not None:
            nearest = self._serving(effect.key)
            if nearest is not None:
                return nearest
        if effect.trigger is not None:
            for what in (What.TRIGGER, What.RULE):
                if (what, effect.trigger) in self._changes:
                    return what, effect.trigger
            if effect.trigger in self._of_triggers:
                return What.FUNCTION, self._of_triggers[effect.trigger]
        own = [effect.key] if effect.key is not None else []
        for key in (*own, *reversed(tuple(effect.path))):
            if (What.KEY, key.id) in self._changes:
                return What.KEY, key.id
        found = self._on_the_way(effect) or self._another_way(effect)
        return found or (What.KEY, effect.key.id if effect.key is not None else place.subject)

    def _serving(self, key: ForeignKey) -> tuple[What, str] | None:
        """Return the change of the key itself, or of an index or constraint that served it, or serves it now."""
        change = self._changes.get((What.KEY, key.id))
        if change is not None and change.kind != "changed":
            return What.KEY, key.id
        own = [one for one in self._on_table.get(key.table, ()) if one.what in (What.INDEX, What.CONSTRAINT)]
        named = [one for one in own if key.columns[0] in one.definition]
        return next(((one.what, one.name) for one in (*named, *own)), None)

    def _on_the_way(self, effect: Effect) -> tuple[What, str] | None:
        names = [constraint_id(effect.table, name) for name in (effect.constraint, *effect.columns) if name]
        on_table = self._on_table.get(effect.table, [])
        for one in on_table:
            if one.name in names:
                return one.what, one.name
        tables = [effect.table, *(key.table for key in reversed(tuple(effect.path))), effect.root]
        for table in dict.fromkeys(tables):
            for one in sorted(self._on_table.get(table, ()), key=lambda each: _NEARNESS.index(each.what)):
                return one.what, one.name
        return None

    def _another_way(self, effect: Effect) -> tuple[What, str] | None:
        """Return a changed object above the table of an effect, for what two ways do together; keys come first."""
        above = self._above(effect.table)
        found = [change.object for change in self._changes.values() if change.object.table in above]
        found += self._on_table.get(None, ())
        nearest = min(found, key=lambda one: _NEARNESS.index(one.what), default=None)
        return (nearest.what, nearest.name) if nearest is not None else None

    def add_functions(self, before: Prediction, after: Prediction) -> None:
        """Add the triggers and rules that one delete runs in both schemas, but whose functions have other texts now."""
        ran = {Body(each.table, each.name) for each in before.triggers}
        for body in after.triggers:
            function = self._functions.get(Body(body.table, body.name))
            if function is None or Body(body.table, body.name) not in ran:
                continue
            name = f"{body.kind} {body.name} of {body.table.shown}"
            effect = Effect(after.table, body.table, f"{name} runs it as it is now", f"{name} ran it as it was")
            group = _Group((What.FUNCTION, function), "trigger", constraint_id(body.table, body.name))
            roots, _, _ = self._found.get(group, ({}, None, None))
            roots[after.table] = None
            self._found[group] = roots, effect, effect

    def add_left_behind(self, before: Catalog, after: Catalog) -> None:
        """Add the keys that no longer hold rows together, though both tables and the columns are still there."""
        kept = {_meeting(key) for key in after.foreign_keys if key.enforced}
        others = {(key.table, frozenset(key.columns)) for key in after.foreign_keys if key.enforced}
        for key in before.foreign_keys:
            table = after.tables.get(key.table)
            gone = key.enforced and _meeting(key) not in kept and key.referenced_table in after.tables
            if gone and table is not None and all(table.column(column) for column in key.columns):
                subject = f"{key.table}.{column_list(key.columns)}"
                is_other = (key.table, frozenset(key.columns)) in others
                now = "reference other rows now" if is_other else "stay and reference nothing"
                consequence = Consequence(
                    "left-behind",
                    subject,
                    (key.referenced_table,),
                    (key.id,),
                    f"ON DELETE {key.on_delete.value.upper()} held them together",
                    f"rows of {key.table.shown} {now}",
                )
                self._more.append(((What.KEY, key.id), consequence))

    def add_references(self, before: References, after: References) -> None:
        """Add new columns that look like references, of a new table too, and have no key: nothing holds their rows."""
        known = {(each.table, each.columns) for each in before.all}
        for each in after.all:
            if (each.table, each.columns) in known or each.to is None:
                continue
            if each.kind is Reference.LOOSE or each.grade is Grade.LIKELY:
                continue
            column = What.COLUMN, constraint_id(each.table, each.columns[-1])
            cause = next((place for place in (column, (What.TABLE, str(each.table))) if place in self._changes), None)
            if cause is not None:
                words = f"rows of {each.table.shown} stay: {each.shown} looks like a reference and has no foreign key"
                consequence = Consequence("left-behind", each.id, (each.to,), (), None, words)
                self._more.append((cause, consequence))

    def add_cycles(self, before: ForeignKeyGraph, after: ForeignKeyGraph) -> None:
        """Add the cycles of keys that are new, or larger than before."""
        if {(edge.referencing, edge.referenced) for edge in after.edges} <= {
            (edge.referencing, edge.referenced) for edge in before.edges
        }:
            return  # no table references another one than before
        known = list(map(set, before.components()))
        for tables in after.components():
            if any(set(tables) <= each for each in known):
                continue
            keys = [edge.key for edge in after.edges_within(tables)]
            key = next((key for key in keys if (What.KEY, key.id) in self._changes), keys[0])
            words = f"{len(tables)} tables reference each other in a cycle"
            consequence = Consequence("cycle", key.id, tables, (key.id,), None, words)
            self._more.append(((What.KEY, key.id), consequence))

    def found(self) -> tuple[Cause, ...]:
        """Return the causes, those with the heaviest consequences first, then by place in the file."""
        by_cause: dict[tuple[What, str], list[Consequence]] = {}
        for group, (roots, was, now) in self._found.items():
            path = (now or was).path if (now or was) is not None else ()  # type: ignore[union-attr]
            consequence = Consequence(
                group.class_,
                group.subject,
                tuple(roots),
                tuple(key.id for key in path),
                was.said if was is not None else self._only_verdict(group, roots, 0),
                now.says if now is not None else self._only_verdict(group, roots, 1),
            )
            by_cause.setdefault(group.cause, []).append(consequence)
        for cause, consequence in self._more:
            by_cause.setdefault(cause, []).append(consequence)
        found = [self._made(cause, consequences) for cause, consequences in by_cause.items()]
        return tuple(sorted(found, key=lambda cause: (cause.rank, cause.location.path, cause.location.line, cause.id)))

    def _only_verdict(self, group: _Group, roots: Iterable[QualifiedName], side: int) -> str | None:
        """Return the verdict of the side without the error, if all tables have the same verdict."""
        if group.class_ not in _CLASSES[Kind.BLOCKED]:
            return None
        found = {self._verdicts[root][side] for root in roots}
        return found.pop().value if len(found) == 1 else None

    def _made(self, place: tuple[What, str], consequences: list[Consequence]) -> Cause:
        ordered = tuple(
            sorted(consequences, key=lambda one: (HEAVIEST_FIRST.index(one.class_), -len(one.tables), one.subject))
        )
        change = self._changes.get(place)
        if change is None:  # the order in which keys were created is all that is different
            words = ("created in another order among its neighbours",)
            return Cause(place[0], place[1], "changed", words, words, Location("", 1), None, ordered)
        before, after, one = change.before, change.after, change.object
        return Cause(
            one.what,
            one.name,
            change.kind,
            before.clauses if before is not None else None,
            after.clauses if after is not None else None,
            one.location,
            before.location if before is not None else None,
            ordered,
            one.table,
        )


def _meeting(key: ForeignKey) -> tuple[QualifiedName, QualifiedName, frozenset[tuple[str, str]]]:
    """Return which rows a key holds together: its pairs of columns, in whatever order they are written."""
    return key.table, key.referenced_table, frozenset(zip(key.columns, key.referenced_columns, strict=False))


def _order(consequence: Consequence) -> tuple[int, int, str]:
    return HEAVIEST_FIRST.index(consequence.class_), -len(consequence.tables), consequence.subject


def _subject(place: Place) -> str:
    return place.subject.removeprefix("must:")


def _clearer(one: Effect | None, other: Effect) -> Effect:
    """Return the effect to tell of two on one subject: the surer one, then the one with the shorter way."""
    if one is None:
        return other
    return min(one, other, key=lambda effect: (not effect.sure, len(effect.path), str(effect.root)))
