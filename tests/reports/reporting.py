"""Schemas and reports of them, as text."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.formats import as_text
from ondelete.reports.explain import report_explain
from ondelete.reports.tree_rows import View
from ondelete.schema import Schema

USERS = "CREATE TABLE users (id int PRIMARY KEY);\n"
TREE = "CREATE TABLE users (id int PRIMARY KEY);\nCREATE TABLE posts (user_id int REFERENCES users);\n"
CIRCLE = (
    "CREATE TABLE a (id int PRIMARY KEY, b_id int NOT NULL);\n"
    "CREATE TABLE b (id int PRIMARY KEY, a_id int NOT NULL REFERENCES a ON DELETE CASCADE);\n"
    "ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b_id) REFERENCES b ON DELETE CASCADE{};\n"
)
OWN = "CREATE TABLE own (id int PRIMARY KEY, up int REFERENCES own);\n"
INHERITING = (
    USERS + "CREATE TABLE admins (PRIMARY KEY (id)) INHERITS (users);"
    "CREATE TABLE badges (id int PRIMARY KEY, user_id int REFERENCES admins ON DELETE RESTRICT);"
    "CREATE INDEX ON badges (user_id);"
)
HEIR = (
    "CREATE TABLE base (id int PRIMARY KEY); CREATE TABLE heir (PRIMARY KEY (id)) INHERITS (base);"
    "CREATE TABLE notes (heir_id int REFERENCES heir ON DELETE RESTRICT);"
)


def child(name, action, columns="user_id int", indexed=True, references="users"):
    index = f"CREATE INDEX ON {name} (user_id);" if indexed else ""
    key = f"FOREIGN KEY (user_id) REFERENCES {references} ON DELETE {action}"
    return f"CREATE TABLE {name} (id int PRIMARY KEY, {columns}, CONSTRAINT {name}_fk {key});{index}\n"


def explain(sql, table="users", **view):
    schema = Schema(catalog_of(sql))
    report = report_explain(schema.predict_delete(table), schema.catalog, schema.coverage, View(**view))
    return as_text.render(report)


def verdict(sql, **view):
    return " ".join(explain(sql, **view).split("\n\n")[1].split())


def tree(sql, **view):
    return explain(sql, **view).rpartition("\n\nusers\n")[2].splitlines()


def body(report):
    """The text below the title."""
    return as_text.render(report).partition("\n\n")[2]
