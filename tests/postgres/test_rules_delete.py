"""R6-R9 of docs/semantics.md, asked of real servers: what the delete of a row queues, and what saves or dooms it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from scenes import rows_after

if TYPE_CHECKING:
    from scenes import Asker
    from server import Server

P = "CREATE TABLE p (id int PRIMARY KEY, x int UNIQUE, y int, UNIQUE (x, y));"
C = "CREATE TABLE c (id int PRIMARY KEY, a int, b int);"


def key(actions: str, *, name: str = "f", columns: str = "a", to: str = "p", table: str = "c") -> str:
    return f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {to} {actions};"


# R6: one event per enforced key whose referenced columns are all non-null


def test_r06_cascade_deletes_exactly_the_referencing_rows(ask: Asker) -> None:
    rows = {"p": [(1, 1, 1), (2, 2, 2)], "c": [(1, 1, None), (2, 2, None), (3, None, None), (4, 1, None)]}
    found = ask(P + C + key("ON DELETE CASCADE"), rows, "p")
    assert rows_after(found) == {"p": [(2, 2, 2)], "c": [(2, 2, None), (3, None, None)]}


def test_r06_set_null_changes_the_key_and_nothing_else(ask: Asker) -> None:
    found = ask(P + C + key("ON DELETE SET NULL"), {"p": [(1, 1, 1)], "c": [(1, 1, 7)]}, "p")
    assert rows_after(found) == {"c": [(1, None, 7)]}


def test_r06_set_default_changes_to_the_default(ask: Asker) -> None:
    ddl = P + "CREATE TABLE c (id int PRIMARY KEY, a int DEFAULT 2);" + key("ON DELETE SET DEFAULT")
    found = ask(ddl, {"p": [(1, 1, 1), (2, 2, 2)], "c": [(1, 1)]}, "p")
    assert rows_after(found) == {"p": [(2, 2, 2)], "c": [(1, 2)]}


@pytest.mark.parametrize("action", ["NO ACTION", "RESTRICT"])
def test_r06_checks_fail_with_a_referencing_row_and_pass_without(ask: Asker, action: str) -> None:
    ddl = P + C + key(f"ON DELETE {action}")
    assert str(ask(ddl, {"p": [(1, 1, 1)], "c": [(1, 1, None)]}, "p")) == "23503 f"
    assert rows_after(ask(ddl, {"p": [(1, 1, 1)], "c": [(1, None, None)]}, "p")) == {"c": [(1, None, None)]}


def test_r06_a_null_in_the_referenced_columns_queues_nothing(ask: Asker) -> None:
    ddl = P + C + key("ON DELETE RESTRICT", columns="a, b", to="p (x, y)")
    assert rows_after(ask(ddl, {"p": [(1, None, 1)], "c": [(1, None, 1)]}, "p")) == {"c": [(1, None, 1)]}


def test_r06_a_null_in_the_referencing_columns_never_matches(ask: Asker) -> None:
    ddl = P + C + key("ON DELETE CASCADE", columns="a, b", to="p (x, y)")
    assert rows_after(ask(ddl, {"p": [(1, 1, 1)], "c": [(1, 1, None)]}, "p")) == {"c": [(1, 1, None)]}


def test_r06_rows_of_inheriting_tables_are_not_looked_at(ask: Asker) -> None:
    ddl = P + C + "CREATE TABLE d () INHERITS (c);" + key("ON DELETE CASCADE")
    rows = {"p": [(1, 1, 1)], "c": [(1, 1, None)], "d": [(2, 1, None)]}
    assert rows_after(ask(ddl, rows, "p")) == {"d": [(2, 1, None)]}


# R7: what tells RESTRICT from NO ACTION


def test_r07_restrict_is_23001_on_18_and_23503_before(servers: list[Server], server15: Server) -> None:
    for server in [*servers, server15]:
        with server.database() as database:
            server.execute(P + C + key("ON DELETE RESTRICT ON UPDATE RESTRICT"), database)
            server.execute("INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1)", database)
            for statement in ("DELETE FROM p", "UPDATE p SET id = 2"):
                with pytest.raises(psycopg.Error, match='"f"') as caught:
                    server.execute(statement, database)
                assert caught.value.sqlstate == ("23001" if server.version >= 18 else "23503")


@pytest.mark.parametrize(("action", "at_commit"), [("NO ACTION", True), ("RESTRICT", False)])
def test_r07_only_no_action_waits_for_the_commit(ask: Asker, action: str, at_commit: bool) -> None:
    ddl = P + C + key(f"ON DELETE {action} DEFERRABLE INITIALLY DEFERRED")
    found = ask(ddl, {"p": [(1, 1, 1)], "c": [(1, 1, None)]}, "p")
    assert (found.sqlstate, found.at_commit) == ("23503", at_commit)


def test_r07_no_action_alone_passes_if_the_key_exists_again(server: Server) -> None:
    again = """
    CREATE FUNCTION again() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN INSERT INTO p VALUES (OLD.id); RETURN NULL; END $$;
    CREATE TRIGGER "A first" AFTER DELETE ON p FOR EACH ROW EXECUTE FUNCTION again();
    INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1)
    """
    with server.database() as database:
        server.execute(P + C + key("ON DELETE NO ACTION") + again, database)
        server.execute("DELETE FROM p", database)
        assert server.execute("SELECT id FROM p", database) == [(1,)]
    with server.database() as database:
        server.execute(P + C + key("ON DELETE RESTRICT") + again, database)
        with pytest.raises(psycopg.Error, match='"f"'):
            server.execute("DELETE FROM p", database)


SELF = "CREATE TABLE s (id int PRIMARY KEY, up int);"


@pytest.mark.parametrize("action", ["NO ACTION", "RESTRICT"])
def test_r07_referencing_and_referenced_row_go_in_one_statement(ask: Asker, action: str) -> None:
    ddl = SELF + key(f"ON DELETE {action}", table="s", columns="up", to="s")
    rows = {"s": [(1, None), (2, 1), (3, 2)]}
    assert rows_after(ask(ddl, rows, "s", None)) == {}
    assert rows_after(ask(ddl, rows, "s", (2, 3))) == {"s": [(1, None)]}
    assert str(ask(ddl, rows, "s", (1, 2))) == "23503 f"


@pytest.mark.parametrize("action", ["NO ACTION", "RESTRICT"])
def test_r07_a_row_that_references_itself_can_go(ask: Asker, action: str) -> None:
    ddl = SELF + key(f"ON DELETE {action}", table="s", columns="up", to="s")
    assert rows_after(ask(ddl, {"s": [(1, 1)]}, "s")) == {}


# R8: diamonds and shadowing


@pytest.mark.parametrize("action", ["CASCADE", "SET NULL"])
def test_r08_beside_a_check_only_an_earlier_created_key_rescues(ask: Asker, action: str) -> None:
    rows = {"p": [(1, 1, 1)], "c": [(1, 1, 1)]}
    rescue = key(f"ON DELETE {action}", name="rescue", columns="a")
    # A deleted row no longer holds p; one that merely lost column a still does by its column b.
    check = key("ON DELETE NO ACTION", name="hold", columns="b")
    assert (ask(P + C + rescue + check, rows, "p").sqlstate is None) == (action == "CASCADE")
    assert str(ask(P + C + check + rescue, rows, "p")) == "23503 hold"


DIAMOND = """
CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE a (id int PRIMARY KEY, p int);
CREATE TABLE c (id int PRIMARY KEY, a int, p int);
"""


@pytest.mark.parametrize("first", ["deep", "hold"])
def test_r08_a_deeper_cascade_never_rescues_a_direct_child(ask: Asker, first: str) -> None:
    deep = key("ON DELETE CASCADE", name="a_p", table="a", columns="p") + key("ON DELETE CASCADE", columns="a", to="a")
    hold = key("ON DELETE NO ACTION", name="hold", columns="p")
    ddl = DIAMOND + (deep + hold if first == "deep" else hold + deep)
    assert str(ask(ddl, {"p": [(1,)], "a": [(1, 1)], "c": [(1, 1, 1)]}, "p")) == "23503 hold"


def test_r08_a_shallower_cascade_rescues_a_deeper_check(ask: Asker) -> None:
    # c hangs on p directly by CASCADE and by a check on a, one step down: however late the CASCADE was created.
    ddl = DIAMOND + key("", name="hold", columns="a", to="a")
    ddl += key("ON DELETE CASCADE", name="a_p", table="a", columns="p") + key("ON DELETE CASCADE", columns="p")
    assert rows_after(ask(ddl, {"p": [(1,)], "a": [(1, 1)], "c": [(1, 1, 1)]}, "p")) == {}


def test_r08_a_deferred_check_is_content_if_the_row_is_gone_by_commit(ask: Asker) -> None:
    ddl = DIAMOND + key("DEFERRABLE INITIALLY DEFERRED", name="hold", columns="p")
    ddl += key("ON DELETE CASCADE", name="a_p", table="a", columns="p") + key("ON DELETE CASCADE", columns="a", to="a")
    assert rows_after(ask(ddl, {"p": [(1,)], "a": [(1, 1)], "c": [(1, 1, 1)]}, "p")) == {}
    left = ask(ddl, {"p": [(1,)], "a": [(1, 1)], "c": [(1, None, 1)]}, "p")
    assert (str(left), left.at_commit) == ("23503 hold at commit", True)


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        ("CASCADE", "RESTRICT", {}),
        ("RESTRICT", "CASCADE", "23503 f"),
        ("SET NULL", "RESTRICT", {"c": [(1, None, None)]}),
        ("SET NULL", "CASCADE", {"c": [(1, None, None)]}),
        ("CASCADE", "SET NULL", {}),
    ],
)
def test_r08_of_two_keys_on_the_same_columns_the_first_wins(
    ask: Asker, first: str, second: str, result: dict[str, object] | str
) -> None:
    ddl = P + C + key(f"ON DELETE {first}") + key(f"ON DELETE {second}", name="g")
    found = ask(ddl, {"p": [(1, 1, 1)], "c": [(1, 1, None)]}, "p")
    assert (str(found) if isinstance(result, str) else rows_after(found)) == result


# R9: two updates of one row queue the checks of all its keys

HAZARD = """
CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE projects (id int PRIMARY KEY, owner int);
CREATE TABLE issues (id int PRIMARY KEY, project int, author int, assignee int);
"""
AUTHOR = key("ON DELETE SET NULL", name="author", table="issues", columns="author", to="users")
ASSIGNEE = key("ON DELETE SET NULL", name="assignee", table="issues", columns="assignee", to="users")
OWNER = key("ON DELETE CASCADE", name="owner", table="projects", columns="owner", to="users")
PROJECT = key("ON DELETE CASCADE", name="project", table="issues", columns="project", to="projects")
HAZARD_ROWS = {"users": [(1,)], "projects": [(1, 1)], "issues": [(1, 1, 1, 1)]}


def test_r09_two_updates_then_the_project_dies(ask: Asker) -> None:
    assert str(ask(HAZARD + AUTHOR + ASSIGNEE + OWNER + PROJECT, HAZARD_ROWS, "users")) == "23503 project"


def test_r09_the_project_dies_between_or_before_the_updates(ask: Asker) -> None:
    assert rows_after(ask(HAZARD + OWNER + AUTHOR + ASSIGNEE + PROJECT, HAZARD_ROWS, "users")) == {}
    assert rows_after(ask(HAZARD + AUTHOR + OWNER + ASSIGNEE + PROJECT, HAZARD_ROWS, "users")) == {}


def test_r09_one_update_is_no_hazard(ask: Asker) -> None:
    rows = {**HAZARD_ROWS, "issues": [(1, 1, 1, None)]}
    assert rows_after(ask(HAZARD + AUTHOR + ASSIGNEE + OWNER + PROJECT, rows, "users")) == {}


def test_r09_a_deferred_key_is_safe(ask: Asker) -> None:
    late = PROJECT.replace("CASCADE;", "CASCADE DEFERRABLE INITIALLY DEFERRED;")
    assert rows_after(ask(HAZARD + AUTHOR + ASSIGNEE + OWNER + late, HAZARD_ROWS, "users")) == {}


def test_r09_even_when_the_project_would_only_lose_its_reference(ask: Asker) -> None:
    gentle = PROJECT.replace("CASCADE", "SET NULL")
    assert str(ask(HAZARD + AUTHOR + ASSIGNEE + OWNER + gentle, HAZARD_ROWS, "users")) == "23503 project"


def test_r09_the_referenced_row_may_die_two_steps_deeper(ask: Asker) -> None:
    # dp = m + 2: the branch that kills the project's parent fires before the second update.
    ddl = """
    CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE teams (id int PRIMARY KEY, owner int);
    CREATE TABLE projects (id int PRIMARY KEY, team int);
    CREATE TABLE issues (id int PRIMARY KEY, project int, author int, assignee int);
    """
    team = key("ON DELETE CASCADE", name="team", table="teams", columns="owner", to="users")
    belongs = key("ON DELETE CASCADE", name="belongs", table="projects", columns="team", to="teams")
    rows = {"users": [(1,)], "teams": [(1, 1)], "projects": [(1, 1)], "issues": [(1, 1, 1, 1)]}
    assert str(ask(ddl + team + AUTHOR + ASSIGNEE + belongs + PROJECT, rows, "users")) == "23503 project"
    assert rows_after(ask(ddl + AUTHOR + ASSIGNEE + team + belongs + PROJECT, rows, "users")) == {}


def test_r09_a_row_inserted_in_the_same_transaction_needs_one_update(server: Server) -> None:
    inserts = "INSERT INTO users VALUES (1); INSERT INTO projects VALUES (1, 1); INSERT INTO issues VALUES (1, 1, 1);"
    with server.database() as database:
        server.execute(HAZARD + AUTHOR + OWNER + PROJECT, database)
        with pytest.raises(psycopg.Error, match='"project"'):
            server.execute(f"BEGIN; {inserts} DELETE FROM users; COMMIT", database)
        server.execute(inserts, database)
        server.execute("DELETE FROM users", database)
