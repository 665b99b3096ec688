"""CREATE SCHEMA with what stands in it, and COMMENT."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, names, table

WORD = 'ondelete: ignore=fk-indexed reason="known"'


def test_what_stands_in_a_schema_is_made_there_tables_before_views_and_indexes() -> None:
    inside = "CREATE INDEX i ON t (a) CREATE VIEW v AS SELECT a FROM t CREATE TABLE t (a int) CREATE SEQUENCE q"
    catalog = clean(f"CREATE SCHEMA s {inside}; CREATE TABLE outside (a int);")
    assert [str(name) for name in (*catalog.tables, *catalog.relations)] == ["s.t", "public.outside", "s.q", "s.v"]
    assert [str(index.table) for index in catalog.indexes] == ["s.t"]


def test_a_schema_of_a_role_has_its_name() -> None:
    assert [str(name) for name in clean("CREATE SCHEMA AUTHORIZATION joe CREATE TABLE t ();").tables] == ["joe.t"]


def test_a_schema_that_is_there_again_is_in_the_path_again() -> None:
    sql = "CREATE SCHEMA s; SET search_path = s, public; DROP SCHEMA s; {} CREATE TABLE t ();"
    assert [str(name) for name in clean(sql.format("")).tables] == ["public.t"]
    assert [str(name) for name in clean(sql.format("CREATE SCHEMA s;")).tables] == ["s.t"]


TABLES = """CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0)); CREATE INDEX i ON t (a);
CREATE TRIGGER g BEFORE DELETE ON t EXECUTE FUNCTION f(); CREATE RULE r AS ON DELETE TO t DO NOTHING;"""
ON = {
    "TABLE t": ("table", None),
    "COLUMN t.a": ("column", "a"),
    "CONSTRAINT c ON t": ("constraint", "c"),
    "INDEX i": ("index", "i"),
    "TRIGGER g ON t": ("trigger", "g"),
    "RULE r ON t": ("rule", "r"),
}


@pytest.mark.parametrize("on", ON)
def test_a_comment_that_speaks_to_this_program_is_kept(on: str) -> None:
    catalog = clean(f"{TABLES} COMMENT ON {on} IS '{WORD}';")
    assert [(each.kind, each.name, each.text) for each in catalog.comments] == [(*ON[on], WORD)]


@pytest.mark.parametrize("later", ["IS NULL", "IS 'nothing of that kind'"])
def test_the_latest_one_counts(later: str) -> None:
    assert clean(f"{TABLES} COMMENT ON COLUMN t.a IS '{WORD}'; COMMENT ON COLUMN t.a {later};").comments == ()


def test_the_comment_of_a_table_is_kept_whatever_it_says() -> None:
    sql = "CREATE TABLE t (a int); COMMENT ON TABLE t IS 'x'; COMMENT ON COLUMN t.a IS 'y'; COMMENT ON VIEW v IS 'z';"
    assert (table(sql).comment, names(clean(sql))["tables"], clean(sql).comments) == ("x", ["t"], ())
