"""Random schemas with partitions below partitions, keys that are expressions, and constraints of single leaves.

They stand beside those of ``generator``, whose seeds keep their cases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generated_rows import populate
from generator import CHECKS, MOVING, SchemaMaker, Style, _Table

if TYPE_CHECKING:
    from random import Random

    from generated_cases import Case

DEEP = Style(
    ornament=0.25, tables=(2, 3), keys=(2, 5), partitioned=0.7, primary=0.7, weights=(1, 1, 3, 9, 4), fresh=0.6
)
DOMAINS = (
    "CREATE DOMAIN small AS integer CONSTRAINT z_small CHECK (VALUE < 4)",
    "CREATE DOMAIN odd AS small CONSTRAINT a_odd CHECK (VALUE <> 2)",
    "CREATE DOMAIN sure AS odd CONSTRAINT m_sure CHECK (VALUE IS NOT NULL OR VALUE > 9)",
    "CREATE DOMAIN filled AS odd CONSTRAINT f_filled CHECK (VALUE IS NOT NULL)",
)


class DeepMaker(SchemaMaker):
    """Draws one schema of the style DEEP."""

    def __init__(self, random: Random) -> None:
        super().__init__(random)
        self.style = DEEP if random.random() < 0.8 else MOVING
        self.created.extend(DOMAINS)

    def _column(self, name: str, *, plain: bool) -> str:
        if name in "cd" and not plain and self.random.random() < 0.3:
            return self.random.choice(["small", "odd", "sure", "filled"]) + self._maybe(" NOT NULL", 0.4)
        return super()._column(name, plain=plain)

    def _create(self, table: _Table, body: list[str]) -> None:
        create = f"CREATE TABLE {table.name} ({', '.join(body)})"
        if table.partition_column is None or len(self.tables) == 1:  # one table at least that keys can reference
            table.partition_column = None
            self.created.append(create)
            if self.random.random() < 0.3:
                self.constraints.append(f"CREATE INDEX {self.name('e')} ON {table.name} ((6 / coalesce(b, c, 1)))")
            return
        by_expression = self.random.random() < 0.4
        table.partition_column = "expression" if by_expression else "a"
        self.created.append(f"{create} PARTITION BY LIST ({'(coalesce(a, 0))' if by_expression else 'a'})")
        null = "0" if by_expression else "NULL"
        bounds = ["IN (1)", f"IN (2, {null})" if self.random.random() < 0.5 else "IN (2)", "IN (3)"]
        clauses = [f"FOR VALUES {bound}" for bound in bounds] + ["DEFAULT"] * (self.random.random() < 0.6)
        for number, clause in enumerate(clauses):
            self._add_level(table, table, f"{table.name}_{number}", clause)

    def _add_level(self, root: _Table, parent: _Table, name: str, clause: str) -> None:
        part = _Table(name, root.columns, root.generated, uniques=root.uniques, leaf_of=root)
        self.tables.append(part)
        create = f"CREATE TABLE {name} PARTITION OF {parent.name} {clause}"
        if parent is not root or self.random.random() < 0.6:
            self.created.append(create)
            self._constrain(name)
            return
        self.created.append(f"{create} PARTITION BY RANGE (b)")
        for number, bound in enumerate(["FROM (MINVALUE) TO (2)", "FROM (2) TO (9)", "DEFAULT"]):
            if self.random.random() < 0.75:
                whole = bound if bound == "DEFAULT" else f"FOR VALUES {bound}"
                self._add_level(root, part, f"{name}_{number}", whole)

    def _constrain(self, leaf: str) -> None:
        if self.random.random() < 0.2:
            self.constraints.append(f"ALTER TABLE {leaf} ALTER {self.random.choice('bcd')} SET NOT NULL")
        if self.random.random() < 0.2:
            condition = self.random.choice(CHECKS).format(a="b", b="c")
            self.constraints.append(f"ALTER TABLE {leaf} ADD CONSTRAINT {self.name('k')} CHECK ({condition})")
        if self.random.random() < 0.2:
            distinct = self.random.choice(["", " NULLS NOT DISTINCT"])
            columns = self.random.choice(["b", "c", "a, c"])
            self.constraints.append(f"ALTER TABLE {leaf} ADD CONSTRAINT {self.name('u')} UNIQUE{distinct} ({columns})")

    def _add_uniques(self, table: _Table) -> None:
        if table.partition_column is None:
            super()._add_uniques(table)
        elif table.partition_column != "expression":
            self._add_unique(table, ("id", "a", "b"), "UNIQUE")


def generate_deep(random: Random) -> Case:
    """Return one schema with one set of rows and its DELETEs."""
    return populate(random, DeepMaker(random).case())
