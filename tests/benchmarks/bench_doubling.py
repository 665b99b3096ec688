"""Does twice the input take twice the time? Every shape of ``shapes.py`` at three sizes, read in this process.

    python tests/benchmarks/bench_doubling.py [--size 1000] [SHAPE ...]

Prints the processor time of n, 2n and 4n, and by how much a doubling grows it (the geometric mean of both, since one
is easily disturbed). Bound: 2.3 times; what takes less than 20 ms is too short to be measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from shapes import SHAPES

from ondelete.dump import read_catalog
from ondelete.errors import OndeleteError

GROWTH = 2.3
SHORT = 0.02  # seconds
ROUNDS = 5


def seconds(path: Path) -> float:
    """Return the processor time of reading a file, the least of a few rounds; a refusal counts as well."""
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        with suppress(OndeleteError):
            read_catalog([str(path)])
        found.append(time.process_time() - start)
    return min(found)


def measured(name: str, size: int, path: Path) -> list[float]:
    """Return the times of a shape at the size, twice the size, and four times the size."""
    found = []
    for times in (1, 2, 4):
        path.write_text(SHAPES[name](size * times), "utf-8")
        found.append(seconds(path))
    return found


def main() -> int:
    """Measure, print, and fail if a bound was passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=", ".join(SHAPES))
    parser.add_argument("--size", type=int, default=1000)
    arguments = parser.parse_args()
    passed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.shapes or SHAPES:
            times = measured(name, arguments.size, Path(folder) / "schema.sql")
            growth = (times[-1] / times[0]) ** 0.5
            beyond = growth > GROWTH and times[-1] > SHORT
            passed += beyond
            shown = " ".join(f"{each * 1e3:8.1f}" for each in times)
            sys.stdout.write(f"{name:28} {shown} ms {growth:5.2f}x{' beyond the bound' if beyond else ''}\n")
            sys.stdout.flush()
    return min(passed, 1)


if __name__ == "__main__":
    sys.exit(main())
