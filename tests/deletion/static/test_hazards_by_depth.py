"""Which candidates for a re-check are made, with the ways to both updates and to the row that vanishes (R9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.static.events import EventGraph
from ondelete.deletion.static.hazards import can_be_set, candidates_by_key, restricts_checked_again

if TYPE_CHECKING:
    from ondelete.deletion.effects import Path


def exact(sql: str, table: str = "t", *, restricting: bool = False) -> dict[str, list[tuple[str, str, list[str]]]]:
    """Return by key the candidates: the chains to both updates and to the row that vanishes, as names of keys."""
    graph = EventGraph(catalog_of(sql), QualifiedName("public", table))

    def names(path: Path) -> str:
        return " ".join(key.name for key in path)

    return {
        found[0].key.name: [(names(h.first), names(h.second), [names(path) for path in h.vanishing]) for h in found]
        for hazards in candidates_by_key(graph, restricting=restricting)
        if (found := list(hazards))
    }


STEPS = """
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE m1 (id int PRIMARY KEY, t int CONSTRAINT to_t REFERENCES t ON DELETE CASCADE);
CREATE TABLE m2 (id int PRIMARY KEY, m1 int CONSTRAINT to_m1 REFERENCES m1 ON DELETE CASCADE);
CREATE TABLE m3 (id int PRIMARY KEY, m2 int CONSTRAINT to_m2 REFERENCES m2 ON DELETE CASCADE);
CREATE TABLE m4 (id int PRIMARY KEY, m3 int CONSTRAINT to_m3 REFERENCES m3 ON DELETE CASCADE);
CREATE TABLE c (a int, b int, x int);
"""
SETS = "ALTER TABLE c ADD CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ON DELETE SET NULL;"
TAKES = "ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES {} ON DELETE {};"
ONE_OF = {"t": 0, "m1": 1, "m2": 2, "m3": 3, "m4": 4}
WAYS = {"t": "", "m1": "to_t", "m2": "to_t to_m1", "m3": "to_t to_m1 to_m2", "m4": "to_t to_m1 to_m2 to_m3"}


@pytest.mark.parametrize("one", ONE_OF)
@pytest.mark.parametrize("other", ONE_OF)
@pytest.mark.parametrize("gone", [name for name in ONE_OF if name != "t"])
def test_1_the_row_goes_one_or_two_steps_behind_the_event_of_the_later_update(one: str, other: str, gone: str) -> None:
    sql = STEPS + SETS.format("one", "a", one) + SETS.format("other", "b", other) + TAKES.format(gone, "CASCADE")
    later = max(ONE_OF[one], ONE_OF[other])
    found = exact(sql).get("k", [])
    if ONE_OF[gone] - later not in (1, 2):
        assert found == []
    else:
        ((first, second, vanishing),) = found
        assert {first, second} == {f"{WAYS[one]} one".strip(), f"{WAYS[other]} other".strip()}
        assert vanishing == [WAYS[gone]]


@pytest.mark.parametrize(
    ("action", "restricting", "expected"),
    [
        ("CASCADE", False, True),
        ("SET NULL", False, True),
        ("SET DEFAULT", False, True),
        ("NO ACTION", False, False),
        ("RESTRICT", False, False),
        ("RESTRICT", True, True),
        ("NO ACTION", True, False),
        ("CASCADE", True, False),
        ("CASCADE ON UPDATE RESTRICT", True, False),
    ],
)
def test_which_keys_are_asked_for(action: str, restricting: bool, expected: bool) -> None:
    sql = STEPS + SETS.format("one", "a", "t") + SETS.format("other", "b", "t") + TAKES.format("m1", action)
    assert ("k" in exact(sql, restricting=restricting)) == expected


ON_UPDATE = """
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE m (id int PRIMARY KEY, v int UNIQUE CONSTRAINT to_t REFERENCES t ON DELETE SET NULL);
CREATE TABLE c (a int, b int, x int);
ALTER TABLE c ADD CONSTRAINT one FOREIGN KEY (a) REFERENCES t ON DELETE SET NULL;
ALTER TABLE c ADD CONSTRAINT other FOREIGN KEY (b) REFERENCES t ON DELETE SET NULL;
ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES m ({}) {};
"""


@pytest.mark.parametrize(
    ("column", "action", "expected"),
    [
        ("v", "ON UPDATE CASCADE", True),
        ("v", "ON UPDATE SET NULL", True),
        ("v", "ON UPDATE NO ACTION ON DELETE CASCADE", False),
        ("id", "ON UPDATE CASCADE ON DELETE CASCADE", False),
    ],
)
def test_a_referenced_row_that_loses_its_key(column: str, action: str, expected: bool) -> None:
    assert ("k" in exact(ON_UPDATE.format(column, action))) == expected


TWICE = """
CREATE SEQUENCE s;
CREATE DOMAIN five AS int DEFAULT 5;
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE m (id int PRIMARY KEY, t int CONSTRAINT to_t REFERENCES t ON DELETE CASCADE);
CREATE TABLE c (z int, {column}, x int CONSTRAINT k REFERENCES m ON DELETE CASCADE) {parts};
ALTER TABLE c ADD CONSTRAINT one FOREIGN KEY (a) REFERENCES t ON DELETE {action};
"""


@pytest.mark.parametrize(
    ("column", "action", "parts", "expected"),
    [
        ("a int DEFAULT nextval('s')", "SET DEFAULT", "", True),
        ("a int DEFAULT nextval('s')", "SET NULL", "", False),
        ("a int DEFAULT 5", "SET DEFAULT", "", False),
        ("a int DEFAULT '5'::int::bigint", "SET DEFAULT", "", False),
        ("a int DEFAULT 2 + 3", "SET DEFAULT", "", True),
        ("a five", "SET DEFAULT", "", False),
        ("a int", "SET DEFAULT", "", False),
        ("a int GENERATED BY DEFAULT AS IDENTITY", "SET DEFAULT", "", True),
        ("a int", "SET NULL", "PARTITION BY LIST (a)", True),
        ("a int", "SET NULL", "PARTITION BY LIST (z)", False),
    ],
)
def test_one_key_alone_that_updates_a_row_twice(column: str, action: str, parts: str, expected: bool) -> None:
    sql = TWICE.format(column=column, action=action, parts=parts)
    if parts:
        sql += "CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1); CREATE TABLE c2 PARTITION OF c DEFAULT;"
    assert exact(sql) == ({"k": [("one", "one", ["to_t"])]} if expected else {})


def test_a_key_that_is_not_valid_needs_no_row_that_vanishes() -> None:
    late = "ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES other {} NOT VALID;"
    sql = (
        STEPS
        + "CREATE TABLE other (id int PRIMARY KEY);"
        + SETS.format("one", "a", "m1")
        + SETS.format("two", "b", "m2")
    )
    expected = {"k": [("to_t one", "to_t to_m1 two", [])]}
    assert exact(sql + late.format("")) == expected
    assert exact(sql + late.format("DEFERRABLE INITIALLY DEFERRED")) == expected
    assert exact(sql + late.format("").replace(" NOT VALID", "")) == {}


def test_behind_a_cycle_two_depths_are_given_and_three_chains() -> None:
    sql = """
        CREATE TABLE t (id int PRIMARY KEY);
        CREATE TABLE m (id int PRIMARY KEY, t int CONSTRAINT down REFERENCES t ON DELETE CASCADE);
        ALTER TABLE m ADD up int CONSTRAINT r1 REFERENCES m ON DELETE CASCADE;
        ALTER TABLE m ADD up2 int CONSTRAINT r2 REFERENCES m ON DELETE CASCADE;
        CREATE TABLE c (a int, b int, x int);
        ALTER TABLE c ADD CONSTRAINT one FOREIGN KEY (a) REFERENCES m ON DELETE SET NULL;
        ALTER TABLE c ADD CONSTRAINT other FOREIGN KEY (b) REFERENCES m ON DELETE SET NULL;
        ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES m ON DELETE CASCADE;
    """
    found = exact(sql)["k"]
    assert [(len(first.split()), len(second.split())) for first, second, _ in found] == [(2, 2), (3, 2)]
    assert [sorted({len(path.split()) for path in vanishing}) for _, _, vanishing in found] == [[2, 3], [3, 4]]
    assert [len(vanishing) for _, _, vanishing in found] == [5, 6]


@pytest.mark.parametrize(
    ("check", "columns", "expected"),
    [
        ("CHECK (a IS NULL OR b IS NULL)", {"a", "b"}, False),
        ("CHECK (a IS NULL OR b IS NULL)", {"a"}, True),
        ("CHECK (a IS NULL OR b IS NULL) NOT VALID", {"a", "b"}, True),
        ("CHECK (a IS NULL OR b IS NULL) NOT ENFORCED", {"a", "b"}, True),
        ("CHECK (a > 0)", {"a", "b"}, True),
    ],
)
def test_4_whether_a_row_can_have_values_in_columns(check: str, columns: set[str], expected: bool) -> None:
    catalog = catalog_of(f"CREATE TABLE c (a int, b int); ALTER TABLE c ADD {check};")
    name = QualifiedName("public", "c")
    assert can_be_set(catalog, name, frozenset(columns)) == expected
    assert can_be_set(catalog, name, frozenset(columns)) == expected, "remembered"


def test_restricts_that_can_be_checked_again() -> None:
    sql = STEPS + SETS.format("one", "a", "t") + SETS.format("other", "b", "t") + TAKES.format("m1", "RESTRICT")
    graph = EventGraph(catalog_of(sql), QualifiedName("public", "t"))
    assert restricts_checked_again(graph) == {"public.c.k"}
    graph = EventGraph(catalog_of(sql.replace("RESTRICT", "CASCADE")), QualifiedName("public", "t"))
    assert restricts_checked_again(graph) == frozenset()


def test_1_an_event_that_comes_too_early_hides_no_later_one() -> None:
    sql = STEPS + SETS.format("one", "a", "m1") + SETS.format("other", "b", "m1")
    sql += """
        CREATE TABLE g (
            t int CONSTRAINT g_t REFERENCES t ON DELETE CASCADE,
            v int UNIQUE CONSTRAINT g_v REFERENCES m2 ON DELETE SET NULL
        );
        ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES g (v) ON DELETE CASCADE ON UPDATE CASCADE;
    """
    assert exact(sql)["k"] == [("to_t one", "to_t other", ["to_t to_m1 g_v"])]


@pytest.mark.parametrize(
    ("sets", "gone", "expected"), [(44, 45, True), (39, 45, True), (37, 39, True), (37, 40, False), (36, 44, False)]
)
def test_1_depths_beyond_those_that_are_told_apart(sets: int, gone: int, expected: bool) -> None:
    tables = [
        "CREATE TABLE t (id int PRIMARY KEY);",
        "CREATE TABLE m0 (id int PRIMARY KEY REFERENCES t ON DELETE CASCADE);",
    ]
    tables += [f"CREATE TABLE m{n} (id int PRIMARY KEY REFERENCES m{n - 1} ON DELETE CASCADE);" for n in range(1, gone)]
    sql = "".join(tables) + "CREATE TABLE c (a int, b int, x int);" + TAKES.format(f"m{gone - 1}", "CASCADE")
    sql += SETS.format("one", "a", f"m{sets - 1}") + SETS.format("other", "b", f"m{sets - 1}")
    assert ("k" in exact(sql)) == expected


def test_one_on_update_from_two_depths() -> None:
    sql = (
        STEPS
        + """
        CREATE TABLE g (v int UNIQUE);
        ALTER TABLE g ADD CONSTRAINT far FOREIGN KEY (v) REFERENCES m1 ON DELETE SET NULL;
        ALTER TABLE g ADD CONSTRAINT near FOREIGN KEY (v) REFERENCES t ON DELETE SET NULL;
        ALTER TABLE c ADD CONSTRAINT one FOREIGN KEY (a) REFERENCES g (v) ON UPDATE SET NULL;
    """
        + TAKES.format("m3", "CASCADE")
    )
    assert exact(sql)["k"] == [
        ("near one", "near one", ["to_t to_m1 to_m2"]),
        ("to_t far one", "near one", ["to_t to_m1 to_m2"]),
    ]


def test_the_way_to_each_update_has_the_length_at_which_they_meet() -> None:
    sql = (
        STEPS
        + """
        ALTER TABLE m3 ADD m1 int CONSTRAINT short REFERENCES m1 ON DELETE CASCADE;
        ALTER TABLE m4 ADD m1 int CONSTRAINT short4 REFERENCES m1 ON DELETE CASCADE;
    """
        + SETS.format("one", "a", "m1")
        + SETS.format("other", "b", "m3")
        + TAKES.format("m4", "CASCADE")
    )
    assert exact(sql)["k"] == [
        ("to_t one", "to_t short other", ["to_t short to_m3", "to_t to_m1 to_m2 to_m3"]),
        ("to_t one", "to_t to_m1 to_m2 other", ["to_t to_m1 to_m2 to_m3"]),
    ]
