"""The planner is the judge: each verdict is compared with the generic plan of the real RI query, on each server.

How a plan is judged stands in ``ri_plans``. The rows of docs/indexes.md name the groups of cases.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from index_case import CONTRIB, EXTENSIONS, Case, partial
from index_cases_of_columns import COLUMN_CASES
from index_cases_of_tables import TABLE_CASES
from ri_plans import FULL, NONE, WEAK, Planner

from helpers import catalog_of, index_fixes_sql
from ondelete.analyses.index_coverage import index_coverage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server import Server

    from ondelete.analyses.index_coverage import KeyCoverage


CASES = [*COLUMN_CASES, *TABLE_CASES]


NO_FIX = {"time to timetz, btree (fk)", "collations that disagree"}
"""Cases that no index can serve: its expression would depend on a setting, or no index has the collation."""


@pytest.fixture(scope="module")
def at(start_server: Callable[[int], Server]) -> Iterator[Callable[[int], Planner]]:
    """Give a function that returns a planner on the server of a version, with every extension that it has."""
    places: dict[int, Planner] = {}

    def find(version: int) -> Planner:
        if version not in places:
            server = start_server(version)
            places[version] = Planner(server, server.new_database())
            create_extensions(places[version])
        return places[version]

    yield find
    for planner in places.values():
        planner.server.drop_database(planner.database)


def create_extensions(planner: Planner) -> None:
    available = {row[0] for row in planner.ask("SELECT name FROM pg_available_extensions")}
    for extension in sorted(available.intersection(EXTENSIONS)):
        planner.ask(f"CREATE EXTENSION {extension} SCHEMA pg_catalog")


def runs_on(case: Case, version: int) -> bool:
    """Debian's PostgreSQL 15 is the one with contrib extensions."""
    return version == 15 if case.needs == CONTRIB else version >= int(case.needs)


def load(planner: Planner, ddl: str) -> KeyCoverage:
    planner.ask("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    planner.ask(ddl)
    (entry,) = index_coverage(catalog_of(ddl)).values()
    return entry


@pytest.mark.parametrize(
    ("version", "case"),
    [(version, case) for version in (15, 16, 18) for case in CASES if runs_on(case, version)],
    ids=lambda value: value.name if isinstance(value, Case) else f"pg{value}",
)
def test_the_planner_agrees(case: Case, version: int, at: Callable[[int], Planner]) -> None:
    planner = at(version)
    entry = load(planner, case.ddl)
    (key,) = planner.refresh()
    assert planner.verdict(key) is case.verdict, "the table of cases is wrong"
    assert entry.verdict is case.verdict, entry.reason
    if entry.index is not None and planner.is_of(key, entry.index):
        assert planner.verdict_by(key, entry.index) is case.verdict, "another index than the one that is named"
    assert (not index_fixes_sql(catalog_of(case.ddl))) is (entry.verdict is FULL or case.name in NO_FIX)


@pytest.mark.parametrize(
    ("version", "case"),
    [
        (version, case)
        for version in (15, 18)
        for case in CASES
        if runs_on(case, version) and case.verdict is not FULL and case.name not in NO_FIX
    ],
    ids=lambda value: value.name if isinstance(value, Case) else f"pg{value}",
)
def test_the_fix_serves(case: Case, version: int, at: Callable[[int], Planner]) -> None:
    planner = at(version)
    load(planner, case.ddl)
    (fix,) = index_fixes_sql(catalog_of(case.ddl)).values()
    for statement in fix.splitlines():
        planner.ask(statement)
    (after,) = index_coverage(catalog_of(f"{case.ddl};\n{fix}")).values()
    assert after.verdict is FULL, (fix, after.reason)
    assert planner.only_verdict() is FULL, fix


def test_a_weak_index_is_chosen_over_a_full_one_only_while_there_are_no_rows(at: Callable[[int], Planner]) -> None:
    planner = at(18)
    load(planner, "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE c (n bigint, fk bigint REFERENCES p);")
    planner.ask("CREATE INDEX i ON c (fk); CREATE UNIQUE INDEX j ON c (n, fk) WHERE fk IS NOT NULL")
    (key,) = planner.refresh()
    assert (planner.chosen(key), planner.verdict(key)) == (WEAK, FULL)
    planner.ask("INSERT INTO p SELECT generate_series(1, 100)")
    planner.ask("INSERT INTO c SELECT g, 1 + g % 100 FROM generate_series(1, 5000) g; ANALYZE")
    assert (planner.chosen(key), planner.verdict(key)) == (FULL, FULL)


@pytest.mark.parametrize("predicate", ["fk > 10", "fk <> 0"])
def test_some_partial_indexes_serve_a_plan_for_one_value_and_no_generic_one(
    predicate: str, at: Callable[[int], Planner]
) -> None:
    planner = at(16)
    load(planner, partial(predicate, NONE).ddl)
    (key,) = planner.refresh()
    assert planner.verdict(key) is NONE
    one_value = key.explain.replace("EXECUTE ri (NULL)", "EXECUTE ri (11)")
    plan = planner.ask(f"SET plan_cache_mode = force_custom_plan; {one_value}")
    planner.ask("SET plan_cache_mode = force_generic_plan")
    assert "'Index Name': 'i'" in str(plan)


ATOMS = (
    "fk IS NULL;fk IS NOT NULL;x IS NULL;x IS NOT NULL;n IS NOT NULL;fk > 10;fk <> x;x = 3;true;false;2 = 2;"
    "fk IS DISTINCT FROM NULL;NULL IS NOT DISTINCT FROM fk;x IS DISTINCT FROM NULL;t = 'true';fk IN (1, 2);"
    "NULL::boolean"
).split(";")


def predicate(random: Random, depth: int) -> str:
    if depth == 0:
        return f"({random.choice(ATOMS)})"
    one, other = (predicate(random, random.randrange(depth)) for _ in range(2))
    forms = (
        f"{one} AND {other}",
        f"{one} OR {other}",
        f"NOT {one}",
        f"{one} = true",
        f"{one} <> true",
        f"false = {one}",
    )
    return f"({random.choice(forms)})"


@pytest.mark.parametrize("version", [16, 18])
def test_the_planner_agrees_about_random_predicates(version: int, at: Callable[[int], Planner]) -> None:
    planner = at(version)
    random = Random(7)
    verdicts = []
    for _ in range(150):
        case = partial(predicate(random, 3), NONE)
        entry = load(planner, case.ddl)
        verdicts.append(planner.only_verdict())
        assert entry.verdict is verdicts[-1], case.name
    assert verdicts.count(FULL) > 30
    assert verdicts.count(NONE) > 30
