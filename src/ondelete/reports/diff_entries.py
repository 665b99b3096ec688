"""The JSON and CSV contract of ``diff``."""

from __future__ import annotations

from typing import Literal

import msgspec

from ondelete.deletion.kinds import Verdict
from ondelete.reports.audit import FindingEntry
from ondelete.reports.base import Answer, SkippedEntry


class ChangedEntry(msgspec.Struct, frozen=True):
    """An object that is defined otherwise; ``before`` and ``after`` are its definitions in the words of SQL."""

    name: str
    before: str
    after: str


class RenamedEntry(msgspec.Struct, frozen=True):
    """An object that has another name and is the same otherwise."""

    before: str
    after: str


class FactsEntry(msgspec.Struct, frozen=True):
    """What is different among the objects of one kind."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[ChangedEntry, ...]
    renamed: tuple[RenamedEntry, ...]


class ConsequenceEntry(msgspec.Struct, frozen=True, rename={"class_": "class"}):
    """One thing that deletes on ``tables`` do now (``after``), or did (``before``); None if nothing happens there.

    ``subject`` is what it happens to, ``path`` a way to it as ids of keys.
    """

    class_: str
    subject: str
    tables: tuple[str, ...]
    path: tuple[str, ...]
    before: str | None
    after: str | None


class CauseEntry(msgspec.Struct, frozen=True):
    """A changed object and what follows from it. ``path`` and ``line`` are its place, ``old_line`` that in the base."""

    id: str
    what: str
    name: str
    change: Literal["added", "removed", "changed"]
    before: str | None
    after: str | None
    path: str
    line: int
    old_path: str | None
    old_line: int | None
    consequences: tuple[ConsequenceEntry, ...]


class OutcomeEntry(msgspec.Struct, frozen=True):
    """A table on which a delete has another verdict than before."""

    table: str
    before: Verdict
    after: Verdict


class FindingsEntry(msgspec.Struct, frozen=True):
    """Findings of the policy that only the new schema has, and those that only the old one has."""

    new: tuple[FindingEntry, ...]
    fixed: tuple[FindingEntry, ...]


class PassedEntry(msgspec.Struct, frozen=True, rename={"class_": "class"}):
    """A consequence that the configuration lets pass, or an entry of it that is ``stale``: nothing is so any more."""

    cause: str
    class_: str
    reason: str
    path: str
    line: int
    stale: bool


class DiffAnswer(Answer, frozen=True, kw_only=True):
    """JSON of ``ondelete diff``. ``failing`` are the gates of ``--fail-on`` that the change does not pass.

    ``complete`` is False if a statement of either side was not understood, or tables were left undecided. ``skipped``
    are those of the new schema, ``skipped_before`` those of the old one.
    """

    base: str
    head: str
    keys: FactsEntry
    tables: FactsEntry
    columns: FactsEntry
    indexes: FactsEntry
    triggers: FactsEntry
    rules: FactsEntry
    functions: FactsEntry
    constraints: FactsEntry
    publications: FactsEntry
    types: FactsEntry
    causes: tuple[CauseEntry, ...]
    outcomes: tuple[OutcomeEntry, ...]
    findings: FindingsEntry
    accepted: tuple[PassedEntry, ...]
    failing: tuple[str, ...]
    undecided: int
    complete: bool
    skipped_before: tuple[SkippedEntry, ...] = ()


class ConsequenceRecord(msgspec.Struct, frozen=True):
    """A consequence as a row of a spreadsheet; ``tables`` and ``way`` are separated by blanks."""

    cause: str
    change: str
    consequence: str
    subject: str
    tables: str
    way: str
    before: str | None
    after: str | None
    path: str
    line: int
