"""Parse nodes of names: of tables, columns, types and functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.dump.nodes.parsing import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable


class StringValue(Struct):
    """A name or a string constant."""

    sval: str = ""


class NameNode(Struct, rename={"string": "String"}):
    """One part of a name; ``string`` is None for ``*``."""

    string: StringValue | None = None


def strings(nodes: Iterable[NameNode]) -> tuple[str, ...]:
    """Return the texts of a list of names, without any ``*``."""
    return tuple([value.sval for node in nodes if (value := node.string) is not None])


class RangeVar(Struct):
    """A table as written; ``inh`` is False after ONLY."""

    relname: str = ""
    schemaname: str | None = None
    inh: bool = False
    relpersistence: str = "p"
    location: int = 0
