"""What trigger-blocks-itself finds, and what it leaves alone."""

from __future__ import annotations

import pytest

from rule_runs import found, subjects

RULE = "trigger-blocks-itself"
SCHEMA = (
    "CREATE TABLE p (id int PRIMARY KEY, n int);"
    "CREATE TABLE c (id int PRIMARY KEY, p_id int REFERENCES p ON DELETE SET NULL);"
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {} END$$;"
    "CREATE TRIGGER t {} FOR EACH ROW EXECUTE FUNCTION f();"
)


@pytest.mark.parametrize(
    ("event", "body", "expected"),
    [
        ("AFTER DELETE ON p", "INSERT INTO c VALUES (1, OLD.id); RETURN NULL;", ["public.p.t"]),
        ("BEFORE DELETE ON p", "INSERT INTO c VALUES (1, OLD.id); RETURN OLD;", []),
        ("AFTER DELETE ON p", "INSERT INTO c VALUES (1, NULL); RETURN NULL;", []),
    ],
)
def test_what_is_found(event: str, body: str, expected: list[str]) -> None:
    assert subjects(found(SCHEMA.format(body, event), RULE)) == expected
