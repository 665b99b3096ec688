"""Findings: what an audit says about a schema, with a fingerprint that does not change if other lines do."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Annotated, Literal

import msgspec

from ondelete.catalog import Location, QualifiedName
from ondelete.showable import Showable


class Severity(StrEnum):
    """How severe a finding is; the members are in order, most severe first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Phase(IntEnum):
    """When a fix runs among others: a replacement is added before the old object is dropped."""

    CREATE_INDEX = 1
    ALTER_COLUMN = 2
    ADD_CONSTRAINT = 3
    REPLACE_KEY = 4
    VALIDATE = 5
    DROP_CONSTRAINT = 6
    DROP_INDEX = 7


class Fix(msgspec.Struct, frozen=True):
    """The fix of a finding, as SQL to run and as the body of a Rails migration; either can be None.

    ``touches`` are ids of the constraints, indexes or columns that it changes or drops. If two fixes touch the same
    object, only one of them can run before the next audit.
    """

    sql: str | None = None
    rails: str | None = None
    phase: Phase = Phase.CREATE_INDEX
    touches: tuple[str, ...] = ()


class Acceptance(msgspec.Struct, frozen=True):
    """Why a finding does not count: ignored by the configuration or by a COMMENT, or known from the baseline."""

    by: Literal["config", "comment", "baseline"]
    reason: str
    location: Location


class RuleInfo(msgspec.Struct, frozen=True):
    """What formats say about a rule, besides its findings.

    ``text`` is its page in Markdown, ``summary`` its first line, ``severity`` its severity in the policy that ran.
    ``url`` is the address of the page, None while the project has no address.
    """

    code: str
    name: str
    summary: str
    text: str
    url: str | None
    severity: Severity


class Finding(msgspec.Struct, frozen=True):
    """One finding of a rule.

    ``subject`` is what it is about, and does not change if other lines do: the name of a constraint or table, or the
    text of an unread statement. ``key`` is the foreign key, ``schema.table.constraint``, or None. ``columns`` are the
    columns concerned. ``object`` is the index, trigger or other constraint that it is about, as ``schema.table.name``.
    ``rank`` orders findings of one severity, lowest first. ``accepted`` is None for a finding that counts.
    ``related`` are other places that it is about: the key that an association meets.
    """

    rule: str
    severity: Severity
    message: str
    subject: str
    table: QualifiedName | None
    key: str | None
    columns: tuple[str, ...]
    location: Location
    fix: Fix | None = None
    object: str | None = None
    rank: int = 0
    accepted: Acceptance | None = None
    related: tuple[Location, ...] = ()

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits of the rule and the subject: names, never line numbers."""
        from hashlib import sha256  # few runs need it, and it loads a cryptographic library

        return sha256(f"{self.rule}\0{self.subject}".encode("utf-8", "surrogateescape")).hexdigest()[:16]


class KnownFinding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of a baseline: findings of one rule on one subject.

    There are ``count`` of them, because a file can hold the same statement twice.
    """

    fingerprint: str
    rule: str
    subject: str
    count: Annotated[int, msgspec.Meta(ge=1)] = 1


class Audit(Showable, frozen=True):
    """The findings of a policy.

    ``findings`` count, most severe first; ``accepted`` do not, and each says why. ``rules`` are those that ran.
    ``compared``: there was a baseline, so a finding that it does not know is new. ``unneeded`` are about settings that
    this schema does not need, but that another one of the same configuration can need. ``notes`` say which
    rules did not run, and why.
    """

    policy: str
    findings: tuple[Finding, ...]
    accepted: tuple[Finding, ...] = ()
    rules: tuple[RuleInfo, ...] = ()
    compared: bool = False
    unneeded: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
