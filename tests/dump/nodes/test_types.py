"""Types are printed as PostgreSQL's format_type prints them."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName


def _table(sql: str, name: str = "t"):
    return catalog_of(sql).tables[QualifiedName("public", name)]


@pytest.mark.parametrize(
    ("declared", "printed"),
    [
        ("int", "integer"),
        ("int2", "smallint"),
        ("varchar(20)", "character varying(20)"),
        ("char", "character(1)"),
        ("bpchar", "bpchar"),
        ('"char"', '"char"'),
        ("numeric(10)", "numeric(10,0)"),
        ("timestamp(3)", "timestamp(3) without time zone"),
        ("timestamptz", "timestamp with time zone"),
        ("interval hour to minute", "interval hour to minute"),
        ("interval second(2)", "interval second(2)"),
        ("text[][]", "text[]"),
        ("_text", "text[]"),
        ("public.geometry(Point,4326)", "public.geometry(point,4326)"),
        ("vector(3)", "vector(3)"),
        ("float(20)", "real"),
    ],
)
def test_types_are_printed_as_format_type_prints_them(declared: str, printed: str) -> None:
    assert _table(f"CREATE TABLE t (a {declared});").columns[0].type == printed


def test_a_user_type_resolves_by_search_path() -> None:
    sql = """CREATE SCHEMA s; CREATE TYPE s."Mood" AS ENUM ('a'); SET search_path = s, public;
             CREATE TABLE public.t (m "Mood", n "Mood"[]);"""
    column, array = _table(sql).columns
    assert (column.type, column.type_name) == ('s."Mood"', ("s", "Mood"))
    assert (array.type, array.type_name) == ('s."Mood"[]', ("s", "Mood"))
