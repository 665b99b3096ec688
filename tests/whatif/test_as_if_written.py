"""What would be if a key were written otherwise is what is when it is written so: every answer for a random schema."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from believable import believable_schema
from helpers import catalog_of
from ondelete.deletion.predict import predict_statically
from ondelete.fixes.builders import definition
from ondelete.schema import Schema

if TYPE_CHECKING:
    from ondelete.catalog import Catalog

WORDS = ("cascade", "restrict", "no-action", "set-null", "set-default", "deferred", "none")


def read(text: str) -> Schema:
    return Schema(catalog_of(text))


def assert_as_if_written(random: Random) -> None:
    """Change some keys of a random schema in both ways, and compare the catalogs and all their answers."""
    text = believable_schema(random)
    before = read(text)
    keys = before.catalog.foreign_keys
    chosen = random.sample(keys, min(len(keys), random.randint(1, 3)))
    asked = [f"{key.id}={random.choice(WORDS)}" for key in chosen]
    if random.random() < 0.3:
        name = random.choice([table.name for table in before.catalog.tables])
        asked.append(f"new:{name}.tenant→t0={random.choice(WORDS[:-1])}")
    supposed = before.suppose(*asked)
    written = read(as_written(text, supposed))
    assert without_places(supposed.catalog) == without_places(written.catalog)
    for table in written.catalog.tables:
        one, other = (predict_statically(catalog, table) for catalog in (supposed.catalog, written.catalog))
        assert (one.verdict, ids(one.deleted), ids(one.updated)) == (
            other.verdict, ids(other.deleted), ids(other.updated)
        )  # fmt: skip
        assert [(f.id, f.certainty, f.reason) for f in one.failures] == [
            (f.id, f.certainty, f.reason) for f in other.failures
        ]


def as_written(text: str, supposed: Schema) -> str:
    lines = text.splitlines()
    for change in supposed.supposed:
        key = change.key
        new = f"ALTER TABLE {key.table.name} ADD CONSTRAINT {key.name} {definition(change.after or key)};"
        if change.before is None:
            lines.append(new)
            continue
        head = f"ALTER TABLE {key.table.name} ADD CONSTRAINT {key.name} "
        place = next(n for n, line in enumerate(lines) if line.startswith(head))
        lines[place] = "" if change.after is None else new
    return "\n".join(lines)


def ids(entries: tuple[object, ...]) -> list[str]:
    return [entry.id for entry in entries]  # type: ignore[attr-defined]


def without_places(catalog: Catalog) -> list[tuple[object, ...]]:
    parts = [(key.id, definition(key), key.timing, key.set_columns) for key in catalog.foreign_keys]
    return [*parts, tuple(catalog.tables), catalog.keys, catalog.indexes, catalog.checks]


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_the_answer_is_that_for_a_file_in_which_it_is_written_so(random: Random) -> None:
    assert_as_if_written(random)


@pytest.mark.fuzz
def test_the_same_for_many_schemas(request: pytest.FixtureRequest) -> None:
    count, first = request.config.getoption("--fuzz", 0), request.config.getoption("--fuzz-seed", 1)
    if not count:
        pytest.skip("a long run: --fuzz=N")
    for seed in range(first, first + count):
        assert_as_if_written(Random(seed))
