"""A file as it was at a git revision: ``main:db/structure.sql``."""

from __future__ import annotations

import os
import subprocess
import tempfile
from typing import TYPE_CHECKING

from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from contextlib import ExitStack

    from ondelete.dump.opening import Read


def read_revision(name: str, revision: str, path: str, stack: ExitStack) -> Read:
    """Return a ``read`` of the blob ``revision:path``; ``stack`` ends the git process.

    As for git itself, ``path`` is taken from the root of the repository unless it begins with ``./``.

    Raises:
        UnreadableSchema: at the first read, where there is no git, no repository, no such revision, no such path.
    """
    errors = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  # the stack closes it
    command = ["git", "cat-file", "blob", f"{revision}:{path}"]
    try:
        process = stack.enter_context(
            subprocess.Popen(  # noqa: S603  # a list, no shell; the name cannot be an option: it begins with no dash
                command,
                stdout=subprocess.PIPE,
                stderr=errors,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "LC_ALL": "C"},
            )
        )
    except FileNotFoundError:
        raise UnreadableSchema(
            name, "no such file; and a file at a git revision needs git, which is not there"
        ) from None
    stack.callback(process.kill)
    output = process.stdout
    if output is None:  # pragma: no cover  # it is a pipe
        raise UnreadableSchema(name, "git gives no output")

    def read(size: int) -> bytes:
        chunk = output.read(size)
        if not chunk and process.wait() != 0:
            errors.seek(0)
            raise UnreadableSchema(name, _reason(name, revision, path, errors.read().decode(errors="replace")))
        return chunk

    return read


def _reason(name: str, revision: str, path: str, said: str) -> str:
    said = " ".join(said.removeprefix("fatal: ").split())
    if "not a git repository" in said:
        return f"no such file; nor is this a git repository that could have a revision {revision}"
    if "invalid object name" in said or "ambiguous argument" in said:
        return f"no such file; nor does git know a revision {revision}"
    if "does not exist in" in said or "exists on disk, but not in" in said:
        return f"git has no file {path} in revision {revision}"
    if "exists, but not" in said:
        return f"git has no file {path} in revision {revision}: paths begin at the root of the repository, or with ./"
    return f"git says: {said}"
