"""What the explorer page says in Chromium is what the engine says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from explorer_pages import CASES, sample

from ondelete.analyses.why import why, why_all
from ondelete.deletion.effects import table_id
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    Opened = Callable[..., Any]


_WALKS = """() => Object.fromEntries(explorer.tables.map(table => {
  const found = explorer.walk(table.number), id = number => explorer.tables[number].id;
  return [table.id, {
    deleted: [...found.deleted.keys()].map(id).sort(),
    updated: found.changes.map(c => [c.key.id, c.event, c.to, ...c.columns].join(' ')).sort(),
    failures: found.failures.map(f => [f.kind, f.key.id, id(f.table), f.certainty, f.reason].join(' ')).sort(),
    steps: [...new Set(found.steps.map(s => [s.key.id, id(s.referenced), s.event, s.outcome].join(' ')))].sort(),
  }];
}))"""


@pytest.mark.parametrize("case", CASES)
def test_every_walk_of_the_page_is_the_engines_prediction(explore: Opened, case: str) -> None:
    walks = explore(case).evaluate(_WALKS)
    schema = sample(case)
    assert set(walks) == {table_id(table) for table in (*schema.catalog.tables, *schema.catalog.external)}
    for table in schema.catalog.tables:
        prediction = schema.predict_delete(table)
        assert walks[table_id(table)] == {
            # The page walks foreign keys; what triggers delete is not drawn.
            "deleted": sorted({table_id(entry.table) for entry in prediction.deleted if entry.trigger is None}),
            "updated": sorted(" ".join((u.key.id, u.event, u.to, *u.columns)) for u in prediction.updated),
            "failures": sorted(
                {" ".join((f.kind, f.key.id, table_id(f.table), f.certainty, f.reason)) for f in prediction.failures}
            ),
            "steps": sorted(
                {" ".join((s.key.id, table_id(s.referenced), s.event, s.outcome)) for s in prediction.steps}
            ),
        }


@pytest.mark.parametrize("case", CASES)
def test_what_can_delete_a_table_is_what_the_engine_says_of_all_others(explore: Opened, case: str) -> None:
    found = explore(case).evaluate(
        "() => Object.fromEntries(explorer.tables.filter(t => !t.isPartition).map(t => "
        "[t.id, [...explorer.deletersOf(t.number).keys()].map(n => explorer.tables[n].id).sort()]))"
    )
    schema = sample(case)
    expected: dict[str, set[str]] = {table_id(table): set() for table in schema.key_graph.tables}
    for table in schema.key_graph.tables:
        for entry in schema.predict_delete(table).deleted:
            if schema.key_graph.node(entry.table) != table and entry.trigger is None:
                expected[table_id(schema.key_graph.node(entry.table))].add(table_id(table))
    assert found == {table: sorted(deleters) for table, deleters in expected.items()}


@pytest.mark.parametrize("case", [case for case in CASES if case != "backoffice"])
def test_chains_are_those_of_why(explore: Opened, case: str) -> None:
    found = explore(case).evaluate(
        "() => { const roots = explorer.tables.filter(t => !t.isPartition); return Object.fromEntries("
        "roots.flatMap(a => roots.map(b => { const {chains, complete} = explorer.chainsBetween(a.number, b.number);"
        "return [a.id + ' ' + b.id, [complete, ...chains.map(c => c.map(l => l.key.id + ' ' + l.event).join(', '))]];"
        "}))); }"
    )
    graph = sample(case).key_graph
    for table in graph.tables:
        for other in graph.tables:
            complete, *chains = found[f"{table_id(table)} {table_id(other)}"]
            expected = why_all(graph, table, other)
            assert complete == expected.complete
            assert chains == [", ".join(f"{link.key.id} {link.event}" for link in chain) for chain in expected.chains]
            shortest = why(graph, table, other).chains
            assert [chain.count(",") + 1 for chain in chains[:1]] == [len(chain) for chain in shortest]


def test_what_cannot_be_seen_is_written_as_everywhere_else(explore: Opened) -> None:
    codes = [*range(0x300), *range(0x600, 0x720), 0x180E, *range(0x2000, 0x2080), *range(0xD800, 0xE000), 0xFEFF]
    codes += [*range(0xFFF0, 0x10000), 0x1F600, *range(0xE0000, 0xE0100), 0xE1000]
    shown = explore("helpdesk").evaluate(
        "codes => codes.map(code => explorer.visible(String.fromCodePoint(code)).isWellFormed() &&"
        " explorer.visible(String.fromCodePoint(code)))",
        codes,
    )
    assert shown == [visible(chr(code)) for code in codes]


# --- views
