"""Random schemas as teams write them: ids, keys to ids, the odd composite key, CHECK, default, self-reference.

Their use is the precision of the prediction: how many predicted effects some rows really show. What is rare in real
schemas (partitions of partitions, keys that share columns, actions on update everywhere) is left to the adversarial
generator in tests/postgres.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

ON_DELETE = ("", "", "CASCADE", "CASCADE", "CASCADE", "SET NULL", "SET NULL", "RESTRICT", "SET DEFAULT")
ON_UPDATE = ("", "", "", "", "", "CASCADE", "RESTRICT", "SET NULL")


def believable_schema(random: Random) -> str:
    """Return DDL in pg_dump's order: tables, then keys by name."""
    tables, keys = [], []
    names = [f"t{number}" for number in range(random.randint(3, 8))]
    tenants = random.random() < 0.2
    for number, name in enumerate(names):
        body = ["id integer PRIMARY KEY", "tenant integer NOT NULL", "note text"]
        if tenants:
            body.append("UNIQUE (tenant, id)")
        columns: list[str] = []
        count = random.choice((0, 1, 1, 2, 2, 3, 4))
        # Which of two columns is filled is what a CHECK is written for, so neither of them is NOT NULL.
        checked = count > 1 and random.random() < 0.15
        for place in range(count):
            referenced = random.choice(names[: number + 1]) if random.random() < 0.9 else random.choice(names)
            columns.append(f"{referenced}_id{len(columns)}")
            body.append(f"{columns[-1]} integer{_modifier(random, referenced == name or (checked and place < 2))}")
            keys.append(_key(random, name, columns[-1], referenced, tenants))
        if checked:
            condition = random.choice(("num_nonnulls({0}, {1}) = 1", "num_nonnulls({0}, {1}) >= 1", "{0} IS NOT NULL"))
            body.append(f"CHECK ({condition.format(*columns[:2])})")
        tables.append(f"CREATE TABLE {name} ({', '.join(body)});")
    return "\n".join(tables + sorted(keys))


def _modifier(random: Random, nullable: bool) -> str:
    draw = random.random()
    if draw < 0.35 and not nullable:
        return " NOT NULL"
    if draw < 0.4:
        return " DEFAULT 1"
    return " UNIQUE" if draw < 0.45 else ""


def _key(random: Random, table: str, column: str, referenced: str, tenants: bool) -> str:
    composite = tenants and random.random() < 0.5
    here, there = (f"tenant, {column}", "tenant, id") if composite else (column, "id")
    on_delete, on_update = random.choice(ON_DELETE), random.choice(ON_UPDATE)
    clauses = f" ON UPDATE {on_update}" * bool(on_update) + f" ON DELETE {on_delete}" * bool(on_delete)
    if composite and on_delete in ("SET NULL", "SET DEFAULT"):
        clauses += f" ({column})"
    if random.random() < 0.1:
        clauses += " DEFERRABLE INITIALLY DEFERRED"
    name = f"fk_{random.randrange(16**6):06x}"
    return f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({here}) REFERENCES {referenced} ({there}){clauses};"
