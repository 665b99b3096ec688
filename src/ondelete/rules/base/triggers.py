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
    places = {f"{entry.table}.{entry.name}": entry.location for entry in catalog.rules}
    places |= {f"{entry.table}.{entry.name}": entry.location for entry in catalog.triggers}
    return Complaint(
        message=message,
        subject=f"{error.trigger} {error.missing}".strip(),
        location=places.get(error.trigger, Location(catalog.paths[0] if catalog.paths else "-", error.line)),
        table=error.table,
        columns=error.columns,
        object=error.trigger,
    )
