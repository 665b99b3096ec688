"""Code whose conditions, texts or rounds only a server knows is reported with its line, if it can matter."""

from __future__ import annotations

import pytest

from helpers import catalog_of

TABLES = "CREATE TABLE a (id integer PRIMARY KEY);\n"


def told(body: str, declare: str = "") -> list[tuple[int, str]]:
    """Return the lines and reasons of what was not understood of a block; line 3 is the first one of its body."""
    catalog = catalog_of(f"{TABLES}DO $$ {declare} BEGIN\n{body}\nEND $$;")
    return [(entry.location.line, entry.reason) for entry in catalog.skipped]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("IF (SELECT count(*) FROM a) > 0 THEN DROP TABLE a; END IF;", "whether this condition holds"),
        ("IF now() > '2020-01-01' THEN PERFORM 1; ELSE DROP TABLE a; END IF;", "whether this condition holds"),
        ("FOR i IN SELECT id FROM a LOOP EXECUTE 'DROP TABLE a'; END LOOP;", "the rounds of this loop"),
        ("WHILE random() < 1 LOOP EXECUTE 'DROP TABLE a'; END LOOP;", "the rounds of this loop"),
        ("EXECUTE current_setting('my.text');", "the text that is executed"),
        ("EXECUTE format('DROP TABLE %I', version());", "the text that is executed"),
        ("EXECUTE 'DROP OWNED BY me';", "who owns what is not followed"),
        ("CREATE TABLE b (); CREATE TABLE b ();", "relation public.b already exists"),
        ("ALTER TABLE a ADD CHECK (1 = ;", "could not be parsed"),
    ],
)
def test_what_is_not_known_is_told_with_its_line(body: str, reason: str) -> None:
    [(line, said)] = told(f"\n{body}", "DECLARE i integer;")
    assert reason in said
    assert line in (2, 4) if "could not" in reason or "already" in reason else line == 4


@pytest.mark.parametrize(
    "body",
    [
        "IF (SELECT count(*) FROM a) > 0 THEN UPDATE a SET id = 1; END IF;",
        "IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN CREATE ROLE app; END IF;",
        "IF NOT EXISTS (SELECT FROM pg_policies WHERE policyname = 'p') THEN CREATE POLICY p ON a; END IF;",
        "EXECUTE format('GRANT ALL ON a TO %I', current_user);",
        "EXECUTE 'REFRESH MATERIALIZED VIEW ' || version();",
        "EXECUTE format('ALTER DATABASE %I SET timezone TO ''UTC''', current_database());",
        "FOR i IN SELECT id FROM a LOOP INSERT INTO a VALUES (i + 1); END LOOP;",
        "RAISE NOTICE 'done';",
        "ANALYZE a; LOCK TABLE a;",
    ],
)
def test_what_cannot_matter_is_not_told(body: str) -> None:
    assert told(body, "DECLARE i integer;") == []


def test_a_program_that_does_not_end_is_left() -> None:
    [(_, reason)] = told("FOR i IN 1..9999 LOOP PERFORM 1; PERFORM 2; END LOOP;", "DECLARE i integer;")
    assert "takes more than 10,000 steps" in reason


def test_a_function_that_calls_itself_is_left() -> None:
    catalog = catalog_of(
        "CREATE TABLE a ();\nCREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN\n"
        "EXECUTE 'CREATE TABLE IF NOT EXISTS b ()'; PERFORM f(); END $$;\nSELECT f();"
    )
    assert [entry.location.line for entry in catalog.skipped] == [3]
    assert [table.name for table in catalog.tables] == ["a", "b"]


@pytest.mark.parametrize(
    ("condition", "runs"),
    [
        ("EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'a' AND schemaname = 'public')", True),
        ("EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = 'a_pkey')", True),
        ("NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood')", True),
        ("EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = 'a'::regclass AND attname = 'id')", True),
        ("EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = 'public.a'::regclass AND contype = 'f')", False),
        ("(SELECT relkind FROM pg_class WHERE relname = 'a') = 'r'", True),
        ("'a' = ANY (ARRAY['b', 'a'])", True),
        ("'x' IN (SELECT nspname FROM pg_namespace)", False),
        ("to_regclass('a') IS NOT NULL AND NOT to_regclass('b') IS NOT NULL", True),
        ("EXISTS (SELECT 1 FROM information_schema.key_column_usage k JOIN information_schema.table_constraints t "
         "ON t.constraint_name = k.constraint_name WHERE t.table_name = 'a' AND k.column_name = 'id')", True),
        ("EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'a' AND data_type = 'integer')", True),
        ("current_schema() = 'public' OR now() > now()", True),
        ("NULL", False),
    ],
)  # fmt: skip
def test_conditions_are_answered_from_the_catalog_so_far(condition: str, runs: bool) -> None:
    catalog = catalog_of(f"{TABLES}DO $$ BEGIN IF {condition} THEN CREATE TABLE b (); END IF; END $$;")
    assert catalog.skipped == ()
    assert ("b" in {table.name for table in catalog.tables}) == runs
