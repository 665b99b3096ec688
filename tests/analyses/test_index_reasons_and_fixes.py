"""Reasons and fixes; the verdicts themselves are judged by servers in tests/postgres/test_index_coverage.py."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import catalog_of
from ondelete.analyses.index_coverage import KeyCoverage, Verdict, index_coverage

PARENT = "CREATE TABLE p (id bigint PRIMARY KEY, a bigint, b bigint, UNIQUE (a, b));\n"
CHILD = f"{PARENT}CREATE TABLE c (id bigint, fk bigint REFERENCES p, x text);\n"


def judge(sql: str) -> KeyCoverage:
    (entry,) = index_coverage(catalog_of(sql)).values()
    return entry


def fix_of(sql: str) -> tuple[str, str]:
    fix = judge(sql).fix
    assert fix is not None
    assert fix.sql is not None
    assert fix.rails is not None
    return fix.sql, fix.rails


@pytest.mark.parametrize(
    ("index", "name", "reason"),
    [
        ("SELECT 1", None, "No index holds fk."),
        ("CREATE INDEX i ON c (fk)", "i", "Index i serves."),
        ("CREATE INDEX i ON c (x) INCLUDE (fk)", "i", "INCLUDE only"),
        ("CREATE INDEX i ON c ((fk + 1))", "i", "an expression of the column"),
        ("CREATE INDEX i ON c (x, fk)", "i", "behind another column"),
        ("CREATE INDEX i ON c USING brin (fk)", "i", "BRIN"),
        ("CREATE INDEX i ON c (x) WHERE fk IS NOT NULL", "i", "cannot be searched by the key: read as a whole"),
        ("CREATE INDEX i ON c (x) WHERE fk > 3", None, "No index holds fk."),
        ("CREATE INDEX far ON c (id) WHERE fk IS NOT NULL; CREATE INDEX near ON c (id, fk)", "near", "behind another"),
        ("CREATE INDEX i ON c (fk) WHERE fk > 10", "i", "only a plan for one known value"),
        ("CREATE INDEX i ON c (fk) WHERE x IS NOT NULL", "i", "does not follow from the key being set"),
        ("CREATE INDEX far ON c (x) INCLUDE (fk); CREATE INDEX near ON c (fk) WHERE fk > 9", "near", "known value"),
        ("CREATE INDEX far ON c (fk) WHERE fk > 9; CREATE INDEX near ON c (x, fk)", "near", "behind another"),
        ("CREATE INDEX far ON c (x, fk); CREATE INDEX near ON c (fk)", "near", "serves"),
        ("CREATE INDEX far ON c (fk, x); CREATE INDEX near ON c (fk)", "near", "serves"),
    ],
)
def test_the_reason_names_the_index_or_the_nearest_one(index: str, name: str | None, reason: str) -> None:
    entry = judge(f"{CHILD}{index};")
    assert entry.index == name
    assert reason in entry.reason
    assert entry.reason.endswith(".")
    assert (entry.fix is None) is (entry.verdict is Verdict.FULL)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ("CREATE TABLE c (fk integer REFERENCES q); CREATE INDEX i ON c (fk);", "cast from integer to numeric"),
        ("CREATE TABLE c (fk integer REFERENCES q);", "No index holds fk, and fk is cast from integer to numeric"),
        ('CREATE TABLE c (fk text REFERENCES t); CREATE INDEX i ON c (fk COLLATE "C");', "collation C"),
        ("CREATE TABLE c (fk int REFERENCES o); CREATE INDEX i ON c (fk);", "cannot compare integer with"),
        ("CREATE TABLE c (fk jsonb REFERENCES j); CREATE INDEX i ON c USING gin (fk);", "gin operator class has no ="),
    ],
)
def test_the_reason_tells_types_and_collations(columns: str, reason: str) -> None:
    tables = (
        "CREATE TABLE q (id numeric PRIMARY KEY); CREATE TABLE t (id text PRIMARY KEY);"
        "CREATE TABLE o (id oid PRIMARY KEY); CREATE TABLE j (id jsonb PRIMARY KEY);"
    )
    assert reason in judge(tables + columns).reason


def test_an_index_on_only_the_root_is_named_as_not_valid() -> None:
    entry = judge(
        f"{PARENT}CREATE TABLE c (id int, fk bigint REFERENCES p) PARTITION BY LIST (id);"
        "CREATE TABLE c1 PARTITION OF c DEFAULT; CREATE INDEX i ON ONLY c (fk);"
    )
    assert "i is not valid" in entry.reason


def test_a_table_that_the_file_does_not_define_is_said_to_be_unknown() -> None:
    entry = judge("CREATE TABLE p (id int PRIMARY KEY); ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (fk) REFERENCES p;")
    assert entry.verdict is Verdict.NONE
    assert "nor the table's definition" in entry.reason


def test_a_key_to_a_table_that_the_file_does_not_define_is_judged_by_its_own_columns() -> None:
    assert judge("CREATE TABLE c (fk int REFERENCES gone (id)); CREATE INDEX i ON c (fk);").verdict is Verdict.FULL


def test_a_key_that_is_not_enforced_makes_no_query() -> None:
    assert index_coverage(catalog_of(f"{PARENT}CREATE TABLE c (fk bigint REFERENCES p NOT ENFORCED);")) == {}


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
    names = [
        re.findall(r'CONCURRENTLY "(.*?)" ON', entry.fix.sql)[0]
        for entry in index_coverage(catalog_of(table)).values()
        if entry.fix is not None and entry.fix.sql is not None
    ]
    assert len(set(names)) == 2
    assert all(len(name.encode()) <= 63 and name.endswith("_idx") for name in names)
    taken = f"{CHILD}CREATE TABLE c_fk_idx (x int); CREATE INDEX c_fk_idx1 ON c (x);"
    assert "CONCURRENTLY c_fk_idx2 ON" in fix_of(taken)[0]


def test_columns_that_spell_the_same_name_get_two() -> None:
    table = f"{PARENT}CREATE TABLE c (a_b bigint, c bigint, a bigint, b_c bigint,\n"
    keys = "FOREIGN KEY (a_b, c) REFERENCES p (a, b), FOREIGN KEY (a, b_c) REFERENCES p (a, b));"
    fixes = {entry.fix.sql for entry in index_coverage(catalog_of(table + keys)).values() if entry.fix}
    assert fixes == {
        "CREATE INDEX CONCURRENTLY c_a_b_c_idx ON public.c (a_b, c);",
        "CREATE INDEX CONCURRENTLY c_a_b_c_idx1 ON public.c (a, b_c);",
    }


def test_two_keys_on_the_same_columns_get_the_same_index() -> None:
    table = f"{PARENT}CREATE TABLE c (fk bigint REFERENCES p, FOREIGN KEY (fk) REFERENCES p);"
    assert len({entry.fix.sql for entry in index_coverage(catalog_of(table)).values() if entry.fix}) == 1


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
    entry = judge('CREATE TABLE q (id name PRIMARY KEY); CREATE TABLE c (fk text COLLATE "POSIX" REFERENCES q);')
    assert (entry.verdict, entry.fix) == (Verdict.NONE, None)


def test_a_partitioned_table_whose_partitions_no_file_shows_gets_a_plain_index() -> None:
    assert fix_of(PARTITIONED)[0] == "CREATE INDEX c_fk_idx ON public.c (fk);"


ELEMENTS = ("fk", "id", "x", "(fk + 1)", "fk DESC", 'x COLLATE "C"', "(fk::numeric)", "(lower(x))")
PREDICATES = ("", " WHERE fk IS NOT NULL", " WHERE NOT (x IS NULL OR fk > 3)", " WHERE fk IN (1) IS TRUE")
TYPES = ("bigint", "numeric", "text", "name", "char(3)", "uuid", "mood", "mood[]", "other.thing")


@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(ELEMENTS), min_size=1, max_size=3), st.sampled_from(PREDICATES)), max_size=3
    ),
    st.sampled_from(["btree", "hash", "gin", "gist", "spgist", "brin", "bloom", "rum", "hnsw"]),
    st.sampled_from(TYPES),
    st.sampled_from(TYPES),
)
def test_no_index_is_too_strange_for_a_verdict(
    indexes: list[tuple[list[str], str]], method: str, pk: str, fk: str
) -> None:
    created = [
        f"CREATE INDEX i{n} ON c USING {method} ({', '.join(elements)}){where};"
        for n, (elements, where) in enumerate(indexes)
    ]
    tables = f"CREATE TYPE mood AS ENUM ('a'); CREATE TABLE p (id {pk} PRIMARY KEY);"
    entry = judge(f"{tables}\nCREATE TABLE c (id int, fk {fk} REFERENCES p, x text);\n{' '.join(created)}")
    assert (entry.index is None) <= (entry.verdict is Verdict.NONE)
    assert entry.fix is None or entry.verdict is not Verdict.FULL
