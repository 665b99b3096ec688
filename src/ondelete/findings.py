"""Findings: what an audit says about a schema, with a fingerprint that survives an edit elsewhere in the file."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Annotated, Literal

import msgspec

from ondelete.catalog import Location, QualifiedName
from ondelete.showable import Showable


class Severity(StrEnum):
    """How much a finding weighs; the order of the members is the order of the weights, heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Phase(IntEnum):
    """When a fix runs among others: what is added first is there when what it replaces goes."""

    CREATE_INDEX = 1
    ALTER_COLUMN = 2
    ADD_CONSTRAINT = 3
    REPLACE_KEY = 4
    VALIDATE = 5
    DROP_CONSTRAINT = 6
    DROP_INDEX = 7


class Fix(msgspec.Struct, frozen=True):
    """What repairs a finding, as SQL to run and as the body of a Rails migration; either can be None.

    ``touches`` are ids of the constraints, indexes or columns that it changes or drops: of two fixes that touch the
    same thing only one can run before the next audit.
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
    """What formats say of a rule beside its findings.

    ``text`` is its page in Markdown, ``summary`` its first line, ``severity`` its weight in the policy that ran.
    ``url`` is where the page is read, None while the project has no address.
    """

    code: str
    name: str
    summary: str
    text: str
    url: str | None
    severity: Severity


class Finding(msgspec.Struct, frozen=True):
    """One thing that a rule has to say.

    ``subject`` is what it speaks about, stable under edits elsewhere: a key's or table's name, or the text of
    an unread statement. ``key`` is ``schema.table.constraint``, or None. ``columns`` are the columns concerned.
    ``object`` is the index, trigger or other constraint that it speaks of, as ``schema.table.name``. ``rank`` orders
    findings of one severity, lowest first. ``accepted`` is None for a finding that counts.
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
    """What a policy finds fault with.

    ``findings`` count, heaviest first; ``accepted`` do not, each says why. ``rules`` are those that ran. ``compared``:
    there was a baseline, so what it does not know is new.
    """

    policy: str
    findings: tuple[Finding, ...]
    accepted: tuple[Finding, ...] = ()
    rules: tuple[RuleInfo, ...] = ()
    compared: bool = False
