"""Which errors an exception block catches, told by the words of the reason for which a statement is not replayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CAUGHT = {
    "duplicate": ("already exists",),
    "undefined": ("does not exist", "is not defined"),
    "invalid_schema_name": ("does not exist",),
    "invalid_table_definition": ("multiple primary keys",),
    "invalid_foreign_key": ("no unique constraint",),
    "42P07": ("already exists",),
    "42710": ("already exists",),
    "42701": ("already exists",),
    "42P06": ("already exists",),
    "42P01": ("does not exist", "is not defined"),
    "42703": ("does not exist",),
    "42704": ("does not exist", "is not defined"),
    "raise_exception": ("it raises an exception",),
    "P0001": ("it raises an exception",),
}


def catches(conditions: Sequence[str], reason: str) -> bool:
    """Return whether WHEN with these conditions catches an error.

    >>> catches(["duplicate_object"], "type public.mood already exists"), catches(["undefined_table"], "no")
    (True, False)
    """
    for condition in conditions:
        if condition.lower() == "others":
            return True
        kind = next((each for each in _CAUGHT if condition.startswith(each)), None)
        if kind is not None and any(word in reason for word in _CAUGHT[kind]):
            return True
    return False
