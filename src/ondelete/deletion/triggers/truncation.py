"""What TRUNCATE does, with the code of the TRUNCATE triggers that it fires (semantics R18, R20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.deletion.static import truncate
from ondelete.deletion.triggers.answers import triggered_by_truncate

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.deletion.static.truncate import Truncation


def predict_truncate(catalog: Catalog, table: QualifiedName) -> Truncation:
    """Return what TRUNCATE does to ``table`` and, with CASCADE, to the tables that reference it."""
    found = truncate.predict_truncate(catalog, table)
    if not found.not_modelled:
        return found
    code = triggered_by_truncate(catalog, (table, *found.with_it, *(entry.table for entry in found.emptied)))
    return replace(found, not_modelled=code.not_modelled, triggers=code.triggers, trigger_errors=code.errors)
