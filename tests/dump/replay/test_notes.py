"""A statement that only repeats what is there is a note, and takes nothing from an answer."""

from __future__ import annotations

import pytest

from helpers import catalog_of

TABLE = """CREATE TABLE t (id integer CONSTRAINT t_pkey PRIMARY KEY, a integer, b integer);
CREATE INDEX t_a ON t (a, b);
"""


@pytest.mark.parametrize(
    ("sql", "noted"),
    [
        ("CREATE UNIQUE INDEX t_pkey ON t (id)", True),
        ("CREATE UNIQUE INDEX t_pkey ON public.t USING btree (id)", True),
        ("CREATE INDEX t_a ON t (a, b)", True),
        ("CREATE INDEX t_a ON t (a, b) WITH (fillfactor = 90)", True),
        ("CREATE INDEX t_a ON t (b, a)", False),
        ("CREATE UNIQUE INDEX t_a ON t (a, b)", False),
        ("CREATE INDEX t_a ON t (a, b) WHERE a > 1", False),
        ("CREATE INDEX t_a ON t ((a + 1), b)", False),
        ("BEGIN; CREATE INDEX t_a ON t (a, b); COMMIT", False),
    ],
)
def test_an_index_that_is_there_already(sql: str, noted: bool) -> None:
    catalog = catalog_of(f"{TABLE}{sql};")
    assert (len(catalog.notes), len(catalog.skipped)) == ((1, 0) if noted else (0, 1))
    [entry] = catalog.notes or catalog.skipped
    assert entry.location.line == 3
