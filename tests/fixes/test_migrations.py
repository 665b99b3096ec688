"""Ruby that holds any name: no name becomes code."""

from __future__ import annotations

import pytest

from ondelete.catalog import QualifiedName
from ondelete.fixes.migrations import execute, is_sayable, migration, ruby, ruby_columns, ruby_string, ruby_table


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("users", ":users"),
        ("_x1", ":_x1"),
        ("1x", '"1x"'),
        ("a b", '"a b"'),
        ("users\n", '"users\\n"'),
        ("#{exit}", '"\\#{exit}"'),
        ('a"b\\', '"a\\"b\\\\"'),
        ("é", '"é"'),
        ("a\x1bb\u202e", '"a\\u{1b}b\\u{202e}"'),
    ],
)
def test_a_name_is_a_symbol_or_a_string_in_which_nothing_runs(name: str, written: str) -> None:
    assert ruby(name) == written


@pytest.mark.parametrize(
    ("table", "written"),
    [
        (QualifiedName("public", "users"), ":users"),
        (QualifiedName("app", "users"), '"app.users"'),
        (QualifiedName("public", "a.b"), '"\\"a.b\\""'),
    ],
)
def test_a_table_is_cut_at_its_dots_unless_it_is_quoted(table: QualifiedName, written: str) -> None:
    assert ruby_table(table) == written


def test_columns_a_lone_text_stands_in_a_list() -> None:
    assert [ruby_columns(columns) for columns in (["a"], ["a b"], ["a", "b c"])] == [":a", '["a b"]', '[:a, "b c"]']


@pytest.mark.parametrize(("name", "index", "sayable"), [("t", "i", True), ('t"', "i", False), ("t", "i.j", False)])
def test_what_rails_cannot_name_is_said_in_sql(name: str, index: str, sayable: bool) -> None:
    assert is_sayable(QualifiedName("public", name), index) is sayable


def test_a_body_of_a_migration() -> None:
    assert migration(["a", "b"]) == "def change\n  a\n  b\nend\n"
    sql = 'DROP TABLE "x";'
    assert execute([sql]) == f"disable_ddl_transaction!\n\ndef up\n  execute {ruby_string(sql)}\nend\n"
