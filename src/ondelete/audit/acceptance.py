"""Which findings do not count: the configuration or a COMMENT ignores them, or a baseline knows them."""

from __future__ import annotations

from collections import Counter
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ondelete.catalog import constraint_id
from ondelete.declarations import Patterns, spellings
from ondelete.findings import Acceptance
from ondelete.rules.base import ignores_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.audit.baseline import Baseline
    from ondelete.catalog import Catalog
    from ondelete.findings import Finding, KnownFinding
    from ondelete.rules.base import Ignore


class Acceptances:
    """Decides whether a finding is accepted, and which entries were never needed."""

    def __init__(self, catalog: Catalog, ignores: Sequence[Ignore], baseline: Baseline | None, home: str) -> None:
        commented = (ignore for comment in catalog.comments for ignore in ignores_of(comment)[0])
        self._ignores = (*ignores, *commented)
        self._by_rule: dict[str, _Ignores] = {}
        self._used: set[Ignore] = set()
        self._baseline, self._home = baseline, home
        self._left = Counter({entry.fingerprint: entry.count for entry in baseline.entries} if baseline else {})

    def of(self, finding: Finding) -> Acceptance | None:
        """Return why a finding does not count, None if it counts."""
        known = self._by_rule.get(finding.rule)
        if known is None:
            known = _Ignores([ignore for ignore in self._ignores if fnmatchcase(finding.rule, ignore.rule)])
            self._by_rule[finding.rule] = known
        matching = known.of(_names(finding, self._home)) if known else []
        self._used.update(matching)
        if matching:
            first = min(matching, key=lambda ignore: ignore.comment)  # the configuration comes first
            return Acceptance("comment" if first.comment else "config", first.reason, first.location)
        if self._baseline is not None and self._left[finding.fingerprint] > 0:
            self._left[finding.fingerprint] -= 1
            return Acceptance("baseline", "known when the baseline was written", self._baseline.location)
        return None

    def unused(self, ran: Sequence[str]) -> Iterator[Ignore]:
        """Yield the ignores that accepted nothing although one of their rules ran."""
        for ignore in self._ignores:
            if ignore not in self._used and any(fnmatchcase(name, ignore.rule) for name in ran):
                yield ignore

    def stale(self, ran: Sequence[str]) -> Iterator[KnownFinding]:
        """Yield the entries of the baseline whose rule ran but whose finding is gone."""
        for entry in self._baseline.entries if self._baseline else ():
            if self._left[entry.fingerprint] > 0 and entry.rule in ran:
                yield entry


_BLOCK = 64


class _Ignores:
    """The ignores of one rule; full names are found by hashing, so that a long list costs little."""

    def __init__(self, ignores: Sequence[Ignore]) -> None:
        self._whole: dict[str, list[Ignore]] = {}
        for ignore in ignores:
            self._whole.setdefault(ignore.subject, []).append(ignore)
        own = ((Patterns((ignore.subject,)), ignore) for ignore in ignores if not ignore.comment)
        globs = [entry for entry in own if entry[0].is_glob]
        blocks = (globs[start : start + _BLOCK] for start in range(0, len(globs), _BLOCK))
        # One look shows that a finding matches nothing in a whole block.
        self._blocks = [(Patterns(tuple(ignore.subject for _, ignore in block)), block) for block in blocks]

    def __bool__(self) -> bool:
        return bool(self._whole)

    def of(self, names: Sequence[str]) -> list[Ignore]:
        """Return the ignores that match one of the names of a finding."""
        found = [ignore for name in dict.fromkeys(names) for ignore in self._whole.get(name, ())]
        for patterns, block in self._blocks:
            if patterns.holds(*names):
                found += [ignore for own, ignore in block if own.holds(*names) and ignore not in found]
        return found


def _names(finding: Finding, home: str) -> list[str]:
    names = [name for name in (finding.key, finding.object, finding.subject) if name is not None]
    if finding.table is not None:
        prefix = f"{home}."
        names += [name.removeprefix(prefix) for name in names if name.startswith(prefix)]
        names += spellings(finding.table, home)
        for column in finding.columns:
            names += (*spellings(finding.table, home, last=column), constraint_id(finding.table, column))
    return names
