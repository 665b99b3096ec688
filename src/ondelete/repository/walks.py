"""Walks along the commits of a repository: the one at which two branches met, and those that changed a file."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from ondelete.errors import UnreadableRevision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ondelete.repository.repository import Repository
    from ondelete.repository.values import CommitFacts, Entry

_DEFAULT_BRANCHES = ("origin/HEAD", "origin/main", "origin/master", "origin/trunk", "main", "master", "trunk")
_BOTH = 3


class Version(NamedTuple):
    """A commit that has changed a file; ``entry`` is what it left in its place, None if nothing."""

    commit: CommitFacts
    entry: Entry | None


def default_branch(repository: Repository) -> str:
    """Return the branch that changes are compared with: the default of the remote, else one of the usual names.

    Raises:
        UnreadableRevision: there is none of these.
    """
    for name in _DEFAULT_BRANCHES:
        if repository.has_ref(name):
            return name
    names = ", ".join(_DEFAULT_BRANCHES)
    raise UnreadableRevision(f"this repository has none of the branches {names}: name the revision to compare with")


def merge_base(repository: Repository, one: str, other: str) -> str:
    """Return the hash of the newest commit that two revisions have in common.

    Raises:
        UnreadableRevision: they have none, or a shallow clone ends before it.
    """
    first, second = repository.commit(one), repository.commit(other)
    marks = {first.oid: 1, second.oid: 2} if first.oid != second.oid else {first.oid: _BOTH}
    pending = [(-each.time, each.oid) for each in {first.oid: first, second.oid: second}.values()]
    heapify(pending)
    is_cut = False
    while pending:
        _, oid = heappop(pending)
        if marks[oid] == _BOTH:
            return oid
        commit = repository.commit(oid)
        is_cut = is_cut or commit.is_cut
        for parent in commit.parents:
            known = marks.get(parent, 0)
            if known | marks[oid] != known:
                marks[parent] = known | marks[oid]
                heappush(pending, (-repository.commit(parent).time, parent))
    if is_cut:
        raise UnreadableRevision(
            f"this shallow clone ends before {one} and {other} meet: 'git fetch --unshallow' fetches the rest"
        )
    raise UnreadableRevision(f"{one} and {other} have no commit in common: name the revision to compare with")


def versions(repository: Repository, revision: str, path: str, since: str | None = None) -> tuple[Version, ...]:
    """Return the commits that have changed a file, oldest first: those that ``git log`` lists.

    If several branches met, only one that brought today's content is followed, if there is such a one.

    Args:
        repository: the repository.
        revision: where to begin, going back.
        path: the file, from the root of the repository.
        since: leave out this revision and all before it.

    Raises:
        UnreadableRevision: there is no such revision, or a commit is damaged.
    """
    before = set(_ancestors(repository, since)) if since is not None else set()
    start = repository.commit(revision)
    found: list[Version] = []
    seen = {start.oid}
    pending = [start]
    for commit in pending:  # grows while it is read
        if commit.oid in before:
            continue
        own = repository.entry(commit.oid, path)
        parents = {parent: repository.entry(parent, path) for parent in commit.parents}
        same = next((parent for parent, entry in parents.items() if entry == own), None)
        if same is None and (own is not None or parents):
            found.append(Version(commit, own))
        for parent in parents if same is None else (same,):
            if parent not in seen:
                seen.add(parent)
                pending.append(repository.commit(parent))
    return tuple(_oldest_first(found, pending))


def _oldest_first(found: Sequence[Version], walked: Iterable[CommitFacts]) -> Iterator[Version]:
    """Yield the versions by time, but none before one that it comes from: clocks differ, and a second is long."""
    commits = {commit.oid: commit for commit in walked}
    waits = {oid: sum(parent in commits for parent in commit.parents) for oid, commit in commits.items()}
    children: dict[str, list[str]] = {}
    for oid, commit in commits.items():
        for parent in commit.parents:
            children.setdefault(parent, []).append(oid)
    versions_of = {version.commit.oid: version for version in found}
    ready = [(commits[oid].time, oid) for oid, number in waits.items() if not number]
    heapify(ready)
    while ready:
        _, oid = heappop(ready)
        if oid in versions_of:
            yield versions_of[oid]
        for child in children.get(oid, ()):
            waits[child] -= 1
            if not waits[child]:
                heappush(ready, (commits[child].time, child))


def _ancestors(repository: Repository, revision: str) -> Iterator[str]:
    start = repository.commit(revision).oid
    seen = {start}
    pending = [start]
    for oid in pending:  # grows while it is read
        yield oid
        fresh = [parent for parent in repository.commit(oid).parents if parent not in seen]
        seen.update(fresh)
        pending.extend(fresh)
