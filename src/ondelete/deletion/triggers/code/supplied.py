"""Trigger functions that come with PostgreSQL, a contrib module or a well-known extension.

They are written in C, so a dump has no text of them. What they do is in their documentation and sources:

- ``suppress_redundant_updates_trigger``, ``tsvector_update_trigger``: PostgreSQL, "Trigger Functions", trigfuncs.c
- ``moddatetime``, ``autoinc``, ``insert_username``: contrib/spi
- ``lo_manage``: contrib/lo
- ``triggered_change_notification``: contrib/tcn
- ``versioning``: the extension temporal_tables, versioning.c
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName
from ondelete.catalog.programs import Mention, Write
from ondelete.deletion.expressions.values import ANYTHING
from ondelete.deletion.triggers.code.found import Outside, Place, Run, Written

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, Trigger
    from ondelete.catalog.functions import Program
    from ondelete.deletion.static.bodies import Body

NOTHING = Run((), (), (), (), "no", None, {}, None)
_FIRST_ARGUMENT_CHANGES = frozenset(
    ("moddatetime", "autoinc", "insert_username", "tsvector_update_trigger", "tsvector_update_trigger_column")
)
_OUTSIDE = {"lo_manage": "a large object is removed", "triggered_change_notification": "NOTIFY", "tcn": "NOTIFY"}


def supplied(
    catalog: Catalog, trigger: Trigger, body: Body, names: tuple[str, ...], program: Program | None
) -> Run | None:
    """Return what a function does that is no text of the file, None if it is not one of them."""
    if program is not None and program.language not in ("c", "internal"):
        return None
    name = (program.symbol or names[-1]) if program is not None else names[-1]
    place = Place(trigger.location.line, sure=False, when=())
    if name == "suppress_redundant_updates_trigger":
        same = body.verb == "update"
        return NOTHING._replace(veto="may" if same else "no", veto_at=place if same else None)
    if name in _FIRST_ARGUMENT_CHANGES:
        columns = trigger.arguments[:1] if body.verb in ("insert", "update") else ()
        return NOTHING._replace(gives=dict.fromkeys(columns, ANYTHING), gives_at=place if columns else None)
    if name in _OUTSIDE:
        return NOTHING._replace(outside=(Outside(place, _OUTSIDE[name]),))
    if name == "versioning" and len(trigger.arguments) > 1:
        return _versioning(catalog, trigger, body, place)
    return None


def _versioning(catalog: Catalog, trigger: Trigger, body: Body, place: Place) -> Run:
    """Return what temporal_tables does: the old row goes to the history table, and the period of NEW begins now."""
    parts = trigger.arguments[1].split(".")
    found = [name for name in catalog.tables if name.name == parts[-1] and parts[:-1] in ([], [name.schema])]
    table = found[0] if found else QualifiedName(trigger.table.schema, parts[-1])
    write = Write("insert", Mention(table.schema, table.name, table.name), values_known=False)
    archived = body.verb in ("update", "delete")
    written = (Written(place, write, table, {}, {}, {}),) if archived else ()
    period = trigger.arguments[:1] if body.verb in ("insert", "update") else ()
    return NOTHING._replace(written=written, gives=dict.fromkeys(period, ANYTHING), gives_at=place if period else None)
