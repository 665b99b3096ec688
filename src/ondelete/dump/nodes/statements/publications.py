"""Parse nodes of publications."""

from __future__ import annotations

from ondelete.dump.nodes.expressions import ExpressionNode
from ondelete.dump.nodes.names import NameNode, RangeVar
from ondelete.dump.nodes.parsing import Struct
from ondelete.dump.nodes.statements.options import OptionNode


class PublicationTable(Struct, rename={"where": "whereClause"}):
    """A table that a publication names."""

    relation: RangeVar
    where: ExpressionNode | None = None
    columns: tuple[NameNode, ...] | None = None


class PublicationObject(Struct, rename={"kind": "pubobjtype", "table": "pubtable"}):
    """A table or schema of a publication."""

    kind: str = ""
    name: str | None = None
    table: PublicationTable | None = None


class PublicationObjectNode(Struct, rename={"object": "PublicationObjSpec"}):
    """The node around it."""

    object: PublicationObject


class CreatePublicationStmt(Struct, rename={"name": "pubname", "objects": "pubobjects"}):
    """CREATE PUBLICATION."""

    name: str
    objects: tuple[PublicationObjectNode, ...] = ()
    options: tuple[OptionNode, ...] = ()
    for_all_tables: bool = False


class AlterPublicationStmt(Struct, rename={"name": "pubname", "objects": "pubobjects"}):
    """ALTER PUBLICATION; with ``options`` it is SET (...)."""

    name: str
    objects: tuple[PublicationObjectNode, ...] = ()
    options: tuple[OptionNode, ...] = ()
    action: str = "AP_AddObjects"
