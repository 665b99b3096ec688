"""Mechanisms of tables and statements: partitions, rules, publications, triggers, periods, keys that are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixed_base import ACTIONS, ask_about, child, host
from mixed_case import Child, Statement

if TYPE_CHECKING:
    from mixed_case import Mixed

CHANGES = ("SET NULL", "SET NULL", "SET DEFAULT")


def partitions(mixed: Mixed) -> None:
    """A row that loses its reference moves: to the leaf for NULL, to the default, by an expression, or nowhere."""
    made = child(mixed, CHANGES, alone=True)
    listed, null = mixed.random.choice((("a", "NULL"), ("(coalesce(a, 0))", "0"), ("(a + 1)", "NULL")))
    made.partition_by = f" PARTITION BY LIST ({listed})"
    values = ["2, 3, 4"] if listed == "(a + 1)" else ["1", "2, 3"]
    for place, bound in enumerate(values):
        made.after += _part(mixed, made.name, f"{made.name}_{place}", f"FOR VALUES IN ({bound})")
    shape = mixed.random.random()
    if shape < 0.45:
        made.after += _part(mixed, made.name, f"{made.name}_n", f"FOR VALUES IN ({null})")
    elif shape < 0.75:
        made.after += _part(mixed, made.name, f"{made.name}_d", "DEFAULT")
    ask_about(mixed, made)


def _part(mixed: Mixed, parent: str, name: str, bound: str, depth: int = 1) -> list[str]:
    """Return the statements of a partition, which can be partitioned itself, down to three levels."""
    create = f"CREATE TABLE {name} PARTITION OF {parent} {bound}"
    if depth < 3 and mixed.chance(0.45):
        below = "DEFAULT" if mixed.chance(0.7) else "FOR VALUES FROM (1) TO (3)"
        by = mixed.random.choice(("RANGE (b)", "RANGE (d)", "RANGE ((b + coalesce(d, 0)))"))
        return [f"{create} PARTITION BY {by}", *_part(mixed, name, f"{name}_s", below, depth + 1)]
    return [create]


def hash_partitions(mixed: Mixed) -> None:
    made = child(mixed, CHANGES, alone=True)
    by = mixed.random.choice(("a", "a", "a, b", "(coalesce(a, 0))"))
    made.partition_by, modulus = f" PARTITION BY HASH ({by})", mixed.random.choice((2, 3))
    rest = range(modulus) if mixed.chance(0.4) else sorted(mixed.random.sample(range(modulus), modulus - 1))
    made.after += [
        f"CREATE TABLE {made.name}_{r} PARTITION OF {made.name} FOR VALUES WITH (MODULUS {modulus}, REMAINDER {r})"
        for r in rest
    ]
    ask_about(mixed, made)


def leaf_constraints(mixed: Mixed) -> None:
    """The leaf that a row comes to has constraints that its root lacks."""
    made = child(mixed, ("SET NULL",), alone=True)
    made.partition_by = " PARTITION BY LIST (a)"
    leaf = f"{made.name}_n"
    clause = mixed.random.choice(("FOR VALUES IN (NULL)", "DEFAULT"))
    made.after += [
        f"CREATE TABLE {made.name}_1 PARTITION OF {made.name} FOR VALUES IN (1, 2, 3)",
        f"CREATE TABLE {leaf} PARTITION OF {made.name} {clause}",
    ]
    if mixed.chance(0.3):
        made.after.append(f"ALTER TABLE {leaf} ALTER b SET NOT NULL")
        made.values["b"] = [1, None, None]
    form = mixed.random.choice(
        ("CHECK (b > 1)", "UNIQUE (b)", "EXCLUDE (b WITH =)", "UNIQUE NULLS NOT DISTINCT (a)", "CHECK (b IS NULL)")
    )
    mixed.constrain(leaf, "lc", form)
    if "UNIQUE" in form or "EXCLUDE" in form:
        mixed.insert(leaf, {"rid": mixed.rid(), "id": 9, "a": None, "b": 1})
        made.values["b"] = [1]
    ask_about(mixed, made)


def leaf_expression(mixed: Mixed) -> None:
    """Each leaf computes a generated column by its own expression, from 16 on."""
    mixed.since = max(mixed.since, 16)
    made = child(mixed, ("SET NULL",), alone=True)
    column = mixed.name("g")
    body = (
        f"rid integer, id integer, a integer, b integer, d integer, {column} integer GENERATED ALWAYS AS ({{}}) STORED"
    )
    made.columns[column] = "integer GENERATED ALWAYS AS (1) STORED"
    made.partition_by, leaf = " PARTITION BY LIST (a)", f"{made.name}_n"
    expression = mixed.random.choice(("ln(b - 1)::integer", "NULL::integer", "coalesce(b, 0) + 1"))
    made.after += [
        f"CREATE TABLE {made.name}_1 PARTITION OF {made.name} FOR VALUES IN (1, 2, 3)",
        f"CREATE TABLE {leaf} ({body.format(expression)})",
        f"ALTER TABLE {made.name} ATTACH PARTITION {leaf} DEFAULT",
    ]
    made.columns["a"] = "integer"
    mixed.constrain(leaf, "le", f"CHECK ({column} > 1)")
    ask_about(mixed, made)


def leaf_key(mixed: Mixed) -> None:
    """A key that one leaf declares: it holds the row there, and is checked when a row comes."""
    made, parent = child(mixed, ("SET NULL",), alone=True), host(mixed)
    made.partition_by = " PARTITION BY LIST (a)"
    made.after += [
        f"CREATE TABLE {made.name}_1 PARTITION OF {made.name} FOR VALUES IN (1, 2, 3)",
        f"CREATE TABLE {made.name}_n PARTITION OF {made.name} DEFAULT",
    ]
    leaf, column = mixed.random.choice((("_1", "b"), ("_n", "b"), ("_n", "b"), ("_1", "a")))
    made.values["b"] = [1, 2, 3, 7]
    action = mixed.random.choice(ACTIONS)
    mixed.key(f"{made.name}{leaf}", column, f"{parent} (id)", f"ON DELETE {action}", "lf")
    if leaf == "_1":
        made.links.append((column, parent))
        made.values.pop("b")
    ask_about(mixed, made)
    mixed.ask(parent, mixed.random.choice(mixed.hosts[parent])[0])


def key_to_partitions(mixed: Mixed) -> None:
    """A key to a partitioned table has copies on its partitions, whose names an error tells."""
    root = mixed.name("r")
    mixed.first += [
        f"CREATE TABLE {root} (rid integer, id integer PRIMARY KEY) PARTITION BY RANGE (id)",
        f"CREATE TABLE {root}_1 PARTITION OF {root} FOR VALUES FROM (1) TO (3)",
        f"CREATE TABLE {root}_2 PARTITION OF {root} DEFAULT",
    ]
    rids = [mixed.rid() for _ in range(3)]
    for number, rid in enumerate(rids, start=1):
        mixed.insert(root, {"rid": rid, "id": number})
    made = Child(mixed.name("c"), {"id": "integer", "a": "integer DEFAULT 2", "b": "integer"})
    made.values["a"] = [1, 2, 3]
    mixed.children.append(made)
    mixed.hosts[made.name] = [(mixed.rid(), number) for number in (1, 2, 3)]
    mixed.key(made.name, "a", f"{root} (id)", f"ON DELETE {mixed.random.choice(ACTIONS)}", "kp")
    mixed.ask(mixed.random.choice((root, root, f"{root}_1", f"{root}_2")), mixed.random.choice(rids))
    mixed.ask(root, *mixed.random.sample(rids, 2))


def publication(mixed: Mixed) -> None:
    """A publication refuses what it cannot publish; with an identity, a filter, or columns."""
    made = child(mixed, ("CASCADE", "SET NULL", "SET DEFAULT", "NO ACTION"), alone=True)
    made.primary = mixed.chance(0.5)
    if mixed.chance(0.3):
        full = mixed.random.choice(("FULL", "FULL", "NOTHING"))
        made.after.append(f"ALTER TABLE {made.name} REPLICA IDENTITY {full}")
    name = mixed.name("pub")
    commands = mixed.random.choice(("", "", "", " WITH (publish = 'insert, delete')", " WITH (publish = 'update')"))
    part = mixed.random.choice(("", "", " WHERE (b > 1)", " WHERE (id > 0)", " (id, a)", " (rid, a)"))
    mixed.late.append(f"CREATE PUBLICATION {name} FOR TABLE {made.name}{part}{commands}")
    ask_about(mixed, made)


def rule(mixed: Mixed) -> None:
    made = child(mixed, ("CASCADE", "SET NULL"), alone=True)
    event = "DELETE" if made.action == "CASCADE" else "UPDATE"
    if mixed.chance(0.15):
        event = mixed.random.choice(("DELETE", "UPDATE", "INSERT"))
    other = mixed.name("o")
    mixed.first.append(f"CREATE TABLE {other} (rid integer, a integer)")
    log = "INSERT INTO fired VALUES ('{rule}')"
    same = f"DELETE FROM {other} WHERE {other}.a = 0" if event == "DELETE" else f"UPDATE {other} SET a = 1 WHERE a = 0"
    form = mixed.random.choice(
        (
            f"DO ALSO {log}",
            f"DO ALSO {log}",
            "DO INSTEAD NOTHING",
            f"DO INSTEAD {log}",
            f"DO INSTEAD {same}",
            f"DO INSTEAD ({log}; {same})",
            "WHERE false DO INSTEAD NOTHING",
        )
    )
    name, table = mixed.name("rl"), made.name if mixed.chance(0.85) else made.links[0][1]
    mixed.late.append(f"CREATE RULE {name} AS ON {event} TO {table} {form.format(rule=name)}")
    ask_about(mixed, made)


def trigger(mixed: Mixed) -> None:
    """Triggers of every event, and what they say that they fired; on partitioned tables too."""
    if mixed.chance(0.75):
        mixed.random.choice((partitions, partitions, hash_partitions, leaf_constraints))(mixed)
        made = mixed.children[-1]
    else:
        made = child(mixed, ACTIONS)
        ask_about(mixed, made)
    events = (
        "AFTER DELETE",
        "AFTER INSERT",
        "AFTER UPDATE",
        "BEFORE UPDATE OF b",
        "AFTER UPDATE OF a",
        "BEFORE DELETE",
    )
    for event in mixed.random.sample(events, 3):
        name = mixed.name("tg")
        level = "STATEMENT" if mixed.chance(0.2) else "ROW"
        mixed.late.append(f"CREATE TRIGGER {name} {event} ON {made.name} FOR EACH {level} EXECUTE FUNCTION say()")


def several_keys(mixed: Mixed) -> None:
    """Two or three keys on the same columns, or one's among another's: the order of creation decides."""
    made = child(mixed, ACTIONS, alone=True)
    parent = made.links[0][1]
    for _ in range(mixed.random.randint(1, 2)):
        mixed.key(made.name, "a", f"{parent} (id)", f"ON DELETE {mixed.random.choice(ACTIONS)}", "rv")
    if mixed.chance(0.3):
        mixed.key(made.name, "a", f"{host(mixed)} (id)", f"ON DELETE {mixed.random.choice(ACTIONS)}", "rv")
    ask_about(mixed, made)


def diamond(mixed: Mixed) -> None:
    """A row that two ways reach, whose keys' order decides; and a reference that goes between two changes."""
    top, mid = host(mixed), Child(mixed.name("c"), {"id": "integer", "a": "integer"})
    mid.links.append(("a", top))
    mixed.children.append(mid)
    mixed.hosts[mid.name] = [(mixed.rid(), number) for number in (1, 2, 3)]
    mixed.key(mid.name, "a", f"{top} (id)", "ON DELETE CASCADE")
    low = Child(mixed.name("c"), {"id": "integer", "x": "integer", "y": "integer DEFAULT 1", "z": "integer DEFAULT 2"})
    low.links += [("x", mid.name), ("y", top), ("z", top)]
    mixed.children.append(low)
    mixed.key(
        low.name, "x", f"{mid.name} (id)", f"ON DELETE {mixed.random.choice(('CASCADE', 'SET NULL', 'NO ACTION'))}"
    )
    for column in "yz":
        mixed.key(
            low.name,
            column,
            f"{top} (id)",
            f"ON DELETE {mixed.random.choice(('SET NULL', 'SET NULL', 'RESTRICT', 'CASCADE'))}",
        )
    rows = mixed.hosts[top]
    shared = mixed.random.choice(rows)
    mid.values["a"] = low.values["y"] = low.values["z"] = [shared[1]]
    mixed.ask(top, shared[0])
    mixed.ask(top, *(rid for rid, _ in rows))


def without_overlaps(mixed: Mixed) -> None:
    """A range that no two rows with one key share, as a constraint of 18 or as an exclusion of all versions."""
    parent, made = mixed.name("h"), mixed.name("c")
    form = mixed.random.choice(("PRIMARY KEY (a, v WITHOUT OVERLAPS)", "UNIQUE (a, v WITHOUT OVERLAPS)"))
    if mixed.since < 18 and mixed.chance(0.4):
        form = "EXCLUDE USING gist (a WITH =, v WITH &&)"
    else:
        mixed.since = 18
    action = "SET DEFAULT" if mixed.chance(0.8) else "CASCADE"
    mixed.first += [
        f"CREATE TABLE {parent} (rid integer, id int4range PRIMARY KEY)",
        f"CREATE TABLE {made} (rid integer, a int4range DEFAULT '[2,3)', v int4range)",
    ]
    mixed.constrain(made, "wo", form)
    mixed.key(made, "a", f"{parent} (id)", f"ON DELETE {action}")
    rids = [mixed.rid() for _ in range(4)]
    for number, rid in enumerate(rids, start=1):
        mixed.insert(parent, {"rid": rid, "id": f"'[{number},{number + 1})'"})
        width = "'[5,6)'" if number == 2 else mixed.random.choice(("'[1,9)'", "'[4,7)'", "'[20,30)'"))
        mixed.insert(made, {"rid": mixed.rid(), "a": f"'[{number},{number + 1})'", "v": width})
    for rid in rids:
        mixed.ask(parent, rid)
        mixed.ask(parent, *mixed.random.sample(rids, 2))


def period(mixed: Mixed) -> None:
    """A PERIOD key is a NO ACTION key of ranges."""
    mixed.since = 18
    parent, made = mixed.name("h"), mixed.name("c")
    mixed.first += [
        f"CREATE TABLE {parent} (rid integer, id int4range, v int4range, PRIMARY KEY (id, v WITHOUT OVERLAPS))",
        f"CREATE TABLE {made} (rid integer, id int4range, v int4range, a integer)",
    ]
    late = mixed.random.choice(("", " DEFERRABLE INITIALLY DEFERRED"))
    mixed.key(made, "id, PERIOD v", f"{parent} (id, PERIOD v)", late.strip(), "pk")
    rids = [mixed.rid() for _ in range(3)]
    for rid, value, width in zip(
        rids, ("'[1,2)'", "'[1,2)'", "'[2,3)'"), ("'[1,5)'", "'[5,9)'", "'[1,9)'"), strict=True
    ):
        mixed.insert(parent, {"rid": rid, "id": value, "v": width})
    top = host(mixed)
    mixed.key(made, "a", f"{top} (id)", f"ON DELETE {mixed.random.choice(('CASCADE', 'SET NULL'))}")
    chosen = mixed.random.choice(mixed.hosts[top])
    mixed.insert(
        made, {"rid": mixed.rid(), "id": "'[1,2)'", "v": mixed.random.choice(("'[1,3)'", "'[2,8)'")), "a": chosen[1]}
    )
    for rid in rids:
        mixed.ask(parent, rid)
        mixed.ask(parent, *mixed.random.sample(rids, 2))


def refused_key(mixed: Mixed) -> None:
    """A key that PostgreSQL does not take: the delete goes as if it were not in the file."""
    made = child(mixed, ACTIONS, alone=True)
    parent, other = made.links[0][1], mixed.name("h")
    mixed.first.append(f"CREATE TABLE {other} (rid integer, x integer, y integer UNIQUE DEFERRABLE, z text UNIQUE)")
    rid = mixed.rid()
    mixed.insert(other, {"rid": rid, "x": 1, "y": 1, "z": "'1'"})
    made.values["b"] = [1]
    target = mixed.random.choice(
        (
            ("b", f"{other} (x)"),
            ("b", f"{other} (y)"),
            ("b, a", f"{other} (y)"),
            ("b", f"{other} (z)"),
            ("b", other),
            ("b", f"{parent} (id, rid)"),
        )
    )
    action = mixed.random.choice(("CASCADE", "SET NULL", "RESTRICT"))
    key = f"FOREIGN KEY ({target[0]}) REFERENCES {target[1]} ON DELETE {action}"
    mixed.refused.append(f"ALTER TABLE {made.name} ADD CONSTRAINT {mixed.name('rk')} {key}")
    mixed.ask(other, rid)
    ask_about(mixed, made)


def truncate(mixed: Mixed) -> None:
    """TRUNCATE ... CASCADE, of a table with inheritors, and of one that tables with inheritors reference."""
    made = child(mixed, ACTIONS, alone=True)
    for parent in {made.links[0][1], made.name}:
        name = mixed.name("inh")
        made.after.append(f"CREATE TABLE {name} () INHERITS ({parent})")
        row = {"rid": mixed.rid(), "id": 1}
        mixed.insert(name, row if parent != made.name else {**row, "a": None})
    mixed.statements += [Statement(made.links[0][1], truncate=True), Statement(made.name, truncate=True)]
    ask_about(mixed, made)
