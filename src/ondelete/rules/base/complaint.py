"""What a rule says: a complaint, about a key, a table or another object of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import Location, QualifiedName, constraint_id
from ondelete.findings import Fix

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ondelete.analyses.cycles import Component
    from ondelete.catalog import Catalog, ForeignKey, Table


class Complaint(msgspec.Struct, frozen=True):
    """A finding before its severity is known; ``grade`` names the kind of finding, which can have its own severity."""

    message: str
    subject: str
    location: Location
    table: QualifiedName | None = None
    key: str | None = None
    columns: tuple[str, ...] = ()
    fix: Fix | None = None
    grade: str | None = None
    object: str | None = None
    rank: int = 0
    related: tuple[Location, ...] = ()


def key_complaint(
    key: ForeignKey, message: str, *, fix: Fix | None = None, grade: str | None = None, rank: int = 0
) -> Complaint:
    """Return a complaint about a foreign key, at the place of its declaration."""
    return Complaint(
        message=message,
        subject=key.id,
        location=key.location,
        table=key.table,
        key=key.id,
        columns=key.columns,
        fix=fix,
        grade=grade,
        rank=rank,
    )


def circle_complaint(component: Component, message: str, *, fix: Fix | None = None) -> Complaint:
    """Return a complaint about a circle of keys, at the key where it is best broken; of one key alone it names that."""
    key, alone = component.break_at[0], len(component.keys) == 1
    return Complaint(
        message=message,
        subject=" ".join(sorted(map(str, component.tables))),
        location=key.location,
        table=component.tables[0],
        key=key.id if alone else None,
        columns=key.columns if alone else (),
        fix=fix,
    )


def table_complaint(
    table: Table, message: str, *, columns: tuple[str, ...] = (), fix: Fix | None = None, grade: str | None = None
) -> Complaint:
    """Return a complaint about a table or some of its columns, at the place of its declaration."""
    subject = " ".join((str(table.name), *columns))
    return Complaint(
        message=message,
        subject=subject,
        location=table.location,
        table=table.name,
        columns=columns,
        fix=fix,
        grade=grade,
    )


def object_complaint(
    table: QualifiedName,
    name: str,
    message: str,
    location: Location,
    *,
    columns: tuple[str, ...] = (),
    fix: Fix | None = None,
    grade: str | None = None,
) -> Complaint:
    """Return a complaint about an index, trigger or constraint that is no foreign key."""
    subject = constraint_id(table, name)
    return Complaint(
        message=message,
        subject=subject,
        location=location,
        table=table,
        columns=columns,
        fix=fix,
        grade=grade,
        object=subject,
    )


def undecided_complaint(catalog: Catalog, tables: Collection[QualifiedName]) -> Iterator[Complaint]:
    """Yield a complaint about each of these tables, because the rule reached its limit before it was done with them."""
    if tables:
        message = (
            f"Undecided: in so dense a schema this rule came to the bound on its work before it had looked at a delete "
            f"on every table; {len(tables):,} {'is' if len(tables) == 1 else 'are'} left, {next(iter(tables))} first. "
            "What it would find there is missing."
        )
        yield Complaint(message, "undecided", Location(catalog.paths[0] if catalog.paths else "-", 1))
