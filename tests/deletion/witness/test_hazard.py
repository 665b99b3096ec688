"""Double-update hazards: the rows are found, the order of keys is judged, and what cannot happen is told apart."""

from __future__ import annotations

from itertools import chain

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.simulation.simulate import simulate_delete
from ondelete.deletion.static.events import EventGraph
from ondelete.deletion.static.hazards import candidates_by_key
from ondelete.deletion.witness.hazard import prove_hazard
from ondelete.deletion.witness.rechecks import MOST_TRIES, hazards_by_key

TABLES = """
    CREATE TABLE users (id integer PRIMARY KEY);
    CREATE TABLE projects (id integer PRIMARY KEY, owner integer);
    CREATE TABLE issues (id integer PRIMARY KEY, project integer, author integer, assignee integer{check});
"""
OWNER = "ALTER TABLE projects ADD CONSTRAINT owner FOREIGN KEY (owner) REFERENCES users ON DELETE CASCADE;"
PROJECT = "ALTER TABLE issues ADD CONSTRAINT project FOREIGN KEY (project) REFERENCES projects ON DELETE CASCADE{late};"
AUTHOR = "ALTER TABLE issues ADD CONSTRAINT author FOREIGN KEY (author) REFERENCES users ON DELETE SET NULL;"
ASSIGNEE = "ALTER TABLE issues ADD CONSTRAINT assignee FOREIGN KEY (assignee) REFERENCES users ON DELETE SET NULL;"


def proofs(*keys, check="", late=""):
    catalog = catalog_of(TABLES.format(check=check) + "".join(keys).format(late=late))
    users = QualifiedName("public", "users")
    found = (
        prove_hazard(catalog, users, hazard)
        for hazard in chain.from_iterable(candidates_by_key(EventGraph(catalog, users)))
    )
    return catalog, [proof for proof in found if proof is not None]


@pytest.mark.parametrize(
    ("keys", "fails"),
    [((AUTHOR, ASSIGNEE, OWNER, PROJECT), True), ((OWNER, PROJECT, AUTHOR, ASSIGNEE), False)],
    ids=["the update comes first", "the delete comes first"],
)
def test_the_order_of_keys_decides(keys, fails):
    catalog, (proof,) = proofs(*keys)
    assert (proof.fails, proof.other_order) == (fails, True)
    rows = {}
    for row in proof.rows:
        rows.setdefault(row.table, []).append(row.values)
    assert len(proof.rows) == 3
    outcome = simulate_delete(catalog, rows, proof.delete.table, lambda row: row["id"] == proof.delete.where["id"])
    assert (outcome.failed is not None) == fails
    assert outcome.failed is None or outcome.failed.constraint == "project"


def test_a_deferred_key_is_safe():
    assert proofs(AUTHOR, ASSIGNEE, OWNER, PROJECT, late=" DEFERRABLE INITIALLY DEFERRED")[1] == []


def test_one_update_is_no_hazard():
    assert proofs(AUTHOR, OWNER, PROJECT)[1] == []


def test_a_row_that_its_check_forbids_is_no_hazard():
    check = ", CHECK (num_nonnulls(author, assignee) <= 1)"
    assert proofs(AUTHOR, ASSIGNEE, OWNER, PROJECT, check=check)[1] == []


def test_of_the_pairs_of_many_keys_only_those_that_are_tried_are_made():
    columns = "".join(f", c{n} integer REFERENCES users ON DELETE SET NULL" for n in range(60))
    catalog = catalog_of(
        "CREATE TABLE users (id integer PRIMARY KEY);"
        "CREATE TABLE projects (id integer PRIMARY KEY, owner integer REFERENCES users ON DELETE CASCADE);"
        f"CREATE TABLE issues (id integer PRIMARY KEY, project integer REFERENCES projects ON DELETE CASCADE{columns});"
    )
    graph = EventGraph(catalog, QualifiedName("public", "users"))
    assert [sum(1 for _ in hazards) for hazards in candidates_by_key(graph)] == [60 * 59 // 2, *[0] * 60]
    assert [len(hazards) for hazards in hazards_by_key(graph)] == [MOST_TRIES]
