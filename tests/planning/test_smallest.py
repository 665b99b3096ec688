"""No plan changes more keys than it has to: every smaller set of changes, with every action, is tried."""

from __future__ import annotations

from itertools import combinations, product
from random import Random
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from believable import believable_schema
from helpers import catalog_of
from ondelete.catalog import ForeignKey, ReferentialAction
from ondelete.deletion.kinds import Verdict
from ondelete.deletion.predict import predict_statically
from ondelete.planning.ground import Ground
from ondelete.planning.network import Network
from ondelete.planning.search import Search
from ondelete.planning.wishes import Wishes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, QualifiedName

MOST_KEYS = 8
TRIED = 2
"""The largest sets that are tried; a long run tries those of three keys, too."""


def every_way(key: ForeignKey) -> Iterator[ForeignKey]:
    lists: list[tuple[str, ...] | None] = [None, *((c,) for c in key.columns if len(key.columns) > 1)]
    for action in ReferentialAction:
        for listed in lists if action in (ReferentialAction.SET_NULL, ReferentialAction.SET_DEFAULT) else [None]:
            other = replace(key, on_delete=action, set_columns=listed)
            if other != key:
                yield other


def in_reach(catalog: Catalog, table: QualifiedName) -> list[int]:
    """Return the places of the keys that a delete can meet, whatever their actions are."""
    tables = [table]
    for each in tables:  # grows while it is read
        tables += [k.table for k in catalog.foreign_keys_to.get(each, ()) if k.table not in tables]
    return [place for place, key in enumerate(catalog.foreign_keys) if key.referenced_table in tables]


def changed_sets(catalog: Catalog, table: QualifiedName, number: int) -> Iterator[Catalog]:
    keys = catalog.foreign_keys
    for chosen in combinations(in_reach(catalog, table), number):
        for ways in product(*(tuple(every_way(keys[place])) for place in chosen)):
            others = list(keys)
            for place, way in zip(chosen, ways, strict=True):
                others[place] = way
            yield catalog.with_foreign_keys(tuple(others))


def is_clear(catalog: Catalog, table: QualifiedName) -> bool:
    return predict_statically(catalog, table).verdict is Verdict.CLEAR


def smallest_plan(catalog: Catalog, table: QualifiedName) -> int | None:
    ground = Ground(catalog, (table,), Wishes())
    for found in Search(ground, Network(ground, wide=False)):
        assert all(one.verdict is Verdict.CLEAR for one in found.after)
        return len(found.choice.changes)
    return None


def assert_no_smaller_plan(random: Random, tried: int = TRIED) -> bool:
    """Compare with brute force for one table of a random schema; return whether there was one to mend."""
    text = believable_schema(random)
    if random.random() < 0.5:  # as a team writes it that restricts everything
        text = text.replace("ON DELETE CASCADE", "ON DELETE RESTRICT")
    catalog = catalog_of(text)
    if len(catalog.foreign_keys) > MOST_KEYS:
        return False
    table = next((table for table in catalog.tables if not is_clear(catalog, table)), None)
    if table is None:
        return False
    size = smallest_plan(catalog, table)
    for number in range(min(tried + 1, tried + 1 if size is None else size)):
        smaller = (other for other in changed_sets(catalog, table, number) if is_clear(other, table))
        assert next(smaller, None) is None, (text, table, size)
    return True


def test_no_smaller_set_of_changes_helps() -> None:
    assert sum(assert_no_smaller_plan(Random(seed)) for seed in range(60)) > 20


@pytest.mark.fuzz
def test_the_same_for_many_schemas(request: pytest.FixtureRequest) -> None:
    count, first = request.config.getoption("--fuzz", 0), request.config.getoption("--fuzz-seed", 1)
    if not count:
        pytest.skip("a long run: --fuzz=N")
    seed, judged = first, 0
    while judged < count:
        judged += assert_no_smaller_plan(Random(seed), 3)
        seed += 1
