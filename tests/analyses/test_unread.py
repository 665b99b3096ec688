"""A statement that was not understood takes something from an answer only if it can concern its tables."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.unread import unread_about
from ondelete.catalog.lookup import find_table

TABLES = """
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer REFERENCES users);
CREATE TABLE "Odd ""name" (id integer PRIMARY KEY);
CREATE TABLE tags (id integer PRIMARY KEY);
"""


@pytest.mark.parametrize(
    ("sql", "concerns"),
    [
        ("ALTER TABLE tags ADD COLUMN x y z", "tags"),
        ("ALTER TABLE tags ADD x y z REFERENCES users", "users tags"),
        ("CREATE TABLE news (x y z REFERENCES public.POSTS)", "posts"),
        ("ALTER TABLE users_old ADD COLUMN x y z", ""),
        ('ALTER TABLE "Odd ""name" ADD COLUMN x y z', 'Odd "name'),
        ("CREATE INDEX ON tags USING (x y z)", "tags"),
        (f"CREATE TABLE long (x y z, {'a text, ' * 40} b text)", "users posts tags"),
        ("BEGIN; ALTER TABLE tags ADD COLUMN x y z; COMMIT", "users posts tags"),
        ("EXECUTE plan", "users posts tags"),
        ("DROP OWNED BY me", "users posts tags"),
    ],
)
def test_concerns(sql: str, concerns: str) -> None:
    catalog = catalog_of(f"{TABLES}{sql};")
    assert len(catalog.skipped) == 1
    found = {name.name for name in catalog.tables if unread_about(catalog, [name])}
    wanted = {concerns} if "Odd" in concerns else set(concerns.split())
    assert (found & {"users", "posts", "tags", *wanted}) == wanted


def test_nothing_concerns_what_was_read_whole() -> None:
    catalog = catalog_of(TABLES)
    assert unread_about(catalog, [find_table(catalog, "users")]) == ()
