"""Which re-checks the schema excludes: each argument of docs/semantics.md (R9), and what falls just outside of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_delete
from ondelete.deletion.static.events import EventGraph
from ondelete.deletion.static.hazards import can_be_set, candidates_by_key, restricts_checked_again

if TYPE_CHECKING:
    from ondelete.deletion.effects import Path

USERS = QualifiedName("public", "users")
TABLES = """
    CREATE TABLE users (id int PRIMARY KEY);
    CREATE TABLE projects (id int PRIMARY KEY, owner int, above int);
    CREATE TABLE issues (id int PRIMARY KEY, project int, author int DEFAULT 1, assignee int{more});
"""
AUTHOR = "ALTER TABLE issues ADD CONSTRAINT author FOREIGN KEY (author) REFERENCES users ON DELETE {};"
ASSIGNEE = "ALTER TABLE issues ADD CONSTRAINT assignee FOREIGN KEY (assignee) REFERENCES users ON DELETE {};"
OWNER = "ALTER TABLE projects ADD CONSTRAINT owner FOREIGN KEY (owner) REFERENCES users ON DELETE CASCADE;"
ABOVE = "ALTER TABLE projects ADD CONSTRAINT above FOREIGN KEY (above) REFERENCES projects ON DELETE CASCADE;"
PROJECT = "ALTER TABLE issues ADD CONSTRAINT project FOREIGN KEY (project) REFERENCES projects {};"


def schema(
    *more: str, author: str = "SET NULL", assignee: str = "SET NULL", project: str = "ON DELETE CASCADE", row: str = ""
) -> str:
    keys = AUTHOR.format(author) + ASSIGNEE.format(assignee) + OWNER + PROJECT.format(project)
    return TABLES.format(more=row) + keys + "".join(more)


def rechecked(sql: str, table: QualifiedName = USERS) -> list[tuple[str, bool]]:
    """Return the keys that a DELETE can find violated when it checks them again, and whether rows show it."""
    failures = predict_delete(catalog_of(sql), table).failures
    return [(failure.key.name, failure.shown) for failure in failures if failure.kind == "recheck"]


FUNCTION = "CREATE FUNCTION ok(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';"


@pytest.mark.parametrize(
    ("sql", "expected"),
    {
        "two updates, and the row goes meanwhile": (schema(), [("project", True)]),
        "one update is not enough": (schema(author="CASCADE"), []),
        "3: a deferred key waits until the row is gone": (
            schema(project="ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"),
            [],
        ),
        "a key that only checks is a blocker already": (schema(project=""), []),
        "4: a CHECK allows only one of them": (
            schema("ALTER TABLE issues ADD CHECK (num_nonnulls(author, assignee) <= 1);"),
            [],
        ),
        "not 4: a row from before a NOT VALID CHECK can have both": (
            schema("ALTER TABLE issues ADD CHECK (num_nonnulls(author, assignee) <= 1) NOT VALID;"),
            [("project", False)],
        ),
        "not 4: a CHECK that nobody here can evaluate": (
            FUNCTION + schema("ALTER TABLE issues ADD CHECK (ok(author));"),
            [("project", False)],
        ),
        "several rows are deleted where one shows nothing": (
            schema("ALTER TABLE issues ADD CHECK (author <> assignee);"),
            [("project", True)],
        ),
        "many rows stand behind the row": (
            "".join(f"CREATE TABLE k{n} (id int PRIMARY KEY, up int NOT NULL);" for n in range(30))
            + schema(row=", k int NOT NULL")
            + "".join(f"ALTER TABLE k{n} ADD FOREIGN KEY (up) REFERENCES k{n + 1};" for n in range(29))
            + "ALTER TABLE k29 ADD FOREIGN KEY (up) REFERENCES k29;"
            + "ALTER TABLE issues ADD FOREIGN KEY (k) REFERENCES k0;",
            [("project", True)],
        ),
        "1: the referenced row goes too early, its own key comes first": (
            TABLES.format(more="")
            + AUTHOR.format("SET NULL").replace("REFERENCES users", "REFERENCES projects")
            + ASSIGNEE.format("SET NULL").replace("REFERENCES users", "REFERENCES projects")
            + OWNER
            + PROJECT.format("ON DELETE CASCADE"),
            [],
        ),
        "not 1: behind a cycle it can go at any depth": (
            TABLES.format(more="")
            + AUTHOR.format("SET NULL").replace("REFERENCES users", "REFERENCES projects")
            + ASSIGNEE.format("SET NULL").replace("REFERENCES users", "REFERENCES projects")
            + OWNER
            + ABOVE
            + PROJECT.format("ON DELETE CASCADE"),
            [("project", True)],
        ),
        "not excluded: behind a NOT VALID key a row can reference nothing": (
            "CREATE TABLE other (id int PRIMARY KEY);"
            + schema(project="ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED", row=", other int")
            + "ALTER TABLE issues ADD CONSTRAINT other FOREIGN KEY (other) REFERENCES other NOT VALID;",
            [("other", False)],
        ),
        "a default that varies is written twice where several rows go": (
            "CREATE SEQUENCE s;"
            + schema(author="SET DEFAULT", assignee="CASCADE").replace("DEFAULT 1", "DEFAULT nextval('s')"),
            [("project", False)],
        ),
        "a constant default is not": (schema(author="SET DEFAULT", assignee="CASCADE"), []),
    }.values(),
    ids=lambda value: None,
)
def test_what_is_excluded_and_what_is_not(sql: str, expected: list[tuple[str, bool]]) -> None:
    assert rechecked(sql) == expected


def test_2_two_updates_that_take_from_each_other_the_columns_by_which_they_find_the_row() -> None:
    sql = """
        CREATE TABLE users (tenant int, id int, PRIMARY KEY (tenant, id));
        CREATE TABLE projects (id int PRIMARY KEY, tenant int, owner int);
        CREATE TABLE issues (id int PRIMARY KEY, project int, tenant int, author int, assignee int);
        ALTER TABLE issues ADD FOREIGN KEY (tenant, author) REFERENCES users ON DELETE SET NULL{author};
        ALTER TABLE issues ADD FOREIGN KEY (tenant, assignee) REFERENCES users ON DELETE SET NULL{assignee};
        ALTER TABLE projects ADD FOREIGN KEY (tenant, owner) REFERENCES users ON DELETE CASCADE;
        ALTER TABLE issues ADD CONSTRAINT project FOREIGN KEY (project) REFERENCES projects ON DELETE CASCADE;
    """
    assert rechecked(sql.format(author="", assignee="")) == []
    assert rechecked(sql.format(author=" (author)", assignee=" (assignee)")) == [("project", True)]


def test_what_is_not_shown_counts_for_the_verdict_and_says_so() -> None:
    sql = FUNCTION + schema("ALTER TABLE issues ADD CHECK (ok(id));")
    prediction = predict_delete(catalog_of(sql), USERS)
    (failure,) = [f for f in prediction.failures if f.kind == "recheck"]

    assert prediction.verdict == "may block"
    assert (failure.certainty, failure.shown) == ("may", False)
    assert failure.note.startswith("No rows were found that show it, and nothing in the schema excludes it.")


CHAINS = """
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE mid (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE);
CREATE TABLE low (id int PRIMARY KEY, mid int REFERENCES mid ON DELETE CASCADE);
CREATE TABLE c (
    a int CONSTRAINT one REFERENCES mid ON DELETE SET NULL,
    b int CONSTRAINT two REFERENCES mid ON DELETE SET NULL,
    x int CONSTRAINT risky REFERENCES low ON DELETE {action}
);
"""


def candidates(action: str, more: str = "") -> dict[str, tuple[int, int, list[int]]]:
    """Return by key the lengths of the first candidate's chains."""
    graph = EventGraph(catalog_of(CHAINS.format(action=action) + more), QualifiedName("public", "t"))
    found = (next(hazards, None) for hazards in candidates_by_key(graph))
    return {
        hazard.key.name: (len(hazard.first), len(hazard.second), [len(path) for path in hazard.vanishing])
        for hazard in found
        if hazard is not None
    }


def test_a_row_updated_twice_before_its_third_key_acts() -> None:
    assert candidates("CASCADE") == {"risky": (2, 2, [2])}


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("CASCADE DEFERRABLE INITIALLY DEFERRED", ""),
        ("CASCADE NOT ENFORCED", ""),
        ("CASCADE", "ALTER TABLE c DROP CONSTRAINT two;"),
        ("CASCADE", "ALTER TABLE low DROP CONSTRAINT low_mid_fkey;"),
    ],
)
def test_no_candidate_is_made_of_what_the_schema_excludes(action: str, more: str) -> None:
    assert candidates(action, more) == {}


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
