"""The triggers through which a delete affects a table, and the keys behind them."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.why_triggers import through_triggers
from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_delete

CATALOG = catalog_of("""
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE docs (id int PRIMARY KEY, user_id int);
CREATE TABLE pages (id int PRIMARY KEY, doc_id int REFERENCES docs ON DELETE CASCADE);
CREATE TABLE links (id int PRIMARY KEY, page_id int REFERENCES pages ON DELETE SET NULL);
CREATE TABLE log (id serial PRIMARY KEY, what int);
CREATE FUNCTION clean() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN DELETE FROM docs WHERE user_id = OLD.id; INSERT INTO log (what) VALUES (1); RETURN OLD; END $$;
CREATE TRIGGER clean AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION clean();
""")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("docs", ["delete 1 "]),
        ("pages", [" 2 pages"]),
        ("links", [" 3 pages links"]),
        ("log", ["insert 1 "]),
        ("users", []),
    ],
)
def test_ways(other: str, expected: list[str]) -> None:
    prediction = predict_delete(CATALOG, QualifiedName("public", "users"))
    found = through_triggers(CATALOG, prediction, QualifiedName("public", other))
    assert {each.trigger for each in found} <= {"public.users.clean"}
    assert [f"{e.command} {e.depth} {' '.join(key.table.name for key in e.keys)}" for e in found] == expected
