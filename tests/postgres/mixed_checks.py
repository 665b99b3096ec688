"""Mechanisms of the changed row itself: CHECKs of every kind, domains, computed values, indexes, key values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixed_base import ask_about, child, fresh_host, host
from mixed_case import Child

if TYPE_CHECKING:
    from mixed_case import Mixed

CHANGES = ("SET NULL", "SET NULL", "SET DEFAULT")


def not_valid_check(mixed: Mixed) -> None:
    made = child(mixed, CHANGES)
    condition = mixed.random.choice(("b < 3", "num_nonnulls(a, b) = 1", "b IS NOT NULL AND a < 3", "a > 1"))
    mixed.late.append(f"ALTER TABLE {made.name} ADD CONSTRAINT {mixed.name('nv')} CHECK ({condition}) NOT VALID")
    ask_about(mixed, made)


def not_valid_key(mixed: Mixed) -> None:
    """A row may reference nothing from the beginning; the key acts and is checked all the same."""
    made = child(mixed, CHANGES, alone=True)
    parent, column = host(mixed), mixed.name("n")
    made.columns[column] = "integer DEFAULT 1"
    made.values[column] = [1, 2, 3, 7, 8]
    action = mixed.random.choice(("CASCADE", "SET NULL", "NO ACTION", "RESTRICT"))
    key = f"FOREIGN KEY ({column}) REFERENCES {parent} (id) ON DELETE {action} NOT VALID"
    mixed.late.append(f"ALTER TABLE {made.name} ADD CONSTRAINT {mixed.name('nk')} {key}")
    again = made.links[0][1] if mixed.chance(0.6) else host(mixed)
    made.columns["e"], made.links = "integer DEFAULT 2", [*made.links, ("e", again)]
    mixed.key(made.name, "e", f"{again} (id)", "ON DELETE SET NULL")
    ask_about(mixed, made)
    mixed.ask(parent, mixed.random.choice(mixed.hosts[parent])[0])


def opaque_function(mixed: Mixed) -> None:
    """A CHECK calls a function that is replaced after the rows came."""
    made, name = child(mixed, CHANGES), mixed.name("fine")
    head = f"FUNCTION {name}(integer) RETURNS boolean {mixed.random.choice(('IMMUTABLE', 'STABLE', 'VOLATILE'))}"
    mixed.first.append(f"CREATE {head} LANGUAGE sql AS 'SELECT true'")
    later = mixed.random.choice(("false", "coalesce($1, 0) > 1", "$1 IS NULL"))
    mixed.late.append(f"CREATE OR REPLACE {head} LANGUAGE sql AS 'SELECT {later}'")
    mixed.constrain(made.name, "of", f"CHECK ({name}({mixed.random.choice('abd')}))")
    ask_about(mixed, made)


def shadowing_function(mixed: Mixed) -> None:
    """A function of the schema has the name of a built-in one and is told from it by its schema alone."""
    made = child(mixed, CHANGES)
    mixed.first.append(
        "CREATE OR REPLACE FUNCTION abs(integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT coalesce($1, 0)'"
    )
    mixed.first.insert(0, "SET search_path = {schema}, pg_catalog")
    called = mixed.random.choice(("abs", "abs", "{schema}.abs", "pg_catalog.abs"))
    mixed.constrain(made.name, "sf", f"CHECK ({called}(a) > 0)")
    ask_about(mixed, made)


def clock(mixed: Mixed) -> None:
    """A CHECK reads the time, the time zone or a setting: none is now what it was."""
    made, column = child(mixed, CHANGES), mixed.name("w")
    kind, value, condition = mixed.random.choice(
        (
            ("timestamptz", "now()", "{} >= now()"),
            ("timestamptz", "now()", "{} >= current_timestamp OR a IS NOT NULL"),
            ("timestamptz", "'2026-01-02 01:00+00'", "{}::date = '2026-01-02'"),
            ("integer", 1, "{} > current_setting('fuzz.least')::integer"),
        )
    )
    made.columns[column], made.values[column] = kind, [value]
    mixed.constrain(made.name, "oc", f"CHECK ({condition.format(column)})")
    ask_about(mixed, made)


def cast(mixed: Mixed) -> None:
    made = child(mixed, CHANGES)
    condition = mixed.random.choice(
        (
            "coalesce(a, 0)::text <> '0'",
            "coalesce(a, 0)::boolean",
            "(a IS NOT NULL)::integer + coalesce(b, 0) > 1",
            "coalesce(a, 0)::numeric(4,1) > 0.5",
            "('2026-01-0' || coalesce(a, 9)::text)::date < '2026-01-08'",
            "coalesce(a::text, 'no')::text = ANY (ARRAY['1', '2', '3'])",
            "coalesce(a, 3)::bigint <> 3",
        )
    )
    mixed.constrain(made.name, "ca", f"CHECK ({condition})")
    ask_about(mixed, made)


def whole_row(mixed: Mixed) -> None:
    made = child(mixed, CHANGES)
    condition = mixed.random.choice(
        (
            "{t} IS NOT NULL OR b IS NULL OR d IS NULL",
            "({t}.*) IS NOT NULL OR b > 2",
            "ROW(a, b) IS NOT NULL OR b > 2",
            "ROW(a, b) IS DISTINCT FROM ROW(NULL, 1)",
            "(a, b) IS NULL OR a IS NOT NULL",
            "(({t}).a) IS NOT NULL",
        )
    ).format(t=made.name)
    mixed.constrain(made.name, "wr", f"CHECK ({condition})")
    ask_about(mixed, made)


def not_a_number(mixed: Mixed) -> None:
    """NaN is a number like others, and the greatest."""
    made, column = child(mixed, ("SET DEFAULT", "SET NULL"), alone=True), mixed.name("n")
    parent = mixed.name("h")
    mixed.first.append(f"CREATE TABLE {parent} (rid integer, id numeric PRIMARY KEY)")
    mixed.hosts[parent] = [(mixed.rid(), number) for number in (1, 2, 3)]
    for rid, number in mixed.hosts[parent]:
        mixed.insert(parent, {"rid": rid, "id": number})
    mixed.insert(parent, {"rid": mixed.rid(), "id": "'NaN'"})
    made.columns[column] = "numeric DEFAULT 'NaN'::numeric"
    made.links.insert(0, (column, parent))
    mixed.key(made.name, column, f"{parent} (id)", f"ON DELETE {mixed.random.choice(CHANGES)}")
    condition = mixed.random.choice(("{} <> 'NaN'::numeric", "{} < 5", "coalesce({}, 'NaN') < 'Infinity'::numeric"))
    mixed.constrain(made.name, "na", f"CHECK ({condition.format(column)})")
    ask_about(mixed, made)
    mixed.hosts.pop(parent)  # its type fits no other child
    made.values[column] = [1, 2, 3]
    made.links.pop(0)


def domain(mixed: Mixed) -> None:
    made, name = child(mixed, CHANGES, alone=True), mixed.name("dm")
    what = mixed.random.choice(("NOT NULL", "CHECK ({c})", "DEFAULT 3 CHECK ({c})")).format(
        c=mixed.random.choice(("VALUE IS NOT NULL", "VALUE <> 3", "coalesce(VALUE, 0) BETWEEN 1 AND 2"))
    )
    named = what.replace("CHECK", f"CONSTRAINT {name} CHECK")
    mixed.first.append(f"CREATE DOMAIN d{name} AS integer {named}")
    made.columns["a"] = f"d{name}" + mixed.random.choice(("", " DEFAULT 3", " NOT NULL"))
    ask_about(mixed, made)


def domain_over_domain(mixed: Mixed) -> None:
    """Two to four levels, each with a CHECK: all of them hold, the innermost is asked first."""
    made, below = child(mixed, CHANGES, alone=True), "integer"
    for _ in range(mixed.random.randint(2, 4)):
        name, other = mixed.name("dd"), mixed.name(mixed.random.choice(("dd", "dda")))
        first = mixed.random.choice(("VALUE IS NOT NULL", "VALUE < 3", "VALUE <> 3 OR VALUE IS NULL"))
        second = mixed.random.choice(("coalesce(VALUE, 0) > 0", "true", "VALUE > 0"))
        sure = mixed.random.choice(("", "", " NOT NULL"))
        checks = f"CONSTRAINT {name} CHECK ({first}) CONSTRAINT {other} CHECK ({second})"
        mixed.first.append(f"CREATE DOMAIN x{name} AS {below} {checks}{sure}")
        below = f"x{name}"
    made.columns["a"] = f"{below} DEFAULT {mixed.random.choice(('3', '2', 'NULL'))}"
    ask_about(mixed, made)


def raising_index(mixed: Mixed) -> None:
    made = child(mixed, CHANGES)
    form = mixed.random.choice(("((6 / coalesce(a, 0)))", "(b) WHERE 6 / coalesce(a, 0) > 1", "(b, (b / (a - 3)))"))
    mixed.constraints.append(f"CREATE INDEX {mixed.name('ri')} ON {made.name} {form}")
    ask_about(mixed, made)


def raising_column(mixed: Mixed) -> None:
    made, column = child(mixed, CHANGES), mixed.name("g")
    expression = mixed.random.choice(
        ("substr('abc', coalesce(a, 1), coalesce(a, -1))", "substr('abc', 1, coalesce(a, 0) - 1)")
    )
    made.columns[column] = f"text GENERATED ALWAYS AS ({expression}) STORED"
    ask_about(mixed, made)


def raising_check(mixed: Mixed) -> None:
    made = child(mixed, CHANGES)
    condition = mixed.random.choice(("sqrt(coalesce(a, -1)) > 0", "sqrt(2.5 - a) >= 0"))
    mixed.constrain(made.name, "rc", f"CHECK ({condition})")
    ask_about(mixed, made)


def generated_column(mixed: Mixed) -> None:
    """A column that is computed from the changed one obeys constraints of its own."""
    made, column = child(mixed, CHANGES), mixed.name("g")
    made.columns[column] = "integer GENERATED ALWAYS AS (coalesce(a, 0) + coalesce(b, 0)) STORED"
    what = mixed.random.choice((f"CHECK ({column} > 1)", f"UNIQUE ({column})", f"CHECK ({column} <> b)"))
    mixed.constrain(made.name, "gc", what)
    ask_about(mixed, made)


def exclusion(mixed: Mixed) -> None:
    made = child(mixed, CHANGES, alone=True)
    made.values["b"], made.values["a"] = [1, 2], [1, 2, 3, None]
    form = mixed.random.choice(("EXCLUDE (b WITH =) WHERE (a IS NULL)", "EXCLUDE ((coalesce(a, 0)) WITH =)"))
    mixed.constrain(made.name, "ex", form)
    ask_about(mixed, made)


def unique_after(mixed: Mixed) -> None:
    """UNIQUE in every form that a change can run into."""
    made = child(mixed, CHANGES, alone=True)
    made.values["b"], made.values["a"] = [1, 1, 2], [1, 2, 3, None]
    form = mixed.random.choice(
        (
            "NULLS NOT DISTINCT (a)",
            "NULLS NOT DISTINCT (a, b)",
            "NULLS NOT DISTINCT (a) DEFERRABLE INITIALLY DEFERRED",
            "(b, a) DEFERRABLE",
        )
    )
    mixed.constrain(made.name, "uq", f"UNIQUE {form}")
    index = mixed.random.choice(("(b) WHERE a IS NULL", "((coalesce(a, 0)))", "((coalesce(a, b)))"))
    if mixed.chance(0.4):
        mixed.constraints.append(f"CREATE UNIQUE INDEX {mixed.name('uq')} ON {made.name} {index}")
    ask_about(mixed, made)


def narrow(mixed: Mixed) -> None:
    """ON UPDATE CASCADE into a column that holds fewer values: it overflows, is cut, or is rounded."""
    wide, first, default, small = mixed.random.choice(
        (
            ("bigint", "1", "9000000000", "integer"),
            ("numeric", "1", "1.5", "integer"),
            ("numeric", "1", "12345", "numeric(4,0)"),
            ("numeric", "1", "1.25", "numeric(4,1)"),
            ("text", "'a'", "'abcdef'", "character varying(3)"),
            ("timestamp", "'2026-01-01'", "'2026-06-01 00:00:00.25'", "timestamp(0)"),
            ("bigint", "1", "2", "integer"),
        )
    )
    q, m, c = (mixed.name(prefix) for prefix in ("h", "m", "c"))
    mixed.first += [
        f"CREATE TABLE {q} (rid integer, id {wide} PRIMARY KEY)",
        f"CREATE TABLE {m} (rid integer, id {wide} UNIQUE DEFAULT {default})",
        f"CREATE TABLE {c} (rid integer, id {small})",
    ]
    mixed.key(m, "id", f"{q} (id)", "ON DELETE SET DEFAULT")
    mixed.key(c, "id", f"{m} (id)", "ON UPDATE CASCADE", "ou")
    gone = mixed.rid()
    mixed.insert(q, {"rid": gone, "id": first})
    mixed.insert(q, {"rid": mixed.rid(), "id": default})
    mixed.insert(m, {"rid": mixed.rid(), "id": first})
    mixed.insert(c, {"rid": mixed.rid(), "id": first})
    mixed.ask(q, gone)
    mixed.ask(q, gone, gone + 1)
    mixed.ask(q)


def on_update_chain(mixed: Mixed) -> None:
    """A grandchild references the column that the action changes."""
    made = child(mixed, CHANGES, alone=True)
    mixed.constrain(made.name, "uc", "UNIQUE (a)")
    below = Child(mixed.name("c"), {"id": "integer", "x": f"integer DEFAULT {mixed.random.choice('123')}"})
    below.values["x"] = [1, 2, 3]
    mixed.children.append(below)
    action = mixed.random.choice(("CASCADE", "CASCADE", "SET NULL", "SET DEFAULT", "NO ACTION", "RESTRICT"))
    mixed.key(below.name, "x", f"{made.name} (a)", f"ON UPDATE {action}", "uk")
    ask_about(mixed, made)


def identity(mixed: Mixed) -> None:
    made = child(mixed, ("SET NULL",), alone=True)
    made.columns["a"] = f"integer GENERATED {mixed.random.choice(('ALWAYS', 'BY DEFAULT'))} AS IDENTITY"
    made.values["a"] = [1, 2, 3]
    ask_about(mixed, made)


def not_enforced(mixed: Mixed) -> None:
    """On 18 a key or a CHECK need not be enforced: then it is as if it were not there."""
    mixed.since = 18
    parent, made = fresh_host(mixed), Child(mixed.name("c"), {"id": "integer", "a": "integer", "b": "integer"})
    made.links += [("b", parent), ("a", parent)]
    mixed.children.append(made)
    mixed.key(made.name, "a", f"{parent} (id)", f"ON DELETE {mixed.random.choice(CHANGES)}")
    check = "CHECK (a > 0 AND a IS NOT NULL) NOT ENFORCED"
    mixed.late.append(f"ALTER TABLE {made.name} ADD CONSTRAINT {mixed.name('ne')} {check}")
    key = f"FOREIGN KEY (b) REFERENCES {parent} (id) ON DELETE {mixed.random.choice(('CASCADE', 'RESTRICT'))}"
    mixed.late.append(f"ALTER TABLE {made.name} ADD CONSTRAINT {mixed.name('ne')} {key} NOT ENFORCED")
    ask_about(mixed, made)
