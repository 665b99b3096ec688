"""The names that PostgreSQL gives to unnamed constraints and indexes.

Source: makeObjectName, ChooseRelationName, ChooseIndexName and ChooseIndexColumnNames in indexcmds.c,
ChooseConstraintName in pg_constraint.c, FigureColnameInternal in parse_target.c.
"""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING

from ondelete.catalog import truncate_identifier
from ondelete.dump.nodes.expressions import ExpressionNode
from ondelete.dump.nodes.names import strings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Literal, TypeAlias

    Kind: TypeAlias = Literal["relation", "constraint", "relation and constraint"]
    Base: TypeAlias = tuple[Kind, str, str, str | None, str]

_LONGEST = 63


def object_name(first: str, second: str | None, label: str) -> str:
    """Return ``first_second_label`` within 63 bytes: the longer of the two names loses bytes first.

    >>> object_name("users", "email", "key")
    'users_email_key'
    """
    room = _LONGEST - len(label.encode()) - 1
    first_length = len(first.encode())
    second_length = len(second.encode()) if second is not None else 0
    room -= 1 if second is not None else 0
    while first_length + second_length > room:
        if first_length > second_length:
            first_length -= 1
        else:
            second_length -= 1
    parts = [truncate_identifier(first, first_length)]
    if second is not None:
        parts.append(truncate_identifier(second, second_length))
    return "_".join([*parts, label])


class Names:
    """The names that PostgreSQL chooses: ``first_second_label``, ``...label1``, ``...label2``, the first that is free.

    Names that were found taken are not tried again until they are free, or many objects that want one name would
    take a time that is quadratic in their number.
    """

    def __init__(self) -> None:
        # Every number below the next one is that of a taken name, or waits here since its name was freed.
        self._next: dict[Base, int] = {}
        self._freed: dict[Base, list[int]] = {}
        self._taken: dict[tuple[str, str], list[tuple[Base, int]]] = {}

    def choose(
        self, kind: Kind, schema: str, first: str, second: str | None, label: str, taken: Callable[[str], bool]
    ) -> str:
        """Return the first such name in a schema that is not taken.

        Args:
            kind: what must not have the name; for one kind ``taken`` is always the same function.
            schema: the schema.
            first: the name of the table or domain.
            second: what else stands in the name.
            label: its ending.
            taken: whether something in the schema has a name.
        """
        base = (kind, schema, first, second, label)
        freed = self._freed.get(base, [])
        while True:
            number = freed[0] if freed else self._next.get(base, 0)
            name = object_name(first, second, f"{label}{number or ''}")
            if not taken(name):
                return name
            self._taken.setdefault((schema, name), []).append((base, number))
            if freed:
                heappop(freed)
            else:
                self._next[base] = number + 1

    def free(self, schema: str, name: str) -> None:
        """Note that an object of that name is gone, or has another one."""
        for base, number in self._taken.pop((schema, name), ()):
            heappush(self._freed.setdefault(base, []), number)

    def forget(self) -> None:
        """Note that any name may be free."""
        self._next.clear()
        self._freed.clear()
        self._taken.clear()


def joined_columns(columns: Iterable[str]) -> str:
    """Return column names joined by ``_`` as far as 63 bytes go (ChooseIndexNameAddition)."""
    joined = ""
    for column in columns:
        joined += ("_" if joined else "") + column
        if len(joined.encode()) >= _LONGEST + 1:
            break
    return joined


def index_column_names(names: Iterable[str | None]) -> list[str]:
    """Return the names of an index's own columns: ``expr`` if there is none, numbered if one repeats."""
    chosen: list[str] = []
    for name in names:
        original = candidate = name or "expr"
        for number in count(1):
            if candidate not in chosen:
                break
            candidate = truncate_identifier(original, _LONGEST - len(str(number))) + str(number)
        chosen.append(candidate)
    return chosen


def expression_name(node: ExpressionNode) -> str | None:
    """Return the column name that PostgreSQL figures for an index expression, None if it finds none."""
    return _figure(node)[0]


def _figure(node: ExpressionNode | None) -> tuple[str | None, int]:
    """Return the name and how strong it is: 2 a good one, 1 a stopgap, 0 none."""
    if node is None:
        return None, 0
    if node.column_ref is not None:
        return _last(strings(node.column_ref.fields)), 2
    if node.call is not None:
        return _last(strings(node.call.funcname)), 2
    if node.indirection is not None:
        fields = [part["String"]["sval"] for part in node.indirection.indirection if "String" in part]
        return (fields[-1], 2) if fields else _figure(node.indirection.arg)
    if node.collate is not None:
        return _figure(node.collate.arg)
    if node.cast is not None:
        name, strength = _figure(node.cast.arg)
        return (name, strength) if strength > 1 else (_last(strings(node.cast.type_name.names)), 1)
    if node.case is not None:
        name, strength = _figure(node.case.defresult)
        return (name, strength) if strength > 1 else ("case", 1)
    return _keyword(node)


def _keyword(node: ExpressionNode) -> tuple[str | None, int]:
    if node.operator is not None:
        return ("nullif", 2) if node.operator.kind == "AEXPR_NULLIF" else (None, 0)
    if node.min_max is not None:
        return ("least" if node.min_max.op == "IS_LEAST" else "greatest"), 2
    if node.value_function is not None:
        return node.value_function.op.removeprefix("SVFOP_").removesuffix("_N").lower(), 2
    for is_it, name in (
        (node.coalesce is not None, "coalesce"),
        (node.array is not None, "array"),
        (node.row is not None, "row"),
    ):
        if is_it:
            return name, 2
    if node.xml is not None:
        return str(node.xml.get("op", "IS_XMLCONCAT")).removeprefix("IS_").lower(), 2
    for part, name in (
        (node.xml_serialize, "xmlserialize"),
        (node.json_parse, "json"),
        (node.json_scalar, "json_scalar"),
        (node.json_serialize, "json_serialize"),
        (node.json_object, "json_object"),
        (node.json_array, "json_array"),
    ):
        if part is not None:
            return name, 2
    return None, 0


def _last(names: Sequence[str]) -> str | None:
    return names[-1] if names else None
