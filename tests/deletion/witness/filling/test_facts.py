"""What the making of rows asks of a table, partitioned tables above and partitions below included."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.witness.filling.facts import TableFacts, default_value, table_facts

SCHEMA = """
CREATE DOMAIN small AS int DEFAULT 3 CHECK (VALUE < 10);
CREATE TABLE r (id int PRIMARY KEY);
CREATE TABLE p (
    id serial, part int, s small, r int REFERENCES r, n int DEFAULT 7 NOT NULL, d timestamptz DEFAULT now(),
    double int GENERATED ALWAYS AS (n * 2) STORED, i int GENERATED ALWAYS AS IDENTITY,
    gone int REFERENCES r NOT ENFORCED,
    PRIMARY KEY (id, part), CHECK (n > 0), CHECK (s > 0) NOT ENFORCED
) PARTITION BY LIST (part);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1, 2);
CREATE TABLE rest PARTITION OF p FOR VALUES IN (NULL);
ALTER TABLE p1 ADD CONSTRAINT own FOREIGN KEY (n) REFERENCES r;
CREATE UNIQUE INDEX whole ON p1 (n);
CREATE UNIQUE INDEX computed ON p1 ((n + 1));
"""
CATALOG = catalog_of(SCHEMA)


def facts(name: str) -> TableFacts:
    return table_facts(CATALOG, QualifiedName("public", name))


def test_tables_above_and_below() -> None:
    assert [table.name for table in facts("p1").above] == ["p"]
    assert [table.name for table in facts("p").below] == ["p1", "rest"]
    assert [table.name for table in facts("p").leaves] == ["p1", "rest"]


def test_foreign_keys() -> None:
    assert [key.name for key in facts("p").foreign_keys] == ["p_r_fkey", "own"]
    assert [key.name for key in facts("p1").foreign_keys] == ["own", "p_r_fkey"]
    assert facts("rest").key_columns == {"r"}


def test_constraints() -> None:
    assert [check.name for check in facts("p").checks] == ["p_n_check"]
    assert [index.name for index in facts("p1").uniques] == ["whole", "p_pkey"]
    assert facts("p1").unique_columns == {"n", "id", "part"}
    assert facts("p").not_null == {"id", "part", "n", "i"}


def test_columns() -> None:
    assert [column.name for column in facts("p").generated] == ["double"]
    assert "double" not in {column.name for column in facts("p").plain}
    assert facts("p").own_numbers == {"id", "i"}
    assert facts("p").primary == {"id", "part"}
    assert {name: value for name, value in facts("p").defaults.items() if value is not None} == {"s": 3, "n": 7}
    assert {name: len(conditions) for name, conditions in facts("p").conditions.items() if conditions} == {"s": 1}


def test_partitions() -> None:
    assert facts("p").partition_columns == facts("p1").partition_columns == {"part"}
    assert set(facts("p").bound_values) == {0, 1, 2, None}


def test_one_table_is_looked_at_once() -> None:
    assert facts("p") is facts("p")


def test_a_default_that_is_one_known_value() -> None:
    table = CATALOG.tables[QualifiedName("public", "p")]
    found = {column.name: default_value(CATALOG, column) for column in table.columns}
    assert {name: value for name, value in found.items() if value is not None} == {"s": 3, "n": 7}
