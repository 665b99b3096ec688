"""Witnesses: every effect gets rows that the simulator confirms, few of them, or an honest reason why it gets none."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion import predict_delete
from ondelete.deletion.simulation.simulate import simulate_delete, violations
from ondelete.deletion.witness.search import all_witnesses, find_witness

USERS = "CREATE TABLE users (id integer PRIMARY KEY);"


def witness_of(sql, effect, table="users"):
    catalog = catalog_of(sql)
    return find_witness(catalog, predict_delete(catalog, QualifiedName("public", table)), effect)


def shown(witness):
    """The rows of a witness as text: ``users 1 | posts 1, 1``."""
    rows = (f"{row.table.name} {', '.join(map(str, row.values.values()))}" for row in witness.rows)
    return " | ".join(rows)


CASES = {
    "a row that goes with it": (
        "CREATE TABLE posts (id integer PRIMARY KEY, author integer NOT NULL REFERENCES users ON DELETE CASCADE);",
        "deleted:public.posts",
        "users 1 | posts 1, 1",
    ),
    "a column that becomes NULL": (
        "CREATE TABLE posts (id integer PRIMARY KEY, author integer REFERENCES users ON DELETE SET NULL);",
        "updated:public.posts.posts_author_fkey:null",
        "users 1 | posts 1, 1",
    ),
    "SET NULL on NOT NULL": (
        "CREATE TABLE posts (id integer PRIMARY KEY, author integer NOT NULL REFERENCES users ON DELETE SET NULL);",
        "not-null:public.posts.posts_author_fkey",
        "users 1 | posts 1, 1",
    ),
    "a default needs its row, and that row is not the one that goes": (
        "CREATE TABLE posts (id integer PRIMARY KEY, author integer DEFAULT 1 REFERENCES users ON DELETE SET DEFAULT);",
        "updated:public.posts.posts_author_fkey:default",
        "users 5 | posts 5, 5 | users 1",
    ),
    "a default whose row is missing": (
        "CREATE TABLE posts (id integer PRIMARY KEY, author integer DEFAULT 9 REFERENCES users ON DELETE SET DEFAULT);",
        "default:public.posts.posts_author_fkey",
        "users 1 | posts 1, 1",
    ),
    "another reference that must not be NULL goes to a row that stays": (
        "CREATE TABLE posts (id integer PRIMARY KEY, author integer REFERENCES users ON DELETE CASCADE,"
        " editor integer NOT NULL REFERENCES users);",
        "deleted:public.posts",
        "users 1 | users 2 | posts 1, 1, 2",
    ),
    "two rows collide once both hold NULL": (
        "CREATE TABLE posts (author integer UNIQUE NULLS NOT DISTINCT REFERENCES users ON DELETE SET NULL);",
        "unique:public.posts.posts_author_fkey:posts_author_key",
        "users 1 | posts 1 | posts None",
    ),
    "a CHECK that holds before and not after": (
        "CREATE TABLE posts (author integer REFERENCES users ON DELETE SET NULL, anonymous boolean NOT NULL,"
        " CONSTRAINT named CHECK (anonymous OR author IS NOT NULL));",
        "check:public.posts.posts_author_fkey:named",
        "users 1 | posts 1, False",
    ),
    "the same CHECK, satisfied after the change": (
        "CREATE TABLE posts (author integer REFERENCES users ON DELETE SET NULL, anonymous boolean NOT NULL,"
        " CONSTRAINT named CHECK (anonymous OR author IS NOT NULL));",
        "updated:public.posts.posts_author_fkey:null",
        "users 1 | posts 1, True",
    ),
    "a change that is passed on": (
        "CREATE TABLE a (id integer PRIMARY KEY, u integer UNIQUE REFERENCES users ON DELETE SET NULL);"
        "CREATE TABLE b (u integer REFERENCES a (u) ON UPDATE CASCADE);",
        "updated:public.b.b_u_fkey:null",
        "users 1 | a 1, 1 | b 1",
    ),
    "a partition that takes the row": (
        "CREATE TABLE log (u integer NOT NULL REFERENCES users ON DELETE CASCADE, day integer NOT NULL)"
        " PARTITION BY RANGE (day); CREATE TABLE log_7 PARTITION OF log FOR VALUES FROM (700) TO (800);",
        "deleted:public.log",
        "users 1 | log 1, 700",
    ),
    "an instead rule fails without any row": (
        "CREATE TABLE posts (author integer REFERENCES users ON DELETE CASCADE);"
        "CREATE RULE keep AS ON DELETE TO posts DO INSTEAD NOTHING;",
        "rule:public.posts.posts_author_fkey:keep",
        "users 1",
    ),
}


@pytest.mark.parametrize(("sql", "effect", "rows"), CASES.values(), ids=CASES)
def test_rows_that_show_an_effect(sql, effect, rows):
    witness = witness_of(USERS + sql, effect)
    assert witness.proved, witness.reason
    assert shown(witness) == rows


def test_not_null_cycles_close():
    witness = witness_of(
        """
        CREATE TABLE users (id integer PRIMARY KEY, home integer NOT NULL);
        CREATE TABLE places (id integer PRIMARY KEY, owner integer NOT NULL REFERENCES users);
        ALTER TABLE users ADD FOREIGN KEY (home) REFERENCES places DEFERRABLE INITIALLY DEFERRED;
        CREATE TABLE posts (author integer REFERENCES users ON DELETE CASCADE);
        """,
        "deleted:public.posts",
    )
    assert witness.proved
    assert [row.table.name for row in witness.rows].count("places") == 1


def test_a_row_to_its_own_table_references_another_row_or_itself():
    sql = "CREATE TABLE users (id integer PRIMARY KEY, boss integer NOT NULL REFERENCES users ON DELETE CASCADE);"
    witness = witness_of(sql, "deleted:public.users")
    assert witness.proved
    values = {row.values["id"]: row.values["boss"] for row in witness.rows}
    assert witness.delete.where == {"id": 1}
    assert values[2] == 2 or values[1] == 1
    assert any(boss == 1 and number != 1 for number, boss in values.items())


@pytest.mark.parametrize(
    ("type_text", "value"),
    [
        ("uuid", "00000000-0000-0000-0000-000000000001"),
        ("character varying(1)", "1"),
        ("character(3)", "001"),
        ("date", "2020-01-02"),
        ("jsonb", "{}"),
        ("integer[]", "{1}"),
        ("text[]", "{w1}"),
        ("numeric(2,2)", "0.01"),
        ("mood", "good"),
        ("email", "w1@example.org"),
        ("pair", "(,)"),
    ],
)
def test_values_of_the_right_type(type_text, value):
    witness = witness_of(
        f"""
        CREATE TYPE mood AS ENUM ('good', 'bad');
        CREATE TYPE pair AS (a integer, b integer);
        CREATE DOMAIN email AS text CHECK (VALUE ~ '^[^@]+@[^@]+$');
        {USERS}
        CREATE TABLE posts (author integer REFERENCES users ON DELETE CASCADE, x {type_text} NOT NULL);
        """,
        "deleted:public.posts",
    )
    assert witness.proved
    assert str(witness.rows[-1].values["x"]) == value


@pytest.mark.parametrize(
    ("column", "check"),
    [
        ("code text", "char_length(code) = 5"),
        ("code text", "code ~ '^[0-9a-f]{40}$'"),
        ("code bytea", "octet_length(code) = 20"),
        ("code text", "code IN ('north', 'south')"),
        ("code integer", "code > 900 AND code < 903"),
        ("code date", "code >= '2007-01-01'::date AND code < '2007-02-01'::date"),
        ("code integer[]", "cardinality(code) = 4"),
        ("code text", "code LIKE 'https://%'"),
    ],
)
def test_a_check_is_satisfied(column, check):
    witness = witness_of(
        f"{USERS} CREATE TABLE posts (author integer REFERENCES users ON DELETE CASCADE, {column} NOT NULL"
        f" CHECK ({check}));",
        "deleted:public.posts",
    )
    assert witness.proved
    assert witness.undecided == ()


@pytest.mark.parametrize(
    ("sql", "effect", "reason"),
    [
        (
            "CREATE TABLE posts (author integer REFERENCES users ON DELETE CASCADE, x strange NOT NULL);",
            "deleted:public.posts",
            "no value of type strange is known for public.posts.x",
        ),
        (
            "CREATE TABLE posts (author integer REFERENCES users ON DELETE CASCADE, x integer CHECK (x < x) NOT NULL);",
            "deleted:public.posts",
            "no values were found that satisfy CHECK posts_x_check of public.posts",
        ),
        (
            "CREATE TABLE posts (author integer REFERENCES users ON DELETE CASCADE, d integer) PARTITION BY HASH (d);",
            "deleted:public.posts",
            "public.posts has no partition, so it can hold no rows",
        ),
    ],
)
def test_the_reason_names_what_stands_in_the_way(sql, effect, reason):
    witness = witness_of(USERS + sql, effect)
    assert not witness.proved
    assert witness.reason == reason


def test_an_unknown_effect_is_an_error():
    with pytest.raises(KeyError):
        witness_of(USERS, "deleted:public.nothing")


def test_what_is_proved_holds_for_rows_that_satisfy_the_schema():
    catalog = catalog_of(USERS + "".join(sql for sql, _, _ in list(CASES.values())[:1]))
    prediction = predict_delete(catalog, QualifiedName("public", "users"))
    for witness in all_witnesses(catalog, prediction):
        rows = {}
        for row in witness.rows:
            rows.setdefault(row.table, []).append(row.values)
        assert list(violations(catalog, rows)) == []
        assert simulate_delete(catalog, rows, prediction.table, lambda row: row["id"] == 1).failed == witness.failed


def test_rows_of_a_table_with_an_exclusion_constraint_can_be_asked_about():
    sql = USERS + (
        "CREATE TABLE stays (id integer PRIMARY KEY, guest integer REFERENCES users ON DELETE SET NULL, days daterange,"
        " helper integer REFERENCES users ON DELETE SET NULL, owner integer REFERENCES users ON DELETE CASCADE,"
        " EXCLUDE USING gist (days WITH &&), EXCLUDE USING gist (guest WITH =));"
    )
    assert witness_of(sql, "deleted:public.stays").proved
    # Whether another row conflicts is left to a server, with the reason.
    changed = witness_of(sql, "updated:public.stays.stays_guest_fkey:null")
    assert changed.proved or "exclusion constraint" in changed.reason


def test_a_refused_delete_has_no_rows_that_show_it() -> None:
    catalog = catalog_of("CREATE TABLE p (id int); CREATE PUBLICATION pub FOR TABLE p;")
    prediction = predict_delete(catalog, QualifiedName("public", "p"))
    (found,) = all_witnesses(catalog, prediction)
    assert found == find_witness(catalog, prediction, prediction.refusals[0].id)
    assert (found.proved, found.delete) == (False, None)
    assert "refuses the DELETE with 55000" in (found.reason or "")
