"""Re-checks (R9): shown by rows, or said to be not excluded."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.kinds import Certainty, FailureKind
from ondelete.deletion.static.events import EventGraph
from ondelete.deletion.witness.rechecks import MOST_TRIES, candidates_of, hazards_by_key, rechecks_of

STRIKES = """
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE mid (id int PRIMARY KEY, t int CONSTRAINT up REFERENCES t ON DELETE CASCADE);
CREATE TABLE c (a int, b int, x int);
ALTER TABLE c ADD CONSTRAINT one FOREIGN KEY (a) REFERENCES t ON DELETE SET NULL;
ALTER TABLE c ADD CONSTRAINT two FOREIGN KEY (b) REFERENCES t ON DELETE SET NULL;
ALTER TABLE c ADD CONSTRAINT risky FOREIGN KEY (x) REFERENCES mid ON DELETE CASCADE;
"""


def graph(more: str = "") -> EventGraph:
    return EventGraph(catalog_of(STRIKES + more), QualifiedName("public", "t"))


def test_a_recheck_that_rows_show() -> None:
    (failure,) = rechecks_of(graph())
    assert (failure.kind, failure.key.name, failure.sqlstates) == (FailureKind.RECHECK, "risky", ("23503",))
    assert failure.shown
    assert "is updated twice, for one and for two; then all its keys are checked again" in failure.reason
    assert failure.note.endswith("Make the key DEFERRABLE INITIALLY DEFERRED to be safe in any order.")


def test_without_looking_for_rows_nothing_is_shown() -> None:
    (failure,) = candidates_of(graph())
    assert (failure.certainty, failure.shown) == (Certainty.MAY, False)
    assert failure.note.startswith("No rows were found that show it")


def test_a_key_without_a_hazard_is_not_there() -> None:
    assert rechecks_of(graph("ALTER TABLE c DROP CONSTRAINT two;")) == ()


def test_so_many_candidates_are_tried_for_a_key() -> None:
    more = "".join(
        f"ALTER TABLE c ADD COLUMN k{n} int REFERENCES t ON DELETE SET NULL;" for n in range(8)
    )  # 10 keys make 45 pairs
    assert [len(hazards) for hazards in hazards_by_key(graph(more))] == [MOST_TRIES]
