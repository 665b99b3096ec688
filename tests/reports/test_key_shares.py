"""The shares of foreign keys, by action and by index."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.reports.key_shares import key_shares

SQL = """
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE a (x int REFERENCES users ON DELETE CASCADE, y int REFERENCES users ON DELETE CASCADE,
  z int REFERENCES users ON DELETE SET NULL (z), w int REFERENCES users DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX ON a (x);
"""


def test_actions_and_indexes_are_counted() -> None:
    shares = key_shares(catalog_of(SQL))
    assert [(one.action, one.keys, one.share) for one in shares.actions] == [
        ("cascade", 2, 0.5),
        ("deferred", 1, 0.25),
        ("set null", 1, 0.25),
    ]
    assert (shares.keys, shares.indexed, shares.indexed_share) == (4, 1, 0.25)


def test_a_schema_without_keys_has_no_shares() -> None:
    shares = key_shares(catalog_of("CREATE TABLE t (id int);"))
    assert (shares.actions, shares.indexed_share) == ((), None)
