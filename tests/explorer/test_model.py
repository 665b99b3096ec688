"""The page's data: numbers instead of names, a walk that agrees with the engine, and a bounded short form."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import pytest

import ondelete
from helpers import catalog_of
from ondelete.analyses.reach import summarise
from ondelete.explorer.model import report_explorer
from ondelete.explorer.model.data import ChangeRow, Explorer, StepRow
from ondelete.explorer.model.unscripted import unscripted_sections
from ondelete.explorer.model.walk import walked_changes, walked_steps
from ondelete.schema import Schema

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
CASES = sorted(path.parent.name for path in SAMPLES.glob("*/schema.sql"))

SQL = """\
CREATE SCHEMA billing;
CREATE TABLE users (id int PRIMARY KEY, code text UNIQUE);
CREATE TABLE posts (id int PRIMARY KEY, user_id int CONSTRAINT fk REFERENCES users ON DELETE CASCADE);
CREATE TABLE billing.invoices (id int, user_id int NOT NULL REFERENCES users ON DELETE RESTRICT DEFERRABLE);
CREATE TABLE notes (id int, post_id int REFERENCES posts ON DELETE SET NULL);
CREATE TABLE parts (id int, user_id int REFERENCES users) PARTITION BY RANGE (id);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (1) TO (9);
CREATE TABLE logs (id int, gone_id int);
ALTER TABLE logs ADD FOREIGN KEY (gone_id) REFERENCES gone (id) NOT VALID;
CREATE INDEX ON notes (post_id);
"""

# Deleting a clinic's code changes it below, which a second key passes on: no walk of deletes finds that.
ON_UPDATE = """\
CREATE TABLE codes (id int PRIMARY KEY);
CREATE TABLE a (id int PRIMARY KEY, code int UNIQUE REFERENCES codes ON DELETE SET NULL);
CREATE TABLE b (code int REFERENCES a (code) ON UPDATE CASCADE);
CREATE TABLE other (id int REFERENCES codes ON DELETE CASCADE);
"""


def explored(schema: Schema) -> Explorer:
    data = report_explorer(schema.catalog, schema.key_graph, schema.coverage, schema.audit()).data
    assert isinstance(data, Explorer)
    return data


@cache
def sample(case: str) -> tuple[Schema, Explorer]:
    schema = ondelete.read_schema(SAMPLES / case / "schema.sql")
    return schema, explored(schema)


def test_tables_keys_and_files_are_numbers():
    data = explored(Schema(catalog_of(SQL)))
    labels = [table.label for table in data.tables]
    assert labels == ["users", "posts", "billing.invoices", "notes", "parts", "logs", "gone", "parts_1"]
    kinds = {table.label: table.kind for table in data.tables}
    assert (kinds["parts"], kinds["parts_1"], kinds["gone"]) == ("partitioned table", "partition", "not in the file")
    assert labels[data.tables[labels.index("parts_1")].root] == "parts"
    assert [data.schemas[table.schema] for table in data.tables[:3]] == ["public", "public", "billing"]
    assert [(labels[key.table], labels[key.referenced]) for key in data.keys] == [
        ("posts", "users"),
        ("billing.invoices", "users"),
        ("notes", "posts"),
        ("parts", "users"),
        ("logs", "gone"),
    ]
    assert data.keys[0].name == "fk"
    assert (data.keys[1].remarks, data.keys[4].remarks) == (("DEFERRABLE",), ("NOT VALID",))
    assert (data.keys[0].index, data.keys[2].index) == ("none", "full")
    assert "CREATE INDEX" in (data.keys[0].fix or "")
    assert data.keys[2].changes == (("null", ("post_id",)),)
    assert data.files == ("schema.sql",)
    assert (data.tables[0].line, data.tables[labels.index("gone")].line) == (2, 0)


def test_every_row_is_an_array_in_json():
    encoded = msgspec.json.decode(msgspec.json.encode(explored(Schema(catalog_of(SQL)))))
    rows = [row for name in ("tables", "keys", "failures", "findings") for row in encoded[name]]
    assert rows
    assert all(isinstance(row, list) for row in rows)


@pytest.mark.parametrize("case", CASES)
def test_the_walk_and_what_is_written_down_are_the_prediction(case):
    schema, data = sample(case)
    direct = {number: table.direct for number, table in enumerate(data.tables)}
    written = {number: key.changes for number, key in enumerate(data.keys)}
    table_of = [key.table for key in data.keys]
    ids = {key.id: number for number, key in enumerate(schema.catalog.foreign_keys)}
    names = [(data.schemas[table.schema], table.name) for table in data.tables]
    assert len(names) >= len(schema.catalog.tables)
    for number, table in enumerate(data.tables):
        prediction = schema.predict_delete(next(t for t in schema.key_graph.catalog.tables if t == names[number]))
        steps = table.steps or walked_steps((number, *table.descendants), direct, table_of)
        changes = walked_changes(steps, written) if table.changes is None else table.changes
        assert set(steps) == {
            StepRow(ids[s.key.id], names.index(s.referenced), s.event, s.outcome) for s in prediction.steps
        }
        assert set(changes) == {ChangeRow(ids[u.key.id], u.event, u.to, u.columns) for u in prediction.updated}
        figures = summarise(prediction, {key for key, found in schema.coverage.items() if found.verdict == "none"})
        assert (table.verdict, table.deleted, table.longest) == (
            prediction.verdict,
            len(figures.deleted),
            figures.longest,
        )
        assert {data.failures[n].reason for n in table.failures} == {f.reason for f in prediction.failures}


def test_only_what_the_walk_does_not_find_is_written_down():
    data = explored(Schema(catalog_of(ON_UPDATE)))
    kept = {table.label: table.steps for table in data.tables}
    assert [step.event for step in kept["codes"] or ()] == ["delete", "delete", "update"]
    assert [label for label, steps in kept.items() if steps is None] == ["a", "b", "other"]


def test_a_cascade_that_is_walked_costs_the_page_its_keys_once():
    chain = "".join(
        f"CREATE TABLE t{n} (id int PRIMARY KEY REFERENCES t{n - 1} ON DELETE CASCADE);" for n in range(1, 60)
    )
    data = explored(Schema(catalog_of(f"CREATE TABLE t0 (id int PRIMARY KEY);{chain}")))
    assert [len(table.direct) for table in data.tables] == [1] * 59 + [0]
    assert data.tables[0].deleted == 59


def test_findings_name_their_table_and_their_fix():
    data = explored(Schema(catalog_of(SQL)))
    found = [finding for finding in data.findings if finding.rule == "fk-indexed"]
    assert {data.tables[finding.table].label for finding in found if finding.table is not None} >= {"posts"}
    assert all(finding.fix for finding in found)


def test_the_short_form_is_bounded():
    tables = "".join(f"CREATE TABLE t{n} (id int REFERENCES r ON DELETE CASCADE);" for n in range(9))
    schema = Schema(catalog_of(f"CREATE TABLE r (id int PRIMARY KEY);{tables}CREATE TABLE s (id int REFERENCES r);"))
    predictions = [schema.predict_delete(table) for table in schema.key_graph.tables]
    few = unscripted_sections(predictions, schema.catalog, schema.coverage, rows=5)
    assert len(few) == 1
    texts = [span.text for block in few[0].blocks for span in block.line]  # type: ignore[union-attr]
    assert texts[1:] == ["1 more table is left out here.", "No key references 10 further tables."]
    assert len(unscripted_sections(predictions, schema.catalog, schema.coverage)) == 2
