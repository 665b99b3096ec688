"""What somebody asks of a plan, besides that the row can be deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from ondelete.analyses.contracts import is_named
from ondelete.catalog.lookup import find_table
from ondelete.declarations import NOTHING, RECORD_WORDS, Declarations, Patterns
from ondelete.errors import NoSuchTable, OndeleteError
from ondelete.whatif.naming import keys_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import Catalog, QualifiedName

Preference: TypeAlias = Literal["null", "cascade"]
_PREFERENCES: dict[str, Preference] = {"null": "null", "cascade": "cascade"}


class Wishes(msgspec.Struct, frozen=True):
    """What a plan respects.

    ``keep`` names tables whose rows, and keys which, stay as they are. ``accepted`` names keys, or tables with all
    their keys, that may go on blocking: a contract accepts them. ``prefer`` decides between two actions that both work.
    ``max_rows`` is how many rows of one table a single DELETE may delete or change, as far as sizes are declared.
    ``records`` are words in the names of tables whose rows must stay. ``hard_only``: blockers that depend on the data
    may stay.
    """

    keep: Patterns = Patterns()
    accepted: Patterns = Patterns()
    prefer: Preference | None = None
    max_rows: float | None = None
    records: tuple[str, ...] = RECORD_WORDS
    hard_only: bool = False
    declared: Declarations = NOTHING


def wishes_of(
    catalog: Catalog,
    tables: Sequence[QualifiedName],
    declared: Declarations,
    *,
    policy: str = "default",
    keep: Sequence[str] = (),
    prefer: str | None = None,
    max_rows: float | None = None,
) -> Wishes:
    """Return what a plan for some tables respects.

    The policy ``gitlab`` prefers CASCADE, and ``restrict-explicit`` changes only hard blockers. What the contracts on
    the tables accept may go on blocking.

    Args:
        catalog: the schema.
        tables: whose rows must become deletable.
        declared: what the team declares: sizes, contracts, words for records.
        policy: the name of the policy.
        keep: tables, keys or patterns to leave as they are, as a user types them.
        prefer: ``null`` or ``cascade``; None for what the policy prefers.
        max_rows: how many rows of a table one DELETE may touch.

    Raises:
        OndeleteError: a name of ``keep`` means nothing.
    """
    contracts = (c for c in declared.contracts if any(c.tables.matches(table, declared.home) for table in tables))
    preferred = prefer or ("cascade" if policy == "gitlab" else None)
    return Wishes(
        keep=kept(catalog, keep),
        accepted=Patterns(tuple(entry for contract in contracts for entry in contract.accept.listed)),
        prefer=_PREFERENCES.get(preferred or ""),
        max_rows=max_rows,
        records=declared.records,
        hard_only=policy == "restrict-explicit",
        declared=declared,
    )


def kept(catalog: Catalog, texts: Sequence[str]) -> Patterns:
    """Return the tables and keys that texts name, each as a user types it.

    Raises:
        OndeleteError: a text names nothing.
    """
    return Patterns(tuple(name for text in texts for name in _names(catalog, text)))


def _names(catalog: Catalog, text: str) -> tuple[str, ...]:
    """Return what a text names: a table, keys, or a pattern that matches tables or keys."""
    pattern = Patterns((text,))
    if pattern.is_glob and (
        any(pattern.matches(table, catalog.home) for table in catalog.tables)
        or any(is_named(pattern, key, catalog.home) for key in catalog.foreign_keys)
    ):
        return (text,)
    try:
        return (str(find_table(catalog, text)),)
    except NoSuchTable as no_table:
        try:
            return tuple(key.id for key in keys_named(catalog, text))
        except OndeleteError as no_key:
            raise OndeleteError(f"--keep {no_table} {no_key}") from None
