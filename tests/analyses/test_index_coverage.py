"""The reasons of verdicts; the verdicts themselves are judged by servers in tests/postgres/test_index_coverage.py."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from helpers import catalog_of, index_fixes_sql
from ondelete.analyses.index_coverage import KeyCoverage, Verdict, index_coverage

PARENT = "CREATE TABLE p (id bigint PRIMARY KEY, a bigint, b bigint, UNIQUE (a, b));\n"
CHILD = f"{PARENT}CREATE TABLE c (id bigint, fk bigint REFERENCES p, x text);\n"


def judge(sql: str) -> KeyCoverage:
    (entry,) = index_coverage(catalog_of(sql)).values()
    return entry


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
    catalog = catalog_of(f"{CHILD}{index};")
    (entry,) = index_coverage(catalog).values()
    assert entry.index == name
    assert reason in entry.reason
    assert entry.reason.endswith(".")
    assert (not index_fixes_sql(catalog)) is (entry.verdict is Verdict.FULL)


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


ELEMENTS = ("fk", "id", "x", "(fk + 1)", "fk DESC", 'x COLLATE "C"', "(fk::numeric)", "(lower(x))")
PREDICATES = ("", " WHERE fk IS NOT NULL", " WHERE NOT (x IS NULL OR fk > 3)", " WHERE fk IN (1) IS TRUE")
TYPES = ("bigint", "numeric", "text", "name", "char(3)", "uuid", "mood", "mood[]", "other.thing")


@settings(suppress_health_check=[HealthCheck.filter_too_much])  # many pairs of types cannot be compared
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
    catalog = catalog_of(f"{tables}\nCREATE TABLE c (id int, fk {fk} REFERENCES p, x text);\n{' '.join(created)}")
    assume(catalog.foreign_keys)  # not every pair of types can be compared
    (entry,) = index_coverage(catalog).values()
    assert (entry.index is None) <= (entry.verdict is Verdict.NONE)
    assert not (entry.verdict is Verdict.FULL and index_fixes_sql(catalog))
