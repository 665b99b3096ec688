"""Random schemas, rows and DELETEs for the differential tests: one source of cases for every test that needs them.

Everything is drawn from a ``random.Random``, so a seed names a case, and Hypothesis can drive (and shrink) it through
``st.randoms(use_true_random=False)``. All columns are integers; all names are plain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generated_cases import Case
from generated_rows import populate

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

ACTIONS = ("NO ACTION", "RESTRICT", "CASCADE", "SET NULL", "SET DEFAULT")
DOMAINS = (
    "CREATE DOMAIN never_null AS integer NOT NULL",
    "CREATE DOMAIN not_three AS integer CHECK (VALUE <> 3)",
    "CREATE DOMAIN one AS integer DEFAULT 1",
)
CHECKS = (
    "{a} IS NOT NULL",
    "{a} IS NOT NULL OR {b} IS NOT NULL",
    "num_nonnulls({a}, {b}) = 1",
    "num_nulls({a}, {b}) <= 1",
    "{a} <> 3",
    "({a} IS NULL) = ({b} IS NULL)",
    "coalesce({a}, 0) < 3",
    "NOT ({a} = 1 AND {b} IS NULL)",
    "{a} IN (1, 2) OR {a} IS NULL",
    "{a} IS DISTINCT FROM {b} OR {a} IS NULL",
    "CASE WHEN {a} IS NULL THEN {b} > 1 ELSE true END",
)


@dataclass
class _Table:
    name: str
    columns: list[str]
    generated: list[str] = field(default_factory=list)
    identities: list[str] = field(default_factory=list)
    uniques: list[tuple[str, ...]] = field(default_factory=list)  # what a key can reference
    partition_column: str | None = None
    leaf_of: _Table | None = None


@dataclass(frozen=True)
class Style:
    """What a kind of schema is made of.

    ``ornament`` scales the chance of everything that is neither table nor key, ``primary`` is the share of keys to
    primary keys, ``weights`` those of ACTIONS on delete, ``fresh`` how
    often a key takes columns that no other one has, ``uniques`` the chance of each unique key beside the primary one,
    ``on_update`` that of an ON UPDATE clause, ``hub`` that a key goes out from the last table.
    """

    ornament: float
    tables: tuple[int, int]
    keys: tuple[int, int]
    partitioned: float
    primary: float
    weights: tuple[int, ...] = (1, 1, 1, 1, 1)
    fresh: float = 0.5
    uniques: float = 0.1
    on_update: float = 0.5
    hub: float = 0


WILD = Style(ornament=1, tables=(1, 4), keys=(1, 7), partitioned=0.2, primary=0.3, uniques=0.2)
"""Everything at once; most rows are stopped by something."""
DENSE = Style(
    ornament=0.12,
    tables=(2, 3),
    keys=(5, 10),
    partitioned=0.03,
    primary=0.95,
    weights=(1, 1, 8, 12, 3),
    fresh=1,
    hub=0.4,
)
"""Long queues: many keys that change rows, little that stops them."""
CHAINED = Style(
    ornament=0.15,
    tables=(2, 4),
    keys=(4, 8),
    partitioned=0.03,
    primary=0.3,
    weights=(1, 1, 4, 12, 4),
    fresh=0.3,
    uniques=0.45,
    on_update=0.85,
)
"""Keys to columns that are keys themselves, often two: changes travel by ON UPDATE."""
MOVING = Style(ornament=0.3, tables=(2, 3), keys=(2, 6), partitioned=0.6, primary=0.6, weights=(1, 1, 3, 6, 4))
"""Partitioned tables whose partition key is also a foreign key."""
PLAIN = Style(ornament=0.4, tables=(2, 4), keys=(1, 7), partitioned=0.08, primary=1)
"""Believable: ids, and keys to ids."""


class SchemaMaker:
    """Draws one schema: ``adversarial`` in one of four styles, else a believable one."""

    def __init__(self, random: Random, *, adversarial: bool = True) -> None:
        self.random = random
        self.style = (
            random.choice([WILD, DENSE, DENSE, DENSE, DENSE, CHAINED, CHAINED, MOVING]) if adversarial else PLAIN
        )
        self.tables: list[_Table] = []
        self.created: list[str] = []
        self.constraints: list[str] = []
        self.keys: list[str] = []
        self._columns_of: list[tuple[str, tuple[str, ...], str]] = []
        self._names = 0

    def case(self) -> Case:
        """Return the schema, without rows."""
        if self.chance(0.2) and self.style is not PLAIN:
            self.created.extend(DOMAINS)
        for number in range(self.random.randint(*self.style.tables)):
            self._add_table(f"t{number}")
        for _ in range(self.random.randint(*self.style.keys)):
            self._add_key()
        return Case(tuple(self.created), (*self.constraints, *self.keys))

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability * self.style.ornament

    def name(self, prefix: str) -> str:
        self._names += 1
        return f"{prefix}{self._names}"

    def _add_table(self, name: str) -> None:
        plain = [t for t in self.tables if t.partition_column is None and t.leaf_of is None]
        if plain and self.chance(0.12):
            self._inherit(name, self.random.choice(plain))
            return
        table = _Table(name, ["id", "a", "b", "c", "d"])
        partitioned = self.random.random() < self.style.partitioned
        body = [f"{column} {self._column(column, plain=partitioned)}" for column in table.columns]
        table.identities = [c.split()[0] for c in body if "IDENTITY" in c]
        if self.chance(0.15):
            generation = self.random.choice(["a + 1", "coalesce(b, 1)", "a", "coalesce(a, b)"])
            body.append(f"g integer GENERATED ALWAYS AS ({generation}) STORED{self._maybe(' NOT NULL', 0.15)}")
            table.generated.append("g")
        table.partition_column = self.random.choice("ab") if partitioned else None
        self.tables.append(table)
        self._create(table, body)
        self._add_uniques(table)
        self._add_checks(table)

    def _inherit(self, name: str, parent: _Table) -> None:
        self.created.append(f"CREATE TABLE {name} () INHERITS ({parent.name})")
        child = _Table(name, list(parent.columns), list(parent.generated))
        self.tables.append(child)
        self._add_uniques(child)

    def _create(self, table: _Table, body: list[str]) -> None:
        create = f"CREATE TABLE {table.name} ({', '.join(body)})"
        column = table.partition_column
        if column is None:
            self.created.append(create)
            return
        strategy = self.random.choice(["LIST", "RANGE"])
        bounds = {
            "LIST": ["IN (3)", "IN (1)", "IN (2, NULL)" if self.random.random() < 0.5 else "IN (2)"],
            "RANGE": ["FROM (2) TO (4)", "FROM (MINVALUE) TO (2)"],
        }[strategy]
        self.created.append(f"{create} PARTITION BY {strategy} ({column})")
        clauses = [f"FOR VALUES {bound}" for bound in bounds] + ["DEFAULT"] * (self.random.random() < 0.6)
        for number, clause in enumerate(clauses):
            self._add_partition(table, table, f"{table.name}_{number}", clause)

    def _add_partition(self, root: _Table, parent: _Table, name: str, clause: str) -> None:
        part = _Table(name, root.columns, root.generated, uniques=root.uniques, leaf_of=root)
        self.tables.append(part)
        create = f"CREATE TABLE {name} PARTITION OF {parent.name} {clause}"
        if parent is not root or self.random.random() > 0.15:
            self.created.append(create)
            return
        # A level in between, split by the same column: NULL, the rest of what it takes.
        self.created.append(f"{create} PARTITION BY LIST ({root.partition_column})")
        self._add_partition(root, part, f"{name}_0", "FOR VALUES IN (NULL)")
        self._add_partition(root, part, f"{name}_1", self.random.choice(["DEFAULT", "FOR VALUES IN (2)"]))

    def _column(self, name: str, *, plain: bool) -> str:
        if name == "id":
            return "integer NOT NULL"
        if not plain and self.chance(0.04):
            return f"integer GENERATED {self.random.choice(['ALWAYS', 'BY DEFAULT'])} AS IDENTITY"
        domain = DOMAINS[0] in self.created and not plain and self.chance(0.2)
        kind = self.random.choice(["never_null", "not_three", "one"]) if domain else "integer"
        default = f" DEFAULT {self.random.choice(['1', '2', '3', '9', 'NULL'])}" if self.chance(0.3) else ""
        return f"{kind}{default}{self._maybe(' NOT NULL', 0.12)}"

    def _maybe(self, text: str, probability: float) -> str:
        return text if self.chance(probability) else ""

    def _add_uniques(self, table: _Table) -> None:
        extra = () if table.partition_column is None else (table.partition_column,)
        # A primary key makes the partition column NOT NULL: then no action could move a row to NULL's partition.
        self._add_unique(table, ("id", *extra), "UNIQUE" if extra and self.random.random() < 0.7 else "PRIMARY KEY")
        for columns in (("a",), ("b",), ("a", "b"), ("b", "c")):
            if self.random.random() < self.style.uniques:
                wanted = (*columns, *(c for c in extra if c not in columns))
                self._add_unique(table, wanted, f"UNIQUE{self._maybe(' NULLS NOT DISTINCT', 0.3)}")
        if self.chance(0.08) and not extra:
            self.constraints.append(
                f"CREATE UNIQUE INDEX {self.name('i')} ON {table.name} (b) WHERE {self.random.choice('ac')} IS NULL"
            )

    def _add_unique(self, table: _Table, columns: tuple[str, ...], kind: str) -> None:
        late = self._maybe(" DEFERRABLE", 0.08) if columns[0] != "id" else ""
        late += self._maybe(" INITIALLY DEFERRED", 0.5) if late else ""
        self.constraints.append(
            f"ALTER TABLE {table.name} ADD CONSTRAINT {self.name('u')} {kind} ({', '.join(columns)}){late}"
        )
        if not late:
            table.uniques.append(columns)

    def _add_checks(self, table: _Table) -> None:
        while self.chance(0.2):
            a, b = self.random.sample(["a", "b", "c"], 2)
            condition = self.random.choice(CHECKS).format(a=a, b=b)
            self.constraints.append(f"ALTER TABLE {table.name} ADD CONSTRAINT {self.name('k')} CHECK ({condition})")

    def _add_key(self) -> None:
        referenced = self.random.choice([t for t in self.tables if t.uniques])
        primary = self.random.random() < self.style.primary
        target = referenced.uniques[0] if primary else self.random.choice(referenced.uniques)
        hub = self.random.random() < self.style.hub
        referencing = self.tables[-1] if hub else self.random.choice(self.tables)
        if referencing.leaf_of is not None and self.random.random() < 0.6:
            referencing = referencing.leaf_of
        if referenced.name.startswith(
            f"{referencing.name}_"
        ):  # PostgreSQL cannot add a key from a table to its own partition
            referenced = referencing
        candidates = ["a", "b", "c", "d", *referencing.generated, *(["id"] * self.chance(0.25))]
        used = {c for table, columns, _ in self._columns_of if table == referencing.name for c in columns}
        fresh = [c for c in candidates if c not in used]
        if len(fresh) >= len(target) and self.random.random() < self.style.fresh:
            candidates = fresh
        columns = tuple(self.random.sample(candidates, len(target)))
        same = [k for k in self._columns_of if k[0] == referencing.name and len(k[1]) == len(target)]
        if same and self.chance(0.15):
            columns = self.random.choice(same)[1]
        self._columns_of.append((referencing.name, columns, referenced.name))
        self.keys.append(self._key(referencing, columns, referenced, target))

    def _key(self, referencing: _Table, columns: tuple[str, ...], referenced: _Table, target: tuple[str, ...]) -> str:
        generated = bool(set(columns) & set(referencing.generated))
        # An identity column's default is the next number of a sequence, which no one can foretell.
        usual = ACTIONS[:4] if set(columns) & set(referencing.identities) else ACTIONS
        choices = ACTIONS[:3] if generated else usual
        on_delete = self.random.choices(choices, self.style.weights[: len(choices)])[0]
        on_update = (
            self.random.choice(ACTIONS[:2] if generated else usual)
            if self.random.random() < self.style.on_update
            else "NO ACTION"
        )
        clauses = [f"FOREIGN KEY ({', '.join(columns)}) REFERENCES {referenced.name} ({', '.join(target)})"]
        if len(columns) > 1 and self.random.random() < 0.35:
            clauses.append("MATCH FULL")
        if on_update != "NO ACTION":
            clauses.append(f"ON UPDATE {on_update}")
        if on_delete != "NO ACTION":
            chosen = ""
            if on_delete.startswith("SET") and self.random.random() < 0.25:
                chosen = f" ({', '.join(self.random.sample(columns, self.random.randint(1, len(columns))))})"
            clauses.append(f"ON DELETE {on_delete}{chosen}")
        if self.random.random() < 0.2:
            clauses.append("DEFERRABLE" + (" INITIALLY DEFERRED" if self.random.random() < 0.7 else ""))
        return f"ALTER TABLE {referencing.name} ADD CONSTRAINT {self.name('f')} {' '.join(clauses)}"


def generate(random: Random, *, adversarial: bool = True) -> Case:
    """Return one schema with one set of rows and its DELETEs."""
    return populate(random, SchemaMaker(random, adversarial=adversarial).case())


def without(case: Case, *, keep: Callable[[str], bool]) -> Case:
    """Return the case with only those constraints that ``keep`` wants: for making a failing case smaller."""
    return Case(case.tables, tuple(c for c in case.constraints if keep(c)), case.rows, case.deletes)
