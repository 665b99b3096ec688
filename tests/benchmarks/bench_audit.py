"""How much longer than parsing does an answer take? Whole processes side by side, on a dump given by argument.

    python tests/benchmarks/bench_audit.py db/structure.sql [TABLE] [--rounds 7]

The yardstick is a bare process that imports pglast and calls ``parse_sql_json`` on the text. Runs alternate, and
the figure is the ratio of the medians of processor time (user and system), which other work on the machine disturbs
least; wall time is shown beside it. Targets: ratio 4 at most (3 is aimed at), peak memory 120 MiB at most.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections import defaultdict
from statistics import median
from typing import NamedTuple

BARE = (
    "import sys; from pglast.parser import parse_sql_json; parse_sql_json(open(sys.argv[1], encoding='utf-8').read())"
)


RATIO, MEMORY = 4, 120  # bounds of audit and explain: times the yardstick, MiB


class Cost(NamedTuple):
    """What a process took: seconds by the clock, seconds of processor time, MiB at its peak."""

    wall: float
    processor: float
    memory: float


def cost(*command: str) -> Cost:
    """Run a process to its end and return what it took; its output is thrown away."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: exit status {process.returncode}")
    return Cost(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def widest_table(file: str) -> str:
    """Return the table whose delete reaches most tables."""
    import ondelete

    schema = ondelete.read_schema(file)
    return str(max(schema.survey(), key=lambda found: len(found.deleted)).table)


def main() -> int:
    """Print one line per command: its medians and their ratio to the yardstick; return 1 where a bound was passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("table", nargs="?", help="for explain; without it the one with the largest cascade")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    table = arguments.table or widest_table(arguments.file)
    program = (sys.executable, "-m", "ondelete")
    commands = {
        "parse_sql_json": (sys.executable, "-c", BARE, arguments.file),
        "catalog": (*program, "catalog", arguments.file),
        "audit": (*program, "audit", arguments.file),
        f"explain {table}": (*program, "explain", table, arguments.file),
        "reach": (*program, "reach", arguments.file),
    }
    costs: dict[str, list[Cost]] = defaultdict(list)
    for _ in range(arguments.rounds):
        for name, command in commands.items():
            costs[name].append(cost(*command))
    passed = False
    yardstick = median(entry.processor for entry in costs["parse_sql_json"])
    for name, entries in costs.items():
        wall, processor, memory = (median(values) for values in zip(*entries, strict=True))
        bounded = name.startswith(("audit", "explain"))
        passed |= bounded and (processor > RATIO * yardstick or memory > MEMORY)
        sys.stdout.write(
            f"{name:32} {processor / yardstick:5.1f}x {processor:6.2f} s ({wall:.2f} s of clock) {memory:4.0f} MiB\n"
        )
    return int(passed)


if __name__ == "__main__":
    sys.exit(main())
