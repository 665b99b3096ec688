"""What is found cheaply is what predictions of all deletes say: on samples, random schemas and public dumps."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from generator import generate

from helpers import catalog_of
from ondelete.analyses.order_risks import OrderRisks, can_be_rechecked
from ondelete.catalog import Catalog
from ondelete.deletion.predict import predict_delete
from ondelete.deletion.static.events import EventGraph
from ondelete.dump import read_catalog

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(ROOT.glob("samples/*/schema.sql"))
CORPUS = sorted((ROOT.parent / "shared/corpus/dumps").glob("*.sql"))
CHUNK = 50


def found(catalog: Catalog) -> tuple[set[str], set[str]]:
    """Return the keys whose outcome hangs on the order, and the re-checked keys."""
    risks = OrderRisks(catalog)
    ordered = {key.id for tie in risks.ties() if tie.clause == "delete" for key in (tie.first, tie.second)}
    return ordered, {risk.hazard.key.id for risk in risks.rechecks()}


def predicted(catalog: Catalog) -> tuple[set[str], set[str]]:
    """Return the same from predictions of a delete on every table, partitions apart."""
    ordered: set[str] = set()
    rechecked: set[str] = set()
    for table in catalog.tables:
        if catalog.root_of(table) != table:
            continue
        graph = EventGraph(catalog, table)
        for firing in graph.firings:
            if firing.rival is not None and firing.clause == "delete":
                ordered |= {firing.key.id, firing.rival.key.id}
        for failure in predict_delete(catalog, table).failures:
            if failure.kind == "recheck" and failure.shown:
                rechecked.add(failure.key.id)
    return ordered, rechecked


@pytest.mark.parametrize("path", [*SAMPLES, *CORPUS], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_on_real_schemas(path: Path) -> None:
    catalog = read_catalog([str(path)])
    assert found(catalog) == predicted(catalog)


@pytest.mark.parametrize("adversarial", [True, False])
@pytest.mark.parametrize("first", range(0, 100, CHUNK))
def test_on_random_schemas(first: int, adversarial: bool) -> None:
    for seed in range(first, first + CHUNK):
        case = generate(Random(seed), adversarial=adversarial)
        assert found(case.catalog) == predicted(case.catalog), f"seed {seed}:\n{case.sql}"


def test_random_schemas_hold_both_kinds() -> None:
    kinds = [found(generate(Random(seed)).catalog) for seed in range(CHUNK)]
    assert any(ordered for ordered, _ in kinds)
    assert any(rechecked for _, rechecked in kinds)


def test_a_schema_whose_keys_cannot_meet_costs_no_event() -> None:
    catalog = catalog_of("CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (fk int REFERENCES p ON DELETE CASCADE);")
    assert list(OrderRisks(catalog).graphs(can_be_rechecked)) == []


@pytest.mark.parametrize(("passes_on", "clauses"), [("ON DELETE SET NULL", ["update"]), ("", [])])
def test_two_keys_that_answer_a_change_differently_are_a_tie_if_an_action_makes_the_change(
    passes_on: str, clauses: list[str]
) -> None:
    catalog = catalog_of(
        f"CREATE TABLE q (u int PRIMARY KEY); CREATE TABLE p (u int UNIQUE REFERENCES q {passes_on});"
        "CREATE TABLE c (u int, FOREIGN KEY (u) REFERENCES p (u) ON DELETE CASCADE ON UPDATE CASCADE,"
        " FOREIGN KEY (u) REFERENCES p (u) ON DELETE CASCADE ON UPDATE SET NULL);"
    )
    assert [tie.clause for tie in OrderRisks(catalog).ties()] == clauses
