"""``ondelete init``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ondelete.cli._files import release
from ondelete.cli._inputs import Inputs
from ondelete.cli._output import say, write
from ondelete.cli._parameters import memory_parameter, quiet_parameter
from ondelete.errors import OndeleteError
from ondelete.text.unsafe_characters import visible

_FILE = "ondelete.toml"


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option(
    "-o",
    "--output",
    default=_FILE,
    metavar="FILE",
    help=f"Write to FILE; the default is {_FILE}, and - is standard output.",
)
@click.option("--force", is_flag=True, help="Overwrite FILE if it exists.")
@click.option("--database", metavar="NAME", help="Read this database of a pg_dumpall file.")
def command(
    files: tuple[str, ...], output: str, force: bool, database: str | None, max_memory: int | None, quiet: bool
) -> None:
    """Write a commented configuration for the schema.

    It names the dump, explains the policies, and suggests groups, large tables and contracts with names from the
    schema. All suggestions are commented out, so audit says the same with the file as without it.
    """
    from ondelete.analyses.guesses import guesses_of
    from ondelete.config.starter import starter_config

    if output != "-" and not force and os.path.lexists(output):
        raise OndeleteError(
            f"{output} exists: use --force to overwrite it, -o FILE to write another file, or -o - to print"
        )
    inputs = Inputs(files, (), database, None, max_memory)
    catalog = inputs.catalog(quiet=quiet)
    folder = Path(output).parent if output != "-" else Path()
    unnamed = _why_unnamed(inputs.names, folder, found=output in ("-", _FILE))
    names = () if unnamed else tuple(_relative(Path(name), folder) for name in inputs.names)
    home = catalog.home
    if force and output == _FILE:
        release(Path(output))  # it was read as the configuration, and is the file to replace
    write(starter_config(names, guesses_of(catalog), home), output, encoding="utf-8")
    if unnamed:
        say(f"the configuration names no schema, because {unnamed}; name the schema on the command line")
    if output != "-" and not quiet:
        say(f"wrote {visible(output)}; 'ondelete audit' reads it from this folder")


command.params.extend([memory_parameter(), quiet_parameter()])


def _why_unnamed(names: tuple[str, ...], folder: Path, *, found: bool) -> str | None:
    """Return why a configuration in a folder cannot name one of the files, None if it can name them all.

    ``found`` is whether commands in that folder find it by themselves: then it may only name files of the folder.
    """
    from ondelete.config.places import lies_in

    for name in names:
        if not Path(name).is_file():
            return f"{name} is no file"
        if not _is_unicode(name):
            return f"the name of {name} is not UTF-8, which TOML requires"
        if found and not lies_in(Path(name), folder):
            return f"{name} is in another folder, and a configuration can only name files of its own folder"
    return None


def _is_unicode(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:  # a byte that the file system's encoding lacks
        return False
    return True


def _relative(file: Path, folder: Path) -> str:
    """Return the path of a file relative to a folder; a file outside of it keeps its absolute path."""
    if file.is_absolute() and not file.is_relative_to(folder.resolve()):
        return str(file)
    return os.path.relpath(file.absolute(), folder.absolute())
