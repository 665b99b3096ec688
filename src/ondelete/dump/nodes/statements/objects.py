"""Parse nodes of statements about objects of any kind: DROP, RENAME, SET SCHEMA, COMMENT; and of schemas."""

from __future__ import annotations

from typing import Any

import msgspec

from ondelete.dump.nodes.expressions import TypeName
from ondelete.dump.nodes.names import NameNode, RangeVar, StringValue, strings
from ondelete.dump.nodes.parsing import Struct
from ondelete.dump.nodes.statements.options import NameList


class ObjectWithArgs(Struct):
    """A function, by name and argument types; of the types only their number is asked."""

    objname: tuple[NameNode, ...] = ()
    objargs: tuple[Any, ...] = ()


class ObjectNode(
    Struct, rename={"names": "List", "string": "String", "type_name": "TypeName", "function": "ObjectWithArgs"}
):
    """What a DROP, RENAME, SET SCHEMA or COMMENT speaks of."""

    names: NameList | None = None
    string: StringValue | None = None
    type_name: TypeName | None = None
    function: ObjectWithArgs | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the name as written."""
        if self.names is not None:
            return strings(self.names.items)
        if self.type_name is not None:
            return strings(self.type_name.names)
        if self.function is not None:
            return strings(self.function.objname)
        return (self.string.sval,) if self.string is not None else ()


class DropStmt(Struct, rename={"kind": "removeType"}):
    """DROP."""

    kind: str = ""
    objects: tuple[ObjectNode, ...] = ()
    behavior: str = "DROP_RESTRICT"
    missing_ok: bool = False


class RenameStmt(Struct, rename={"kind": "renameType"}):
    """ALTER ... RENAME."""

    newname: str
    kind: str = ""
    relation: RangeVar | None = None
    object: ObjectNode | None = None
    subname: str = ""
    missing_ok: bool = False


class AlterObjectSchemaStmt(Struct, rename={"kind": "objectType"}):
    """ALTER ... SET SCHEMA."""

    newschema: str
    kind: str = ""
    relation: RangeVar | None = None
    object: ObjectNode | None = None
    missing_ok: bool = False


class CommentStmt(Struct):
    """COMMENT ON."""

    objtype: str = ""
    object: ObjectNode | None = None
    comment: str | None = None


class CreateSchemaStmt(Struct, rename={"elements": "schemaElts"}):
    """CREATE SCHEMA and the statements inside it."""

    schemaname: str | None = None
    authrole: dict[str, Any] | None = None
    elements: tuple[dict[str, msgspec.Raw], ...] = ()
    if_not_exists: bool = False
