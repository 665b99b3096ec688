"""An open repository: from revisions to objects, from paths to files, from files to bytes."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, cast

from ondelete.bounded import MIB
from ondelete.errors import UnreadableRevision
from ondelete.repository.finding import find_place
from ondelete.repository.objects import Objects, hash_length
from ondelete.repository.packs import Damaged, damage
from ondelete.repository.refs import content_of, ref_named
from ondelete.repository.values import CommitFacts, Entry, message_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dulwich.objects import Commit, Tag

    from ondelete.repository.finding import Place

_REVISION = re.compile(r"(?P<base>[^~^]+)(?P<steps>(?:~\d{0,9}|\^\d{0,9}|\^\{(?:commit|tree|)\})*)")
_STEP = re.compile(r"[~^][^~^]*")
_HASH = re.compile(r"[0-9a-f]{4,64}")
_DESCRIBED = re.compile(r".+-g(?P<hash>[0-9a-f]{4,64})")
_NUMBERS = {"commit": 1, "tree": 2, "tag": 4}
_TREE, _LINK, _SUBMODULE = 0o040000, 0o120000, 0o160000
_SHALLOW = 64 * MIB
_ALIKE = 50


@contextmanager
def open_repository(folder: Path | None = None, environment: Mapping[str, str] | None = None) -> Iterator[Repository]:
    """Open the repository that a folder (the current one) lies in.

    Args:
        folder: where to look, then in the folders above.
        environment: the variables of git that say where a repository is; the process's own by default.

    Raises:
        UnreadableRevision: there is none, or it is one that is not taken by itself.
    """
    variables = os.environ if environment is None else environment
    place = find_place((folder or Path.cwd()).absolute(), variables)
    if place is None:
        raise UnreadableRevision("this is no git repository")
    repository = Repository(place, variables)
    try:
        yield repository
    finally:
        repository.close()


class Repository:
    """Reads one repository; an object is named by its hash, in lower case. Replacements and grafts do not count."""

    def __init__(self, place: Place, environment: Mapping[str, str]) -> None:
        self._place, self._environment = place, environment

    def close(self) -> None:
        """Close every file that was opened."""
        if "_objects" in self.__dict__:
            self._objects.close()

    @property
    def root(self) -> Path:
        """The folder of the work tree."""
        return self._place.root

    def resolve(self, revision: str) -> str:
        """Return the hash of a revision: a branch, a tag or a hash, each perhaps with ~N, ^N or ^{} behind.

        Raises:
            UnreadableRevision: there is none, it is ambiguous, or it has a form that only git reads.
        """
        found = _REVISION.fullmatch(revision)
        if found is None or "@{" in revision:
            raise UnreadableRevision(
                "a branch, a tag or a hash is read as a revision, with ~N or ^N behind it; "
                f"'git rev-parse {revision}' prints the hash of any other form"
            )
        oid = self._named("HEAD" if found["base"] == "@" else found["base"])
        for step in _STEP.findall(found["steps"]):
            oid = self._stepped(oid, step, revision)
        return oid

    def commit(self, revision: str) -> CommitFacts:
        """Return the commit of a revision.

        Raises:
            UnreadableRevision: there is none, or it is damaged or not here.
        """
        oid = self._peeled(self.resolve(revision), "commit")
        found = cast("Commit", self._parsed(oid, "commit"))
        message: bytes = found.message or b""
        return CommitFacts(
            oid=oid,
            parents=() if oid in self._cut else tuple(parent.decode("latin-1") for parent in found.parents),
            time=int(found.commit_time),
            subject=message_text(message, found.encoding).strip().partition("\n")[0],
            is_cut=oid in self._cut,
        )

    def has_ref(self, name: str) -> bool:
        """Return whether there is a branch, a tag or another ref of that name."""
        return ref_named(self._place, name) is not None

    def entry(self, commit: str, path: str) -> Entry | None:
        """Return what a commit has under a path from the root, None if it has nothing there."""
        found: Entry | None = Entry(_TREE, self._peeled(commit, "tree"))
        for part in filter(None, path.split("/")):
            found = self._listed(found, part) if found else None
        return found

    def file(self, revision: str, path: str) -> str:
        """Return the hash of the content that a file has in a revision.

        Args:
            revision: as ``resolve`` takes it.
            path: from the root of the repository, or, if it begins with ``./`` or ``../``, from the folder at hand.

        Raises:
            UnreadableRevision: there is no such revision, no such file, or it is a folder, a link, a submodule.
        """
        full = self._from_root(path)
        tree = self._peeled(self.resolve(revision), "tree")
        entry = self._entry(tree, full, revision)
        if entry is None:
            raise UnreadableRevision(f"git has no file {path} in revision {revision}{self._hint(tree, path, revision)}")
        if not entry.is_file:
            raise UnreadableRevision(self._no_file(entry, full, revision))
        return entry.oid

    def has_file(self, revision: str, path: str) -> bool:
        """Return whether a revision has anything of that name, if only a folder; it is named as ``file`` takes it."""
        return self.entry(self.resolve(revision), self._from_root(path)) is not None

    def folder(self, revision: str, path: str) -> str | None:
        """Return the hash of a folder in a revision, None if there is no such folder; arguments as for ``file``."""
        entry = self._entry(self._peeled(self.resolve(revision), "tree"), self._from_root(path), revision)
        return entry.oid if entry is not None and entry.kind == _TREE else None

    def entries(self, tree: str) -> Iterator[tuple[str, Entry]]:
        """Yield what a folder holds, by its hash: names and entries."""
        from dulwich.objects import parse_tree

        kind, content = self._objects.read(tree)
        with self._sound(tree):
            if kind != "tree":
                raise Damaged(f"a {kind} stands where a folder should")
            for name, mode, oid in parse_tree(content, self._objects.hash_length // 2):
                yield os.fsdecode(name), Entry(mode, oid.decode())

    def content(self, oid: str) -> Iterator[bytes]:
        """Yield the content of a file, in pieces of at most 64 KiB, and compare it with its hash at the end.

        Raises:
            UnreadableRevision: it is not here, or damaged; also while it is read.
        """
        kind, chunks = self._objects.open(oid)
        if kind != "blob":
            raise UnreadableRevision(f"the object {oid} is no file but a {kind}")
        return chunks

    @cached_property
    def _objects(self) -> Objects:
        from dulwich.object_format import SHA1, SHA256

        folders = self._place.objects(self._environment)
        return Objects(folders, SHA256 if hash_length(folders) == SHA256.hex_length else SHA1)

    @cached_property
    def _cut(self) -> frozenset[str]:
        """The commits whose parents a shallow clone leaves out."""
        return frozenset((content_of(self._place.common / "shallow", _SHALLOW) or b"").decode("latin-1").split())

    def _named(self, name: str) -> str:
        digits = name.lower()
        if _HASH.fullmatch(digits) and len(digits) == self._objects.hash_length:
            return digits
        if found := ref_named(self._place, name):
            return found
        described = _DESCRIBED.fullmatch(digits)
        prefix = described["hash"] if described else digits
        if _HASH.fullmatch(prefix) and (found := self._abbreviated(prefix)):
            return found
        raise UnreadableRevision(f"git knows no revision {name}")

    def _abbreviated(self, prefix: str) -> str | None:
        found = list(islice(self._objects.beginning(prefix), _ALIKE))
        fitting = [oid for oid in found if self._objects.open(oid)[0] != "blob"]
        if len(fitting) > 1:
            raise UnreadableRevision(f"{prefix} could be {', '.join(fitting[:5])}: give more digits")
        return fitting[0] if fitting else None

    def _stepped(self, oid: str, step: str, revision: str) -> str:
        if step.startswith("^{"):
            return self._peeled(oid, step[2:-1])
        number = int(step[1:] or 1)
        oid = self._peeled(oid, "commit")
        if step[0] == "^":
            return self._parent(oid, number, revision) if number else oid
        for _ in range(number):
            oid = self._parent(oid, 1, revision)
        return oid

    def _parent(self, oid: str, number: int, revision: str) -> str:
        if oid in self._cut:
            raise UnreadableRevision(
                f"{revision} lies beyond what this shallow clone has: 'git fetch --unshallow' fetches the rest"
            )
        parents = cast("Commit", self._parsed(oid, "commit")).parents
        if number > len(parents):
            which = "parent" if number == 1 else f"parent {number}"
            raise UnreadableRevision(f"git knows no revision {revision}: the commit {oid[:12]} has no {which}")
        return parents[number - 1].decode("latin-1")

    def _peeled(self, oid: str, wanted: str) -> str:
        """Return the hash of what a tag names, or of a tree of a commit, if wanted; "" wants any object but a tag."""
        while True:
            kind = self._objects.read(oid)[0]
            if kind == wanted or (not wanted and kind != "tag"):
                return oid
            if kind == "tag":
                oid = cast("Tag", self._parsed(oid, kind)).object[1].decode("latin-1")
            elif kind == "commit" and wanted == "tree":
                tree: bytes = cast("Commit", self._parsed(oid, kind)).tree
                return tree.decode("latin-1")
            else:
                raise UnreadableRevision(f"the object {oid} is no {wanted} but a {kind}")

    def _parsed(self, oid: str, kind: str) -> object:
        from dulwich.objects import ShaFile

        with self._sound(oid):
            parsed = ShaFile.from_raw_string(_NUMBERS[kind], self._objects.read(oid)[1])
            if kind == "commit":
                _ = cast("Commit", parsed).tree, cast("Commit", parsed).parents  # it is parsed when it is asked
        return parsed

    def _entry(self, tree: str, path: str, revision: str) -> Entry | None:
        entry: Entry | None = Entry(_TREE, tree)
        at = ""
        for part in filter(None, path.split("/")):
            if entry is None:
                return None
            if entry.kind in (_LINK, _SUBMODULE):
                raise UnreadableRevision(self._no_file(entry, at, revision))
            entry = self._listed(entry, part)
            at = join(at, part)
        return entry

    def _listed(self, entry: Entry, name: str) -> Entry | None:
        inside = self.entries(entry.oid) if entry.kind == _TREE else ()
        return next((found for listed, found in inside if listed == name), None)

    def _no_file(self, entry: Entry, path: str, revision: str) -> str:
        what = f"{path or 'the root'} is"
        if entry.kind == _TREE:
            return f"{what} a folder in revision {revision}: name a file in it"
        if entry.kind == _SUBMODULE:
            return f"{what} a submodule in revision {revision}, its own repository: name the file from inside of it"
        if entry.kind != _LINK:
            return f"{what} nothing that git knows in revision {revision}: 'git fsck' says more"
        target = os.fsdecode(b"".join(islice(self.content(entry.oid), 1)))[:1000]
        there = normpath(join(dirname(path), target))
        if there.startswith(("/", "..")):
            return f"{what} a link in revision {revision}, and leads out of the repository: to {target}"
        return f"{what} a link in revision {revision}: name what it leads to, {revision}:{there}"

    def _from_root(self, path: str) -> str:
        if not re.match(r"\.\.?(?:/|\Z)", path):
            return path
        here = Path(os.path.relpath(self._place.folder, self._place.root)).as_posix()
        full = normpath(join(here, path))
        if full == ".." or full.startswith("../"):
            raise UnreadableRevision(f"{path} leads out of the repository, which begins at {self._place.root}")
        return "" if full == "." else full

    def _hint(self, tree: str, path: str, revision: str) -> str:
        nearer = self._from_root(f"./{path}")
        if nearer != path and self._entry(tree, nearer, revision) is not None:
            return ": paths begin at the root of the repository, or with ./"
        return ""

    @contextmanager
    def _sound(self, oid: str) -> Iterator[None]:
        try:
            with damage("it"):
                yield
        except Damaged as error:
            raise UnreadableRevision(f"the object {oid} is damaged ({error}); 'git fsck' says more") from None
