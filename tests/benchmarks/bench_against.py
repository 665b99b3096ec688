"""Is the program slower than it was? Whole processes of this tree and of another commit, in turn.

    python tests/benchmarks/bench_against.py COMMIT db/structure.sql TABLE [--rounds 9] [--limit 1.1]

The other commit is unpacked into a folder that goes at the end, and runs with the same Python and the same packages.
The bytecode of both is compiled first. The figures are the least processor time (user and system) of each command and
their ratio: what other work on the machine adds differs from run to run, and what a command needs does not. ``start``
is an audit of a small sample, nearly all of which is loading. Exit status 1 means that a ratio is over the limit.
"""

from __future__ import annotations

import argparse
import compileall
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench_audit import cost

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples/helpdesk/schema.sql"


def unpack(commit: str, folder: Path) -> Path:
    """Write the sources of a commit into a folder, and return the folder of the package."""
    archive = subprocess.run(("git", "-C", str(ROOT), "archive", commit, "src"), check=True, capture_output=True).stdout
    subprocess.run(("tar", "-x", "-C", str(folder)), input=archive, check=True)
    return folder / "src"


def least(source: Path, command: tuple[str, ...]) -> float:
    """Return the seconds of processor time that a command of a tree takes, once."""
    os.environ["PYTHONPATH"] = str(source)
    return cost(sys.executable, "-m", "ondelete", *command).processor


def main() -> int:
    """Print one line per command: both times and their ratio; return 1 if one is over the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commit")
    parser.add_argument("file")
    parser.add_argument("table")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--limit", type=float, default=1.1)
    arguments = parser.parse_args()
    commands = {
        "start": ("audit", str(SAMPLE)),
        "catalog": ("catalog", arguments.file),
        "audit": ("audit", arguments.file),
        f"explain {arguments.table}": ("explain", arguments.table, arguments.file),
        "reach": ("reach", arguments.file),
    }
    os.environ["PYTHONHASHSEED"] = "0"
    over = False
    with tempfile.TemporaryDirectory() as folder:
        trees = (ROOT / "src", unpack(arguments.commit, Path(folder)))
        for tree in trees:
            compileall.compile_dir(tree, quiet=1)
        for name, command in commands.items():
            rounds = [[least(tree, command) for tree in trees] for _ in range(arguments.rounds)]
            now, before = (min(times) for times in zip(*rounds, strict=True))
            over |= now > arguments.limit * before
            sys.stdout.write(f"{name:24} {now:6.3f} s, was {before:6.3f} s: {now / before:5.2f}x\n")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
