"""``rails`` in the JSON of ``explain``, and how the values of the analysis become it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from ondelete.rails.deletes.differences import Deleting, Differing
    from ondelete.rails.deletes.steps import Step


class StepEntry(msgspec.Struct, frozen=True):
    """A step of ``destroy``. ``depth`` is 0 for the record itself, 1 for a row that it destroys, and so on.

    ``queries`` is their number for one record: "1 + n" grows with the rows. ``event`` and ``method`` are of a callback.
    """

    depth: int
    what: str
    model: str
    association: str | None
    event: str | None
    method: str | None
    table: str | None
    columns: tuple[str, ...]
    queries: str
    note: str
    file: str | None
    line: int | None


class DeletingEntry(msgspec.Struct, frozen=True):
    """What a foreign key does when a row is deleted by ``delete`` or SQL; ``association`` is the one that meets it."""

    table: str
    columns: tuple[str, ...]
    key: str
    on_delete: str
    association: str | None
    line: int


class DifferingEntry(msgspec.Struct, frozen=True):
    """Rows to which ``destroy`` and ``delete`` do different things, or a callback that ``delete`` passes by."""

    subject: str
    table: str | None
    columns: tuple[str, ...]
    key: str | None
    destroy: str
    delete: str
    verdict: str | None
    file: str
    line: int


class RailsEntry(msgspec.Struct, frozen=True):
    """Both layers of a delete: the steps of ``destroy``, what ``delete`` leaves to the keys, and where they part."""

    model: str
    destroy: tuple[StepEntry, ...]
    delete: tuple[DeletingEntry, ...]
    differs: tuple[DifferingEntry, ...]


def step_entry(step: Step) -> StepEntry:
    """Return a step as JSON has it."""
    return StepEntry(
        depth=step.depth,
        what=step.what,
        model=step.model,
        association=step.association,
        event=step.event,
        method=step.method,
        table=str(step.table) if step.table is not None else None,
        columns=step.columns,
        queries=step.queries,
        note=step.note,
        file=step.location.path if step.location is not None else None,
        line=step.location.line if step.location is not None else None,
    )


def deleting_entry(each: Deleting) -> DeletingEntry:
    """Return what a key does as JSON has it."""
    return DeletingEntry(str(each.table), each.columns, each.key, each.on_delete, each.association, each.location.line)


def differing_entry(each: Differing) -> DifferingEntry:
    """Return a difference as JSON has it."""
    return DifferingEntry(
        subject=each.subject,
        table=str(each.table) if each.table is not None else None,
        columns=each.columns,
        key=each.key,
        destroy=each.destroy,
        delete=each.delete,
        verdict=each.verdict.value if each.verdict is not None else None,
        file=each.location.path,
        line=each.location.line,
    )
