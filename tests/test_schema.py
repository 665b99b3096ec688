from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.catalog import Catalog, Location, OtherRelation, QualifiedName, Table, quote_identifier
from ondelete.catalog.lookup import find_table
from ondelete.errors import NoSuchTable
from ondelete.schema import Schema

HERE = Location("schema.sql", 1)


def catalog(*tables, views=(), external=(), search_path=("public",)):
    names = [QualifiedName(*name.split("|")) for name in tables]
    relations = [QualifiedName(*name.split("|")) for name in views]
    return Catalog(
        tables={name: Table(name, "table", (), HERE) for name in names},
        foreign_keys=(),
        keys=(),
        checks=(),
        indexes=(),
        triggers=(),
        rules=(),
        types={},
        relations={name: OtherRelation(name, "view", HERE) for name in relations},
        external=tuple(QualifiedName(*name.split("|")) for name in external),
        skipped=(),
        search_path=search_path,
        paths=("schema.sql",),
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("users", "public|users"),
        ("USERS", "public|users"),
        ("public.users", "public|users"),
        (" users ", "public|users"),
        ('"users"', "public|users"),
        ('"Odd Name"', "public|Odd Name"),
        ("Odd Name", "public|Odd Name"),
        ('public."Odd Name"', "public|Odd Name"),
        ('"dotted.name"', "public|dotted.name"),
        ("dotted.name", "public|dotted.name"),
        ("invoices", "billing|invoices"),
        ("plans", "public|plans"),
        ("gone", "public|gone"),
        ("auth.gone", "auth|gone"),
    ],
)
def test_a_table_is_named_as_in_sql(typed, found):
    tables = ("public|users", "public|Odd Name", "public|dotted.name", "billing|invoices", "billing|plans")
    schema = catalog(*tables, "public|plans", external=("public|gone", "auth|gone"))
    assert find_table(schema, typed) == QualifiedName(*found.split("|"))


def test_the_search_path_decides_first():
    schema = catalog("a|t", "b|t", "c|t", search_path=("b", "a"))
    assert find_table(schema, "t") == QualifiedName("b", "t")


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("t", 't: is ambiguous: "A".t, b.t; name one of these.'),
        ("usrs", "usrs: no such table in this schema. Did you mean users?"),
        ("public.odd", 'public.odd: no such table in this schema. Did you mean "Odd"?'),
        ("b.usres", "b.usres: no such table in this schema. Did you mean users?"),
        ("", ": no such table in this schema."),
        ("a.b.c", "a.b.c: no such table in this schema."),
        ("...", "...: no such table in this schema."),
        ("live", "live: is a view, which holds no rows that foreign keys reference; name a table."),
        ("b.old", "b.old: is a view, which holds no rows that foreign keys reference; name a table."),
        ("old", "old: is a view, which holds no rows that foreign keys reference; name a table."),
    ],
)
def test_what_names_no_table_says_why(typed, message):
    schema = catalog("public|users", "public|Odd", "A|t", "b|t", views=("public|live", "b|old"))
    with pytest.raises(NoSuchTable) as error:
        find_table(schema, typed)
    assert str(error.value) == message


def test_suggestions_are_quick_among_thousands():
    schema = catalog(*(f"public|table_number_{n}" for n in range(20_000)))
    with pytest.raises(NoSuchTable, match="Did you mean table_number_"):
        find_table(schema, "tabel_number_17")


@given(st.text(min_size=1, max_size=15).filter(lambda name: "|" not in name), st.sampled_from(["public", "Odd.schema"]))
def test_every_table_is_found_by_its_quoted_name(name, schema):
    assert find_table(catalog(f"{schema}|{name}"), f"{quote_identifier(schema)}.{quote_identifier(name)}") == (
        schema,
        name,
    )


@given(st.text(max_size=40))
def test_any_text_is_a_table_or_an_error(text):
    with pytest.raises(NoSuchTable):
        find_table(catalog("public|\x00"), text.replace("\x00", ""))


def test_schema_answers_by_name():
    schema = Schema(catalog("public|users"))
    assert schema.predict_delete("users").table == QualifiedName("public", "users")
    assert repr(schema) == "<Schema schema.sql: 1 tables>"
    assert schema.key_graph.catalog is schema.catalog


def test_a_file_is_read_and_audited(tmp_path):
    import ondelete

    file = tmp_path / "schema.sql"
    file.write_text("CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a_id int REFERENCES a ON DELETE CASCADE);")
    schema = ondelete.read_schema(file)
    assert [str(entry.table) for entry in schema.predict_delete("a").deleted] == ["public.b"]
    assert [finding.rule for finding in schema.audit().findings] == ["fk-indexed"]
    assert [(str(found.table), len(found.deleted)) for found in schema.survey()] == [("public.a", 1), ("public.b", 0)]
    assert schema.coverage["public.b.b_a_id_fkey"].verdict == "none"
