"""The columns and functions that parse nodes mention; the walks never recurse, however deep a node is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ondelete.catalog import expressions as algebra
from ondelete.dump.nodes import expressions as nodes
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.parsing import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator


def column_name(reference: nodes.ColumnRef) -> str:
    """Return the name of a column, or that of the whole row."""
    names = strings(reference.fields)
    return algebra.WHOLE_ROW if len(names) < len(reference.fields) or not names else names[-1]


def function_names(node: object) -> Iterator[tuple[str, ...]]:
    """Yield the names of all functions that any node calls; never recurses, however deep the node is."""
    pending: list[Any] = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, nodes.FuncCall):
            yield strings(part.funcname)
        elif isinstance(part, nodes.SqlValueFunction):
            yield ("pg_catalog", part.op.removeprefix("SVFOP_").lower())
        elif isinstance(part, dict):
            yield from _functions_of(part)
        pending.extend(_parts(part))


def _functions_of(part: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    if isinstance(call := part.get("FuncCall"), dict):
        yield tuple(name["String"]["sval"] for name in call.get("funcname", ()) if "String" in name)
    if isinstance(value := part.get("SQLValueFunction"), dict):
        yield ("pg_catalog", str(value.get("op", "")).removeprefix("SVFOP_").lower())


def _parts(part: Any) -> list[Any]:
    if isinstance(part, dict):
        return list(part.values())
    if isinstance(part, list | tuple):
        return list(part)
    return [getattr(part, name) for name in part.__struct_fields__] if isinstance(part, Struct) else []


def columns(node: object) -> Iterator[str]:
    """Yield the columns that any node mentions, left to right; never recurses, however deep the node is."""
    pending: list[Any] = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, nodes.ColumnRef):
            yield column_name(part)
        elif isinstance(part, dict):
            yield from _column_of(part.get("ColumnRef"))
            pending.extend(reversed([value for key, value in part.items() if key != "ColumnRef"]))
        elif isinstance(part, (list, tuple)):
            pending.extend(reversed(part))
        elif isinstance(part, Struct):
            pending.extend(reversed([getattr(part, name) for name in part.__struct_fields__]))


def _column_of(reference: Any) -> Iterator[str]:
    fields = reference.get("fields", ()) if isinstance(reference, dict) else ()
    if fields:
        last = fields[-1].get("String")
        yield last["sval"] if last is not None else algebra.WHOLE_ROW
