"""What can stop a delete."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.analyses.blockers import blockers_of
from ondelete.deletion import Certainty, predict_delete
from small_catalogs import catalog_with, key, name


def test_hard_blockers_come_first_and_carry_their_errors() -> None:
    diamond = [key("b", "a"), key("c", "b"), key("c", "a", "set null", number=1)]
    catalog = catalog_with("abcd", [*diamond, key("d", "a", "restrict")])
    prediction = predict_delete(catalog, name("a"))
    blockers = blockers_of(prediction)
    assert (blockers[0].key.table.name, blockers[0].hard) == ("d", True)
    assert [blocker.hard for blocker in blockers] == sorted((b.hard for b in blockers), reverse=True)
    assert sorted(f.id for b in blockers for f in b.failures) == sorted(f.id for f in prediction.failures)
    assert all(b.hard == any(f.certainty is Certainty.MUST for f in b.failures) for b in blockers)


def test_a_key_that_is_checked_at_commit_is_not_hard() -> None:
    catalog = catalog_of(
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE d (id int REFERENCES a DEFERRABLE INITIALLY DEFERRED);"
        "CREATE TABLE b (id int REFERENCES a ON DELETE RESTRICT);"
    )
    blockers = blockers_of(predict_delete(catalog, name("a")))
    assert [(blocker.key.table.name, blocker.hard) for blocker in blockers] == [("b", True), ("d", False)]
