"""Which columns are looked at, and what the resolver says if some keys are left out."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.references.resolve import Resolver
from ondelete.catalog import QualifiedName

T = QualifiedName("public", "t")
USERS = "CREATE TABLE users (id bigint PRIMARY KEY);"


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("user_id bigint", True),
        ("fk_user bigint", True),
        ("created_by bigint", True),
        ("name text", False),
        ("uuid uuid", False),
        ("user_id bigint GENERATED ALWAYS AS IDENTITY", False),
        ("user_id bigserial", False),
        ("writer bigint", True),  # a declared key has that name
    ],
)
def test_which_columns_are_looked_at(column: str, *, expected: bool) -> None:
    catalog = catalog_of(f"{USERS} CREATE TABLE o (writer bigint REFERENCES users); CREATE TABLE t ({column});")
    assert Resolver(catalog).may_reference(catalog.tables[T].columns[0]) is expected


def test_a_reference_has_the_columns_and_the_reason() -> None:
    catalog = catalog_of(f"{USERS} CREATE TABLE t (user_id bigint);")
    table = catalog.tables[T]
    found = Resolver(catalog).reference(table, table.columns[0])
    assert found is not None
    assert (found.id, found.referenced_columns, found.reason) == ("public.t.user_id", ("id",), "name of the table")


def test_the_end_of_its_own_name_is_an_id_from_elsewhere() -> None:
    apps = "CREATE TABLE apps (id int PRIMARY KEY); CREATE TABLE t (app_id int); CREATE TABLE github_apps (app_id int);"
    catalog = catalog_of(apps)
    found = [Resolver(catalog).reference(table, table.columns[0]) for table in catalog.tables.values()]
    assert [each and each.id for each in found] == [None, "public.t.app_id", "public.github_apps.app_id"]


def test_keys_can_be_left_out() -> None:
    catalog = catalog_of(
        f"{USERS} CREATE TABLE o (writer_id bigint REFERENCES users); CREATE TABLE t (writer_id bigint);"
    )
    table = catalog.tables[T]
    resolver = Resolver(catalog)
    assert resolver.reference(table, table.columns[0]) is not None
    assert resolver.without(catalog.foreign_keys).reference(table, table.columns[0]) is None


HABITS = """\
CREATE TABLE kunden (id bigint PRIMARY KEY);
CREATE TABLE auftraege (id bigint PRIMARY KEY, kunde_id bigint, fk_kunde bigint);
CREATE TABLE häuser (id bigint PRIMARY KEY, eigentuemer_id bigint);
CREATE TABLE positionen (id bigint PRIMARY KEY, auftrag_id bigint, id_haus bigint);
CREATE TABLE chevaux (id bigint PRIMARY KEY);
CREATE TABLE bureaux (id bigint PRIMARY KEY);
CREATE TABLE lignes (id bigint PRIMARY KEY, cheval_id bigint, "bureauId" bigint);
CREATE TABLE prodotti (id bigint PRIMARY KEY);
CREATE TABLE righe (id bigint PRIMARY KEY, prodotto_id bigint);
CREATE TABLE posiciones (id bigint PRIMARY KEY);
CREATE TABLE ciudades (id bigint PRIMARY KEY, posicion_id bigint);
CREATE TABLE worker (id bigint PRIMARY KEY);
CREATE TABLE tasks (id bigint PRIMARY KEY, work_id bigint, task_forms text);
CREATE TABLE accounts (uuid uuid PRIMARY KEY, id bigint UNIQUE);
CREATE TABLE sessions (uuid uuid PRIMARY KEY, account_id bigint, account_uuid uuid);
CREATE TABLE orders (tenant_id bigint, id bigint, PRIMARY KEY (tenant_id, id));
CREATE TABLE copies (tenant_id bigint, source_tenant_id bigint, order_id bigint, source_order_id bigint);
"""


@pytest.mark.parametrize(
    ("column", "table", "met"),
    [
        ("auftraege.kunde_id", "kunden", "id"),
        ("auftraege.fk_kunde", "kunden", "id"),
        ("positionen.auftrag_id", "auftraege", "id"),
        ("positionen.id_haus", "häuser", "id"),
        ("häuser.eigentuemer_id", None, None),
        ("lignes.cheval_id", "chevaux", "id"),
        ("lignes.bureauId", "bureaux", "id"),
        ("righe.prodotto_id", "prodotti", "id"),
        ("ciudades.posicion_id", "posiciones", "id"),
        ("tasks.work_id", None, None),
        ("sessions.account_id", "accounts", "id"),
        ("sessions.account_uuid", "accounts", "uuid"),
    ],
)
def test_plurals_of_other_languages_and_a_second_id(column: str, table: str | None, met: str | None) -> None:
    catalog = catalog_of(HABITS)
    own, _, name = column.partition(".")
    defined = catalog.tables[QualifiedName("public", own)]
    found = Resolver(catalog).reference(defined, defined.columns_by_name[name])
    told = (found.to.name, *found.referenced_columns) if found is not None and found.to is not None else (None, None)
    assert told == (table, met)


@pytest.mark.parametrize(
    ("column", "columns"),
    [("order_id", ("tenant_id", "order_id")), ("source_order_id", ("source_tenant_id", "source_order_id"))],
)
def test_a_tenant_can_have_the_same_beginning(column: str, columns: tuple[str, ...]) -> None:
    catalog = catalog_of(HABITS)
    copies = catalog.tables[QualifiedName("public", "copies")]
    found = Resolver(catalog).reference(copies, copies.columns_by_name[column])
    assert found is not None
    assert (found.columns, found.referenced_columns) == (columns, ("tenant_id", "id"))
