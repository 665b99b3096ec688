"""Which files to read, and reading them: discovery, ``--prelude``, and the warning about unread statements."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ondelete.cli._files import protect
from ondelete.cli._output import say
from ondelete.cli._progress import watch_reading, working
from ondelete.errors import OndeleteError
from ondelete.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog
    from ondelete.config import Config

USUAL_PLACES = (
    "db/structure.sql",
    "structure.sql",
    "db/schema.sql",
    "schema.sql",
    "priv/repo/structure.sql",
)
"""Where frameworks keep a dump: Rails, dbmate, Ecto."""

_SHOWN = 5


class Inputs:
    """The files that a command line names, and the options for reading them."""

    def __init__(
        self,
        files: Sequence[str],
        prelude: Sequence[str],
        database: str | None,
        config: str | None,
        max_memory: int | None,
    ) -> None:
        self.files, self.prelude = tuple(files), tuple(prelude)
        self.database, self._config, self._max_memory = database, config, max_memory

    @cached_property
    def config(self) -> Config:
        """The configuration that was named, or the one of this folder."""
        from ondelete.config import find_config

        found = find_config(Path(self._config) if self._config else None)
        protect(*found.files)
        return found

    def read(self, *, quiet: bool) -> Schema:
        """Read the schema and warn about every statement that was not understood.

        Raises:
            OndeleteError: no file was named and none is in the usual places, or a file cannot be read.
        """
        catalog = self.catalog(quiet=quiet)
        return Schema(catalog, self.config.declarations(catalog))

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
                names, database=self.database, watch=watch, max_memory=self._max_memory, parts=(*self.prelude, *parts)
            )
            protect(*catalog.paths)
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

    def of(self, path: str) -> Inputs:
        """Return the same for one file alone."""
        return Inputs((path,), self.prelude, self.database, self._config, self._max_memory)

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
        named = [path for path in self.config.files if path.is_file()]
        return repr((self.config.table, [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in named]))

    def _found(self) -> Sequence[str]:
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
        raise OndeleteError(
            f"no FILE given, and none of {', '.join(USUAL_PLACES)} exists. "
            "Name a schema dump (pg_dump --schema-only > schema.sql), or '-' for standard input."
        )


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
            lines.append(f"  {entry.location}: {entry.reason}: {text[:60]}{'…' if len(text) > 60 else ''}")
        if len(skipped) > _SHOWN:
            lines.append(f"  and {len(skipped) - _SHOWN:,} more; 'skipped' of --format json lists them all")
    say(*lines)
