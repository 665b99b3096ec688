"""Which triggers and rules run in a DELETE."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.static.bodies import bodies_of
from ondelete.deletion.static.events import EventGraph

SCHEMA = """
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$;
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE c (id int PRIMARY KEY, x int, t int REFERENCES t ON DELETE SET NULL);
"""


@pytest.mark.parametrize(
    ("body", "runs"),
    [
        ("CREATE TRIGGER g AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f();", ["g delete"]),
        ("CREATE TRIGGER g BEFORE DELETE ON t EXECUTE FUNCTION f();", ["g delete"]),
        ("CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();", []),
        ("CREATE TRIGGER g AFTER UPDATE ON c FOR EACH ROW EXECUTE FUNCTION f();", ["g update"]),
        ("CREATE TRIGGER g AFTER UPDATE OF t ON c FOR EACH ROW EXECUTE FUNCTION f();", ["g update"]),
        ("CREATE TRIGGER g AFTER UPDATE OF x ON c FOR EACH ROW EXECUTE FUNCTION f();", []),
        ("CREATE TRIGGER g AFTER DELETE ON c FOR EACH ROW EXECUTE FUNCTION f();", []),
        ("CREATE RULE g AS ON UPDATE TO c DO ALSO NOTHING;", ["g update"]),
        (
            "CREATE TRIGGER g AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t DISABLE TRIGGER g;",
            [],
        ),
    ],
)
def test_what_runs(body: str, runs: list[str]) -> None:
    found = bodies_of(EventGraph(catalog_of(SCHEMA + body), QualifiedName("public", "t")))
    assert [f"{body.entry.name} {body.verb}" for body in found] == runs
