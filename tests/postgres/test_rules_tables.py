"""R15-R18 of docs/semantics.md, asked of real servers: partitions, inheritance, triggers, rules, odd keys, TRUNCATE."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from scenes import rows_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scenes import Asker
    from server import Server

P = "CREATE TABLE p (id int PRIMARY KEY);"
C = "CREATE TABLE c (id int PRIMARY KEY, a int);"
PARTED_C = """
CREATE TABLE c (id int, a int) PARTITION BY {};
CREATE TABLE c1 PARTITION OF c FOR VALUES {}; CREATE TABLE c2 PARTITION OF c FOR VALUES {};
"""
BY_ID = PARTED_C.format("LIST (id)", "IN (1)", "IN (2)")
PARTED_P = """
CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2);
"""


def key(actions: str, *, name: str = "f", columns: str = "a", to: str = "p", table: str = "c") -> str:
    return f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({columns}) REFERENCES {to} {actions};"


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    with server.database() as name:
        yield name


# R15: partitions and inheritance


def test_r15_a_key_from_a_partitioned_table_acts_on_all_partitions(ask: Asker) -> None:
    found = ask(P + BY_ID + key("ON DELETE SET NULL"), {"p": [(1,)], "c": [(1, 1), (2, 1)]}, "p")
    assert rows_after(found) == {"c1": [(1, None)], "c2": [(2, None)]}


def test_r15_a_key_from_a_partitioned_table_has_one_action_trigger(server: Server, database: str) -> None:
    server.execute(P + BY_ID + key("ON DELETE CASCADE"), database)
    assert server.execute("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'p'::regclass AND tgtype = 9", database) == [
        (1,)
    ]


def test_r15_a_key_to_a_partitioned_table_fires_on_every_leaf(ask: Asker) -> None:
    ddl, rows = PARTED_P + C, {"p": [(1,), (2,)], "c": [(1, 1), (2, 2)]}
    assert rows_after(ask(ddl + key("ON DELETE CASCADE"), rows, "p1", None)) == {"p2": [(2,)], "c": [(2, 2)]}
    assert str(ask(ddl + key("ON DELETE RESTRICT"), rows, "p2", None)) == "23503 f"


def test_r15_a_dump_does_not_show_the_clones(server: Server, database: str) -> None:
    server.execute(PARTED_P + C + key("ON DELETE CASCADE"), database)
    assert server.execute("SELECT count(*) FROM pg_constraint WHERE contype = 'f'", database) == [(3,)]
    assert server.dump(database).count("FOREIGN KEY") == 1


def test_r15_a_partitions_own_key_is_a_key_of_its_own(ask: Asker) -> None:
    ddl = P + BY_ID + key("ON DELETE CASCADE", table="c1") + key("ON DELETE SET NULL", name="g", table="c2")
    found = ask(ddl, {"p": [(1,)], "c": [(1, 1), (2, 1)]}, "p")
    assert rows_after(found) == {"c2": [(2, None)]}


def test_r15_keys_are_not_inherited(ask: Asker) -> None:
    ddl = P + C + "CREATE TABLE d () INHERITS (c);" + key("ON DELETE RESTRICT")
    assert rows_after(ask(ddl, {"p": [(1,)], "d": [(1, 1)]}, "p")) == {"d": [(1, 1)]}


def test_r15_delete_from_a_parent_deletes_from_children_and_fires_their_keys(ask: Asker) -> None:
    ddl = P + "CREATE TABLE q (note int, PRIMARY KEY (id)) INHERITS (p);" + C + key("ON DELETE CASCADE", to="q")
    assert rows_after(ask(ddl, {"p": [(2,)], "q": [(1, 7)], "c": [(1, 1)]}, "p")) == {"p": [(2,)]}


def test_r15_set_null_of_the_partition_key_moves_the_row(ask: Asker) -> None:
    ddl = P + PARTED_C.format("LIST (a)", "IN (1)", "IN (2, NULL)") + key("ON DELETE SET NULL")
    assert rows_after(ask(ddl, {"p": [(1,)], "c": [(5, 1)]}, "p")) == {"c2": [(5, None)]}


@pytest.mark.parametrize(
    ("by", "first", "second"), [("LIST (a)", "IN (1)", "IN (2)"), ("RANGE (a)", "FROM (1) TO (2)", "FROM (2) TO (3)")]
)
def test_r15_no_partition_for_null_fails(ask: Asker, by: str, first: str, second: str) -> None:
    ddl = P + PARTED_C.format(by, first, second) + key("ON DELETE SET NULL")
    assert ask(ddl, {"p": [(1,)], "c": [(5, 1)]}, "p").sqlstate == "23514"


def test_r15_a_leafs_own_key_cannot_move_its_rows(ask: Asker) -> None:
    ddl = P + PARTED_C.format("LIST (a)", "IN (1)", "IN (2, NULL)") + key("ON DELETE SET NULL", table="c1")
    assert ask(ddl, {"p": [(1,)], "c": [(5, 1)]}, "p").sqlstate == "23514"


MOVED = (
    PARTED_C.format("LIST (a)", "IN (1)", "IN (2, NULL)")
    + """
CREATE TABLE d (id int PRIMARY KEY, x int, y int);
ALTER TABLE c ADD CONSTRAINT u UNIQUE (id, a);
"""
)


@pytest.mark.parametrize(
    ("action", "left"), [("CASCADE", [(1, 5, None)]), ("SET NULL", [(1, None, None)]), ("NO ACTION", None)]
)
def test_r15_a_moved_row_is_updated_for_keys_to_the_root(ask: Asker, action: str, left: list[object] | None) -> None:
    ddl = P + MOVED + key("ON DELETE SET NULL")
    ddl += key(f"ON DELETE CASCADE ON UPDATE {action}", name="g", table="d", columns="x, y", to="c (id, a)")
    found = ask(ddl, {"p": [(1,)], "c": [(5, 1)], "d": [(1, 5, 1)]}, "p")
    if left is None:
        assert str(found) == "23503 g"
    else:
        assert rows_after(found) == {"c2": [(5, None)], "d": left}


def test_r15_a_moved_row_is_deleted_for_keys_to_its_leaf(ask: Asker) -> None:
    ddl = P + MOVED + key("ON DELETE SET NULL")
    ddl += key("ON DELETE CASCADE ON UPDATE CASCADE", name="g", table="d", columns="x, y", to="c1 (id, a)")
    assert rows_after(ask(ddl, {"p": [(1,)], "c": [(5, 1)], "d": [(1, 5, 1)]}, "p")) == {"c2": [(5, None)]}


def test_r15_a_moved_row_is_checked_by_the_own_key_of_its_new_partition(ask: Asker) -> None:
    ddl = P + PARTED_C.format("LIST (a)", "IN (1)", "IN (2, NULL)") + key("ON DELETE SET NULL")
    ddl += "CREATE TABLE q (id int PRIMARY KEY);" + key("", name="g", table="c2", columns="id", to="q")
    rows = {"p": [(1,)], "c": [(5, 1)]}
    assert str(ask(ddl, rows, "p")) == "23503 g"
    assert rows_after(ask(ddl, {**rows, "q": [(5,)]}, "p")) == {"c2": [(5, None)], "q": [(5,)]}


@pytest.mark.parametrize(("first", "left"), [("f", {"c2": [(5, None, 1)]}), ("g", None)])
def test_r15_a_row_that_left_a_partition_is_out_of_sight_of_its_own_key(
    ask: Asker, first: str, left: dict[str, object] | None
) -> None:
    keys = {"f": key("ON DELETE SET NULL"), "g": key("ON DELETE RESTRICT", name="g", table="c1", columns="b")}
    ddl = P + PARTED_C.format("LIST (a)", "IN (1)", "IN (2, NULL)").replace("a int)", "a int, b int)")
    ddl += "".join(keys[name] for name in sorted(keys, key=lambda name: name != first))
    found = ask(ddl, {"p": [(1,)], "c": [(5, 1, 1)]}, "p")
    if left is None:
        assert str(found) == "23503 g"
    else:
        assert rows_after(found) == left


def test_r15_a_row_cannot_leave_a_middle_level_that_is_referenced_itself(ask: Asker) -> None:
    ddl = (
        P
        + """
    CREATE TABLE c (id int, a int) PARTITION BY LIST (a); CREATE TABLE c_rest PARTITION OF c DEFAULT;
    CREATE TABLE m PARTITION OF c FOR VALUES IN (1, 2) PARTITION BY LIST (a);
    CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1); CREATE TABLE d (id int PRIMARY KEY, x int, y int);
    ALTER TABLE c ADD CONSTRAINT u UNIQUE (id, a);
    """
    )
    ddl += key("ON DELETE SET NULL") + key("", name="g", table="d", columns="x, y", to="m (id, a)")
    assert ask(ddl, {"p": [(1,)], "c": [(5, 1)]}, "p").sqlstate == "0A000"


# R16: triggers, rules, row security

ORPHAN = P + C + key("ON DELETE {}") + "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1);"
FUNCTION = "CREATE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} END $$;"
BEFORE = "CREATE TRIGGER t BEFORE DELETE OR UPDATE ON c FOR EACH ROW EXECUTE FUNCTION say();"


@pytest.mark.parametrize("action", ["CASCADE", "SET NULL"])
def test_r16_a_before_trigger_that_returns_null_leaves_an_orphan(server: Server, database: str, action: str) -> None:
    server.execute(ORPHAN.format(action) + FUNCTION.format("RETURN NULL;") + BEFORE, database)
    server.execute("DELETE FROM p", database)
    assert server.execute("SELECT * FROM c", database) == [(1, 1)]


def test_r16_a_trigger_that_raises_blocks(server: Server, database: str) -> None:
    server.execute(ORPHAN.format("CASCADE") + FUNCTION.format("RAISE 'no';") + BEFORE, database)
    with pytest.raises(psycopg.Error, match="no") as caught:
        server.execute("DELETE FROM p", database)
    assert caught.value.sqlstate == "P0001"


def test_r16_an_after_trigger_can_delete_more(server: Server, database: str) -> None:
    more = FUNCTION.format("DELETE FROM d; RETURN NULL;") + "CREATE TABLE d (); INSERT INTO d DEFAULT VALUES;"
    server.execute(ORPHAN.format("CASCADE") + more, database)
    server.execute("CREATE TRIGGER t AFTER DELETE ON c FOR EACH ROW EXECUTE FUNCTION say(); DELETE FROM p", database)
    assert server.execute("SELECT count(*) FROM d", database) == [(0,)]


@pytest.mark.parametrize(("action", "event"), [("CASCADE", "DELETE"), ("SET NULL", "UPDATE")])
@pytest.mark.parametrize("rows", [[(1, 1)], []])
def test_r16_an_instead_rule_fails_every_delete(
    ask: Asker, action: str, event: str, rows: list[tuple[int, int]]
) -> None:
    ddl = P + C + key(f"ON DELETE {action}") + f"CREATE RULE r AS ON {event} TO c DO INSTEAD NOTHING;"
    found = ask(ddl, {"p": [(1,)], "c": rows}, "p")
    assert found.sqlstate == "XX000"


def test_r16_a_rule_for_another_event_does_nothing(ask: Asker) -> None:
    ddl = P + C + key("ON DELETE CASCADE") + "CREATE RULE r AS ON UPDATE TO c DO INSTEAD NOTHING;"
    assert rows_after(ask(ddl, {"p": [(1,)], "c": [(1, 1)]}, "p")) == {}


@pytest.mark.parametrize("rule", ["WHERE OLD.id > 5 DO INSTEAD NOTHING", "DO ALSO SELECT 1"])
def test_r16_a_conditional_or_additional_rule_does_not_fail_it(ask: Asker, rule: str) -> None:
    ddl = P + C + key("ON DELETE CASCADE") + f"CREATE RULE r AS ON DELETE TO c {rule};"
    assert rows_after(ask(ddl, {"p": [(1,)], "c": [(1, 1)]}, "p")) == {}


@pytest.mark.parametrize("action", ["RESTRICT", "NO ACTION"])
def test_r16_checks_do_not_mind_rules(ask: Asker, action: str) -> None:
    ddl = P + C + key(f"ON DELETE {action}") + "CREATE RULE r AS ON DELETE TO c DO INSTEAD NOTHING;"
    assert rows_after(ask(ddl, {"p": [(1,)], "c": []}, "p")) == {}


def test_r16_actions_bypass_row_security(server: Server, database: str) -> None:
    server.execute(
        ORPHAN.format("CASCADE")
        + """
        ALTER TABLE c ENABLE ROW LEVEL SECURITY; CREATE POLICY none ON c USING (false);
        CREATE ROLE keeper; GRANT ALL ON p, c TO keeper;
        """,
        database,
    )
    try:
        seen = server.execute("SET ROLE keeper; DELETE FROM p; SELECT count(*) FROM c", database)
        assert seen == [(0,)]
        assert server.execute("RESET ROLE; SELECT count(*) FROM c", database) == [(0,)]
    finally:
        server.execute("RESET ROLE; DROP OWNED BY keeper; DROP ROLE keeper", database)


# R17: keys of a special kind


def test_r17_a_key_that_is_not_valid_acts_fully(ask: Asker) -> None:
    rows = {"p": [(1,)], "c": [(1, 1)]}
    assert rows_after(ask(P + C + key("ON DELETE CASCADE NOT VALID"), rows, "p")) == {}
    assert str(ask(P + C + key("ON DELETE RESTRICT NOT VALID"), rows, "p")) == "23503 f"


def test_r17_a_key_that_is_not_enforced_does_nothing(ask: Asker) -> None:
    rows = {"p": [(1,)], "c": [(1, 1)]}
    for action in ("CASCADE", "RESTRICT"):
        found = ask(P + C + key(f"ON DELETE {action} NOT ENFORCED"), rows, "p", since=18)
        assert rows_after(found) == {"c": [(1, 1)]}


PERIOD = """
CREATE TABLE p (id int4range, v daterange, PRIMARY KEY (id, v WITHOUT OVERLAPS));
CREATE TABLE c (id int4range, v daterange);
"""


@pytest.mark.parametrize("action", ["CASCADE", "SET NULL", "RESTRICT", "SET DEFAULT"])
def test_r17_a_period_key_has_no_action_only(server18: Server, action: str) -> None:
    with server18.database() as database:
        server18.execute(PERIOD, database)
        with pytest.raises(psycopg.Error, match="unsupported ON DELETE action"):
            server18.execute(key(f"ON DELETE {action}", columns="id, PERIOD v", to="p (id, PERIOD v)"), database)


def test_r17_a_period_key_holds_its_row(server18: Server) -> None:
    with server18.database() as database:
        server18.execute(PERIOD + key("", columns="id, PERIOD v", to="p (id, PERIOD v)"), database)
        server18.execute("INSERT INTO p VALUES ('[1,2)', '[2020-01-01,2021-01-01)'); INSERT INTO c TABLE p", database)
        with pytest.raises(psycopg.Error, match='"f"') as caught:
            server18.execute("DELETE FROM p", database)
        assert caught.value.sqlstate == "23503"


def test_r17_a_disabled_key_trigger_is_silent_and_not_dumped(server: Server, database: str) -> None:
    server.execute(ORPHAN.format("RESTRICT") + "ALTER TABLE p DISABLE TRIGGER ALL; DELETE FROM p", database)
    assert server.execute("SELECT count(*) FROM c", database) == [(1,)]
    assert "TRIGGER" not in server.dump(database)


def test_r17_on_a_partition_a_disabled_key_trigger_is_dumped_by_a_meaningless_name(
    server: Server, database: str
) -> None:
    server.execute(P + BY_ID + key("") + "ALTER TABLE c1 DISABLE TRIGGER ALL", database)
    assert "DISABLE TRIGGER" in server.dump(database) and '"RI_ConstraintTrigger_c_' in server.dump(database)  # noqa: PT018


# R18: TRUNCATE and DROP TABLE


@pytest.mark.parametrize("action", ["NO ACTION", "RESTRICT", "CASCADE", "SET NULL"])
def test_r18_truncate_cascade_empties_all_referencing_tables(server: Server, database: str, action: str) -> None:
    server.execute(
        P + C + "CREATE TABLE d (id int, a int);" + key(f"ON DELETE {action}") + key("", name="g", table="d", to="c"),
        database,
    )
    server.execute(
        "INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1, 1), (2, NULL); INSERT INTO d VALUES (1, NULL)",
        database,
    )
    with pytest.raises(psycopg.Error) as caught:
        server.execute("TRUNCATE p", database)
    assert caught.value.sqlstate == "0A000"
    server.execute("TRUNCATE p CASCADE", database)
    assert server.execute("SELECT count(*) FROM c UNION ALL SELECT count(*) FROM d", database) == [(0,), (0,)]


def test_r18_drop_table_cascade_drops_keys_and_no_row(server: Server, database: str) -> None:
    server.execute(ORPHAN.format("CASCADE") + "DROP TABLE p CASCADE", database)
    assert server.execute("SELECT * FROM c", database) == [(1, 1)]
    assert server.execute("SELECT count(*) FROM pg_constraint WHERE contype = 'f'", database) == [(0,)]
