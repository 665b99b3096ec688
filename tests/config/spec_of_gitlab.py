"""The checks of GitLab's own schema specs, written anew in plain Python over ``ondelete catalog`` and the dump's text.

Nothing here uses the rules, nor the analyses below them: it is what their findings are compared with. Indexes are read
from the dump by regular expressions, because the catalog's JSON shows neither sort orders nor operator classes.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

LIMIT = 15
_INDEX = re.compile(
    r"^CREATE (?P<unique>UNIQUE )?INDEX (?P<name>\S+) ON (?:ONLY )?(?P<table>\S+) USING (?P<method>\w+) (?P<rest>.*);$",
    re.MULTILINE,
)
_ELEMENT = re.compile(r'(?P<column>"?\w+"?)(?P<opclass> (?!DESC|ASC|NULLS)\S+)?(?P<order>( DESC)?( NULLS \w+)?)')


class Spec(NamedTuple):
    """What the specs object to: each set holds what would make one of them fail."""

    unindexed: set[tuple[str, tuple[str, ...]]]
    id_columns: set[tuple[str, str]]
    crowded: dict[str, int]
    duplicates: set[tuple[str, str, str]]
    without_primary_key: set[str]
    without_action: set[tuple[str, str]]


def spec_of(data: dict[str, Any], text: str, loose: list[tuple[str, str]]) -> Spec:
    """Return the objections of all specs to the tables of schema ``public``.

    Args:
        data: the JSON of ``ondelete catalog``.
        text: the dump.
        loose: table and column of each loose foreign key.
    """
    tables = {t["name"]: t for t in data["tables"] if t["name"].startswith("public.")}
    indexes: dict[str, list[dict[str, Any]]] = {}
    for index in data["indexes"]:
        indexes.setdefault(index["table"], []).append(index)
    keys = {name: keys_of(data, name) for name in tables}
    for table, column in loose:
        keys[table].append({"name": "", "columns": [column], "on_delete": "loose"})
    counts = Counter(index["table"] for index in data["indexes"] if index["table"] in tables)
    primary = {index["table"] for index in data["indexes"] if index["primary"]}
    return Spec(
        unindexed={
            (name, tuple(key["columns"]))
            for name in tables
            for key in keys[name]
            if not is_indexed(key["columns"], indexes.get(name, []))
        },
        id_columns={
            (name, column["name"])
            for name, table in tables.items()
            for column in table["columns"]
            if column["name"].endswith("_id") and column["name"] not in keyed_columns(keys[name])
        },
        crowded={name: count for name, count in counts.items() if count > LIMIT},
        duplicates=set(duplicates(data, text)),
        without_primary_key=set(tables) - primary,
        without_action={
            (key["table"], key["name"])
            for key in data["foreign_keys"]
            if key["on_delete"] == "no action" and key["table"] in tables
        },
    )


def keys_of(data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the foreign keys of a table, those that a partition has from above included."""
    parents = {t["name"]: t["parents"][0] for t in data["tables"] if t["is_partition"]}
    names = [name]
    while names[-1] in parents:
        names.append(parents[names[-1]])
    return [key for key in data["foreign_keys"] if key["table"] in names]


def keyed_columns(keys: list[dict[str, Any]]) -> set[str]:
    counted = [key for key in keys if not key["name"].endswith("_id_convert_to_bigint")]
    return {column for key in counted for column in key["columns"]}


def is_indexed(columns: list[str], indexes: list[dict[str, Any]]) -> bool:
    for index in indexes:
        where = (index["predicate"] or "").strip("()")
        if where and where != f"{index['columns'][0]} IS NOT NULL":
            continue
        if set(index["columns"][: len(columns)]) == set(columns):
            return True
    return False


class Btree(NamedTuple):
    name: str
    struct: list[tuple[str, str]]
    unique: bool


def duplicates(data: dict[str, Any], text: str) -> list[tuple[str, str, str]]:
    """Return (table, index, index that equals some of its leading columns)."""
    found = []
    for table, btrees in btrees_of(data, text).items():
        for index in btrees:
            for length in range(1, len(index.struct) + 1):
                for other in btrees:
                    shorter_unique = other.unique and len(other.struct) < len(index.struct)
                    if other.name != index.name and other.struct == index.struct[:length] and not shorter_unique:
                        found.append((table, index.name, other.name))
    return found


def btrees_of(data: dict[str, Any], text: str) -> dict[str, list[Btree]]:
    """Return the btrees of each public table that are not primary, not partial and without operator classes."""
    found: dict[str, list[Btree]] = {}
    for index in data["indexes"]:
        if index["constraint"] and index["unique"] and not index["primary"] and index["table"].startswith("public."):
            struct = [(column, "") for column in index["columns"]]
            found.setdefault(index["table"], []).append(Btree(index["name"], struct, True))
    for match in _INDEX.finditer(text):
        columns, rest = balanced(match["rest"])
        table = match["table"] if "." in match["table"] else f"public.{match['table']}"
        if match["method"] != "btree" or " WHERE " in rest or not table.startswith("public."):
            continue
        struct = struct_of(columns)
        if struct is not None:
            include = re.search(r"INCLUDE \(([^)]*)\)", rest)
            struct += [(name, "") for name in include[1].split(", ")] if include else []
            found.setdefault(table, []).append(Btree(match["name"], struct, bool(match["unique"])))
    return found


def struct_of(columns: str) -> list[tuple[str, str]] | None:
    """Return columns with their orders, the whole text where one is an expression, None with an operator class."""
    if "(" in columns:
        return [(columns, "")]
    matches = [_ELEMENT.fullmatch(element) for element in columns.split(", ")]
    if any(match is None or match["opclass"] for match in matches):
        return None
    return [(match["column"], match["order"]) for match in matches if match]


def balanced(text: str) -> tuple[str, str]:
    """Return what stands in the parentheses that a text begins with, and what follows them."""
    depth = 0
    for place, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0:
            return text[1:place], text[place + 1 :]
    raise AssertionError(text)
