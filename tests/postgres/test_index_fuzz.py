"""The differential fuzz of index verdicts: on random tables, keys and indexes we say what the planner does.

``pytest tests/postgres/test_index_fuzz.py --fuzz=5000`` runs that many cases on each server, from ``--fuzz-seed`` on.
Where the verdict is not full, the fix is applied to the server and asked about too. The figures of the last long run
are in docs/indexes.md.
"""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import psycopg
import pytest
from index_generator import IndexCaseMaker
from ri_plans import FULL, NONE, WEAK, Planner

from helpers import catalog_of, index_fixes_sql
from ondelete.analyses.index_coverage import index_coverage

if TYPE_CHECKING:
    from collections.abc import Callable

    from server import Server

    from ondelete.analyses.index_coverage import KeyCoverage

EXTENSIONS = ("btree_gin", "btree_gist", "bloom", "citext")


class Compared(Counter[str]):
    """How often what was seen: verdicts, statements run and refused, fixes."""


def compare(seed: int, planner: Planner, tally: Compared) -> None:
    """Build a case, compare the verdict and the index that is named, apply the fix and compare again."""
    case = IndexCaseMaker(Random(seed), contrib=planner.server.version == 15).case()
    planner.ask("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    try:
        planner.ask("; ".join(case.tables))
    except psycopg.Error:
        tally["no tables"] += 1  # a partition that a partition key rules out, a key between types that do not compare
        return
    run = [*case.tables, *(statement for statement in case.indexes if accepted(planner, statement, tally))]
    entry = judged(";\n".join(run))
    (key,) = planner.refresh()
    if not planner.ask("SELECT 1 FROM pg_class WHERE relkind = 'r' AND relname ~ '^c\\d*$'"):
        tally["no tables"] += 1
        return
    verdict = planner.verdict(key)
    tally[verdict] += 1
    assert entry.verdict is verdict, entry.reason
    if entry.index is not None and planner.is_of(key, entry.index) and "PARTITION" not in run[2]:
        assert planner.verdict_by(key, entry.index) is verdict, f"by {entry.index}: {entry.reason}"
    for sql in index_fixes_sql(catalog_of(";\n".join(run))).values():
        mend(sql, run, planner, tally)


def mend(sql: str, run: list[str], planner: Planner, tally: Compared) -> None:
    for statement in sql.splitlines():
        planner.ask(statement)
    tally["fixes"] += 1
    (key,) = planner.refresh()
    assert judged(";\n".join([*run, sql])).verdict is FULL, sql
    assert planner.verdict(key) is FULL, sql


def accepted(planner: Planner, statement: str, tally: Compared) -> bool:
    try:
        planner.ask(statement)
    except psycopg.Error:
        tally["refused"] += 1
        return False
    tally["run"] += 1
    return True


def judged(sql: str) -> KeyCoverage:
    (entry,) = index_coverage(catalog_of(sql)).values()
    return entry


@pytest.mark.parametrize("version", [15, 16, 18])
def test_the_planner_agrees_about_random_indexes(
    version: int, start_server: Callable[[int], Server], request: pytest.FixtureRequest
) -> None:
    wanted = request.config.getoption("--fuzz") or 150
    first = request.config.getoption("--fuzz-seed")
    server, tally, seed = start_server(version), Compared(), first
    with server.database() as database:
        planner = Planner(server, database)
        for extension in EXTENSIONS if version == 15 else ():
            planner.ask(f"CREATE EXTENSION {extension} SCHEMA pg_catalog")
        while sum(tally[verdict] for verdict in (FULL, WEAK, NONE)) < wanted:
            try:
                compare(seed, planner, tally)
            except AssertionError as difference:
                pytest.fail(f"seed {seed} on {server}\n{told(seed, version)}\n{difference}")
            seed += 1
    print(f"{server}: {dict(tally)}, seeds {first} to {seed - 1}")  # noqa: T201
    assert min(tally[verdict] for verdict in (FULL, WEAK, NONE)) > wanted // 10
    assert tally["fixes"] > wanted // 4
    assert tally["refused"] < tally["run"]


def told(seed: int, version: int) -> str:
    case = IndexCaseMaker(Random(seed), contrib=version == 15).case()
    return "\n".join(f"{statement};" for statement in (*case.tables, *case.indexes))
