"""Parse nodes of constraints."""

from __future__ import annotations

from ondelete.dump.nodes.expressions import ExpressionNode
from ondelete.dump.nodes.names import NameNode, RangeVar
from ondelete.dump.nodes.parsing import Struct
from ondelete.dump.nodes.statements.indexes import IndexElem
from ondelete.dump.nodes.statements.options import NameList, OptionNode


class ExclusionPart(Struct, rename={"elem": "IndexElem", "operator": "List"}):
    """Half of ``element WITH operator``."""

    elem: IndexElem | None = None
    operator: NameList | None = None


class Exclusion(Struct):
    """``element WITH operator``."""

    items: tuple[ExclusionPart, ...] = ()


class Constraint(Struct):
    """A constraint of a column or a table; also DEFAULT, GENERATED, IDENTITY and the CONSTR_ATTR_... words."""

    contype: str = "CONSTR_NULL"
    conname: str | None = None
    deferrable: bool = False
    initdeferred: bool = False
    is_enforced: bool = False
    skip_validation: bool = False
    is_no_inherit: bool = False
    raw_expr: ExpressionNode | None = None
    generated_when: str = ""
    generated_kind: str = ""
    nulls_not_distinct: bool = False
    keys: tuple[NameNode, ...] = ()
    without_overlaps: bool = False
    including: tuple[NameNode, ...] = ()
    exclusions: tuple[dict[str, Exclusion], ...] = ()
    options: tuple[OptionNode, ...] = ()
    indexname: str | None = None
    access_method: str = ""
    where_clause: ExpressionNode | None = None
    pktable: RangeVar | None = None
    fk_attrs: tuple[NameNode, ...] = ()
    pk_attrs: tuple[NameNode, ...] = ()
    fk_with_period: bool = False
    fk_matchtype: str = "s"
    fk_upd_action: str = "a"
    fk_del_action: str = "a"
    fk_del_set_cols: tuple[NameNode, ...] = ()
    location: int = 0


class ConstraintNode(Struct, rename={"constraint": "Constraint"}):
    """A constraint in a list."""

    constraint: Constraint
