"""git, as tests run it to make repositories and to judge what is read of them."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}
IDENTITY = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str, check: bool = True, date: str = "") -> str:
    """Run git in a folder, without the configuration of whoever runs the tests, and return what it prints.

    ``date`` is when a commit is made, if not now.
    """
    environment = ENVIRONMENT | ({"GIT_COMMITTER_DATE": date} if date else {})
    done = subprocess.run(
        ["git", "-C", str(folder), *IDENTITY, *arguments], capture_output=True, check=check, env=environment
    )
    return os.fsdecode(done.stdout).strip()


def contents(folder: Path, names: Sequence[str]) -> list[bytes]:
    """Return the files ``REV:path`` as git reads them, of which it must know all."""
    lines = "".join(f"{name}\n" for name in names).encode()
    command = ["git", "-C", str(folder), "cat-file", "--batch"]
    answer = subprocess.run(command, input=lines, capture_output=True, check=True, env=ENVIRONMENT).stdout
    found = []
    for name in names:
        head, answer = answer.split(b"\n", 1)
        assert head.split()[1] == b"blob", (name, head)
        size = int(head.split()[2])
        found.append(answer[:size])
        answer = answer[size + 1 :]
    return found


def loose(folder: Path, oid: str) -> Path:
    """Return the file of a loose object, ``folder`` being that of the repository itself."""
    return folder / "objects" / oid[:2] / oid[2:]
