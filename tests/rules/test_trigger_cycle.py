"""What trigger-cycle finds, and what it leaves alone."""

from __future__ import annotations

import pytest

from rule_runs import found, subjects

RULE = "trigger-cycle"
SCHEMA = (
    "CREATE TABLE p (id int PRIMARY KEY, n int);"
    "CREATE TABLE c (id int PRIMARY KEY, p_id int REFERENCES p ON DELETE SET NULL);"
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {} END$$;"
    "CREATE TRIGGER t {} FOR EACH ROW EXECUTE FUNCTION f();"
)


@pytest.mark.parametrize(
    ("event", "body", "expected"),
    [
        ("AFTER DELETE OR UPDATE ON p", "UPDATE p SET n = 1; RETURN NULL;", ["public.p.t"]),
        ("AFTER DELETE ON p", "DELETE FROM p WHERE n = OLD.id; RETURN NULL;", []),
        ("BEFORE DELETE ON p", "DELETE FROM p WHERE n = OLD.id; RETURN OLD;", ["public.p.t"]),
        ("AFTER DELETE ON p", "UPDATE p SET n = 1; RETURN NULL;", []),
    ],
)
def test_what_is_found(event: str, body: str, expected: list[str]) -> None:
    assert subjects(found(SCHEMA.format(body, event), RULE)) == expected
