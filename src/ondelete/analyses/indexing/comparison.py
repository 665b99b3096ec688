"""The comparison that an RI query makes for each key column, and which index columns can answer it.

PostgreSQL takes the ``=`` between the two column types from the operator family of the referenced index. If that family
has none, it casts the referencing column to the referenced type (``ATAddForeignKeyConstraint`` in tablecmds.c,
``ri_GenerateQual`` in ri_triggers.c). An index fits if its operator class contains that operator and its collation is
that of the comparison (``match_opclause_to_indexcol`` in indxpath.c).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.analyses.indexing.types import (
    PATTERN_FAMILIES,
    RELABELLED,
    base_type,
    btree_family,
    hash_family,
    is_collatable,
    is_range,
    opclass_family,
    plain_type,
)
from ondelete.catalog.expressions import Cast, ColumnRef

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, Column, ForeignKey, Index, QualifiedName
    from ondelete.catalog.expressions import Tree

_NO_EQUALITY = frozenset(
    """gin_hstore_ops gist_hstore_ops jsonb_ops jsonb_path_ops tsvector_ops tsquery_ops point_ops box_ops circle_ops
    poly_ops""".split()
)
"""Operator classes of gist and gin without an ``=``; those of scalar types come from btree_gist and btree_gin."""

_BORROWED = {"citext": "text"}
"""Types that have operator classes of their own for btree and hash only; elsewhere they use another type's."""
_TYPES_OF_OPCLASSES = (
    dict.fromkeys(("bpchar_ops", "gist_bpchar_ops", "bpchar_bloom_ops"), "character")
    | dict.fromkeys(("oid_ops", "gist_oid_ops", "oid_bloom_ops"), "oid")
    | dict.fromkeys(("varbit_ops", "gist_vbit_ops"), "bit varying")
)
"""Operator classes of gin, gist and brin that take columns of another type, whose bits are the same."""
_NO_EQUALITY_TYPES = frozenset({"jsonb", "tsvector", "tsquery"})
"""Types whose default operator classes of gist and gin have no ``=``."""


CONFLICT = "none, as the two sides disagree"
"""The collation of a comparison between the type name (which is "C") and a column of another one: no index has it."""


class Comparison(msgspec.Struct, frozen=True):
    """``$1 = column`` of one key column.

    ``declared`` is the type of the referencing column, ``own`` the plain type behind it, ``left`` and ``right`` those
    of the operator's operands (the parameter, and the column after an implicit cast). ``cast``: the cast computes, so
    that only an index on the cast itself fits. ``collation`` is the one compared under, None for types without.
    ``overlaps``: the PERIOD column of a temporal key, compared by ``&&``. Types are None if the file does not define
    the table.
    """

    column: str
    own: str | None
    left: str | None
    right: str | None
    cast: bool = False
    collation: str | None = None
    column_collation: str | None = None
    overlaps: bool = False
    declared: str | None = None

    @property
    def needs_help(self) -> bool:
        """Whether a plain btree on the column would not do."""
        return (
            self.cast
            or self.collation != self.column_collation
            or (self.own is not None and self.right is not None and btree_family(self.own) != btree_family(self.right))
        )


def comparisons_of(catalog: Catalog, key: ForeignKey) -> tuple[Comparison, ...]:
    """Return the comparisons of a key's RI query, one per column, in the order of the key."""
    referenced: tuple[str | None, ...] = key.referenced_columns or (None,) * len(key.columns)
    return tuple(
        _comparison(
            name,
            _column(catalog, key.table, name),
            _column(catalog, key.referenced_table, other),
            catalog,
            overlaps=key.period and name == key.columns[-1],
        )
        for name, other in zip(key.columns, referenced, strict=False)
    )


def _comparison(
    name: str, column: Column | None, other: Column | None, catalog: Catalog, *, overlaps: bool
) -> Comparison:
    if column is None:
        return Comparison(name, None, None, None, overlaps=overlaps)
    declared = base_type(catalog, column)
    own = plain_type(declared)
    left = own if other is None else plain_type(base_type(catalog, other))
    collation = collation_name(column.collation, own)
    compared = collation
    if left == "name" and compared != "C":
        compared = "C" if compared == "default" else CONFLICT  # its own collation outweighs only the default one
    if left == "name" and declared.startswith("character varying"):
        right, cast = left, True
    elif own != left and btree_family(own) == btree_family(left) and not own.endswith("[]"):
        right, cast = own, False
    else:
        right, cast = left, own != left and (own, left) not in RELABELLED
    return Comparison(name, own, left, right, cast, compared, collation, overlaps, column.type)


def _column(catalog: Catalog, table: QualifiedName, name: str | None) -> Column | None:
    definition = catalog.tables.get(table)
    return definition.column(name) if definition is not None and name is not None else None


def collation_name(collation: str | None, plain: str) -> str | None:
    """Return the bare name of the collation of a column of a type, None if the type has none."""
    if not is_collatable(plain):
        return None
    if collation is None:
        return "C" if plain == "name" else "default"
    return collation.rpartition(".")[2].strip('"')


def column_answers(comparison: Comparison, index: Index, position: int) -> bool:
    """Whether the index column at ``position`` (0-based) can answer the comparison by its operator."""
    if comparison.own is None:
        return index.columns[position] == comparison.column
    cast = _casts(comparison, index, position)
    bare = index.columns[position] == comparison.column or cast == comparison.declared
    fits = not comparison.cast if bare else cast is not None and plain_type(cast) == comparison.right
    return (
        fits and _collation_fits(comparison, index, position) and _operator_fits(comparison, index, position, not bare)
    )


def explain_mismatch(comparison: Comparison, index: Index, position: int) -> str:
    """Return why an index column on the key column does not answer the comparison, as a clause."""
    if comparison.cast:
        return f"the column is cast from {comparison.own} to {comparison.left} to be compared"
    if not _collation_fits(comparison, index, position):
        have = index.collations[position] or comparison.column_collation
        return f"it is sorted by collation {have}, the key is compared by {comparison.collation}"
    if comparison.own != comparison.left:
        return (
            f"its {index.method} operator class cannot compare {comparison.own} with the referenced {comparison.left}"
        )
    return f"its {index.method} operator class has no = for {comparison.own}"


def _casts(comparison: Comparison, index: Index, position: int) -> str | None:
    """Return the type that the index column casts the key column to, None if it does anything else.

    A cast to the declared type is no cast: PostgreSQL makes an index on the column of it.
    """
    tree = _expression_at(index, position)
    return tree.type if isinstance(tree, Cast) and tree.operand == ColumnRef(comparison.column) else None


def _expression_at(index: Index, position: int) -> Tree | None:
    if index.columns[position] is not None:
        return None
    number = sum(1 for column in index.columns[:position] if column is None)
    return index.expressions[number].tree if number < len(index.expressions) else None


def _collation_fits(comparison: Comparison, index: Index, position: int) -> bool:
    if comparison.collation is None:
        return True
    given = index.collations[position] if position < len(index.collations) else None
    have = comparison.column_collation if given is None else given.rpartition(".")[2].strip('"')
    return have == comparison.collation


def _operator_fits(comparison: Comparison, index: Index, position: int, computed: bool) -> bool:
    opclass = index.opclasses[position] if position < len(index.opclasses) else None
    bare = None if opclass is None else opclass.rpartition(".")[2].strip('"')
    if comparison.overlaps:
        return index.method in ("gist", "spgist")
    holds = _HOLDS.get(index.method)
    return holds is not None and holds(comparison, bare, computed)


def _ordered_holds(comparison: Comparison, opclass: str | None, computed: bool) -> bool:
    own, left, right = _operands(comparison)
    have = btree_family(right if computed else own) if opclass is None else _named_family(opclass, "btree", right)
    if have in PATTERN_FAMILIES:
        return left == right == PATTERN_FAMILIES[have]
    return have == btree_family(left) == btree_family(right)


def _hash_holds(comparison: Comparison, opclass: str | None, computed: bool) -> bool:
    own, left, right = _operands(comparison)
    have = hash_family(right if computed else own) if opclass is None else _named_family(opclass, "hash", right)
    if have in PATTERN_FAMILIES:
        return left == right == PATTERN_FAMILIES[have]
    return have == hash_family(left) == hash_family(right)


def _named_family(opclass: str, method: str, right: str) -> str | None:
    """Return the family of an operator class; those of kinds of types are of the family of the type at hand."""
    of_kinds = {"array_ops": "array_ops", "enum_ops": right, "range_ops": right, "multirange_ops": right}
    return of_kinds.get(opclass) or opclass_family(opclass, method)


def _brin_holds(comparison: Comparison, opclass: str | None, computed: bool) -> bool:
    _, left, right = _operands(comparison)
    if opclass is not None and opclass.endswith("_bloom_ops"):
        return _same_type_holds(comparison, opclass, computed)
    if "name" in (left, right) or comparison.own in _BORROWED:
        return _same_type_holds(comparison, opclass, computed)
    if opclass is not None:
        opclass = opclass.replace("_minmax_multi_ops", "_ops").replace("_minmax_ops", "_ops")
    if opclass in ("inet_inclusion_ops", "range_inclusion_ops"):
        opclass = None
    return _ordered_holds(comparison, opclass, computed)


def _spgist_holds(comparison: Comparison, opclass: str | None, computed: bool) -> bool:
    _, _, right = _operands(comparison)
    return _same_type_holds(comparison, opclass, computed) and (right in ("text", "inet") or is_range(right))


def _same_type_holds(comparison: Comparison, opclass: str | None, computed: bool) -> bool:
    own, left, right = _operands(comparison)
    have = right if computed else _TYPES_OF_OPCLASSES.get(opclass or "", _BORROWED.get(own, own))
    return have == left == right and opclass not in _NO_EQUALITY and have not in _NO_EQUALITY_TYPES


def _operands(comparison: Comparison) -> tuple[str, str, str]:
    return comparison.own or "", comparison.left or "", comparison.right or ""


_HOLDS = {
    "btree": _ordered_holds,
    "hash": _hash_holds,
    "brin": _brin_holds,
    "spgist": _spgist_holds,
    "gist": _same_type_holds,
    "gin": _same_type_holds,
    "bloom": _same_type_holds,
}
"""Per access method: does the operator class (None: the default one) of an index column hold the operator?"""
