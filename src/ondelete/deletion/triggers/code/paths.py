"""What is known on the way through a function: the values of its variables, and what had to be true to get there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ondelete.catalog.expressions import (
    BooleanOp,
    BooleanTest,
    Call,
    Case,
    Cast,
    ColumnRef,
    Distinct,
    Membership,
    NullTest,
    Operation,
)
from ondelete.deletion.expressions.evaluate import evaluate
from ondelete.deletion.expressions.evaluate import truth as truth_of
from ondelete.deletion.expressions.values import Possible, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ondelete.catalog.expressions import Tree
    from ondelete.deletion.expressions.values import Truth

EVERY = "*"
"""Among the columns that a trigger gives to NEW: all of them."""
_FALSE, _TRUE, _NO, _YES = "?false", "?true", "?no", "?yes"
_BEYOND: Mapping[str, Possible] = {
    _NO: Possible(frozenset({False}), null=False),
    _YES: Possible(frozenset({True}), null=False),
    _FALSE: Possible(frozenset({False}), null=True),
    _TRUE: Possible(frozenset({True}), null=True),
}


class Path(NamedTuple):
    """A way to one place of a function.

    Attributes:
        values: what variables, and fields of OLD and NEW, can be; what is not named can be anything.
        sure: whether every run of the function gets here.
        when: the conditions that had to hold, as they are written.
        same: the columns in which NEW and OLD are alike.
    """

    values: Mapping[str, Possible]
    sure: bool = True
    when: tuple[str, ...] = ()
    same: frozenset[str] = frozenset()

    def value(self, tree: Tree) -> Possible:
        """Return what an expression can be here."""
        return evaluate(_settled(tree, self.same), {**self.values, **_BEYOND})

    def truth(self, tree: Tree) -> Truth:
        """Return what a condition can be here."""
        return truth_of(_settled(tree, self.same), {**self.values, **_BEYOND})

    def with_value(self, name: str, value: Possible) -> Path:
        """Return the way after an assignment."""
        same = self.same
        if name.startswith(("new.", "old.")):
            same -= {name[4:]}
        return self._replace(values={**self.values, name: value}, same=same)

    def without(self, names: Iterable[str]) -> Path:
        """Return the way after these variables got values that are not known; ``r.*`` stands for a whole record."""
        gone = set(names)
        records = tuple(name[:-1] for name in gone if name.endswith(".*")) + tuple(f"{name}." for name in gone)
        kept = {k: v for k, v in self.values.items() if k not in gone and not (records and k.startswith(records))}
        same = self.same
        if gone & {"new", "old", "new.*", "old.*"}:
            same = frozenset()
        same -= {name[4:] for name in gone if name.startswith(("new.", "old."))}
        return self._replace(values=kept, same=same)

    def unsure(self, *conditions: str) -> Path:
        """Return the way behind more conditions that need not hold."""
        return self._replace(sure=False, when=(*self.when, *(c for c in conditions if c not in self.when)))


def joined(paths: Iterable[Path], origin: Path, *, left: tuple[str, ...], complete: bool) -> Path | None:
    """Return the way on after several branches, None if no branch goes on.

    Args:
        paths: the ways out of the branches that go on.
        origin: the way into them.
        left: the negated conditions of the branches that do not go on.
        complete: whether all branches go on, so that what follows is as sure as what was before.
    """
    ends = list(paths)
    if not ends:
        return None
    names = set.intersection(*(set(path.values) for path in ends))
    values = {name: join([path.values[name] for path in ends]) for name in names}
    same = frozenset.intersection(*(path.same for path in ends))
    found = origin._replace(values=values, same=same)
    return found if complete else found.unsure(*left)


def _settled(tree: Tree, same: frozenset[str]) -> Tree:
    """Return a tree with NEW written as OLD where both are alike, and with tests of a value with itself decided."""
    match tree:
        case ColumnRef():
            return ColumnRef(f"old.{tree.name[4:]}") if tree.name.startswith("new.") and tree.name[4:] in same else tree
        case Distinct():
            left, right = _settled(tree.left, same), _settled(tree.right, same)
            if left == right and isinstance(left, ColumnRef):
                return ColumnRef(_YES if tree.negated else _NO)  # a test for DISTINCT is never NULL
            return Distinct(left, right, tree.negated)
        case Operation():
            operands = _all(tree.operands, same)
            if len(operands) == 2 and operands[0] == operands[1] and isinstance(operands[0], ColumnRef):
                decided = {"=": _TRUE, "<>": _FALSE, "!=": _FALSE}.get(tree.operator)
                return ColumnRef(decided) if decided is not None else Operation(tree.operator, operands)
            return Operation(tree.operator, operands)
        case _:
            return _settled_rest(tree, same)


def _settled_rest(tree: Tree, same: frozenset[str]) -> Tree:
    match tree:
        case BooleanOp():
            return BooleanOp(tree.operator, _all(tree.operands, same))
        case NullTest():
            return NullTest(_settled(tree.operand, same), tree.is_null, tree.composite)
        case BooleanTest():
            return BooleanTest(_settled(tree.operand, same), tree.value, tree.negated)
        case Membership():
            return Membership(_settled(tree.operand, same), tree.operator, _all(tree.elements, same), tree.every)
        case Call():
            return Call(tree.function, _all(tree.arguments, same))
        case Cast():
            return Cast(_settled(tree.operand, same), tree.type)
        case Case():
            branches = tuple((_settled(c, same), _settled(r, same)) for c, r in tree.branches)
            return Case(branches, _settled(tree.otherwise, same))
        case _:
            return tree


def _all(trees: tuple[Tree, ...], same: frozenset[str]) -> tuple[Tree, ...]:
    return tuple(_settled(each, same) for each in trees)
