"""``ondelete init``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ondelete.cli._inputs import Inputs
from ondelete.cli._output import say, write
from ondelete.errors import OndeleteError
from ondelete.unseen import visible

_FILE = "ondelete.toml"


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("-o", "--output", default=_FILE, metavar="FILE", help=f"Write to FILE, {_FILE} by default; - prints.")
@click.option("--force", is_flag=True, help="Overwrite FILE where it exists.")
@click.option("--database", metavar="NAME", help="The database to read, of a pg_dumpall file.")
@click.option("-q", "--quiet", is_flag=True, help="No progress, and only a count of unread statements.")
def command(files: tuple[str, ...], output: str, force: bool, database: str | None, quiet: bool) -> None:
    """Write a commented configuration that fits the schema.

    It names the dump, explains the policies, and suggests groups, large tables and contracts with the schema's own
    names. All suggestions are off: audit says the same with the file as without.
    """
    from ondelete.analyses.guesses import guesses_of
    from ondelete.config.starter import starter_config

    if output != "-" and not force and os.path.lexists(output):
        raise OndeleteError(f"{output} exists; --force overwrites it, -o FILE writes elsewhere, -o - prints")
    inputs = Inputs(files, (), database, None)
    catalog = inputs.catalog(quiet=quiet)
    names = _seen_from(Path(output).parent if output != "-" else Path(), inputs.names)
    home = next(iter(catalog.search_path), "public")
    write(starter_config(names, guesses_of(catalog), home), output, encoding="utf-8")
    if output != "-" and not quiet:
        say(f"wrote {visible(output)}; 'ondelete audit' reads it from this folder")


def _seen_from(folder: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the files as a configuration in a folder names them; none where one is no plain file (``-``, ``REV:``)."""
    if not all(Path(name).is_file() for name in names):
        return ()
    return tuple(_relative(Path(name), folder) for name in names)


def _relative(file: Path, folder: Path) -> str:
    """Return a file as seen from a folder; one that lies elsewhere keeps its absolute name."""
    if file.is_absolute() and not file.is_relative_to(folder.resolve()):
        return str(file)
    return os.path.relpath(file.absolute(), folder.absolute())
