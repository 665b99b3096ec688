"""CREATE INDEX as the parser gives it."""

from __future__ import annotations

from dump.nodes.parsed import node_of
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.indexes import IndexStmt


def test_all_that_can_be_said_of_an_index() -> None:
    index = node_of(
        'CREATE UNIQUE INDEX IF NOT EXISTS i ON ONLY s.t USING hash (a COLLATE "C" text_ops DESC NULLS LAST, (a + 1))'
        " INCLUDE (b) NULLS NOT DISTINCT WHERE a > 1",
        IndexStmt,
    )
    column, computed = (node.elem for node in index.params)
    assert (index.idxname, index.method, index.unique, index.if_not_exists) == ("i", "hash", True, True)
    assert (index.relation.schemaname, index.relation.inh, index.nulls_not_distinct) == ("s", False, True)
    assert (column.name, strings(column.collation), strings(column.opclass)) == ("a", ("C",), ("text_ops",))
    assert (column.ordering, column.nulls_ordering) == ("SORTBY_DESC", "SORTBY_NULLS_LAST")
    assert computed.name is None
    assert computed.expr is not None
    assert [node.elem.name for node in index.including] == ["b"]
    assert index.where is not None


def test_what_is_not_said_has_its_default() -> None:
    index = node_of("CREATE INDEX ON t (a)", IndexStmt)
    assert (index.idxname, index.method, index.unique, index.where) == (None, "btree", False, None)
    assert (index.params[0].elem.ordering, index.params[0].elem.nulls_ordering) == (
        "SORTBY_DEFAULT",
        "SORTBY_NULLS_DEFAULT",
    )
