"""What trigger-vetoes-delete finds, and what it leaves alone."""

from __future__ import annotations

import pytest

from rule_runs import found, subjects

RULE = "trigger-vetoes-delete"
SCHEMA = (
    "CREATE TABLE p (id int PRIMARY KEY, n int);"
    "CREATE TABLE c (id int PRIMARY KEY, p_id int REFERENCES p ON DELETE SET NULL);"
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {} END$$;"
    "CREATE TRIGGER t {} FOR EACH ROW EXECUTE FUNCTION f();"
)


@pytest.mark.parametrize(
    ("event", "body", "expected"),
    [
        ("BEFORE DELETE ON p", "RETURN NEW;", ["public.p.t"]),
        ("BEFORE DELETE ON p", "RETURN NULL;", ["public.p.t"]),
        ("BEFORE DELETE ON p", "RETURN OLD;", []),
        ("AFTER DELETE ON p", "RETURN NULL;", []),
        ("BEFORE UPDATE ON c", "RETURN OLD;", ["public.c.t"]),
        ("BEFORE UPDATE ON c", "RETURN NEW;", []),
        ("BEFORE DELETE ON p", "IF TG_OP = 'UPDATE' THEN RETURN NULL; END IF; RETURN OLD;", []),
    ],
)
def test_what_is_found(event: str, body: str, expected: list[str]) -> None:
    assert subjects(found(SCHEMA.format(body, event), RULE)) == expected
