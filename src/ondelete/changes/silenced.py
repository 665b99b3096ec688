"""What a change tells this program not to say any more: findings that it would otherwise have."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import Comment, Location
from ondelete.changes.difference import Accept, Cause, Consequence
from ondelete.changes.objects import What
from ondelete.declarations import Contract
from ondelete.findings import KnownFinding, Severity
from ondelete.rules import Policy
from ondelete.rules.base import ignores_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.rules.base import Ignore, RuleSetting

_NO_LISTS_OF_EXCEPTIONS = ("suffixes",)
_HEAVIEST_FIRST = tuple(Severity)


class Watched(msgspec.Struct, frozen=True):
    """What a team wants to hear of, on one side of a change."""

    policy: Policy
    contracts: tuple[Contract, ...] = ()
    known: tuple[KnownFinding, ...] = ()
    comments: tuple[Comment, ...] = ()
    accepts: tuple[Accept, ...] = ()
    baseline: str = ""


class _Silence(msgspec.Struct, frozen=True):
    name: str
    before: str | None
    after: str
    location: Location


def silenced(before: Watched, after: Watched) -> tuple[Cause, ...]:
    """Return what is looked at no longer, or weighs less: one cause for each thing that was written down for it."""
    found = (*_ignored(before, after), *_settings(before, after), *_contracts(before, after), *_known(before, after))
    return tuple(_cause(silence) for silence in found)


def _cause(silence: _Silence) -> Cause:
    consequence = Consequence("silenced", silence.name, (), (), silence.before, silence.after)
    return Cause(
        what=What.SILENCED,
        name=silence.name,
        change="added" if silence.before is None else "changed",
        before=None if silence.before is None else (silence.before,),
        after=(silence.after,),
        location=silence.location,
        old_location=None,
        consequences=(consequence,),
    )


def _ignored(before: Watched, after: Watched) -> Iterator[_Silence]:
    """Yield findings that are accepted now, by the configuration or a COMMENT, and consequences that are."""
    known = {(each.rule, each.subject) for each in _ignores(before)}
    for each in _ignores(after):
        if (each.rule, each.subject) not in known:
            words = f"ignored because {each.reason}"
            yield _Silence(f"{each.rule} on {each.subject}", None, words, each.location)
    let_pass = {(accept.cause, accept.classes) for accept in before.accepts}
    for accept in after.accepts:
        if (accept.cause, accept.classes) not in let_pass:
            words = f"accepted because {accept.reason}"
            yield _Silence(f"{', '.join(accept.classes)} by {accept.cause}", None, words, accept.location)


def _ignores(watched: Watched) -> Iterator[Ignore]:
    yield from watched.policy.ignores
    for comment in watched.comments:
        yield from ignores_of(comment)[0]


def _settings(before: Watched, after: Watched) -> Iterator[_Silence]:
    for name, was in before.policy.rules.items():
        now = after.policy.rules.get(name)
        if now is None:
            yield _Silence(f"rule {name}", was.severity, "off", Location("", 1))
            continue
        place = now.place or Location("", 1)
        if _HEAVIEST_FIRST.index(now.severity) > _HEAVIEST_FIRST.index(was.severity):
            yield _Silence(f"rule {name}", was.severity, now.severity, place)
        for grade, weight in now.grades.items():
            old = was.grades.get(grade, was.severity)
            if old is not None and (weight is None or _HEAVIEST_FIRST.index(weight) > _HEAVIEST_FIRST.index(old)):
                yield _Silence(f"rule {name}, {grade}", old, weight or "off", place)
        yield from _options(name, was, now, place)


def _options(rule: str, was: RuleSetting, now: RuleSetting, place: Location) -> Iterator[_Silence]:
    """Yield entries of lists of exceptions that are new, and limits that were raised."""
    for field in now.options.__struct_fields__:
        old, new = getattr(was.options, field, None), getattr(now.options, field)
        name = f"rule {rule}, {field.replace('_', '-')}"
        if isinstance(new, tuple) and isinstance(old, tuple) and field not in _NO_LISTS_OF_EXCEPTIONS:
            for entry in new:
                if entry not in old:
                    yield _Silence(f"{name}: {entry}", None, "excepted", place)
        elif _is_raised(old, new):
            yield _Silence(name, str(old), str(new or "no limit"), place)
    if len(now.per_table) > len(was.per_table):
        for patterns, setting in now.per_table:
            weaker = setting is None or _HEAVIEST_FIRST.index(setting.severity) > _HEAVIEST_FIRST.index(now.severity)
            if weaker and patterns not in [known for known, _ in was.per_table]:
                words = "off" if setting is None else setting.severity
                yield _Silence(f"rule {rule} for {', '.join(patterns.listed)}", now.severity, words, place)


def _is_raised(old: object, new: object) -> bool:
    """Whether a limit is a higher one; 0 is none."""
    numbers = [each for each in (old, new) if isinstance(each, int) and not isinstance(each, bool)]
    return len(numbers) == 2 and numbers[0] > 0 and (numbers[1] == 0 or numbers[1] > numbers[0])


def _contracts(before: Watched, after: Watched) -> Iterator[_Silence]:
    """Yield what contracts demand no longer."""
    kept = {contract.tables.listed: contract for contract in after.contracts}
    for was in before.contracts:
        now = kept.get(was.tables.listed)
        name = f"contract of {', '.join(was.tables.listed)}"
        if now is None:
            yield _Silence(name, "demanded", "gone", Location(was.location.path, 1))
            continue
        if was.deletable and not now.deletable:
            yield _Silence(f"{name}, deletable", "demanded", "gone", now.location)
        for entry in now.accept.listed:
            if entry not in was.accept.listed:
                yield _Silence(f"{name}, accept: {entry}", None, "accepted as a blocker", now.location)
        for field, old, new in (
            ("must-reach", was.reaches, now.reaches),
            ("must-not-reach", was.spares.listed, now.spares.listed),
            ("never-blocked-by", was.never_blocked_by.listed, now.never_blocked_by.listed),
        ):
            for entry in old:
                if entry not in new:
                    yield _Silence(f"{name}, {field}: {entry}", "demanded", "gone", now.location)


def _known(before: Watched, after: Watched) -> Iterator[_Silence]:
    """Yield entries of the baseline that are new."""
    old = Counter({entry.fingerprint: entry.count for entry in before.known})
    for entry in after.known:
        if entry.count > old[entry.fingerprint]:
            yield _Silence(f"{entry.rule} on {entry.subject}", None, "in the baseline", Location(after.baseline, 1))
