"""Which re-checks the schema excludes: each argument of docs/semantics.md (R9), and what falls just outside of it."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_delete
from ondelete.deletion.static.events import EventGraph
from ondelete.deletion.static.hazards import candidates_by_key

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
    assert rechecked(sql.format(author="", assignee=" (assignee)")) == [("project", True)]
    assert rechecked(sql.format(author=" (author)", assignee="")) == [("project", True)]


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
