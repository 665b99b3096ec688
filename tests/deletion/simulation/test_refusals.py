"""Rules that make the statement of a key fail."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.deletion.actions.partitions import CannotSimulate
from ondelete.deletion.simulation.refusals import refuse_rule
from ondelete.deletion.simulation.row_store import Abort

TABLES = (
    "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (a int REFERENCES p ON DELETE CASCADE);CREATE TABLE o (a int);"
)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("", ""),
        ("CREATE RULE r AS ON DELETE TO c DO INSTEAD NOTHING;", "XX000"),
        ("CREATE RULE r AS ON DELETE TO c DO INSTEAD UPDATE c SET a = NULL;", "XX000"),
        ("CREATE RULE r AS ON DELETE TO c DO INSTEAD DELETE FROM o;", "what rule r on public.c runs instead"),
        ("CREATE RULE r AS ON DELETE TO c DO INSTEAD DELETE FROM c;", "42P17"),
        ("CREATE RULE r AS ON DELETE TO c DO ALSO DELETE FROM c WHERE a = 0;", "42P17"),
        ("CREATE RULE r AS ON DELETE TO c DO ALSO DELETE FROM o;", ""),
        ("CREATE RULE r AS ON UPDATE TO c DO INSTEAD NOTHING;", ""),
    ],
)
def test_refuse_rule(rule: str, expected: str) -> None:
    catalog = catalog_of(TABLES + rule)
    (key,) = catalog.foreign_keys
    said = ""
    try:
        refuse_rule(catalog, key, "delete")
    except Abort as abort:
        said = abort.failed.sqlstate
    except CannotSimulate as why:
        said = str(why)
    assert said == expected
