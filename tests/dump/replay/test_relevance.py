"""Nothing silent: what could matter and was not replayed is said; what cannot matter is not."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName

T = "CREATE TABLE t (a int PRIMARY KEY, b int); CREATE SEQUENCE s; CREATE VIEW v AS SELECT 1; "


@pytest.mark.parametrize(
    "sql",
    [
        "DO $$ BEGIN RAISE EXCEPTION 'no'; END $$",
        "DO LANGUAGE plperl 'x'",
        "CALL make_tables()",
        "SELECT create_hypertable('t', 'a')",
        "SELECT audit.audit_table('t')",
        "WITH x AS (SELECT 1) SELECT my_function() FROM x",
        "SELECT * FROM make_partitions('t')",
        "EXECUTE plan",
        "CREATE TABLE broken (a int b c)",
        "CREATE TABL x (a int)",
        "gibberish",
        "IMPORT FOREIGN SCHEMA a FROM SERVER s INTO b",
        "DROP OWNED BY joe",
        "DROP EXTENSION citext CASCADE",
        "DROP TABLE nope",
        "ALTER TABLE t DROP COLUMN nope",
        "ALTER TABLE t ADD COLUMN a int",
        "ALTER TABLE t DROP CONSTRAINT nope",
        "ALTER TABLE t ADD FOREIGN KEY (nope) REFERENCES t",
        "CREATE INDEX ON t (nope)",
        "CREATE INDEX t_pkey ON t (b)",
        "ALTER TABLE t ADD CONSTRAINT t_pkey CHECK (a > 1)",
        "ALTER TABLE t ADD PRIMARY KEY (b)",
        "ALTER INDEX nope ATTACH PARTITION nope2",
        'ALTER TABLE t DISABLE TRIGGER "RI_ConstraintTrigger_c_1234"',
        "ALTER TABLE t DISABLE TRIGGER ALL",
        "ALTER TABLE t DISABLE TRIGGER nope",
        "CREATE TABLE x AS SELECT count(*) FROM t",
        "CREATE TABLE x (LIKE nope)",
        "CREATE TABLE x () INHERITS (nope)",
        "ALTER TABLE t RENAME nope TO x",
        "ALTER TABLE nope RENAME TO x",
        "ALTER TYPE nope ADD VALUE 'x'",
        "ALTER DOMAIN nope SET NOT NULL",
        "DROP TYPE nope",
        "ALTER TABLE t ALTER CONSTRAINT nope DEFERRABLE",
    ],
)
def test_said(sql: str) -> None:
    skipped = catalog_of(f"{T}\n{sql};").skipped
    assert [entry.location.line for entry in skipped] == [2], skipped
    assert skipped[0].text == sql
    assert skipped[0].reason


@pytest.mark.parametrize(
    "sql",
    [
        "GRANT SELECT ON t TO joe",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "ROLLBACK",
        "ABORT",
        "SET statement_timeout = 0",
        "SET default_with_oids = false",
        "SET SESSION AUTHORIZATION 'joe'",
        "SELECT pg_catalog.setval('public.s', 1, true)",
        "SELECT setval('s', (SELECT max(a) FROM t), true)",
        "SELECT pg_catalog.set_config('search_path', '', false)",
        "SELECT set_config('search_path', 'public, s', false)",
        "SELECT pg_catalog.lo_create('1')",
        "SELECT 1",
        "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
        "INSERT INTO t VALUES (1)",
        "UPDATE t SET b = f(b)",
        "BEGIN",
        "COMMIT",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE PROCEDURE f() LANGUAGE sql AS 'SELECT 1'",
        "CREATE /* odd */ FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public",
        "DROP EXTENSION IF EXISTS plpgsql",
        "COMMENT ON EXTENSION citext IS 'x'",
        "COMMENT ON COLUMN t.a IS 'x'",
        "ALTER TABLE t OWNER TO joe",
        'ALTER TABLE public."t" OWNER TO "joe bloggs"',
        "ALTER FUNCTION public.f(integer, text) OWNER TO joe",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE t CLUSTER ON t_pkey",
        "ALTER TABLE ONLY t REPLICA IDENTITY FULL",
        "ALTER TABLE t SET (fillfactor = 70), ALTER a SET STATISTICS 100, ALTER b SET STORAGE PLAIN",
        "ALTER SEQUENCE s OWNED BY t.a",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO joe",
        "ALTER DATABASE d OWNER TO joe",
        "CREATE POLICY p ON t USING (true)",
        "DROP POLICY p ON t",
        "CREATE PUBLICATION p FOR ALL TABLES",
        "CREATE STATISTICS st ON a, b FROM t",
        "CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
        "CREATE SERVER s FOREIGN DATA WRAPPER w",
        "CREATE AGGREGATE g(int) (sfunc = f, stype = int)",
        "CREATE COLLATION c (provider = icu, locale = 'und')",
        "CREATE OPERATOR = (leftarg = int, rightarg = int, function = f)",
        "CREATE TEXT SEARCH CONFIGURATION c (copy = english)",
        "CREATE DATABASE d",
        "DROP DATABASE IF EXISTS d",
        "CREATE ROLE joe",
        "DROP ROLE IF EXISTS joe",
        "DROP VIEW IF EXISTS nope CASCADE",
        "DROP FUNCTION IF EXISTS f() CASCADE",
        "DROP AGGREGATE IF EXISTS g(int) CASCADE",
        "REFRESH MATERIALIZED VIEW v",
        "SECURITY LABEL ON TABLE t IS 'x'",
        "LOCK TABLE t",
        "VACUUM t",
        "ALTER TABLE IF EXISTS nope ADD COLUMN x int",
        "DROP TABLE IF EXISTS nope CASCADE",
        "DROP SCHEMA IF EXISTS nope CASCADE",
        "DROP TYPE IF EXISTS nope",
        "CREATE SCHEMA IF NOT EXISTS public",
        "CREATE OR REPLACE VIEW v AS SELECT 2",
        "CREATE SEQUENCE IF NOT EXISTS s",
        "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_pkey ON t (b)",
        "ALTER VIEW v OWNER TO joe",
        "ALTER VIEW v ALTER COLUMN x SET DEFAULT 1",
        "ALTER TRIGGER x ON nope RENAME TO y",
    ],
)
def test_not_said(sql: str) -> None:
    assert catalog_of(f"{T}{sql};").skipped == ()


def test_a_text_is_cut_at_200_characters() -> None:
    [skipped] = catalog_of(T + "DO $$" + "x" * 300 + "$$;").skipped
    assert len(skipped.text) == 200


def test_a_statement_after_a_refused_one_is_replayed() -> None:
    catalog = catalog_of("CREATE TABLE t (a int x y); CREATE TABLE u (a int); garbage; CREATE TABLE w (a int);")
    assert set(catalog.tables) == {QualifiedName("public", "u"), QualifiedName("public", "w")}
    assert len(catalog.skipped) == 2


def test_triggers_that_are_switched_on_again_are_not_said() -> None:
    catalog = catalog_of(T + "ALTER TABLE t DISABLE TRIGGER ALL; ALTER TABLE t ENABLE TRIGGER ALL;")
    assert catalog.skipped == ()
