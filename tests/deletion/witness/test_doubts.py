"""A witness is no proof where a server can stop the DELETE, or the INSERTs, by what the simulation leaves out."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_delete
from ondelete.deletion.witness.search import find_witness

P = "CREATE TABLE p (id int PRIMARY KEY);"
M = "CREATE TABLE m (id int PRIMARY KEY, a int REFERENCES p ON DELETE CASCADE);"
PASSES_ON = (
    "CREATE TABLE m (a int UNIQUE DEFAULT 70000 CONSTRAINT f REFERENCES p ON DELETE SET DEFAULT);"
    "CREATE TABLE c (a smallint CONSTRAINT g REFERENCES m (a) ON UPDATE CASCADE);"
)


REACHES = M + "CREATE TABLE c (a int CONSTRAINT f REFERENCES m ON DELETE CASCADE);"
DIVIDES = (
    "CREATE TABLE c (a int CONSTRAINT f REFERENCES p ON DELETE CASCADE, g int GENERATED ALWAYS AS (9 / a) STORED);"
)


@pytest.mark.parametrize(
    ("ddl", "effect", "doubt"),
    [
        (REACHES + "CREATE PUBLICATION u FOR ALL TABLES;", "deleted:public.m", "whether f ends in 55000"),
        (PASSES_ON, "updated:public.m.f:default", "whether g ends in 22003"),
        (M, "deleted:public.m", None),
        (M + "CREATE PUBLICATION u FOR TABLE m;", "deleted:public.m", None),
        (DIVIDES, "deleted:public.c", None),
    ],
)
def test_what_only_a_server_decides_is_no_proof(ddl: str, effect: str, doubt: str | None) -> None:
    catalog = catalog_of(P + ddl)
    found = find_witness(catalog, predict_delete(catalog, QualifiedName("public", "p")), effect)
    assert found.proved is (doubt is None)
    assert found.reason == (None if doubt is None else f"not decided here: {doubt}")
