"""Every key of public schema dumps, kept beside the checkout: our verdict and that of a planner on the loaded file.

A file is loaded on the first of PostgreSQL 15 (which has the extensions), 16 and 18 that takes all of its keys and
indexes; where none does, on the one that takes most. A key is compared if the server has it and every index of its
table. ``-s`` prints what was compared where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from corpus_runs import CORPUS, FILES, load_on
from ri_plans import Planner

from ondelete.analyses.index_coverage import index_coverage
from ondelete.catalog import QualifiedName
from ondelete.catalog.constraints import constraint_id
from ondelete.dump import read_catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from ri_plans import ServerKey
    from server import Server

    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.catalog import Catalog

VERSIONS = (15, 16, 18)
UNREADABLE = ("dumpall_pg16_schema.sql",)
"""Files of several databases; one has to be named to read them."""
VARIANTS = sorted(path for path in CORPUS.glob("variants/*.sql") if path.name not in UNREADABLE)
NOT_LOADED = {
    "osm_website_structure.sql": 2,  # a table with a PostGIS type
    "nw_pg18.4_postdata_only.sql": 13,  # keys without tables
    "nw_pg18.4_some_tables.sql": 4,  # keys to tables that are not in the file
    "nw_pg18.4_stderr_mixed.sql": 7,  # messages of pg_dump stand inside statements
}
"""How many keys of a file no server takes."""


class Comparison(NamedTuple):
    """What came of a file: keys compared, those where no rows made a weak index the cheaper one, and differences."""

    compared: int
    misled: int
    differences: list[str]
    where: str


def compare(path: Path, start: Callable[[int], Server]) -> Comparison:
    catalog = read_catalog([str(path)])
    ours = index_coverage(catalog)
    best = Comparison(-1, 0, [], "nowhere")
    for version in VERSIONS:
        loaded = load_on(start(version), path)
        found = _compare(catalog, ours, Planner(loaded.server, loaded.database))
        loaded.server.drop_database(loaded.database)
        best = max(best, found, key=lambda one: one.compared)
        if best.compared == len(ours):
            break
    return best


def _compare(catalog: Catalog, ours: Mapping[str, KeyCoverage], planner: Planner) -> Comparison:
    give_partitions(planner)
    compared, misled, differences = 0, 0, []
    for key, entry in _comparable(catalog, ours, planner, planner.refresh()):
        verdict = planner.verdict(key)
        compared += 1
        misled += planner.chosen(key) is not verdict
        if verdict is not entry.verdict:
            differences.append(f"{entry.key.id}: {entry.verdict} ({entry.reason}), {verdict} on {planner.server}")
    return Comparison(compared, misled, differences, str(planner.server))


def _comparable(
    catalog: Catalog, ours: Mapping[str, KeyCoverage], planner: Planner, theirs: Iterable[ServerKey]
) -> Iterator[tuple[ServerKey, KeyCoverage]]:
    incomplete = {catalog.root_of(i.table) for i in catalog.indexes if (i.table.schema, i.name) not in planner.indexes}
    for key in theirs:
        table = QualifiedName(key.schema, key.table)
        entry = ours.get(constraint_id(table, key.name))
        if entry is not None and catalog.root_of(table) not in incomplete:
            assert key.columns == entry.key.columns
            yield key, entry


def give_partitions(planner: Planner) -> None:
    """Give every partitioned table without a partition one: nothing is scanned otherwise."""
    lonely = planner.ask(
        "SELECT partrelid::regclass::text, partstrat::text FROM pg_partitioned_table "
        "WHERE NOT EXISTS (SELECT FROM pg_inherits WHERE inhparent = partrelid)"
    )
    for number, (table, strategy) in enumerate(lonely):
        bound = "FOR VALUES WITH (MODULUS 1, REMAINDER 0)" if strategy == "h" else "DEFAULT"
        planner.ask(f"CREATE TABLE public.given_partition_{number} PARTITION OF {table} {bound}")


@pytest.mark.parametrize(
    "path",
    [*FILES, *VARIANTS] or [pytest.param(None, marks=pytest.mark.skip(reason="no public dumps beside the checkout"))],
    ids=lambda path: getattr(path, "name", "none"),
)
def test_the_planner_agrees_about_every_key_of_a_public_schema(
    path: Path, start_server: Callable[[int], Server]
) -> None:
    keys = [key for key in read_catalog([str(path)]).foreign_keys if key.enforced]
    found = compare(path, start_server)
    print(f"{path.name}: {found.compared} of {len(keys)} keys, {found.misled} misled, {found.where}")  # noqa: T201
    assert found.differences == []
    assert found.compared == len(keys) - NOT_LOADED.get(path.name, 0)
    assert found.misled <= max(1, len(keys) // 100)


def test_the_corpus_is_whole_where_there_is_one() -> None:
    if not CORPUS.exists():
        pytest.skip("no public dumps beside the checkout")
    assert len(FILES) > 15
    assert len(VARIANTS) > 10
