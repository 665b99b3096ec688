"""The tables that have something to do with a trigger whose function changes the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName


class Acting(NamedTuple):
    """The tables whose rows have something to do with such a trigger, for a state of the catalog."""

    of: tuple[int, ...]
    tables: frozenset[QualifiedName]
    names: frozenset[str]
