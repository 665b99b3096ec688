"""What trigger-names-missing finds, and what it leaves alone."""

from __future__ import annotations

import pytest

from rule_runs import found, subjects

RULE = "trigger-names-missing"
SCHEMA = (
    "CREATE TABLE p (id int PRIMARY KEY, n int);"
    "CREATE TABLE c (id int PRIMARY KEY, p_id int REFERENCES p ON DELETE SET NULL);"
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {} END$$;"
    "CREATE TRIGGER t {} FOR EACH ROW EXECUTE FUNCTION f();"
)


@pytest.mark.parametrize(
    ("event", "body", "expected"),
    [
        ("AFTER DELETE ON p", "DELETE FROM gone; RETURN NULL;", ["public.p.t gone"]),
        ("AFTER DELETE ON p", "UPDATE c SET gone = 1; RETURN NULL;", ["public.p.t table c.gone"]),
        ("AFTER DELETE ON p", "IF OLD.gone THEN NULL; END IF; RETURN NULL;", ['public.p.t record "old".gone']),
        ("AFTER DELETE ON p", "IF TG_OP = 'UPDATE' THEN DELETE FROM gone; END IF; RETURN NULL;", []),
        ("AFTER DELETE ON p", "PERFORM 1 FROM pg_class; RETURN NULL;", []),
    ],
)
def test_what_is_found(event: str, body: str, expected: list[str]) -> None:
    assert subjects(found(SCHEMA.format(body, event), RULE)) == expected
