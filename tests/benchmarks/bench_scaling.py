"""Does the cost per table grow with the schema? Synthetic schemas of 1,000 to 30,000 tables, whole processes.

    python tests/benchmarks/bench_scaling.py [--tables 1000 3000 10000 30000] [--rounds 3]

Every table has a primary key, two foreign keys to tables before it (one to a hub, so that cascades are wide, one
to a neighbour, so that they are deep) and an index on one of them. Target: the cost per table (processor time,
the bare start of the program subtracted) grows at most 1.5 times from the smallest to the largest.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from bench_audit import cost

HUBS = 50
GROWTH = 1.5  # bound: from the smallest schema to the largest
ACTIONS = ("CASCADE", "SET NULL", "RESTRICT", "NO ACTION")


def schema(tables: int) -> str:
    """Return a dump of that many tables, as pg_dump orders it: tables, primary keys, indexes, foreign keys."""
    numbers = range(tables)
    parts = [
        f"CREATE TABLE public.t{n} (\n    id bigint NOT NULL,\n    hub_id bigint,\n    near_id bigint,\n"
        "    name text DEFAULT 'x'::text NOT NULL\n);\n"
        for n in numbers
    ]
    parts += [f"ALTER TABLE ONLY public.t{n}\n    ADD CONSTRAINT t{n}_pkey PRIMARY KEY (id);\n" for n in numbers]
    parts += [f"CREATE INDEX t{n}_hub_id_idx ON public.t{n} USING btree (hub_id);\n" for n in numbers]
    parts += [_key(n, "hub_id", n % HUBS, ACTIONS[n % 4]) for n in numbers if n >= HUBS]
    parts += [_key(n, "near_id", n - n % 8, ACTIONS[n % 3]) for n in numbers if n % 8]
    return "\n".join(parts)


def _key(table: int, column: str, referenced: int, action: str) -> str:
    on_delete = "" if action == "NO ACTION" else f" ON DELETE {action}"
    return (
        f"ALTER TABLE ONLY public.t{table}\n    ADD CONSTRAINT t{table}_{column}_fkey "
        f"FOREIGN KEY ({column}) REFERENCES public.t{referenced}(id){on_delete};\n"
    )


def main() -> int:
    """Print the cost per table by size and command, and its growth; return 1 where a bound was passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, nargs="+", default=[1000, 3000, 10000, 30000])
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    program = (sys.executable, "-m", "ondelete")
    start = median(cost(*program, "--version").processor for _ in range(arguments.rounds))
    passed = False
    for command in (("catalog",), ("audit",), ("explain", "t0")):
        per_table = {}
        for tables in arguments.tables:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "schema.sql"
                file.write_text(schema(tables), "utf-8")
                costs = [cost(*program, *command, str(file)) for _ in range(arguments.rounds)]
            per_table[tables] = (median(entry.processor for entry in costs) - start) / tables
            memory = max(entry.memory for entry in costs)
            sys.stdout.write(
                f"{' '.join(command):12} {tables:6} tables {per_table[tables] * 1e6:5.0f} µs each {memory:5.0f} MiB\n"
            )
        growth = per_table[max(per_table)] / per_table[min(per_table)]
        passed |= growth > GROWTH
        sys.stdout.write(f"{' '.join(command):12} grows {growth:.2f}x\n")
    return int(passed)


if __name__ == "__main__":
    sys.exit(main())
