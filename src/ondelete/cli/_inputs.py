"""Which files to read, and reading them: discovery, ``--prelude``, and the warning about unread statements."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from ondelete.cli._files import protect
from ondelete.cli._output import say
from ondelete.cli._progress import watch_reading, working
from ondelete.errors import OndeleteError
from ondelete.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ondelete.catalog import Catalog
    from ondelete.config import Config
    from ondelete.declarations import Declarations, Neighbours

USUAL_PLACES = (
    "db/structure.sql",
    "structure.sql",
    "db/schema.sql",
    "schema.sql",
    "priv/repo/structure.sql",
    "db/schema.rb",
)
"""Where frameworks keep a dump: Rails, dbmate, Ecto. A schema.rb says less than any dump, so it comes last."""

USUAL_FOLDERS = (
    "db/migrations",
    "migrations",
    "supabase/migrations",
    "prisma/migrations",
    "drizzle",
    "priv/repo/migrations",
)
"""Where tools keep migrations."""

_SHOWN = 5

_read_before: dict[tuple[tuple[str, ...], str | None, int | None], Catalog | None] = {}
"""The other databases that this process has read."""


class Inputs:
    """The files that a command line names, and the options for reading them."""

    def __init__(
        self,
        files: Sequence[str],
        prelude: Sequence[str],
        database: str | None,
        config: str | None,
        max_memory: int | None,
        part: Config | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        self.files, self.prelude = tuple(files), tuple(prelude)
        self.database, self._config, self._max_memory = database, config, max_memory
        self._part = part
        self.variables = variables or {}

    @cached_property
    def config(self) -> Config:
        """The configuration for these files: of the ``[[schema]]`` that names them, if the file has several schemas."""
        if self._part is not None:
            return self._part
        return part_with(self.files, self.whole_config)

    @cached_property
    def whole_config(self) -> Config:
        """The configuration that was named, or the one of this folder."""
        from ondelete.config import find_config

        found = find_config(Path(self._config) if self._config else None)
        protect(*found.files)
        return found

    @property
    def parts(self) -> dict[str, Inputs]:
        """Every ``[[schema]]`` by its files, with its own configuration; none if the command line names files."""
        if self.files or self._part is not None:
            return {}
        whole = self.whole_config
        return {" + ".join(part.files): self._with((), whole.of_part(part)) for part in whole.parts}

    def read(self, *, quiet: bool) -> Schema:
        """Read the schema and warn about every statement that was not understood.

        Raises:
            OndeleteError: no file was named and none is in the usual places, or a file cannot be read.
        """
        return self.declare(self.catalog(quiet=quiet))

    def declare(self, catalog: Catalog, config: Config | None = None) -> Schema:
        """Return a catalog with what the configuration says of it, and of the other databases that it knows."""
        config = config or self.config
        declared = config.declarations(catalog, self._neighbours(config))
        _tell_unknown_keys(declared)
        return Schema(catalog, declared, config)

    def _neighbours(self, config: Config) -> Neighbours:
        from ondelete.declarations import ALONE, Neighbours

        if config.part is None:
            return ALONE
        others = [part for part in self.whole_config.parts if part.name != config.part.name]
        return Neighbours(config.part.name, {part.name: partial(self._neighbour, part.files) for part in others})

    def _neighbour(self, files: tuple[str, ...]) -> Catalog | None:
        """Return the schema of other files, None if it cannot be read: whoever asks for it says why."""
        from ondelete.dump import read_catalog

        made_of = (files, self.database, self._max_memory)
        if made_of not in _read_before:
            try:
                with unhurried_gc():
                    found = read_catalog(files, database=self.database, max_memory=self._max_memory)
            except OndeleteError:
                found = None
            _read_before[made_of] = found
        return _read_before[made_of]

    def catalog(self, *, quiet: bool, files: Sequence[str] | None = None, parts: Sequence[str] = ()) -> Catalog:
        """Read ``files`` (by default all files to read), without the declarations of the configuration.

        ``parts`` are those of them that continue the others.
        """
        from ondelete.dump import read_catalog

        names = self.names if files is None else (*self.prelude, *files)
        with working(f"Reading {', '.join(names)}", quiet=quiet) as progress, unhurried_gc():
            watch = watch_reading(progress, names)
            protect(*names)
            catalog = read_catalog(
                names,
                database=self.database,
                watch=watch,
                max_memory=self._max_memory,
                parts=(*self.prelude, *parts),
                variables=self.variables,
            )
            protect(*catalog.files)
        warn_of_skipped(catalog, quiet=quiet)
        return catalog

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The files to read, in order."""
        return (*self.prelude, *(self.files or self._found()))

    @property
    def own_names(self) -> tuple[str, ...]:
        """The files to read, without what --prelude puts before them."""
        return self.names[len(self.prelude) :]

    def each(self, *, asked: bool) -> dict[str, Inputs]:
        """Return the inputs of every schema that is to be answered for by itself; empty if there is one only.

        ``asked`` is whether --each was given: else only the configuration can name several schemas.
        """
        return self.parts or ({path: self.of(path) for path in self.own_names} if asked else {})

    def of(self, path: str) -> Inputs:
        """Return the same for one file alone."""
        return self._with((path,))

    def _with(self, files: tuple[str, ...], part: Config | None = None) -> Inputs:
        made = Inputs(files, self.prelude, self.database, self._config, self._max_memory, part, self.variables)
        made.__dict__["whole_config"] = self.whole_config  # it is read once
        return made

    @property
    def single_file(self) -> str:
        """The one file to look at.

        Raises:
            OndeleteError: there are several, or none.
        """
        if len(self.names) != 1:
            raise OndeleteError(f"name one FILE: the configuration has {len(self.names)} of them")
        return self.names[0]

    @property
    def config_state(self) -> str:
        """The content of the configuration, and the state of the files that it names, as one text."""
        named = [path for path in (*self.config.files, *self.whole_config.files) if path.is_file()]
        return repr((self.config.table, [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in named]))

    def _found(self) -> Sequence[str]:
        if self.config.parts:
            listed = ", ".join(f"{part.name} ({' '.join(part.files)})" for part in self.config.parts)
            raise OndeleteError(f"{self.config.path} has several schemas: name the FILE of one of them: {listed}")
        if self.config.schema:
            return self.config.schema
        from ondelete.config.places import lies_in

        for place in USUAL_PLACES:
            if Path(place).is_file():
                if not lies_in(Path(place), Path()):
                    raise OndeleteError(
                        f"{place} is a link that leads out of this folder; if you trust it, name it on the command line"
                    )
                return (place,)
        for folder in USUAL_FOLDERS:
            if lies_in(Path(folder), Path()) and _holds_sql(Path(folder)):
                return (folder,)
        raise OndeleteError(
            f"no FILE given, and none of {', '.join((*USUAL_PLACES, *USUAL_FOLDERS))} is there. "
            "Name a schema dump (pg_dump --schema-only > schema.sql), or '-' for standard input."
        )


def part_with(files: Sequence[str], config: Config) -> Config:
    """Return the configuration of the ``[[schema]]`` that names a file, here or at a git revision; else all of it."""
    from ondelete.dump.input.streams import FILE_OF_REVISION

    if not files or not config.parts:
        return config
    named = set()
    for file in files:
        revision = None if os.path.lexists(file) else FILE_OF_REVISION.fullmatch(file)
        named.add(os.path.realpath(revision["path"] if revision is not None else file))
    fitting = [part for part in config.parts if named <= {os.path.realpath(file) for file in part.files}]
    return config.of_part(fitting[0]) if fitting else config.without_parts


def _holds_sql(folder: Path) -> bool:
    """Return whether a folder, or one in it, holds SQL files."""
    return folder.is_dir() and any(True for pattern in ("*.sql", "*/*.sql") for _ in folder.glob(pattern))


@contextmanager
def unhurried_gc() -> Iterator[None]:
    """Turn off the cyclic garbage collector: reading makes many long-lived values and no cycles worth looking for.

    Afterwards it is on, and ignores what was read.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def warn_of_skipped(catalog: Catalog, *, quiet: bool) -> None:
    """Print the first few statements that were not understood, and how many more; if quiet, only how many."""
    _tell_notes(catalog, quiet=quiet)
    skipped = catalog.skipped
    if not skipped:
        return
    head = (
        "1 statement was not understood; the answer leaves out what it does"
        if len(skipped) == 1
        else f"{len(skipped):,} statements were not understood; the answer leaves out what they do"
    )
    lines = [f"warning: {head}{'.' if quiet else ':'}"]
    if not quiet:
        for entry in skipped[:_SHOWN]:
            text = " ".join(entry.text.split())
            quoted = f": {text[:60]}{'…' if len(text) > 60 else ''}" if text else ""
            lines.append(f"  {entry.location}: {entry.reason}{quoted}")
        if len(skipped) > _SHOWN:
            lines.append(f"  and {len(skipped) - _SHOWN:,} more; 'skipped' of --format json lists them all")
    say(*lines)


def _tell_unknown_keys(declared: Declarations) -> None:
    """Print which keys of files of other programs are passed over."""
    unknown = [each for file in declared.loose_files for each in file.unknown]
    if unknown:
        say(*(f"note: {place}: {name} is a key that is not known here, and is passed over" for name, place in unknown))


def _tell_notes(catalog: Catalog, *, quiet: bool) -> None:
    """Print the first few notes, and how many more there are; none if quiet."""
    notes = catalog.notes
    if not notes or quiet:
        return
    lines = [f"note: {each.location}: {each.reason}" for each in notes[:_SHOWN]]
    if len(notes) > _SHOWN:
        lines.append(f"  and {len(notes) - _SHOWN:,} more notes; 'notes' of catalog --format json lists them all")
    say(*lines)
