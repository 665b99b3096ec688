"""Which files a configuration may name.

A configuration that was found in a folder is trusted no more than the rest of the folder. It may only name files of
that folder. One that a person named with ``--config`` may name others.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from ondelete.errors import BadConfig


def lies_in(path: Path, folder: Path) -> bool:
    """Whether a file lies in a folder or below it, after links and ``..`` are followed."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def file_named(config: Path, key: str, name: str, *, found: bool) -> Path:
    """Return the file that a configuration names, as seen from its folder. It need not exist.

    Args:
        config: the configuration's file.
        key: the key that holds the name, for messages.
        name: the name.
        found: whether the configuration was found in a folder, and not named by a person.

    Raises:
        BadConfig: the file lies elsewhere, or is a pipe, a device or a socket.
    """
    path = config.parent / name
    if found and not lies_in(path, config.parent):
        raise BadConfig(
            f"{config}: {key}: {name} leads out of the folder of the configuration, whose author may be a stranger; "
            f"if you trust it, name it: --config {config}"
        )
    if (kind := _no_file(path)) is not None:
        raise BadConfig(
            f"{config}: {key}: {name} is no regular file but {kind}, which is read from a command line only"
        )
    return path


def schema_named(config: Path, name: str, *, found: bool) -> str:
    """Return a schema file that a configuration names.

    Raises:
        BadConfig: as ``file_named``; or it is standard input, or a file at a git revision.
    """
    if name == "-":
        raise BadConfig(f"{config}: schema: standard input is named on a command line only")
    path = file_named(config, "schema", name, found=found)
    if ":" in name and not os.path.lexists(path):
        raise BadConfig(
            f"{config}: schema: there is no file {name}; a configuration names no git revision, a command line does"
        )
    return name if config.parent == Path() else str(path)


def _no_file(path: Path) -> str | None:
    """Return what is there, if it is neither a file nor a folder (whose readers know what to say of it)."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return None
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return None
    return "a pipe" if stat.S_ISFIFO(mode) else "a socket" if stat.S_ISSOCK(mode) else "a device"
