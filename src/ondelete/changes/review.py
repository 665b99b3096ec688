"""What a reviewer learns of a change: causes, findings that are new or gone, and what a team accepts."""

from __future__ import annotations

from collections import Counter
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ondelete.audit.registry import rule_named
from ondelete.catalog import Catalog
from ondelete.changes.difference import CLASSES, Accept, Cause, Consequence, Difference
from ondelete.changes.objects import What
from ondelete.findings import Audit, Finding, RuleInfo, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

CONTRACTS = ("deletable-contract", "reach-contract", "remains-contract")
"""The rules whose findings are contracts that do not hold."""

GATES = (*CLASSES, "new-errors", "new-warnings", "any", "never")
"""What ``--fail-on`` takes: the classes of consequences, and what is new among the findings."""

DEFAULT_GATES = ("contract", "new-errors", "newly-blocked", "newly-deleted", "left-behind")
"""What fails a change, if a team says nothing else."""

_GONE = ("unblocked", "no-longer-deleted", "no-longer-nulled", "indexed")


class Accepted(msgspec.Struct, frozen=True):
    """A consequence that a team accepts, with the entry that says so."""

    cause: Cause
    consequence: Consequence
    accept: Accept


class Review(msgspec.Struct, frozen=True):
    """A difference with everything that a team has to say about it.

    ``causes`` hold what counts, ``accepted`` what the team accepts. ``new`` and ``fixed`` are findings of the policy
    that only one side has, ``rules`` those that ran. ``stale`` are entries whose consequence can no longer be there.
    ``old`` is the schema before under the names of the new one, for whoever draws both.
    """

    difference: Difference
    causes: tuple[Cause, ...]
    accepted: tuple[Accepted, ...]
    new: tuple[Finding, ...]
    fixed: tuple[Finding, ...]
    stale: tuple[Accept, ...]
    rules: tuple[RuleInfo, ...] = ()
    old: Catalog | None = None

    def failing(self, gates: Collection[str]) -> tuple[str, ...]:
        """Return those of the gates that the change does not pass, in the order of ``GATES``."""
        if "never" in gates:
            return ()
        classes = {each.class_ for cause in self.causes for each in cause.consequences if _has_come(each)}
        found: set[str] = set(classes)
        found |= {f"new-{finding.severity}s" for finding in self.new if finding.severity is not Severity.INFO}
        wanted = found if "any" in gates else found & set(gates)
        return tuple(gate for gate in GATES if gate in wanted)


def review(
    difference: Difference,
    before: Audit,
    after: Audit,
    silences: Iterable[Cause] = (),
    accepts: Sequence[Accept] = (),
) -> Review:
    """Return the review of a difference.

    Args:
        difference: the two schemas compared.
        before: what the policy finds fault with in the old one, under the names of the new one.
        after: what it finds in the new one.
        silences: what the change no longer wants to hear of.
        accepts: what the team lets pass.
    """
    new, fixed = _only(after.findings, before.findings), _only(before.findings, after.findings)
    # Today's configuration was no team's for the old schema: what such rules say of it is nobody's to fix.
    fixed = tuple(finding for finding in fixed if not rule_named(finding.rule).last)
    causes = (*_with_contracts(difference.causes, new, fixed), *silences)
    kept, accepted = _sifted(causes, accepts)
    used = {id(each.accept) for each in accepted}
    stale = tuple(accept for accept in accepts if id(accept) not in used and not _holds(accept, difference))
    return Review(difference, tuple(sorted(kept, key=_place)), tuple(accepted), new, fixed, stale, after.rules)


def _place(cause: Cause) -> tuple[int, str, int, str]:
    return cause.rank, cause.location.path, cause.location.line, cause.id


def _has_come(consequence: Consequence) -> bool:
    return consequence.class_ not in _GONE and consequence.after is not None


def _only(findings: Sequence[Finding], others: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings that the others do not have."""
    left = Counter(finding.fingerprint for finding in others)
    found = []
    for finding in findings:
        if left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
        else:
            found.append(finding)
    return tuple(found)


def _with_contracts(causes: Sequence[Cause], new: Iterable[Finding], fixed: Iterable[Finding]) -> Iterator[Cause]:
    """Yield the causes, with the contracts that each breaks, or keeps again; the rest are causes of their own."""
    more: dict[str, list[Consequence]] = {}
    alone: list[Cause] = []
    for findings, came in ((new, True), (fixed, False)):
        for finding in findings:
            if finding.rule not in CONTRACTS:
                continue
            consequence = Consequence(
                "contract",
                finding.subject,
                (finding.table,) if finding.table is not None else (),
                (finding.key,) if finding.key is not None else (),
                None if came else finding.message,
                finding.message if came else None,
            )
            cause = _cause_of(finding, causes, came=came)
            if cause is None:
                alone.append(_alone(finding, consequence, came=came))
            else:
                more.setdefault(cause.id, []).append(consequence)
    for cause in causes:
        yield replace(cause, consequences=(*more.get(cause.id, ()), *cause.consequences))
    yield from alone


def _cause_of(finding: Finding, causes: Iterable[Cause], *, came: bool) -> Cause | None:
    """Return the cause of what stops, or reaches, the table of a finding now; first the one whose key it names."""
    classes = ("newly-blocked", "newly-deleted", "newly-nulled", "no-longer-deleted", "left-behind")
    if not came:
        classes = ("unblocked", "no-longer-deleted", "no-longer-nulled", "newly-deleted", "newly-blocked")
    fitting = [
        cause
        for cause in causes
        if any(each.class_ in classes and _speaks_of(finding, each) for each in cause.consequences)
    ]
    return next((cause for cause in fitting if cause.name == finding.key), fitting[0] if fitting else None)


def _speaks_of(finding: Finding, consequence: Consequence) -> bool:
    """Whether a contract's finding is about a table on which a delete does something else now."""
    return any(finding.subject.startswith(str(table)) for table in consequence.tables)


def _alone(finding: Finding, consequence: Consequence, *, came: bool) -> Cause:
    words = (finding.message,)
    return Cause(
        what=What.CONTRACT,
        name=finding.subject,
        change="added" if came else "removed",
        before=None if came else words,
        after=words if came else None,
        location=finding.location,
        old_location=None,
        consequences=(consequence,),
    )


def _sifted(causes: Iterable[Cause], accepts: Sequence[Accept]) -> tuple[list[Cause], list[Accepted]]:
    """Return the causes with what counts of them, and what is let pass."""
    kept, accepted = [], []
    for cause in causes:
        left = []
        for consequence in cause.consequences:
            accept = next((each for each in accepts if _means(each, cause, consequence)), None)
            if accept is None:
                left.append(consequence)
            else:
                accepted.append(Accepted(cause, consequence, accept))
        if left:
            kept.append(replace(cause, consequences=tuple(left)))
    return kept, accepted


def _means(accept: Accept, cause: Cause, consequence: Consequence) -> bool:
    named = any(fnmatchcase(name, accept.cause) for name in (cause.id, cause.name))
    return named and consequence.class_ in accept.classes and cause.what is not What.SILENCED


def _holds(accept: Accept, difference: Difference) -> bool:
    """Whether what an entry lets pass can still be so: the object that it names is there, or gone, as it says."""
    return any(fnmatchcase(name, accept.cause) for name in difference.names)
