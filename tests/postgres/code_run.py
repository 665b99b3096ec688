"""Random triggers against servers: how many DELETEs were judged, and what was found.

Usage: python tests/postgres/code_run.py FIRST COUNT [VERSION ...]
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

import psycopg  # noqa: E402 - found by the line above
from code_generator import case_of  # noqa: E402
from code_judge import complaints, observe  # noqa: E402
from server import Server  # noqa: E402

from helpers import catalog_of  # noqa: E402
from ondelete.catalog import QualifiedName  # noqa: E402
from ondelete.deletion.predict import predict_statically  # noqa: E402


def judge(server: Server, database: str, seed: int, counts: Counter[str]) -> list[str]:
    """Run each DELETE of one row of a seed's schema; return what is not as predicted."""
    case = case_of(seed)
    try:
        server.execute(
            f"DROP SCHEMA public CASCADE; CREATE SCHEMA public; {case.ddl} {case.rows} {case.code}", database
        )
    except psycopg.Error as error:
        counts[f"refused {error.sqlstate}"] += 1
        return []
    catalog = catalog_of(case.ddl + case.code)
    names = [table.name for table in case.tables] + ["log"]
    found = []
    for table in case.tables:
        prediction = predict_statically(catalog, QualifiedName("public", table.name))
        counts["not modelled"] += bool(prediction.not_modelled)
        for where in ("id = 1", "id = 2", "n = 1"):
            seen = observe(server, database, names, table.name, where)
            counts["deletes"] += 1
            counts[seen.sqlstate or "done"] += 1
            counts[f"verdict {prediction.verdict.value}"] += 1
            found += [f"seed {seed}, {table.name} {where}: {each}" for each in complaints(prediction, catalog, seen)]
    return found


def main(first: int, count: int, versions: list[int]) -> None:
    """Run seeds in turn on the versions, and print counts and complaints."""
    servers = [Server(version) for version in versions]
    counts: Counter[str] = Counter()
    try:
        databases = [server.new_database() for server in servers]
        for seed in range(first, first + count):
            turn = seed % len(servers)
            for complaint in judge(servers[turn], databases[turn], seed, counts):
                counts["complaints"] += 1
                print(f"{complaint} ({servers[turn]})", flush=True)  # noqa: T201 - a script prints
    finally:
        for server in servers:
            server.stop()
    print(json.dumps(dict(counts.most_common())))  # noqa: T201 - a script prints


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), [int(each) for each in sys.argv[3:]] or [15, 16, 18])
