"""Broken contracts and the fixes that mend them: the plan, and the fewest keys that separate two tables."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.contracts import touched
from ondelete.catalog import QualifiedName
from ondelete.declarations import Declarations, Patterns
from ondelete.deletion.predict import predict_delete
from ondelete.planning.mending import deletable
from ondelete.planning.plan import make_plans
from ondelete.planning.script import steps_of
from ondelete.planning.separation import separating
from ondelete.planning.wishes import Wishes
from ondelete.whatif import with_keys
from rule_runs import findings_of

CONTRACT = "[[contract]]\ntables = ['users']\nreason = 'a law'\n"
USERS = (
    "CREATE TABLE users (id int PRIMARY KEY);\n"
    "CREATE TABLE sessions (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users ON DELETE RESTRICT);\n"
    "CREATE TABLE clicks (session_id int NOT NULL REFERENCES sessions);\n"
    "CREATE TABLE invoices (user_id int NOT NULL REFERENCES users ON DELETE RESTRICT);\n"
)


def test_the_plan_mends_all_blockers_together_and_leaves_decisions_out() -> None:
    found = findings_of(USERS, "deletable-contract", CONTRACT + "deletable = true")
    fixes = {finding.table.name if finding.table else "": finding.fix for finding in found}
    assert fixes["invoices"] is None  # a record: somebody has to decide
    fix = fixes["sessions"]
    assert fix is not None
    assert fix.touches[-2:] == ("public.clicks.clicks_session_id_fkey", "public.sessions.sessions_user_id_fkey")
    assert "invoices" not in str(fix.sql)


def test_what_is_kept_has_no_fix() -> None:
    kept = Declarations(keep=Patterns(("sessions",)))
    mended = deletable(catalog_of(USERS), QualifiedName("public", "users"), kept)
    assert (mended.fix, mended.decided) == (None, frozenset())


DIAMOND = (
    "CREATE TABLE a (id int PRIMARY KEY);\n"
    "CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a ON DELETE CASCADE);\n"
    "CREATE TABLE c (id int PRIMARY KEY, a_id int REFERENCES a ON DELETE CASCADE);\n"
    "CREATE TABLE d (id int PRIMARY KEY, b_id int REFERENCES b ON DELETE CASCADE, c_id int NOT NULL REFERENCES c "
    "ON DELETE CASCADE);\n"
    "CREATE TABLE e (d_id int REFERENCES d ON DELETE CASCADE);\n"
)


@pytest.mark.parametrize(
    ("spared", "keep", "changes"),
    [
        ("e", "", ["d_id → RESTRICT"]),
        ("d", "", ["a_id → SET NULL", "a_id → SET NULL"]),
        ("d", "b", ["a_id → SET NULL", "b_id → RESTRICT"]),
        ("e", "e", ["b_id → SET NULL", "a_id → SET NULL"]),
        ("b", "", ["a_id → RESTRICT"]),
        ("b", "b", []),
    ],
)
def test_the_fewest_keys_that_separate_two_tables(spared: str, keep: str, changes: list[str]) -> None:
    catalog = catalog_of(DIAMOND)
    start, end = QualifiedName("public", "a"), QualifiedName("public", spared)
    found = separating(catalog, predict_delete(catalog, start), end, Patterns((keep,) if keep else ()))
    said = [f"{change.key.columns[0]} → {change.key.on_delete.value.upper()}" for change in found]
    assert sorted(said) == sorted(changes)
    if found:
        after = with_keys(catalog, found)
        assert end not in touched(after, predict_delete(after, start))


def test_a_finding_names_the_cut_and_its_fix_makes_it() -> None:
    config = "[[contract]]\ntables = ['a']\nreason = 'a law'\nmust-not-reach = ['e']"
    (finding,) = findings_of(DIAMOND, "reach-contract", config)
    assert "The fewest changes that cut it off: e_d_id_fkey = RESTRICT." in finding.message
    assert finding.fix is not None
    assert "ON DELETE RESTRICT NOT VALID" in str(finding.fix.sql)


def test_not_null_is_dropped_where_a_partition_has_it_from() -> None:
    catalog = catalog_of(
        "CREATE TABLE users (id int PRIMARY KEY);\n"
        "CREATE TABLE payments (id int, user_id int NOT NULL) PARTITION BY RANGE (id);\n"
        "CREATE TABLE payments_1 PARTITION OF payments FOR VALUES FROM (1) TO (9);\n"
        "ALTER TABLE payments_1 ADD FOREIGN KEY (user_id) REFERENCES users ON DELETE RESTRICT;\n"
    )
    table = QualifiedName("public", "users")
    (plan,) = make_plans(catalog, [table], Wishes())
    assert [change.nullable for change in plan.changes] == [("user_id",)]
    assert "ALTER TABLE public.payments ALTER COLUMN user_id DROP NOT NULL;" in str(steps_of(plan, catalog)[1].sql)
