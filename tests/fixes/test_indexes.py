"""The index that a key lacks, as SQL and as a Rails migration; servers run it in tests/postgres/test_index_fixes.py."""

from __future__ import annotations

import re

import pytest

from helpers import catalog_of, index_fixes_sql
from ondelete.analyses.index_coverage import Verdict, index_coverage
from ondelete.fixes.indexes import index_fixes

PARENT = "CREATE TABLE p (id bigint PRIMARY KEY, a bigint, b bigint, UNIQUE (a, b));\n"
CHILD = f"{PARENT}CREATE TABLE c (id bigint, fk bigint REFERENCES p, x text);\n"


def fix_of(sql: str) -> tuple[str, str]:
    catalog = catalog_of(sql)
    (fix,) = index_fixes(catalog, index_coverage(catalog).values()).values()
    assert fix.sql is not None
    assert fix.rails is not None
    return fix.sql, fix.rails


def test_the_fix_is_an_index_without_a_lock_and_its_rails_form() -> None:
    sql, rails = fix_of(CHILD)
    assert sql == "CREATE INDEX CONCURRENTLY c_fk_idx ON public.c (fk);"
    assert rails == (
        'disable_ddl_transaction!\n\ndef change\n  add_index :c, :fk, name: "c_fk_idx", algorithm: :concurrently\nend\n'
    )


def test_several_columns_stand_in_the_order_of_the_key() -> None:
    sql, rails = fix_of(f"{PARENT}CREATE TABLE c (y bigint, x bigint, FOREIGN KEY (x, y) REFERENCES p (a, b));")
    assert sql == "CREATE INDEX CONCURRENTLY c_x_y_idx ON public.c (x, y);"
    assert "add_index :c, [:x, :y]," in rails


def test_names_are_quoted_as_sql_and_ruby_need_it() -> None:
    sql, rails = fix_of(
        f'{PARENT}CREATE SCHEMA "my.app"; CREATE TABLE "my.app"."Odd ""T"" #{{x}}" ("order" bigint REFERENCES p);'
    )
    assert sql == ('CREATE INDEX CONCURRENTLY "Odd ""T"" #{x}_order_idx" ON "my.app"."Odd ""T"" #{x}" ("order");')
    assert 'execute "CREATE INDEX CONCURRENTLY' in rails, "Rails' own methods cannot name a table with a quote"


@pytest.mark.parametrize(
    ("table", "column", "line"),
    [
        ('"do.t"', "fk", r'add_index "\"do.t\"", :fk,'),
        ('"my.app"."Odd #{x}"', '"order"', r'add_index "\"my.app\".Odd \#{x}", :order,'),
        ("c", '"a b"', 'add_index :c, ["a b"],'),
        ("c", '"x""y"', r'add_index :c, ["x\"y"],'),
    ],
)
def test_rails_takes_dots_apart_and_a_lone_text_for_sql(table: str, column: str, line: str) -> None:
    _, rails = fix_of(f'{PARENT}CREATE SCHEMA "my.app"; CREATE TABLE {table} ({column} bigint REFERENCES p);')
    assert line in rails


def test_a_name_fits_into_63_bytes_and_is_not_taken() -> None:
    long = "ünïcödé_" * 4
    table = f'{PARENT}CREATE TABLE "{long}" ("{long}1" bigint REFERENCES p, "{long}2" bigint REFERENCES p);'
    names = [re.findall(r'CONCURRENTLY "(.*?)" ON', sql)[0] for sql in index_fixes_sql(catalog_of(table)).values()]
    assert len(set(names)) == 2
    assert all(len(name.encode()) <= 63 and name.endswith("_idx") for name in names)
    taken = f"{CHILD}CREATE TABLE c_fk_idx (x int); CREATE INDEX c_fk_idx1 ON c (x);"
    assert "CONCURRENTLY c_fk_idx2 ON" in fix_of(taken)[0]


def test_columns_that_spell_the_same_name_get_two() -> None:
    table = f"{PARENT}CREATE TABLE c (a_b bigint, c bigint, a bigint, b_c bigint,\n"
    keys = "FOREIGN KEY (a_b, c) REFERENCES p (a, b), FOREIGN KEY (a, b_c) REFERENCES p (a, b));"
    fixes = set(index_fixes_sql(catalog_of(table + keys)).values())
    assert fixes == {
        "CREATE INDEX CONCURRENTLY c_a_b_c_idx ON public.c (a_b, c);",
        "CREATE INDEX CONCURRENTLY c_a_b_c_idx1 ON public.c (a, b_c);",
    }


def test_two_keys_on_the_same_columns_get_the_same_index() -> None:
    table = f"{PARENT}CREATE TABLE c (fk bigint REFERENCES p, FOREIGN KEY (fk) REFERENCES p);"
    fixes = list(index_fixes_sql(catalog_of(table)).values())
    assert len(fixes) == 2
    assert fixes[0] == fixes[1]


PARTITIONED = f"{PARENT}CREATE TABLE c (id int, fk bigint REFERENCES p) PARTITION BY LIST (id);\n"


def test_a_partitioned_table_gets_an_index_per_partition_and_attaches_it() -> None:
    sql, rails = fix_of(
        f"{PARTITIONED}CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1);\n"
        "CREATE TABLE c2 PARTITION OF c DEFAULT PARTITION BY LIST (id); CREATE TABLE c21 PARTITION OF c2 DEFAULT;"
    )
    assert sql.splitlines() == [
        "CREATE INDEX c_fk_idx ON ONLY public.c (fk);",
        "CREATE INDEX CONCURRENTLY c1_fk_idx ON public.c1 (fk);",
        "ALTER INDEX public.c_fk_idx ATTACH PARTITION public.c1_fk_idx;",
        "CREATE INDEX c2_fk_idx ON ONLY public.c2 (fk);",
        "ALTER INDEX public.c_fk_idx ATTACH PARTITION public.c2_fk_idx;",
        "CREATE INDEX CONCURRENTLY c21_fk_idx ON public.c21 (fk);",
        "ALTER INDEX public.c2_fk_idx ATTACH PARTITION public.c21_fk_idx;",
    ]
    assert rails.startswith("disable_ddl_transaction!\n\ndef up\n")
    assert rails.count("execute") == 7


def test_what_is_there_is_attached_and_not_built_again() -> None:
    sql, _ = fix_of(
        f"{PARTITIONED}CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1);"
        "CREATE TABLE c2 PARTITION OF c FOR VALUES IN (2);"
        "CREATE TABLE c3 PARTITION OF c DEFAULT; CREATE INDEX i ON ONLY c (fk); CREATE INDEX i1 ON c1 (fk);"
        "CREATE INDEX i2 ON c2 (fk); ALTER INDEX i ATTACH PARTITION i2;"
    )
    assert sql.splitlines() == [
        "ALTER INDEX public.i ATTACH PARTITION public.i1;",
        "CREATE INDEX CONCURRENTLY c3_fk_idx ON public.c3 (fk);",
        "ALTER INDEX public.i ATTACH PARTITION public.c3_fk_idx;",
    ]


def test_a_name_that_a_copy_of_a_partitioned_index_has_is_not_taken_again() -> None:
    parts = f"{PARTITIONED}CREATE TABLE c1 PARTITION OF c DEFAULT PARTITION BY LIST (id);\n"
    leaf = "CREATE TABLE c11 PARTITION OF c1 DEFAULT;\n"
    for index in ("USING hash (fk) WHERE fk > 7", "((fk::text))", "(id) INCLUDE (fk)"):
        number = "" if "INCLUDE" in index else "1"
        sql, _ = fix_of(f"{parts}{leaf}CREATE INDEX i ON c {index};")
        assert f"CREATE INDEX c1_fk_idx{number} ON ONLY public.c1" in sql
        assert f"CREATE INDEX CONCURRENTLY c11_fk_idx{number} ON public.c11" in sql
    named = "CREATE INDEX ON ONLY c (fk) WHERE fk > 7; CREATE INDEX x ON ONLY c1 (fk) WHERE fk > 7;\n"
    sql, _ = fix_of(f"{parts}{leaf}{named}ALTER INDEX c_fk_idx ATTACH PARTITION x;")
    assert "CREATE INDEX c1_fk_idx ON" in sql


def test_a_partition_that_has_its_copy_gets_no_second_index() -> None:
    sql, _ = fix_of(
        f"{PARTITIONED}CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1) PARTITION BY LIST (id);\n"
        "CREATE TABLE c11 PARTITION OF c1 DEFAULT; CREATE TABLE c2 PARTITION OF c DEFAULT; CREATE INDEX i1 ON c1 (fk);"
    )
    assert sql.splitlines() == [
        "CREATE INDEX c_fk_idx ON ONLY public.c (fk);",
        "ALTER INDEX public.c_fk_idx ATTACH PARTITION public.i1;",
        "CREATE INDEX CONCURRENTLY c2_fk_idx ON public.c2 (fk);",
        "ALTER INDEX public.c_fk_idx ATTACH PARTITION public.c2_fk_idx;",
    ]


def test_no_fix_is_made_up_where_no_index_can_serve() -> None:
    sql = 'CREATE TABLE q (id name PRIMARY KEY); CREATE TABLE c (fk text COLLATE "POSIX" REFERENCES q);'
    assert index_coverage(catalog_of(sql))["public.c.c_fk_fkey"].verdict is Verdict.NONE
    assert index_fixes_sql(catalog_of(sql)) == {}


def test_a_partitioned_table_whose_partitions_no_file_shows_gets_a_plain_index() -> None:
    assert fix_of(PARTITIONED)[0] == "CREATE INDEX c_fk_idx ON public.c (fk);"
