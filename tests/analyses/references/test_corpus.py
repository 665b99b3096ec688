"""Every declared key of public schemas, left out and asked for: what the rest of the schema says of its column."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ondelete.analyses.references import Resolver
from ondelete.dump import read_catalog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ondelete.catalog import Catalog, ForeignKey

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "dumps"
PAGE = Path(__file__).resolve().parents[3] / "docs" / "references.md"
DUMPS = sorted(CORPUS.glob("*.sql"))

needs_corpus = pytest.mark.skipif(not DUMPS, reason="the public dumps are not here")


def left_out(catalog: Catalog) -> Counter[str]:
    """Return how many keys of one column there are, how many of them are resolved, and how many of these are right."""
    found = Counter({"keys": 0, "resolved": 0, "right": 0})
    resolver = Resolver(catalog)
    for key in catalog.foreign_keys:
        table = catalog.tables.get(key.table)
        if len(key.columns) > 1 or table is None or key.referenced_table not in catalog.tables:
            continue
        column = table.column(key.columns[0])
        assert column is not None
        own = [other for other in catalog.foreign_keys_from[key.table] if column.name in other.columns]
        said = resolver.without(own).reference(table, column)
        found["keys"] += 1
        if said is not None:
            pairs = dict(zip(said.columns, said.referenced_columns, strict=True))
            found["resolved"] += 1
            found["right"] += any(
                _meets(other, column.name, pairs[column.name]) and other.referenced_table == said.to for other in own
            )
    return found


def composite_left_out(catalog: Catalog) -> Counter[str]:
    """Return the same of keys of several columns; such a key is right if all of its columns are told, and no other."""
    found = Counter({"keys": 0, "resolved": 0, "right": 0})
    resolver = Resolver(catalog)
    for key in catalog.foreign_keys:
        table = catalog.tables.get(key.table)
        if len(key.columns) < 2 or table is None or key.referenced_table not in catalog.tables:
            continue
        own = [one for one in catalog.foreign_keys_from[key.table] if not set(one.columns).isdisjoint(key.columns)]
        asked = resolver.without(own)
        told = [asked.reference(table, column) for column in table.columns if column.name in key.columns]
        several = [one for one in told if one is not None and len(one.columns) > 1]
        found["keys"] += 1
        found["resolved"] += bool(several)
        right = [one for one in several if set(one.columns) == set(key.columns)]
        found["right"] += any(one.to == key.referenced_table for one in right)
    return found


def _meets(key: ForeignKey, column: str, referenced: str) -> bool:
    return dict(zip(key.columns, key.referenced_columns, strict=True)).get(column) == referenced


def rows(dumps: Iterable[Path]) -> tuple[list[str], Counter[str]]:
    """Return the rows of the page's table, and the sum."""
    lines, total, several = [], Counter[str](), Counter[str]()
    for path in dumps:
        catalog = read_catalog([str(path)])
        found = left_out(catalog)
        total += found
        several += composite_left_out(catalog)
        lines.append(_row(path.name, found))
    return [*lines, _row("all", total), _row("all, keys of several columns", several)], total


def _row(name: str, found: Counter[str]) -> str:
    return f"| {name} | {found['keys']} | {found['resolved']} | {found['right']} |"


@needs_corpus
def test_keys_that_are_left_out_are_found_again(request: pytest.FixtureRequest) -> None:
    lines, total = rows(DUMPS)
    assert total["right"] >= 0.99 * total["resolved"]
    assert total["resolved"] >= 0.9 * total["keys"]
    text = PAGE.read_text(encoding="utf-8")
    head, mark, rest = text.partition("|---|---|---|---|\n")
    after = rest[rest.index("\n\n") :]
    expected = head + mark + "\n".join(lines) + after
    if request.config.getoption("--update-goldens"):
        PAGE.write_text(expected, encoding="utf-8")
    else:
        assert text == expected
