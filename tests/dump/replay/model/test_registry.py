"""Named things of tables: in creation order, found by table, by name, and keys by the table that they reference."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from helpers import catalog_of
from ondelete.catalog import ForeignKey, Location, QualifiedName, Rule
from ondelete.dump.replay.model.registry import ForeignKeys, Registry

A, B = QualifiedName("public", "a"), QualifiedName("s", "b")
KEY = catalog_of("CREATE TABLE a (id int PRIMARY KEY, x int CONSTRAINT k REFERENCES a);").foreign_keys[0]


def rule(table: QualifiedName, name: str) -> Rule:
    return Rule(table, name, "delete", False, False, "enabled", Location("x.sql", 1))


def key(name: str, referenced: QualifiedName = A, table: QualifiedName = A) -> ForeignKey:
    return replace(KEY, name=name, table=table, referenced_table=referenced)


def registry(*values: Rule) -> tuple[Registry[Rule], list[tuple[QualifiedName, str]]]:
    freed: list[tuple[QualifiedName, str]] = []
    found: Registry[Rule] = Registry(lambda table, name: freed.append((table, name)))
    for value in values:
        found.add(value)
    return found, freed


def test_values_are_found_by_table_and_by_name() -> None:
    found, _ = registry(rule(A, "x"), rule(B, "y"), rule(A, "z"))
    assert [each.name for each in found] == ["x", "y", "z"]
    assert [each.name for each in found.of(A)] == ["x", "z"]
    assert (found.get(A, "z"), found.get(B, "z"), found.has(B, "y")) == (rule(A, "z"), None, True)
    assert (found.named("public", "x"), found.named("s", "x")) == (True, False)
    assert (found.in_schema("s", "y"), found.in_schema("s", "x")) == (rule(B, "y"), None)


def test_what_takes_a_place_keeps_it() -> None:
    found, freed = registry(rule(A, "x"), rule(A, "y"))
    found.replace(rule(A, "x"), rule(B, "new"))
    assert [each.name for each in found] == ["new", "y"]
    assert ([each.name for each in found.of(A)], freed) == (["y"], [(A, "x")])
    found.replace(rule(B, "new"), replace(rule(B, "new"), instead=True))
    assert freed == [(A, "x")]
    found.move_to_end(rule(B, "new"))
    assert [each.name for each in found] == ["y", "new"]


def test_what_is_removed_is_gone_everywhere() -> None:
    found, freed = registry(rule(A, "x"), rule(A, "y"))
    found.remove(rule(A, "x"))
    assert (len(found), found.of(A), found.has(A, "x"), found.named("public", "x")) == (
        1,
        (rule(A, "y"),),
        False,
        False,
    )
    assert freed == [(A, "x")]


def test_two_tables_of_a_schema_can_have_the_same_name() -> None:
    c = QualifiedName("public", "c")
    found, _ = registry(rule(A, "x"), rule(c, "x"))
    found.remove(rule(A, "x"))
    assert found.in_schema("public", "x") == rule(c, "x")


def test_keys_are_found_by_the_table_that_they_reference() -> None:
    keys = ForeignKeys(lambda _table, _name: None)
    for each in (key("to_a", A, B), key("to_b", B), key("self")):
        keys.add(each)
    assert [each.name for each in keys.referencing(A)] == ["to_a", "self"]
    assert [each.name for each in keys.touching(A)] == ["to_a", "to_b", "self"]
    keys.replace(key("to_a", A, B), key("to_a", B, B))
    assert [each.name for each in keys.referencing(A)] == ["self"]
    assert [each.name for each in keys.referencing(B)] == ["to_a", "to_b"]
    keys.remove(key("to_b", B))
    assert [each.name for each in keys.touching(B)] == ["to_a"]


@given(st.lists(st.tuples(st.sampled_from("add remove replace end".split()), st.integers(0, 3), st.integers(0, 3))))
def test_it_is_a_list_with_indexes(steps: list[tuple[str, int, int]]) -> None:
    keys, plain = ForeignKeys(lambda _table, _name: None), list[ForeignKey]()
    for step, number, other in steps:
        made = key(f"k{number}", (A, B)[other % 2], (A, B)[number % 2])
        old = next((each for each in plain if (each.table, each.name) == (made.table, made.name)), None)
        if step == "add" and old is None:
            keys.add(made)
            plain.append(made)
        elif old is None:
            continue
        elif step == "remove":
            keys.remove(old)
            plain.remove(old)
        elif step == "replace":
            keys.replace(old, made)
            plain[plain.index(old)] = made
        elif step == "end":
            keys.move_to_end(old)
            plain.append(plain.pop(plain.index(old)))
    assert list(keys) == plain
    for table in (A, B):
        assert list(keys.of(table)) == [each for each in plain if each.table == table]
        assert list(keys.referencing(table)) == [each for each in plain if each.referenced_table == table]
