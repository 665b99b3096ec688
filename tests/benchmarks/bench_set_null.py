"""Is SET NULL less work than CASCADE? One DELETE whose row many rows reference, on a server, with either action.

    python tests/benchmarks/bench_set_null.py [--rows 300000] [--version 15] [--rounds 3]

It prints, for each action, the seconds of the DELETE and the WAL that it writes. The referencing table has a primary
key, an index on the key and a text column. There is no bound: the figures stand in docs/rules/cascade-into-large.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "postgres"))

from server import Server

ACTIONS = ("CASCADE", "SET NULL")
# Tests turn index scans and full pages off; people do not.
USUAL = """
ALTER SYSTEM SET full_page_writes = on;
ALTER SYSTEM SET enable_indexscan = on;
ALTER SYSTEM SET enable_bitmapscan = on;
SELECT pg_reload_conf();
"""


def measured(server: Server, action: str, rows: int) -> tuple[float, float]:
    """Return the seconds of one DELETE, and the MiB of WAL that it writes."""
    with server.database() as database:
        server.execute(
            "CREATE TABLE users (id bigint PRIMARY KEY);"
            "CREATE TABLE events (id bigint PRIMARY KEY, user_id bigint, note text);"
            "INSERT INTO users VALUES (1), (2);"
            f"INSERT INTO events SELECT n, 1, 'an event of some length' FROM generate_series(1, {rows}) n;"
            "CREATE INDEX ON events (user_id);"
            f"ALTER TABLE events ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE {action};",
            database,
        )
        server.execute("VACUUM ANALYZE events", database)
        server.execute("CHECKPOINT", database)
        ((before,),) = server.execute("SELECT pg_current_wal_insert_lsn()::text", database)
        started = time.perf_counter()
        server.execute("DELETE FROM users WHERE id = 1", database)
        seconds = time.perf_counter() - started
        ((written,),) = server.execute(f"SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '{before}')", database)
    return seconds, float(written) / (1 << 20)


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--version", type=int, default=15)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    server = Server(asked.version)
    try:
        for statement in filter(None, map(str.strip, USUAL.split(";"))):
            server.execute(statement)
        for action in ACTIONS:
            runs = [measured(server, action, asked.rows) for _ in range(asked.rounds)]
            seconds, wal = (median(values) for values in zip(*runs, strict=True))
            sys.stdout.write(f"{action:8}  {asked.rows:,} rows: {seconds:.2f} s, {wal:.0f} MiB of WAL\n")
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
