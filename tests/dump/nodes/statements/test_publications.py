"""Publications as the parser gives them."""

from __future__ import annotations

from dump.nodes.parsed import node_of
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.publications import AlterPublicationStmt, CreatePublicationStmt


def test_tables_with_columns_and_filters_and_schemas() -> None:
    statement = node_of(
        "CREATE PUBLICATION p FOR TABLE ONLY t (a, b) WHERE (a > 1), u, TABLES IN SCHEMA s", CreatePublicationStmt
    )
    first, second, schema = (node.object for node in statement.objects)
    assert first.table is not None
    assert (first.table.relation.relname, first.table.relation.inh) == ("t", False)
    assert strings(first.table.columns or ()) == ("a", "b")
    assert first.table.where is not None
    assert second.table is not None
    assert second.table.columns is None
    assert (schema.kind, schema.name, schema.table) == ("PUBLICATIONOBJ_TABLES_IN_SCHEMA", "s", None)
    assert not statement.for_all_tables


def test_all_tables() -> None:
    assert node_of("CREATE PUBLICATION p FOR ALL TABLES", CreatePublicationStmt).for_all_tables


def test_what_an_alter_does() -> None:
    actions = {
        word: node_of(f"ALTER PUBLICATION p {word} TABLE t", AlterPublicationStmt).action
        for word in ("ADD", "SET", "DROP")
    }
    assert actions == {"ADD": "AP_AddObjects", "SET": "AP_SetObjects", "DROP": "AP_DropObjects"}
    options = node_of("ALTER PUBLICATION p SET (publish = 'insert')", AlterPublicationStmt).options
    assert [node.option.defname for node in options] == ["publish"]
