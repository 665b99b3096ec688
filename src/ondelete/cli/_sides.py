"""Which two schemas a change is between: files, files at git revisions, revisions alone, or nothing at all."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from ondelete.cli._files import protect
from ondelete.dump.input.streams import FILE_OF_REVISION
from ondelete.errors import OndeleteError, UnreadableRevision
from ondelete.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog
    from ondelete.changes import Watched
    from ondelete.cli._inputs import Inputs
    from ondelete.config import Config
    from ondelete.findings import KnownFinding

_RANGE = re.compile(r"(?P<first>.+?)(?P<dots>\.\.\.?)(?P<last>[^.].*)?", re.DOTALL)
_DIGITS = 12


class Sides(msgspec.Struct, frozen=True):
    """The files of both schemas, and the revision of each whose configuration counts for it, None for today's."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    revision_before: str | None = None
    revision_after: str | None = None


def read_sides(
    words: Sequence[str], migrations: Sequence[str], inputs: Inputs, *, quiet: bool
) -> tuple[Schema, Schema, tuple[Watched, Watched]]:
    """Read both schemas, under today's configuration, and what each side of the change is watched for.

    Args:
        words: BASE and HEAD as they were typed.
        migrations: the files of --migration.
        inputs: the other arguments.
        quiet: say only how many statements were not understood.

    Raises:
        OndeleteError: as ``sides_of``; or a file cannot be read.
    """
    sides = sides_of(words, migrations, inputs)
    config = inputs.config
    catalogs = [inputs.catalog(quiet=quiet, files=files, parts=migrations) for files in (sides.before, sides.after)]
    before, after = (Schema(catalog, config.declarations(catalog), config) for catalog in catalogs)
    revisions = (sides.revision_before, sides.revision_after)
    first, last = (_watched(revision, catalog, inputs) for revision, catalog in zip(revisions, catalogs, strict=True))
    return before, after, (first, last)


def _watched(revision: str | None, catalog: Catalog, inputs: Inputs) -> Watched:
    """Return what a side is watched for: by the configuration of its revision, by today's if it is of none."""
    from ondelete.changes import Watched
    from ondelete.config import config_of_revision

    named = inputs.config.path if not inputs.config.found else None
    config = inputs.config
    if revision is not None:
        config = config_of_revision(revision, os.path.relpath(named) if named is not None else None)
    return Watched(
        policy=config.policy(),
        contracts=config.declarations(catalog).contracts,
        known=_known(config, revision),
        comments=catalog.comments,
        accepts=config.accepts,
        baseline=str(config.baseline or ""),
    )


def _known(config: Config, revision: str | None) -> tuple[KnownFinding, ...]:
    from ondelete.audit.baseline import parse_baseline, read_baseline
    from ondelete.config import file_of_revision

    place = config.baseline
    if place is None:
        return ()
    if revision is None:
        protect(place)
        return read_baseline(place).entries if place.exists() else ()
    content = file_of_revision(revision, os.path.relpath(place))
    return () if content is None else parse_baseline(f"{revision}:{place}", content).entries


def each_side(words: Sequence[str], inputs: Inputs) -> Iterator[tuple[str, str]]:
    """Yield every file of ``--each`` with the one that it is compared with: the same at a revision.

    Args:
        words: the revision, and the files; without files those that are found by themselves.
        inputs: give the default files.

    Raises:
        UsageError: no revision is named.
    """
    if not words:
        raise click.UsageError("--each needs BASE, a revision, as in: ondelete diff --each HEAD db/*.sql")
    for path in words[1:] or inputs.names:
        yield path, f"{words[0]}:{_from_here(path)}"


def sides_of(words: Sequence[str], migrations: Sequence[str], inputs: Inputs) -> Sides:
    """Return what the arguments of ``diff`` mean.

    Args:
        words: BASE and HEAD as they were typed, as far as they were.
        migrations: files that come after the base's, if no HEAD is named.
        inputs: where the default files are found.

    Raises:
        OndeleteError: the words name nothing that can be compared; the message says what to name instead.
        UsageError: there are more than two.
    """
    if len(words) > 2:
        raise click.UsageError("BASE and HEAD are two: put the files of one schema into --prelude or --migration")
    found = _ends(words)
    before, revision = _files(found[0], inputs)
    if found[1] is None:
        if not migrations:
            return _against_working_tree(found[0], before, revision, inputs)
        return Sides(before, (*before, *migrations), revision, None)
    after, revision_after = _files(found[1], inputs)
    return Sides(before, (*after, *migrations), revision, revision_after)


def _ends(words: Sequence[str]) -> tuple[str, str | None]:
    """Return the two ends as single words; None stands for the files as they are."""
    if not words:
        return _merge_base("HEAD"), None
    between = _RANGE.fullmatch(words[0])
    if len(words) == 2:
        return words[0], words[1]
    if between is None or os.path.lexists(words[0]) or ":" in words[0]:
        return words[0], None
    first, last = between["first"], between["last"] or "HEAD"
    if between["dots"] == "..":
        return first, last
    from ondelete.repository import merge_base, open_repository

    with open_repository() as repository:
        return merge_base(repository, first, last)[:_DIGITS], last


def _merge_base(head: str) -> str:
    from ondelete.repository import default_branch, merge_base, open_repository

    try:
        with open_repository() as repository:
            return merge_base(repository, default_branch(repository), head)[:_DIGITS]
    except UnreadableRevision as error:
        raise OndeleteError(f"no BASE given, and {error}. Files can be named, too: ondelete diff BASE HEAD") from None


def _files(word: str, inputs: Inputs) -> tuple[tuple[str, ...], str | None]:
    """Return the files that one word means, and the revision that they are of."""
    if word == "-" or os.path.lexists(word):
        return (word,), None
    named = FILE_OF_REVISION.fullmatch(word)
    if named is not None:
        return (word,), named["revision"]
    return tuple(f"{word}:{_from_here(name)}" for name in inputs.names), word


def _from_here(name: str) -> str:
    """Return a file's name as git sees it from this folder."""
    return f"./{Path(os.path.relpath(name)).as_posix()}"


def _against_working_tree(word: str, before: tuple[str, ...], revision: str | None, inputs: Inputs) -> Sides:
    named = FILE_OF_REVISION.fullmatch(word)
    if revision is None:
        return Sides(before, _other_than(before[0], inputs))
    if named is None:
        return Sides(before, inputs.names, revision)
    return Sides(before, (_in_working_tree(named["path"]),), revision)


def _other_than(name: str, inputs: Inputs) -> tuple[str, ...]:
    """Return the default files, unless the base is one of them: a file does not differ from itself."""
    names = inputs.names
    if name != "-" and any(os.path.lexists(each) and Path(each).samefile(name) for each in names):
        raise OndeleteError(f"{name} is the schema itself: name the one to compare it with, as in main:./{name}")
    return names


def _in_working_tree(path: str) -> str:
    if path.startswith(("./", "../")):
        return path.removeprefix("./")
    from ondelete.repository import open_repository

    with open_repository() as repository:
        return os.path.relpath(repository.root / path)
