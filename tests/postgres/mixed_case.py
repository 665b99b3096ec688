"""A schema that is mixed from mechanisms, while it is drawn: its statements in their phases, its rows, its DELETEs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from random import Random

Value: TypeAlias = int | str | None
"""A number, an SQL expression as text, or NULL."""


@dataclass(frozen=True)
class Statement:
    """A DELETE on ``table`` of the rows with these ``rids``, of all for None; or a TRUNCATE ... CASCADE."""

    table: str
    rids: tuple[int, ...] | None = None
    truncate: bool = False

    @property
    def sql(self) -> str:
        if self.truncate:
            return f"TRUNCATE {self.table} CASCADE"
        where = "" if self.rids is None else f" WHERE rid IN ({', '.join(map(str, self.rids))})"
        return f"DELETE FROM {self.table}{where}"


@dataclass
class Child:
    """A table of a mechanism, made when all have added to it: ``rid``, ``id`` (its primary key), ``a`` and more.

    ``links`` are the columns by which its rows reference others, each with the host. ``action`` is ON DELETE of the
    first. ``after`` are statements for which the table must be there, its partitions for example.
    """

    name: str
    columns: dict[str, str]
    values: dict[str, list[Value]] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)
    action: str = ""
    primary: bool = True
    partition_by: str = ""
    after: list[str] = field(default_factory=list)


@dataclass
class Mixed:
    """A schema, in the order in which a server gets it, and everything that is asked of it.

    Attributes:
        random: what everything is drawn from.
        first: statements before the rows: functions, types, tables.
        constraints: those that rows obey from the beginning; keys excepted.
        keys: ALTER TABLE ... ADD ... FOREIGN KEY, in the order of the file.
        late: statements of the file that a server gets after the rows: what is NOT VALID, what is replaced.
        refused: statements of the file that a server refuses.
        rows: INSERTs, one row each; a row that a server does not take is not there.
        statements: what is asked, each of the same rows.
        since: the first version that can be asked.
    """

    random: Random
    first: list[str] = field(default_factory=list)
    constraints: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    hosts: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    since: int = 15
    _names: int = 0
    _rids: int = 0

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def name(self, prefix: str) -> str:
        """Return a new name; its prefix says of which mechanism it is."""
        self._names += 1
        return f"{prefix}_{self._names}"

    def rid(self) -> int:
        """Return the number of a new row, by which it is known whatever becomes of it."""
        self._rids += 1
        return self._rids

    def file(self) -> str:
        """Return the schema as a file has it."""
        parts = (*self.first, *self.constraints, *self.keys, *self.late, *self.refused)
        return "".join(f"{statement};\n" for statement in parts)

    def constrain(self, table: str, prefix: str, what: str) -> str:
        """Add a constraint that rows obey; return its name."""
        name = self.name(prefix)
        self.constraints.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {what}")
        return name

    def key(self, table: str, columns: str, references: str, actions: str, prefix: str = "ck") -> str:
        """Add a foreign key; return its name."""
        name = self.name(prefix)
        text = f"FOREIGN KEY ({columns}) REFERENCES {references} {actions}".rstrip()
        self.keys.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {text}")
        return name

    def insert(self, table: str, row: dict[str, Value]) -> None:
        columns = ", ".join(row)
        values = ", ".join("NULL" if value is None else str(value) for value in row.values())
        self.rows.append(f"INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE VALUES ({values})")

    def ask(self, table: str, *rids: int) -> None:
        self.statements.append(Statement(table, rids or None))
