"""Writing files: a run replaces a file in one step, and never writes one that it has read."""

from __future__ import annotations

import os
import stat
import sys
from collections import Counter
from pathlib import Path

import click

from ondelete.errors import OndeleteError
from ondelete.text.unsafe_characters import visible

_READ = "ondelete.read"
"""The key under which a run remembers what it has read, in the dictionary that click keeps for extensions."""
_WRITTEN = "ondelete.written"


def protect(*paths: str | Path) -> None:
    """Remember files that this run reads: ``write_file`` refuses to write them."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta.setdefault(_READ, Counter()).update(str(path) for path in paths)


def release(path: Path) -> None:
    """Allow a run to write a file that was protected once: one that it reads and then updates."""
    context = click.get_current_context(silent=True)
    if context is not None:
        context.meta.get(_READ, Counter()).subtract([str(path)])


def write_file(path: Path, content: bytes) -> None:
    """Replace a file in one step: a reader sees the old content or the new content, never a part.

    A device, a pipe, or the file that standard output goes to is written to directly.

    Raises:
        OndeleteError: this run has read or written the file, under any name, or it cannot be written.
    """
    context = click.get_current_context(silent=True)
    written: list[Path] = context.meta.setdefault(_WRITTEN, []) if context is not None else []
    try:
        found = _status(path)
        if found is None:
            _replace(Path(os.path.realpath(path)), content, 0o666 & ~_umask())
            written.append(path)
        elif not stat.S_ISREG(found.st_mode) or _is_standard_output(found):
            _write_through(path, content)
        else:
            _refuse_inputs(path, found)
            if any(other.exists() and other.samefile(path) for other in written):
                raise OndeleteError(f"cannot write {visible(str(path))}: this run has written that file already.")
            _replace(Path(os.path.realpath(path)), content, stat.S_IMODE(found.st_mode))
            written.append(path)
    except OSError as error:
        raise OndeleteError(f"cannot write {visible(str(path))}: {_reason(error, path)}") from None


def write_beside(path: Path, content: bytes) -> bool:
    """Write a file that nobody has named, unless it exists already; return whether it was written.

    Raises:
        OndeleteError: it cannot be written.
    """
    if os.path.lexists(path):
        return False
    write_file(path, content)
    return True


def _status(path: Path) -> os.stat_result | None:
    """Return the status of the file at a path, None if there is none; links are followed."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _refuse_inputs(path: Path, found: os.stat_result) -> None:
    context = click.get_current_context(silent=True)
    read: Counter[str] = context.meta.get(_READ, Counter()) if context is not None else Counter()
    for name in sorted(+read):
        try:
            same = os.path.samestat(found, Path(name).stat())
        except (OSError, ValueError):  # standard input, a git revision
            continue
        if same:
            other = "" if name == str(path) else f" (as {visible(name)})"
            raise OndeleteError(
                f"cannot write {visible(str(path))}: this run reads that file{other}. Name another file with -o."
            )


def _is_standard_output(found: os.stat_result) -> bool:
    """Whether standard output goes to a file. If it were replaced, whoever reads it would not see the new content."""
    try:
        return os.path.samestat(found, os.fstat(sys.stdout.fileno()))
    except (AttributeError, OSError, ValueError):  # it is closed, or no file of the system
        return False


def _write_through(path: Path, content: bytes) -> None:
    """Write to a device, a pipe or standard output; a directory refuses."""
    with path.open("ab") as file:  # an offset of its own would overwrite what standard output holds already
        file.write(content)


def _replace(target: Path, content: bytes, mode: int) -> None:
    # The name is known before the file is there, so that nothing is left behind whenever the run is stopped.
    temporary = target.parent / f".ondelete-{os.urandom(8).hex()}"
    try:
        with open(temporary, "xb", opener=_private) as file:
            file.write(content)
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _reason(error: OSError, path: Path) -> str:
    """Return what the system says, and add whether the file or its folder is meant."""
    said = error.strerror or str(error)
    folder = path.parent
    if isinstance(error, FileNotFoundError) and not folder.exists():
        return f"{said}: there is no folder {visible(str(folder))}"
    if isinstance(error, PermissionError) and not os.access(folder, os.W_OK):
        return f"{said}: you may not create files in the folder {visible(str(folder))}"
    return said
