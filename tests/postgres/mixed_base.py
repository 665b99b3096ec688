"""What every mechanism stands on: a random base schema, and child tables that hang on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deep_generator import generate_deep
from generator import generate
from mixed_case import Child, Mixed, Statement

from ondelete.catalog import QualifiedName

if TYPE_CHECKING:
    from random import Random

    from generated_cases import Case, Delete

ACTIONS = ("CASCADE", "SET NULL", "SET NULL", "SET DEFAULT", "NO ACTION", "RESTRICT")
UPDATES = ("", "", " ON UPDATE CASCADE", " ON UPDATE SET NULL")


def base(random: Random, style: str) -> Mixed:
    """Return a schema of a style ("plain", "adversarial", "deep") with its rows and DELETEs."""
    case = generate_deep(random) if style == "deep" else generate(random, adversarial=style == "adversarial")
    mixed = Mixed(random)
    mixed.first += case.tables
    roots = [n.name for n, table in case.catalog.tables.items() if table.parents in (None, ())]
    mixed.first += [f"ALTER TABLE {root} ADD COLUMN rid integer" for root in roots]
    mixed.keys = [c for c in case.constraints if " FOREIGN KEY " in c]
    mixed.constraints = [c for c in case.constraints if c not in mixed.keys]
    rids = {table: [mixed.rid() for _ in rows] for table, rows in case.rows.items()}
    for table, rows in case.rows.items():
        generated = {c.name for c in case.catalog.tables[QualifiedName("public", table)].columns if c.generation}
        for rid, row in zip(rids[table], rows, strict=True):
            mixed.insert(table, {"rid": rid, **{c: v for c, v in row.items() if c not in generated}})
    mixed.hosts = _hosts(case, rids)
    mixed.statements = [Statement(d.table, _chosen(case, d, rids)) for d in case.deletes]
    return mixed


def _hosts(case: Case, rids: dict[str, list[int]]) -> dict[str, list[tuple[int, int]]]:
    """Return the tables that a key can reference by their column ``id``, with rid and id of each row."""
    found = {}
    for table, rows in case.rows.items():
        listed = [(rid, row["id"]) for rid, row in zip(rids[table], rows, strict=True)]
        pairs = [(rid, number) for rid, number in listed if number is not None]
        if pairs and any(
            f"TABLE {table} " in c and c.endswith("(id)") and " FOREIGN KEY " not in c for c in case.constraints
        ):
            found[table] = pairs
    return found


def _chosen(case: Case, delete: Delete, rids: dict[str, list[int]]) -> tuple[int, ...] | None:
    if delete.column is None:
        return None
    pairs = [(rid, row) for table, rows in case.rows.items() for rid, row in zip(rids[table], rows, strict=True)]
    return tuple(rid for rid, row in pairs if delete.chooses(row)) or (0,)


def host(mixed: Mixed) -> str:
    """Return a table to hang something on; sometimes a new one."""
    if mixed.hosts and mixed.chance(0.85):
        return mixed.random.choice(list(mixed.hosts))
    return fresh_host(mixed)


def fresh_host(mixed: Mixed) -> str:
    """Return a new table of three rows that nothing hangs on yet."""
    name = mixed.name("h")
    mixed.first.append(f"CREATE TABLE {name} (rid integer, id integer PRIMARY KEY)")
    mixed.hosts[name] = [(mixed.rid(), number) for number in (1, 2, 3)]
    for rid, number in mixed.hosts[name]:
        mixed.insert(name, {"rid": rid, "id": number})
    return name


def child(mixed: Mixed, actions: tuple[str, ...] = ACTIONS, *, alone: bool = False, default: str = "") -> Child:
    """Return a table whose column ``a`` references a host by one of these actions; sometimes one that is there already.

    ``alone``: a new one, which nothing hangs on. ``default`` is that of ``a``, an empty one is drawn.
    """
    known = [c for c in mixed.children if c.action in actions and not c.partition_by and c.primary]
    if known and not default and not alone and mixed.chance(0.3):
        return mixed.random.choice(known)
    name, parent, action = mixed.name("c"), host(mixed), mixed.random.choice(actions)
    drawn = default or mixed.random.choice(("1", "2", "3", "NULL"))
    made = Child(name, {"id": "integer", "a": f"integer DEFAULT {drawn}", "b": "integer", "d": "integer"})
    made.action, made.primary = action, not alone
    made.links.append(("a", parent))
    mixed.children.append(made)
    late = mixed.random.choice(("", "", "", " DEFERRABLE INITIALLY DEFERRED"))
    mixed.key(name, "a", f"{parent} (id)", f"{mixed.random.choice(UPDATES)} ON DELETE {action}{late}")
    if mixed.chance(0.35):
        other, again = host(mixed), mixed.random.choice(ACTIONS)
        made.links.append(("d", other))
        mixed.key(name, "d", f"{other} (id)", f"ON DELETE {again}")
    if not alone and mixed.chance(0.4):
        mixed.hosts[name] = [(mixed.rid(), number) for number in (1, 2, 3)]
    return made


def ask_about(mixed: Mixed, made: Child) -> None:
    """Ask for DELETEs of the rows that a child references by its first key: of single ones, and of several."""
    table = made.links[0][1]
    rids = [rid for rid, _ in mixed.hosts[table]]
    for rid in mixed.random.sample(rids, min(len(rids), 3)):
        mixed.ask(table, rid)
    for _ in range(2):
        mixed.ask(table, *mixed.random.sample(rids, mixed.random.randint(1, len(rids))))


def finish(mixed: Mixed) -> None:
    """Make the tables of the mechanisms, and their rows."""
    tables = []
    for made in mixed.children:
        primary = ", PRIMARY KEY (id)" if made.primary else ""
        body = ", ".join(f"{column} {kind}" for column, kind in made.columns.items())
        tables.append(f"CREATE TABLE {made.name} (rid integer, {body}{primary}){made.partition_by}")
        tables += made.after
        _fill(mixed, made)
    mixed.first += tables


def _fill(mixed: Mixed, made: Child) -> None:
    references = {column: [number for _, number in mixed.hosts[table]] for column, table in made.links}
    generated = {column for column, kind in made.columns.items() if " GENERATED " in kind}
    rows = mixed.hosts.get(made.name) or [(mixed.rid(), number) for number in range(1, mixed.random.randint(2, 5))]
    for rid, number in rows:
        row: dict[str, int | str | None] = {"rid": rid}
        for column in made.columns:
            if column in generated:
                continue
            choices = made.values.get(column) or references.get(column) or [1, 2, 3]
            row[column] = number if column == "id" else mixed.random.choice(choices)
            if column not in made.values and column != "id" and mixed.chance(0.1):
                row[column] = None
        mixed.insert(made.name, row)
