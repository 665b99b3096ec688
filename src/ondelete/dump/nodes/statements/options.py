"""Parse nodes of options: ``name = value`` in parentheses."""

from __future__ import annotations

from ondelete.dump.nodes.expressions import IntegerValue, TypeName
from ondelete.dump.nodes.names import NameNode, StringValue
from ondelete.dump.nodes.parsing import Struct


class OptionArgument(
    Struct, rename={"integer": "Integer", "names": "List", "string": "String", "type_name": "TypeName"}
):
    """The value of an option: a name, a qualified name or a type."""

    integer: IntegerValue | None = None
    names: NameList | None = None
    string: StringValue | None = None
    type_name: TypeName | None = None


class NameList(Struct):
    """A qualified name, or a list of names."""

    items: tuple[NameNode, ...] = ()


class Option(Struct):
    """``DefElem``: a named option."""

    defname: str = ""
    arg: OptionArgument | None = None


class OptionNode(Struct, rename={"option": "DefElem"}):
    """An option in a list."""

    option: Option


class OptionList(Struct):
    """The options of a list."""

    items: tuple[OptionNode, ...] = ()


class OptionsNode(Struct, rename={"options": "List"}):
    """A list of options."""

    options: OptionList
