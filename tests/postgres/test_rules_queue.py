"""R1-R5 of docs/semantics.md, asked of real servers: who stands in the queue, and in which order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg
import pytest
from scenes import rows_after
from server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenes import Asker

DELETE_TRIGGERS = """
SELECT conname FROM pg_trigger JOIN pg_constraint k ON k.oid = tgconstraint
WHERE tgrelid = 'p'::regclass AND tgtype = 9 ORDER BY tgname COLLATE "C"
"""
"""The order in which the keys to ``p`` act on a DELETE: tgtype 9 is ROW + DELETE."""

P_AND_C = "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY, a int, b int)"


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    with server.database() as name:
        yield name


def keys(*clauses: str) -> str:
    """Return keys of c named as written, ``name column actions``, created in this order."""
    parts = [clause.split(maxsplit=2) for clause in clauses]
    adds = [f"ALTER TABLE c ADD CONSTRAINT {n} FOREIGN KEY ({c}) REFERENCES p {actions}" for n, c, actions in parts]
    return ";".join([P_AND_C, *adds])


def firing_order(server: Server, database: str) -> list[str]:
    return [name for (name,) in server.execute(DELETE_TRIGGERS, database)]


def test_r01_a_key_is_two_triggers_on_each_of_its_tables(server: Server, database: str) -> None:
    server.execute(keys("f a ON DELETE RESTRICT"), database)
    found = server.execute("SELECT tgrelid::regclass::text, tgname, tgtype FROM pg_trigger ORDER BY tgname", database)
    shapes = [(table, re.sub(r"\d+", "N", name), kind) for table, name, kind in found]
    # tgtype: 1 ROW, 2 BEFORE, 4 INSERT, 8 DELETE, 16 UPDATE. Bit 2 is nowhere: RESTRICT is an AFTER trigger too.
    assert shapes == [
        ("p", "RI_ConstraintTrigger_a_N", 9),
        ("p", "RI_ConstraintTrigger_a_N", 17),
        ("c", "RI_ConstraintTrigger_c_N", 5),
        ("c", "RI_ConstraintTrigger_c_N", 17),
    ]


def test_r01_restrict_sees_what_an_earlier_action_did(ask: Asker) -> None:
    assert (
        rows_after(ask(keys("f a ON DELETE CASCADE", "g b ON DELETE RESTRICT"), {"p": [(1,)], "c": [(1, 1, 1)]}, "p"))
        == {}
    )


def test_r01_restrict_first_fails_before_the_action(ask: Asker) -> None:
    found = ask(keys("g b ON DELETE RESTRICT", "f a ON DELETE CASCADE"), {"p": [(1,)], "c": [(1, 1, 1)]}, "p")
    assert str(found) == "23503 g"


CHAIN = """
CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE a (id int PRIMARY KEY, p int);
CREATE TABLE c (id int PRIMARY KEY, a int, p int);
ALTER TABLE a ADD CONSTRAINT a_p FOREIGN KEY (p) REFERENCES p ON DELETE CASCADE;
ALTER TABLE c ADD CONSTRAINT c_a FOREIGN KEY (a) REFERENCES a ON DELETE CASCADE;
ALTER TABLE c ADD CONSTRAINT c_p FOREIGN KEY (p) REFERENCES p ON DELETE NO ACTION
"""
CHAIN_ROWS = {"p": [(1,)], "a": [(1, 1)], "c": [(1, 1, 1)]}


def test_r02_actions_of_actions_wait_behind_all_of_the_first_row(ask: Asker) -> None:
    # The row of c would go by way of a, but that is one step too deep: the check of c_p comes first.
    assert str(ask(CHAIN, CHAIN_ROWS, "p")) == "23503 c_p"


def test_r02_sql_in_a_user_trigger_runs_to_its_end_first(server: Server, database: str) -> None:
    # The same DELETE of a row of a, but from a trigger that fires before the keys' triggers: c is gone in time.
    server.execute(CHAIN, database)
    server.execute(
        """
        CREATE FUNCTION empty_a() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN DELETE FROM a WHERE p = OLD.id; RETURN NULL; END $$;
        CREATE TRIGGER "A first" AFTER DELETE ON p FOR EACH ROW EXECUTE FUNCTION empty_a();
        INSERT INTO p VALUES (1); INSERT INTO a VALUES (1, 1); INSERT INTO c VALUES (1, 1, 1); DELETE FROM p
        """,
        database,
    )
    assert server.execute("SELECT count(*) FROM c", database) == [(0,)]


@pytest.mark.parametrize(("order", "reported"), [([1, 2], "g"), ([2, 1], "f")])
def test_r03_rows_queue_in_scan_order_so_it_names_the_error(ask: Asker, order: list[int], reported: str) -> None:
    # Row 1 is held by g, row 2 by f; f was created first, yet the row scanned first speaks first.
    held = {"p": [(i,) for i in order], "c": [(1, 2, None), (2, None, 1)]}
    assert str(ask(keys("f a ON DELETE RESTRICT", "g b ON DELETE RESTRICT"), held, "p", None)) == f"23503 {reported}"


def test_r03_children_keep_the_order_of_their_parents(ask: Asker) -> None:
    # Two children of p at equal depth, each with a key to c's row: a's branch was created first and wins.
    ddl = """
    CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE a (id int PRIMARY KEY, p int);
    CREATE TABLE b (id int PRIMARY KEY, p int); CREATE TABLE c (id int PRIMARY KEY, a int, b int);
    ALTER TABLE {} ADD CONSTRAINT first_p FOREIGN KEY (p) REFERENCES p ON DELETE CASCADE;
    ALTER TABLE {} ADD CONSTRAINT second_p FOREIGN KEY (p) REFERENCES p ON DELETE CASCADE;
    ALTER TABLE c ADD CONSTRAINT c_b FOREIGN KEY (b) REFERENCES b ON DELETE NO ACTION;
    ALTER TABLE c ADD CONSTRAINT c_a FOREIGN KEY (a) REFERENCES a ON DELETE CASCADE
    """
    rows = {"p": [(1,)], "a": [(1, 1)], "b": [(1, 1)], "c": [(1, 1, 1)]}
    assert rows_after(ask(ddl.format("a", "b"), rows, "p")) == {}
    assert str(ask(ddl.format("b", "a"), rows, "p")) == "23503 c_b"


def test_r04_order_is_creation_order_whatever_the_names(ask: Asker) -> None:
    rows = {"p": [(1,)], "c": [(1, 1, 1)]}
    assert rows_after(ask(keys("z a ON DELETE CASCADE", "a b ON DELETE RESTRICT"), rows, "p")) == {}
    assert str(ask(keys("z b ON DELETE RESTRICT", "a a ON DELETE CASCADE"), rows, "p")) == "23503 z"


@pytest.mark.parametrize(
    ("statement", "order"),
    [
        ("ALTER TABLE c ALTER a TYPE bigint", ["g", "f"]),
        ("ALTER TABLE c VALIDATE CONSTRAINT f", ["f", "g"]),
        ("ALTER TABLE c RENAME CONSTRAINT f TO z", ["z", "g"]),
        ("ALTER TABLE c ALTER CONSTRAINT f DEFERRABLE INITIALLY DEFERRED", ["f", "g"]),
        ("ALTER TABLE c RENAME a TO x", ["f", "g"]),
        ("ALTER TABLE c ALTER a SET NOT NULL", ["f", "g"]),
        ("ALTER TABLE p RENAME TO q; ALTER TABLE q RENAME TO p", ["f", "g"]),
    ],
)
def test_r04_what_moves_a_key_to_the_end(server: Server, database: str, statement: str, order: list[str]) -> None:
    server.execute(keys("f a ON DELETE CASCADE NOT VALID", "g b ON DELETE CASCADE"), database)
    server.execute(statement, database)
    assert firing_order(server, database) == order


def test_r04_a_new_type_of_the_referenced_column_recreates_every_key_to_it(server: Server, database: str) -> None:
    ddl = """
    CREATE TABLE p (id int PRIMARY KEY, x int UNIQUE); CREATE TABLE c (a int, b int);
    ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p (x) ON DELETE CASCADE;
    ALTER TABLE c ADD CONSTRAINT g FOREIGN KEY (b) REFERENCES p (id) ON DELETE CASCADE;
    """
    server.execute(ddl, database)
    assert firing_order(server, database) == ["f", "g"]
    server.execute("ALTER TABLE p ALTER x TYPE bigint", database)
    assert firing_order(server, database) == ["g", "f"]


def test_r04_enforced_moves_a_key_to_the_end_on_18(server18: Server) -> None:
    with server18.database() as database:
        server18.execute(keys("f a ON DELETE CASCADE NOT ENFORCED", "g b ON DELETE CASCADE"), database)
        assert firing_order(server18, database) == ["g"]  # a key that is not enforced has no triggers at all
        server18.execute("ALTER TABLE c ALTER CONSTRAINT f ENFORCED", database)
        assert firing_order(server18, database) == ["g", "f"]


def test_r04_names_compare_as_text_so_a_longer_oid_goes_first() -> None:
    # The counter of OIDs passes from 99999 to 100000 between the two keys: the younger one now fires first.
    server = Server(18, next_oid=99_000)
    try:
        server.execute(keys("f a ON DELETE CASCADE"))
        server.execute("SELECT count(lo_create(0)) FROM generate_series(1, 1000)")
        server.execute("ALTER TABLE c ADD CONSTRAINT g FOREIGN KEY (b) REFERENCES p ON DELETE RESTRICT")
        assert firing_order(server, "postgres") == ["g", "f"]
        server.execute("INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 1)")
        with pytest.raises(psycopg.Error, match='"g"'):
            server.execute("DELETE FROM p")
    finally:
        server.stop()


def test_r05_pg_dump_writes_keys_by_schema_then_name_then_table(server: Server, database: str) -> None:
    server.execute(
        """
        CREATE SCHEMA s; CREATE TABLE p (id int PRIMARY KEY);
        CREATE TABLE s.c (a int CONSTRAINT a REFERENCES p);
        CREATE TABLE z (x int CONSTRAINT m REFERENCES p, y int CONSTRAINT "B" REFERENCES p);
        CREATE TABLE c (x int CONSTRAINT m REFERENCES p, y int CONSTRAINT b REFERENCES p,
          "Z" int CONSTRAINT b2 REFERENCES p)
        """,
        database,
    )
    text = server.dump(database)
    found = re.findall(r"ALTER TABLE ONLY (\S+)\n\s+ADD CONSTRAINT (\S+) FOREIGN KEY", text)
    assert found == [
        ("public.z", '"B"'),
        ("public.c", "b"),
        ("public.c", "b2"),
        ("public.c", "m"),
        ("public.z", "m"),
        ("s.c", "a"),
    ]


ISSUES = """
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE projects (id int PRIMARY KEY, owner int CONSTRAINT projects_owner_fkey REFERENCES users ON DELETE CASCADE);
CREATE TABLE issues (id int PRIMARY KEY,
  project int CONSTRAINT issues_project_fkey REFERENCES projects ON DELETE CASCADE,
  author int CONSTRAINT issues_author_fkey REFERENCES users ON DELETE SET NULL,
  assignee int CONSTRAINT issues_assignee_fkey REFERENCES users ON DELETE SET NULL);
INSERT INTO users VALUES (1); INSERT INTO projects VALUES (1, 1); INSERT INTO issues VALUES (1, 1, 1, 1);
"""


def test_r05_a_delete_works_and_after_dump_and_restore_it_fails(server: Server, database: str) -> None:
    server.execute(ISSUES, database)
    dump = server.dump(database)
    server.execute("BEGIN; DELETE FROM users; SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK", database)
    with server.database() as restored:
        server.load(dump, restored)
        with pytest.raises(psycopg.Error, match="issues_project_fkey") as caught:
            server.execute("DELETE FROM users", restored)
        assert caught.value.sqlstate == "23503"
