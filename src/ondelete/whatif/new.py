"""A key that is not there: ``posts.user_id→users``, as the server would make it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.catalog import (
    IMMEDIATE,
    ForeignKey,
    Location,
    MatchType,
    ReferentialAction,
    fold_identifier,
    split_identifier,
    truncate_identifier,
)
from ondelete.catalog.lookup import find_table
from ondelete.errors import OndeleteError
from ondelete.whatif.refused import why_no_key

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, QualifiedName

NEW = "new:"
"""What stands before a reference that has no key yet."""

_ARROW = re.compile(r"→|->")
_LIST = re.compile(r"\(([^()]*)\)\s*\Z")


def new_key(catalog: Catalog, text: str) -> ForeignKey:
    """Return the key that ``posts.user_id→users`` means; the last word can be ``users(code)``.

    Raises:
        NoSuchTable: it names no table.
        OndeleteError: it is written in another way, names no table or column, or can be no key.
    """
    parts = _ARROW.split(text)
    left = split_identifier(_LIST.sub("", parts[0]))
    listed = _columns(parts[0])
    own = [left[-1]] if listed is None else listed
    above = left[:-1] if listed is None or not left[-1].strip() else left
    if len(parts) != 2 or not above or not all(each.strip() for each in own):
        raise OndeleteError(f"{NEW}{text}: write new:TABLE.COLUMN→TABLE, as in new:posts.user_id→users.")
    table, other = find_table(catalog, ".".join(above)), find_table(catalog, _LIST.sub("", parts[1]).strip())
    columns = tuple(fold_identifier(each.strip()) for each in own)
    named = _columns(parts[1])
    referenced = tuple(map(fold_identifier, named)) if named is not None else _primary_key(catalog, other)
    key = ForeignKey(
        table=table,
        name=_free_name(catalog, table, columns),
        columns=columns,
        referenced_table=other,
        referenced_columns=referenced,
        on_delete=ReferentialAction.NO_ACTION,
        on_update=ReferentialAction.NO_ACTION,
        set_columns=None,
        match=MatchType.SIMPLE,
        timing=IMMEDIATE,
        validated=True,
        enforced=True,
        period=False,
        location=catalog.tables[table].location if table in catalog.tables else Location("", 0),
    )
    reason = why_no_key(catalog, key)
    if reason is not None:
        raise OndeleteError(f"{NEW}{text}: this can be no foreign key: {reason}.")
    return key


def _columns(text: str) -> list[str] | None:
    found = _LIST.search(text.strip())
    return [each.strip() for each in found[1].split(",")] if found is not None else None


def _primary_key(catalog: Catalog, table: QualifiedName) -> tuple[str, ...]:
    for name in (table, *catalog.partitioned_above(table)):
        for key in catalog.keys_of.get(name, ()):
            if key.kind == "primary key":
                return tuple(column for column in key.columns if column is not None)
    return ()


def _free_name(catalog: Catalog, table: QualifiedName, columns: tuple[str, ...]) -> str:
    """Return a name like the one that the server would choose, that no constraint of the table has."""
    groups = (catalog.foreign_keys_from, catalog.keys_of, catalog.checks_of)
    taken = {constraint.name for group in groups for constraint in group.get(table, ())}
    base = truncate_identifier(f"{table.name}_{'_'.join(columns)}", 50)
    numbers = iter(range(len(taken) + 1))
    return next(name for n in numbers if (name := f"{base}_fkey{n or ''}") not in taken)
