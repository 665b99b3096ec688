"""Findings: what an audit says about a schema, with a fingerprint that survives an edit elsewhere in the file."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from ondelete.catalog import Location, QualifiedName


class Severity(StrEnum):
    """How much a finding weighs; the order of the members is the order of the weights, heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Fix(msgspec.Struct, frozen=True):
    """What repairs a finding, as SQL to run and as the body of a Rails migration; either can be None."""

    sql: str | None = None
    rails: str | None = None


class Finding(msgspec.Struct, frozen=True):
    """One thing that a rule has to say.

    ``subject`` is what it speaks about, stable under edits elsewhere: a key's or table's name, or the text of
    an unread statement. ``key`` is ``schema.table.constraint``, or None. ``columns`` are the columns concerned.
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

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits of the rule and the subject: names, never line numbers."""
        from hashlib import sha256  # few runs need it, and it loads a cryptographic library

        return sha256(f"{self.rule}\0{self.subject}".encode("utf-8", "surrogateescape")).hexdigest()[:16]
