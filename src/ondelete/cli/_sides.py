"""Which two schemas a change is between: files, files at git revisions, revisions alone, or nothing at all."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from ondelete.catalog import EMPTY
from ondelete.cli._inputs import USUAL_PLACES, part_with
from ondelete.cli._output import say
from ondelete.cli._watching import is_unborn, watched
from ondelete.dump.input.streams import FILE_OF_REVISION
from ondelete.errors import OndeleteError, UnreadableRevision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.changes import Watched
    from ondelete.cli._inputs import Inputs
    from ondelete.config import Config
    from ondelete.schema import Schema

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
    sides = sides_of(words, migrations, inputs, quiet=quiet)
    config = part_with(sides.after[:1], inputs.config)
    ends = ((sides.before, sides.revision_before), (sides.after, sides.revision_after))
    before, after = (_schema(*end, migrations, config, inputs, quiet=quiet) for end in ends)
    first = watched(sides.revision_before, before, inputs)
    return before, after, (first, watched(sides.revision_after, after, inputs))


def read_base(word: str, inputs: Inputs, *, quiet: bool) -> tuple[Schema, str]:
    """Return the schema that the one of ``inputs`` is compared with, and its name.

    Args:
        word: a file, a revision, or a file at a revision.
        inputs: the files of the schema, which a revision alone means.
        quiet: say only how many statements were not understood.

    Raises:
        OndeleteError: the word names nothing that can be read.
        UsageError: it is empty.
    """
    first, last = _ends([word])
    if last is not None:
        raise click.UsageError("--base takes one version; the other one is FILE")
    files, revision = _files(first, inputs, quiet=quiet)
    return _schema(files, revision, (), inputs.config, inputs, quiet=quiet), word


def _schema(
    files: tuple[str, ...],
    revision: str | None,
    migrations: Sequence[str],
    config: Config,
    inputs: Inputs,
    *,
    quiet: bool,
) -> Schema:
    """Read one side; a revision that has none of the files is empty."""
    if not files:
        return inputs.declare(msgspec.structs.replace(EMPTY, paths=(revision or "nothing",)), config)
    return inputs.declare(inputs.catalog(quiet=quiet, files=files, parts=migrations), config)


def each_side(
    words: tuple[str, ...], migrations: Sequence[str], inputs: Inputs, *, asked: bool
) -> dict[str, tuple[tuple[str, ...], Inputs]]:
    """Return the words and inputs of every schema that is to be compared by itself; empty if there is one only.

    Args:
        words: as they were typed: a revision and files with --each, else what ``sides_of`` takes.
        migrations: the files of --migration.
        inputs: give the default files, and the schemas of the configuration.
        asked: whether --each was given.

    Raises:
        UsageError: no revision is named, or the migrations of several schemas are.
    """
    if asked and words[1:]:
        return {path: ((words[0],), inputs.of(path)) for path in words[1:]}
    parts = inputs.parts if all(map(_means_default_files, words)) else {}
    if not parts and not asked:
        return {}
    if migrations:
        raise click.UsageError("--migration continues one schema: name its BASE, as in main:db/structure.sql")
    if parts:
        first, last = _ends(words)
        same = (first,) if last is None else (first, last)
        return {label: (same, part) for label, part in parts.items()}
    if not words:
        raise click.UsageError("--each needs BASE, a revision, as in: ondelete diff --each HEAD db/*.sql")
    return {path: (words, inputs.of(path)) for path in inputs.own_names}


def _means_default_files(word: str) -> bool:
    """Whether a word is a revision, or two of them, and names no file."""
    return word != "-" and not os.path.lexists(word) and ":" not in word


def sides_of(words: Sequence[str], migrations: Sequence[str], inputs: Inputs, *, quiet: bool = True) -> Sides:
    """Return what the arguments of ``diff`` mean.

    Args:
        words: BASE and HEAD as they were typed, as far as they were.
        migrations: files that come after the base's, if no HEAD is named.
        inputs: where the default files are found.
        quiet: do not say that a revision lacks one of them.

    Raises:
        OndeleteError: the words name nothing that can be compared; the message says what to name instead.
        UsageError: there are more than two.
    """
    if len(words) > 2:
        raise click.UsageError("BASE and HEAD are two: put the files of one schema into --prelude or --migration")
    found = _ends(words)
    before, revision = _files(found[0], inputs, quiet=quiet)
    if found[1] is None:
        if not migrations:
            return _against_working_tree(found[0], before, revision, inputs)
        return Sides(before, (*before, *migrations), revision, None)
    after, revision_after = _files(found[1], inputs, quiet=quiet)
    return Sides(before, (*after, *migrations), revision, revision_after)


def _ends(words: Sequence[str]) -> tuple[str, str | None]:
    """Return the two ends as single words; None stands for the files as they are."""
    if not words:
        return _merge_base("HEAD"), None
    if not all(word.strip() for word in words):
        raise click.UsageError("BASE and HEAD must not be empty: perhaps a variable of the script has no value")
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


def _files(word: str, inputs: Inputs, *, quiet: bool) -> tuple[tuple[str, ...], str | None]:
    """Return the files that one word means, and the revision that they are of."""
    if word == "-" or os.path.lexists(word):
        return (word,), None
    named = FILE_OF_REVISION.fullmatch(word)
    if named is not None:
        return (word,), named["revision"]
    return tuple(f"{word}:{name}" for name in _there(word, inputs, quiet=quiet)), word


def _there(revision: str, inputs: Inputs, *, quiet: bool) -> tuple[str, ...]:
    """Return the default files as a revision has them; one that it lacks is left out, as if it had been empty."""
    from ondelete.repository import open_repository

    wanted = [_from_here(name) for name in inputs.own_names]
    with open_repository() as repository:
        if is_unborn(revision, repository):
            return ()  # all that the first commit will hold is new
        there = [name for name in wanted if repository.has_file(revision, name)]
        if not there and not inputs.files:
            there = [name for name in _once_named(revision) if repository.has_file(revision, name)][:1]
    if there != wanted and not quiet:
        missing = ", ".join(name.removeprefix("./") for name in wanted if name not in there)
        instead = f"{there[0].removeprefix('./')} is read instead" if there else "all of it counts as new"
        say(f"note: {revision} has no {missing}: {instead}")
    return tuple(there)


def _once_named(revision: str) -> Sequence[str]:
    """Return the files that are read by themselves at a revision: those of its configuration, or the usual places."""
    from ondelete.config import config_of_revision

    config = config_of_revision(revision)
    return [_from_here(name) for name in (() if config.parts else config.schema) or USUAL_PLACES]


def _from_here(name: str) -> str:
    """Return a file's name as git sees it from this folder."""
    return f"./{Path(os.path.relpath(name)).as_posix()}"


def _against_working_tree(word: str, before: tuple[str, ...], revision: str | None, inputs: Inputs) -> Sides:
    named = FILE_OF_REVISION.fullmatch(word)
    if revision is None:
        return Sides(before, _other_than(before[0], inputs))
    if named is None:
        return Sides(before, inputs.own_names, revision)
    return Sides(before, (_in_working_tree(named["path"]),), revision)


def _other_than(name: str, inputs: Inputs) -> tuple[str, ...]:
    """Return the default files, unless the base is one of them: a file does not differ from itself."""
    names = inputs.own_names
    if name != "-" and any(os.path.lexists(each) and Path(each).samefile(name) for each in names):
        raise OndeleteError(f"{name} is the schema itself: name the one to compare it with, as in main:./{name}")
    return names


def _in_working_tree(path: str) -> str:
    if path.startswith(("./", "../")):
        return path.removeprefix("./")
    from ondelete.repository import open_repository

    with open_repository() as repository:
        return os.path.relpath(repository.root / path)
