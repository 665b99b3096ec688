"""Complaints about triggers, at the place of their declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import Location
from ondelete.rules.base.complaint import Complaint

if TYPE_CHECKING:
    from ondelete.catalog import Catalog
    from ondelete.deletion.trigger_effects import TriggerError


def of_error(catalog: Catalog, error: TriggerError, message: str) -> Complaint:
    """Return a complaint about the trigger or rule that an error names."""
    return Complaint(
        message=message,
        subject=f"{error.trigger} {error.missing}".strip(),
        location=place_of(catalog, error.trigger),
        table=error.table,
        columns=error.columns,
        object=error.trigger,
    )


def place_of(catalog: Catalog, trigger: str) -> Location:
    """Return the place at which a trigger or rule, named as ``schema.table.name``, is declared."""
    places = {f"{entry.table}.{entry.name}": entry.location for entry in catalog.rules}
    places |= {f"{entry.table}.{entry.name}": entry.location for entry in catalog.triggers}
    return places.get(trigger, Location(catalog.paths[0] if catalog.paths else "-", 1))
