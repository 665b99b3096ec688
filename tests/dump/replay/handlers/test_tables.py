"""CREATE TABLE and what can be said in it."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import IMMEDIATE, QualifiedName, ReferentialAction, Timing


def _table(sql: str, name: str = "t"):
    return catalog_of(sql).tables[QualifiedName("public", name)]


@pytest.mark.parametrize(
    ("declared", "sql"),
    [
        ("int DEFAULT 1 NOT NULL", "1"),
        ("int NOT NULL DEFAULT -1", "-1"),
        ("text DEFAULT 'a, b)'::text NOT NULL", "'a, b)'::text"),
        ("text DEFAULT NULL::character varying NOT NULL", "NULL::character varying"),
        ("text DEFAULT 'it''s' || E'\\'x' UNIQUE", "'it''s' || E'\\'x'"),
        ("ts timestamp DEFAULT (now() AT TIME ZONE 'utc') CHECK (true)", "now() AT TIME ZONE 'utc'"),
        ("int DEFAULT nextval('s'::regclass) REFERENCES p", "nextval('s'::regclass)"),
        ("int DEFAULT 1 NULL", "1"),
        ("int[] DEFAULT '{1,2}'::int[] COLLATE x", "'{1,2}'::int[]"),
        ("int DEFAULT (1)", "1"),
        ("text DEFAULT $$a, b$$ NOT NULL", "$$a, b$$"),
        ("ärger int DEFAULT f('ä', 2) NOT NULL", "f('ä', 2)"),
    ],
)
def test_a_default_is_cut_out_of_its_statement(declared: str, sql: str) -> None:
    name = "" if declared.startswith(("ts ", "ärger ")) else "a "
    [column] = _table(f"CREATE TABLE t (/* default */ {name}{declared}, CONSTRAINT zz CHECK (1 < 2));").columns
    assert column.default is not None
    assert column.default.sql == sql


def test_two_defaults_in_a_table_keep_apart() -> None:
    columns = _table("CREATE TABLE t (a int DEFAULT 1, b int DEFAULT 2, default_c int DEFAULT 3);").columns
    assert [column.default.sql for column in columns if column.default] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("GENERATED ALWAYS AS (b + 1) STORED", ("stored", "b + 1")),
        ("GENERATED ALWAYS AS (b + 1) VIRTUAL", ("virtual", "b + 1")),
        ("GENERATED ALWAYS AS (b + 1)", ("virtual", "b + 1")),
    ],
)
def test_a_generated_column_has_no_default(declared: str, expected: tuple[str, str]) -> None:
    column = _table(f"CREATE TABLE t (a int {declared}, b int);").columns[0]
    assert column.generation is not None
    assert (column.generated, column.generation.sql) == expected
    assert column.default is None


def test_a_serial_column_is_not_null_and_reads_a_sequence() -> None:
    catalog = catalog_of("CREATE TABLE t (id bigserial);")
    column = catalog.tables[QualifiedName("public", "t")].columns[0]
    assert (column.type, column.not_null) == ("bigint", True)
    assert column.default is not None
    assert column.default.sql == "nextval('public.t_id_seq'::regclass)"
    assert catalog.relations[QualifiedName("public", "t_id_seq")].kind == "sequence"


@pytest.mark.parametrize(
    ("words", "timing"),
    [
        ("", IMMEDIATE),
        ("DEFERRABLE", Timing(True, False)),
        ("INITIALLY DEFERRED", Timing(True, True)),
        ("DEFERRABLE INITIALLY IMMEDIATE", Timing(True, False)),
        ("NOT DEFERRABLE", IMMEDIATE),
    ],
)
def test_deferrable_speaks_of_the_constraint_before_it(words: str, timing: Timing) -> None:
    catalog = catalog_of(f"CREATE TABLE t (id int PRIMARY KEY, a int UNIQUE REFERENCES t {words} CHECK (a > 0));")
    assert catalog.foreign_keys[0].timing == timing
    assert catalog.keys[1].timing == IMMEDIATE


@pytest.mark.parametrize("action", ReferentialAction)
def test_referential_actions(action: ReferentialAction) -> None:
    sql = f"CREATE TABLE t (id int PRIMARY KEY, a int REFERENCES t ON DELETE {action} ON UPDATE {action});"
    key = catalog_of(sql).foreign_keys[0]
    assert (key.on_delete, key.on_update) == (action, action)


def test_a_key_to_a_later_table_resolves_at_the_end() -> None:
    catalog = catalog_of("CREATE TABLE c (p int REFERENCES p); CREATE TABLE p (x int, id int PRIMARY KEY);")
    assert catalog.foreign_keys[0].referenced_columns == ("id",)
    assert catalog.external == ()


def test_a_key_to_a_table_without_primary_key_is_said() -> None:
    catalog = catalog_of("CREATE TABLE p (x int); CREATE TABLE c (p int REFERENCES p);")
    assert catalog.foreign_keys == ()
    assert "no primary key" in catalog.skipped[0].reason


def test_tables_that_no_file_defines_are_external() -> None:
    sql = """ALTER TABLE ONLY a ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES b(y); CREATE INDEX i ON c (z);
             ALTER TABLE d ADD COLUMN x int; ALTER TABLE e OWNER TO joe; CREATE VIEW v AS SELECT 1;"""
    catalog = catalog_of(sql)
    assert [name.name for name in catalog.external] == ["a", "b", "c"]
    assert catalog.skipped == ()


def test_a_constraint_has_the_line_where_it_stands() -> None:
    catalog = catalog_of("\nCREATE TABLE t (\n  id int PRIMARY KEY,\n  'x'\n);".replace("'x'", "a int REFERENCES t"))
    assert catalog.tables[QualifiedName("public", "t")].location.line == 2
    assert catalog.foreign_keys[0].location.line == 4


@pytest.mark.parametrize(
    ("bound", "takes_null", "sql"),
    [
        ("FOR VALUES IN ('a', NULL)", True, "FOR VALUES IN ('a', NULL)"),
        ("FOR VALUES IN ('a')", False, "FOR VALUES IN ('a')"),
        ("DEFAULT", True, "DEFAULT"),
    ],
)
def test_the_bound_of_a_partition(bound: str, takes_null: bool, sql: str) -> None:
    table = _table(f"CREATE TABLE p (a text) PARTITION BY LIST (a); CREATE TABLE t PARTITION OF p {bound};")
    assert table.bound is not None
    assert (table.bound.takes_null, table.bound.sql) == (takes_null, sql)
    assert table.is_partition


def test_a_range_bound_ends_behind_its_second_parenthesis() -> None:
    sql = """CREATE TABLE p (a int, b int) PARTITION BY RANGE (a, b); CREATE TABLE t (a int, b int);
             ALTER TABLE ONLY p ATTACH PARTITION t FOR VALUES FROM (1, MINVALUE) TO (2, 5);"""
    table = _table(sql)
    assert table.bound is not None
    assert table.bound.sql == "FOR VALUES FROM (1, MINVALUE) TO (2, 5)"


def test_old_dumps_have_oids_and_views_made_by_a_rule() -> None:
    sql = """CREATE TABLE t (a int) WITH OIDS; CREATE TABLE v (a int);
             CREATE RULE "_RETURN" AS ON SELECT TO v DO INSTEAD SELECT t.a FROM t;"""
    catalog = catalog_of(sql)
    assert [name.name for name in catalog.tables] == ["t"]
    assert catalog.relations[QualifiedName("public", "v")].kind == "view"
    assert catalog.skipped == ()


def test_the_same_table_twice_is_said_and_the_first_one_stays() -> None:
    catalog = catalog_of("CREATE TABLE t (a int); CREATE TABLE t (b int); CREATE TABLE IF NOT EXISTS t (c int);")
    assert [column.name for column in catalog.tables[QualifiedName("public", "t")].columns] == ["a"]
    assert [entry.reason for entry in catalog.skipped] == ["relation public.t already exists"]


def test_comments_of_tables() -> None:
    assert (
        _table("CREATE TABLE t (a int); COMMENT ON TABLE t IS 'It''s'; COMMENT ON COLUMN t.a IS 'x';").comment == "It's"
    )


def test_in_one_alter_table_drops_run_first() -> None:
    catalog = catalog_of(
        "CREATE TABLE t (a int);"
        "ALTER TABLE t ALTER a SET NOT NULL, ALTER a DROP NOT NULL, ALTER a SET DEFAULT 1, ALTER a DROP DEFAULT;"
    )
    column = catalog.tables[QualifiedName("public", "t")].columns[0]

    assert column.not_null
    assert column.default is not None
