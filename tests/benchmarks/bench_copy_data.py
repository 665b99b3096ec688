"""How long a dump with much row data takes to read, against a loop that only counts its lines.

    python tests/benchmarks/bench_copy_data.py [MEBIBYTES]

Bounds: at most 10 times the loop, at most 120 MiB of memory. Both run in this process, one after the other, on the
same file (1 GiB by default, in the system's temporary directory), which is therefore in the file cache for both.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from ondelete.dump.statements.source import read_statements

ROW = b'%d\tsomebody%d@example.org\t2024-01-31 12:34:56.789\t\\N\t{"plan": "basic", "note": "it\'s; -- fine"}\t3.14\n'
HEAD = b"CREATE TABLE t (a bigint, b text, c timestamp, d text, e jsonb, f numeric);\nCOPY t FROM stdin;\n"
TAIL = b"\\.\n\nALTER TABLE ONLY t ADD CONSTRAINT t_pkey PRIMARY KEY (a);\n"


def write_dump(path: Path, mebibytes: int) -> None:
    """Write a dump of one table with about that many MiB of rows."""
    rows = b"".join(ROW % (n, n) for n in range(10_000))
    with path.open("wb") as file:
        file.write(HEAD)
        for _ in range(mebibytes * (1 << 20) // len(rows)):
            file.write(rows)
        file.write(TAIL)


def count_lines(path: Path) -> int:
    """Return the number of line ends: the yardstick."""
    lines = 0
    with path.open("rb", buffering=0) as file:
        while block := file.read(1 << 20):
            lines += block.count(b"\n")
    return lines


def seconds_of(run: object) -> float:
    """Return the wall-clock seconds that a call takes."""
    assert callable(run)
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def main() -> int:
    """Measure, print, and fail where a bound is passed."""
    mebibytes = int(sys.argv[1]) if len(sys.argv) > 1 else 1024
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dump.sql"
        write_dump(path, mebibytes)
        count_lines(path)
        loop = min(seconds_of(lambda: count_lines(path)) for _ in range(3))
        read = min(seconds_of(lambda: list(read_statements([str(path)]))) for _ in range(3))
        statements = list(read_statements([str(path)]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    right = [piece.location.line for piece in statements][-1] > 1 and len(statements) == 2
    print(f"{mebibytes} MiB: loop {loop:.2f} s, read {read:.2f} s, ratio {read / loop:.1f}, peak {peak:.0f} MiB")  # noqa: T201  # its output
    return 0 if right and read / loop <= 10 and peak <= 120 else 1


if __name__ == "__main__":
    sys.exit(main())
