"""DROP: which objects go, and whether a server lets them go."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, names, reasons

TABLES = """CREATE SCHEMA s; CREATE TYPE y AS ENUM ('a'); CREATE DOMAIN d AS text; CREATE TYPE comp AS (a int);
CREATE TABLE p (id int PRIMARY KEY, m y);
CREATE TABLE t (a int CONSTRAINT k REFERENCES p, b d);
CREATE TABLE s.inside (a int);
CREATE INDEX i ON t (a);
CREATE VIEW v AS SELECT a FROM t;
CREATE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql AS '';
CREATE TRIGGER g BEFORE DELETE ON t EXECUTE FUNCTION s.f();
CREATE RULE r AS ON DELETE TO p DO NOTHING;
CREATE PUBLICATION pub FOR TABLE p;
"""
REFUSED = {
    "TABLE p": "foreign key public.t.k references it, and there is no CASCADE",
    "TABLE t": "view public.v depends on it, and there is no CASCADE",
    "TABLE nope": "table public.nope does not exist",
    "TABLE v": "public.v is no table: there it is a view",
    "VIEW t": "public.t is no view: there it is a table",
    "TABLE i": "public.i is no table: there it is an index",
    "INDEX t": "public.t is no index: there it is a table",
    "INDEX nope": "index nope does not exist",
    "INDEX p_pkey": "constraint p_pkey of table public.p requires index p_pkey",
    "TYPE y": "column m of table public.p uses it, and there is no CASCADE",
    "TYPE nope": "type nope does not exist",
    "TYPE t": "type public.t is the row type of a table",
    "DOMAIN y": "public.y is no domain",
    "SCHEMA s": "schema s is not empty, and there is no CASCADE",
    "FUNCTION s.f()": "trigger g of public.t uses it, and there is no CASCADE",
    "TRIGGER nope ON t": "trigger nope of public.t does not exist",
    "RULE nope ON p": "rule nope of public.p does not exist",
    "PUBLICATION nope": "publication nope does not exist",
    "EXTENSION citext CASCADE": "what this CASCADE drops is not known",
}


@pytest.mark.parametrize("what", REFUSED)
def test_refused(what: str) -> None:
    assert reasons(f"{TABLES} DROP {what};") == [REFUSED[what]]


def test_what_goes_by_cascade() -> None:
    assert names(clean(f"{TABLES} DROP TABLE p CASCADE;"))["foreign keys"] == []
    assert [each.name for each in clean(f"{TABLES} DROP TYPE y CASCADE;").tables.popitem()[1].columns] == ["a"]
    columns = {
        name.name: [c.name for c in table.columns]
        for name, table in clean(f"{TABLES} DROP TYPE y CASCADE;").tables.items()
    }
    assert columns == {"p": ["id"], "t": ["a", "b"], "inside": ["a"]}
    assert clean(f"{TABLES} DROP FUNCTION s.f() CASCADE;").triggers == ()
    assert names(clean(f"{TABLES} DROP SCHEMA s CASCADE;"))["tables"] == ["p", "t"]
    assert clean(f"{TABLES} DROP SCHEMA s CASCADE;").triggers == ()


GONE = {
    "INDEX i": lambda catalog: "t.i" not in names(catalog)["indexes"],
    "TRIGGER g ON t": lambda catalog: catalog.triggers == (),
    "RULE r ON p": lambda catalog: catalog.rules == (),
    "PUBLICATION pub": lambda catalog: catalog.publications == () and catalog.published == (),
    "TYPE comp": lambda catalog: "comp" not in [name.name for name in catalog.types],
    "VIEW v": lambda catalog: catalog.relations == {},
}


@pytest.mark.parametrize("what", GONE)
def test_what_is_named_is_gone(what: str) -> None:
    assert GONE[what](clean(f"{TABLES} DROP {what};"))


def test_tables_that_hang_on_each_other_go_together() -> None:
    sql = "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (p int REFERENCES p); CREATE TABLE d () INHERITS (c);"
    assert reasons(f"{sql} DROP TABLE c;") == ["tables inherit from public.c, and there is no CASCADE"]
    assert names(clean(f"{sql} DROP TABLE p, d, c, c;"))["tables"] == []


@pytest.mark.parametrize("what", ["TABLE", "INDEX", "TYPE", "DOMAIN", "PUBLICATION", "VIEW", "SEQUENCE"])
def test_if_exists(what: str) -> None:
    assert reasons(f"{TABLES} DROP {what} IF EXISTS nope;") == []


def test_a_view_that_may_be_gone_is_a_doubt() -> None:
    script = f"{TABLES} CREATE TABLE x (); DROP TABLE x; DROP TABLE t;"
    assert reasons(script) == ["if view public.v is still there, a server refuses this; it counts all the same"]


def test_a_default_that_reads_the_sequence_of_another_table_is_said() -> None:
    sql = "CREATE TABLE s (id serial); CREATE TABLE l (LIKE s INCLUDING ALL); DROP TABLE s CASCADE;"
    [said] = reasons(sql)
    assert said.startswith("if the sequence of public.s.id goes with it, public.l loses a default that reads it")
    assert reasons(sql.replace("INCLUDING ALL", "")) == []
