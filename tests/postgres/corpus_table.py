"""Print, as a Markdown table, what became of witnesses for the public schemas kept beside the checkout.

Usage: python tests/postgres/corpus_table.py [MOST EFFECTS PER FILE] [NAME ...]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]

from corpus_runs import FILES, Loaded, examine  # noqa: E402 - found by the line above
from server import Server  # noqa: E402 - found by the line above
from witness_runs import Tally  # noqa: E402 - found by the line above

HEAD = """\
| file | server | tables | effects | tried | proved | reproduced | by trigger or rule | differ | undecided, shown |
|---|---|---|---|---|---|---|---|---|---|
"""


class Servers:
    """Starts each server once."""

    def __init__(self) -> None:
        self.running: dict[int, Server] = {}

    def __call__(self, version: int) -> Server:
        if version not in self.running:
            self.running[version] = Server(version)
        return self.running[version]

    def stop(self) -> None:
        for server in self.running.values():
            server.stop()


def row(name: str, loaded: Loaded | None, tally: Tally) -> str:
    where = "none" if loaded is None else str(loaded.server.version)
    if loaded is not None and loaded.refused:
        where += f" ({loaded.refused} statements refused)"
    done = [tally.reproduced, tally.with_bodies, len(tally.differences)] if loaded is not None else ["-", "-", "-"]
    shown = f"{tally.undecided}, {tally.shown_by_server}" if loaded is not None else "-"
    cells = [name, where, tally.tables, tally.effects, tally.tried, tally.proved, *done, shown]
    return f"| {' | '.join(map(str, cells))} |\n"


def main(arguments: list[str]) -> None:
    most = int(arguments[0]) if arguments else 200
    wanted = [path for path in FILES if not arguments[1:] or any(part in path.name for part in arguments[1:])]
    start = Servers()
    sys.stdout.write(HEAD)
    try:
        for path in wanted:
            began = time.monotonic()
            found = examine(path, start, most)
            if isinstance(found, str):
                sys.stdout.write(f"| {path.name} | cannot be read: {found} |\n")
                continue
            sys.stdout.write(row(path.name, *found))
            sys.stdout.flush()
            seconds = time.monotonic() - began
            sys.stderr.write(f"{path.name}: {seconds:.0f} s, not proved: {dict(found[1].reasons)}\n")
            sys.stderr.write(
                "".join(f"{difference}\n" for difference in (*found[1].differences[:5], *found[1].bodies[:3]))
            )
    finally:
        start.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
