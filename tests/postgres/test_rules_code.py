"""R20 of docs/semantics.md: what the code of triggers and rules does, pattern by pattern, on servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from code_judge import complaints, observe
from code_patterns import PATTERNS

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_delete

if TYPE_CHECKING:
    from collections.abc import Iterator

    from code_patterns import Pattern
    from server import Server


@pytest.fixture(scope="module")
def database(server: Server) -> Iterator[str]:
    with server.database() as name:
        yield name


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_r20_what_a_trigger_does_is_in_the_prediction(server: Server, database: str, pattern: Pattern) -> None:
    server.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public;" + pattern.ddl + pattern.rows, database)
    catalog = catalog_of(pattern.ddl)
    tables = [table.name.sql for table in catalog.tables.values() if not table.is_partition]
    prediction = predict_delete(catalog, QualifiedName("public", pattern.table))
    seen = observe(server, database, tables, pattern.table, pattern.where)
    seen = seen._replace(
        lost={t.removeprefix("public."): n for t, n in seen.lost.items()},
        changed={t.removeprefix("public."): n for t, n in seen.changed.items()},
        gained={t.removeprefix("public."): n for t, n in seen.gained.items()},
    )
    assert prediction.not_modelled == ()
    assert complaints(prediction, catalog, seen) == []
    assert (seen.sqlstate or "done") == pattern.outcome
    assert prediction.verdict == pattern.verdict
