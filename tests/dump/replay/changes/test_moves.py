"""What is renamed or set into another schema, and the mentions of it in the catalog."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, names, reasons
from ondelete.catalog import Domain

TABLES = """CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (a int CONSTRAINT k REFERENCES p, b int CONSTRAINT u UNIQUE, CONSTRAINT c CHECK (a > 0));
CREATE INDEX i ON t (a);
CREATE TRIGGER g BEFORE DELETE ON t EXECUTE FUNCTION s.f();
CREATE RULE r AS ON DELETE TO t DO NOTHING;
CREATE PUBLICATION pub FOR TABLE t;
CREATE SCHEMA s;
"""


def test_everything_that_hangs_on_a_table_moves_with_it() -> None:
    catalog = clean(TABLES + "ALTER TABLE t RENAME TO x; ALTER TABLE x SET SCHEMA s; ALTER TABLE p RENAME TO y;")
    hanging = (catalog.foreign_keys, catalog.keys[1:], catalog.checks, catalog.indexes[1:], catalog.triggers)
    tables = {str(each.table) for values in (*hanging, catalog.rules, catalog.published) for each in values}
    assert tables == {"s.x"}
    assert str(catalog.foreign_keys[0].referenced_table) == "public.y"


RENAMED = {
    "TABLE t RENAME CONSTRAINT u TO v": ("keys", ["p_pkey", "v"]),
    "INDEX u RENAME TO v": ("keys", ["p_pkey", "v"]),
    "TABLE t RENAME CONSTRAINT k TO l": ("foreign keys", ["l"]),
    "TABLE t RENAME CONSTRAINT c TO d": ("checks", ["t.d"]),
    "INDEX i RENAME TO j": ("indexes", ["p.p_pkey", "t.u", "t.j"]),
    "TABLE i RENAME TO j": ("indexes", ["p.p_pkey", "t.u", "t.j"]),
}


@pytest.mark.parametrize("sql", RENAMED)
def test_a_constraint_and_its_index_have_one_name(sql: str) -> None:
    what, expected = RENAMED[sql]
    catalog = clean(f"{TABLES} ALTER {sql};")
    assert names(catalog)[what] == expected
    assert [index.constraint for index in catalog.indexes if index.constraint] == names(catalog)["keys"]


TAKEN = {
    "TABLE t RENAME TO p": "relation public.p already exists",
    "TABLE t RENAME TO i": "relation public.i already exists",
    "INDEX i RENAME TO u": "relation public.u already exists",
    "TABLE t RENAME CONSTRAINT c TO k": "constraint k of table public.t already exists",
    "TABLE t RENAME CONSTRAINT u TO i": "relation public.i already exists",
    "TABLE t RENAME CONSTRAINT nope TO x": "constraint nope of table public.t does not exist",
    "PUBLICATION nope RENAME TO x": "publication nope does not exist",
}


@pytest.mark.parametrize("sql", TAKEN)
def test_a_name_that_is_taken_or_not_there(sql: str) -> None:
    assert reasons(f"{TABLES} ALTER {sql};") == [TAKEN[sql]]


def test_a_check_is_renamed_in_everything_below() -> None:
    tables = "CREATE TABLE t (a int CONSTRAINT c CHECK (a > 0)); CREATE TABLE u () INHERITS (t);"
    sql = f"{tables} ALTER TABLE t RENAME CONSTRAINT c TO d;"
    assert names(clean(sql))["checks"] == ["t.d", "u.d"]


def test_a_type_is_mentioned_in_columns_and_domains() -> None:
    catalog = clean("""CREATE DOMAIN d AS text; CREATE DOMAIN e AS d; CREATE TABLE t (a d, b d[]);
        ALTER DOMAIN d RENAME TO x;""")
    [table] = catalog.tables.values()
    assert [(each.type, str(each.type_name)) for each in table.columns] == [
        ("public.x", "public.x"),
        ("public.x[]", "public.x"),
    ]
    domains = {each.name.name: each for each in catalog.types.values() if isinstance(each, Domain)}
    assert (domains["e"].base, str(domains["e"].base_name)) == ("public.x", "public.x")
    assert (domains["x"].base, domains["x"].base_name) == ("text", None)


def test_everything_in_a_schema_moves() -> None:
    catalog = clean("""CREATE SCHEMA s; CREATE TABLE s.t (a int); CREATE VIEW s.v AS SELECT 1;
        CREATE TYPE s.e AS ENUM ('a');
        CREATE TRIGGER g BEFORE DELETE ON s.t EXECUTE FUNCTION s.f(); ALTER SCHEMA s RENAME TO x;""")
    assert [str(name) for name in (*catalog.tables, *catalog.relations, *catalog.types)] == ["x.t", "x.v", "x.e"]
    assert catalog.triggers[0].function == "x.f"


def test_a_publication_is_renamed_in_what_it_publishes() -> None:
    catalog = clean(TABLES + "ALTER PUBLICATION pub RENAME TO other;")
    assert ([each.name for each in catalog.publications], [each.name for each in catalog.published]) == (
        ["other"],
        ["other"],
    )
