"""The baseline: findings that existed when a team began, by rule and names, so that only new ones count."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ondelete.bounded import MIB, read_bounded
from ondelete.catalog import Location
from ondelete.errors import BadConfig
from ondelete.findings import KnownFinding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ondelete.findings import Finding


class _Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    findings: tuple[KnownFinding, ...]


class Baseline(msgspec.Struct, frozen=True):
    """The entries of a file, sorted by rule and subject."""

    path: str
    entries: tuple[KnownFinding, ...]

    @property
    def location(self) -> Location:
        """The location of the file."""
        return Location(self.path, 1)


_VERSION = 1
_HINT = "write a new one with --write-baseline"
_LARGEST = 64 * MIB


def read_baseline(path: Path) -> Baseline:
    """Read a baseline.

    Raises:
        BadConfig: the file cannot be read, or is no baseline.
    """
    try:
        return parse_baseline(str(path), read_bounded(path, _LARGEST))
    except OSError as error:
        raise BadConfig(f"{path}: the baseline cannot be read: {error.strerror}; {_HINT}") from None


def parse_baseline(path: str, content: bytes) -> Baseline:
    """Return what a baseline file holds; ``path`` is its name for messages.

    Raises:
        BadConfig: it is none.
    """
    try:
        document = msgspec.json.decode(content, type=_Document)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # Another JSON file can contain anything, so the message repeats none of its text.
        why = "" if isinstance(error, msgspec.ValidationError) else f": {error}"
        raise BadConfig(f"{path}: this file is no baseline{why}; {_HINT}") from None
    if document.version != _VERSION:
        raise BadConfig(f"{path}: this baseline has version {document.version}, not {_VERSION}; {_HINT}")
    return Baseline(path, document.findings)


def baseline_text(findings: Iterable[Finding], kept: Iterable[KnownFinding] = ()) -> str:
    """Return the text of a baseline with these findings: one line each, sorted, so that a diff is easy to read.

    ``kept`` are entries of an earlier file whose rules did not run; they stay.
    """
    counts = Counter((finding.rule, finding.subject, finding.fingerprint) for finding in findings)
    counts.update({(entry.rule, entry.subject, entry.fingerprint): entry.count for entry in kept})
    entries = [KnownFinding(print_, rule, subject, n) for (rule, subject, print_), n in sorted(counts.items())]
    lines = ",\n".join(f"    {_line(entry)}" for entry in entries)
    return f'{{\n  "version": {_VERSION},\n  "findings": [{chr(10) + lines + chr(10) + "  " if lines else ""}]\n}}\n'


def baseline_changes(before: Iterable[KnownFinding], after: Iterable[KnownFinding]) -> tuple[int, int]:
    """Return how many findings a new baseline has more than an old one, and how many are gone from it."""
    old, new = (Counter({entry.fingerprint: entry.count for entry in entries}) for entries in (before, after))
    return (new - old).total(), (old - new).total()


def pruned_text(entries: Iterable[KnownFinding], findings: Iterable[Finding], ran: Collection[str]) -> str:
    """Return the file without the entries of rules that ran whose findings are gone; nothing is added to it."""
    there = Counter(finding.fingerprint for finding in findings)
    kept = []
    for entry in entries:
        count = min(entry.count, there[entry.fingerprint]) if entry.rule in ran else entry.count
        if count:
            kept.append(KnownFinding(entry.fingerprint, entry.rule, entry.subject, count))
    return baseline_text((), kept)


def _line(entry: KnownFinding) -> str:
    # A name in another encoding contains lone surrogates, which the JSON encoder refuses.
    text = entry.subject.encode("utf-8", "backslashreplace").decode("utf-8")
    return msgspec.json.encode(KnownFinding(entry.fingerprint, entry.rule, text, entry.count)).decode("utf-8")
