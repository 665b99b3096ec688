"""Random tables, one key and its indexes: the cases of the fuzz that compares index verdicts with servers.

What PostgreSQL refuses (an operator class that does not fit, a unique index without the partition key) is left out by
whoever runs the statements one by one, so the generator may be careless.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from random import Random

_PAIRS = """
bigint|bigint bigint|bigint bigint|bigint bigint|bigint bigint|integer integer|bigint smallint|bigint
text|text text|text text|text text|varchar varchar(20)|text varchar(20)|varchar(9)
char(5)|char(9) text|char(5) char(5)|text name|text text|name name|name name|varchar
timestamptz|timestamp timestamp|date date|date timestamptz|timestamptz(3) interval|time interval|interval(0)
inet|cidr inet|inet numeric|integer numeric(9,2)|numeric real|integer double_precision|real double_precision|numeric
oid|integer oid|oid oid|regclass uuid|uuid boolean|boolean jsonb|jsonb bytea|bytea mood|mood
int4range|int4range bigint[]|bigint[] text[]|text[] bit_varying(5)|bit(5) macaddr8|macaddr macaddr|macaddr
short|short short|varchar bigint|whole whole|integer numeric|whole
""".split()
_CONTRIB_PAIRS = "citext|citext text|citext citext|citext".split()
_TYPES = "CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE DOMAIN short AS varchar(7); CREATE DOMAIN whole AS integer;"

_OPCLASSES = {
    "bigint": "int8_ops int4_ops",
    "integer": "int4_ops oid_ops",
    "whole": "int4_ops",
    "text": "text_ops text_pattern_ops varchar_ops varchar_pattern_ops bpchar_ops bpchar_pattern_ops",
    "varchar": "text_ops text_pattern_ops varchar_pattern_ops bpchar_pattern_ops",
    "short": "text_ops varchar_pattern_ops",
    "char(9)": "bpchar_ops bpchar_pattern_ops",
    "char(5)": "bpchar_ops bpchar_pattern_ops",
    "name": "name_ops",
    "timestamp": "timestamp_ops",
    "date": "date_ops",
    "cidr": "inet_ops cidr_ops",
    "inet": "inet_ops cidr_ops",
    "uuid": "uuid_ops",
    "mood": "enum_ops",
    "int4range": "range_ops",
    "bigint[]": "array_ops",
    "numeric": "numeric_ops",
    "jsonb": "jsonb_ops jsonb_path_ops",
    "citext": "citext_ops citext_pattern_ops text_ops text_pattern_ops",
}
_METHODS = ("btree",) * 12 + ("hash", "hash", "gin", "gist", "gist", "spgist", "brin", "brin")
_BRIN = {
    "bigint": "int8_minmax_ops int8_minmax_multi_ops int8_bloom_ops",
    "integer": "int4_minmax_ops int4_bloom_ops",
    "text": "text_minmax_ops text_bloom_ops",
    "inet": "inet_minmax_ops inet_inclusion_ops inet_bloom_ops",
    "uuid": "uuid_minmax_multi_ops uuid_bloom_ops",
    "int4range": "range_inclusion_ops",
}
_ATOMS = (
    "{k} IS NULL;{k} IS NOT NULL;{k} IS NOT NULL;{k} IS NOT NULL;x IS NULL;x IS NOT NULL;n IS NOT NULL;x > 3;n <> x;"
    "true;false;2 = 2;{k} IS DISTINCT FROM NULL;NULL IS NOT DISTINCT FROM {k};x IS DISTINCT FROM NULL;t = 'true';"
    "{k} = {k};x IN (1, 2);NULL::boolean;coalesce(x, 1) > 0;({k} IS NOT NULL) IS TRUE"
).split(";")
_ACTIONS = ("", " ON DELETE CASCADE", " ON DELETE SET NULL", " ON DELETE RESTRICT MATCH FULL", " NOT VALID")


class IndexCase(NamedTuple):
    """A case: statements that must run, and statements that may be refused, in this order."""

    tables: list[str]
    indexes: list[str]


class IndexCaseMaker:
    """Makes one case. ``contrib``: types and operator classes of extensions may be used."""

    def __init__(self, random: Random, *, contrib: bool) -> None:
        self.random = random
        self.contrib = contrib
        pairs = _PAIRS + (_CONTRIB_PAIRS * 2 if contrib else [])
        self.width = random.choice((1, 1, 1, 1, 2, 2, 3))
        chosen = [random.choice(pairs).replace("_", " ").split("|") for _ in range(self.width)]
        if random.random() < 0.5:
            chosen = [["bigint", "bigint"] for _ in chosen]
        self.referenced = [pair[0] for pair in chosen]
        self.types = [pair[1] for pair in chosen]
        self.keys = [f"k{n}" for n in range(self.width)]
        self.leaves: list[str] = []
        self.count = 0

    def case(self) -> IndexCase:
        tables = [_TYPES, *self._tables()]
        partitions = self._partitions() if self.random.random() < 0.3 else []
        if not partitions:
            tables = [statement.replace(" PARTITION BY LIST (x)", "") for statement in tables]
        indexes = [self._index("c") for _ in range(self.random.choice((0, 1, 1, 1, 2, 2, 3)))]
        if not partitions:
            return IndexCase(tables, indexes)
        early = self.random.randint(0, len(partitions)) if self.random.random() < 0.3 else len(partitions)
        tables += partitions[:early]
        late = [line for line in partitions[early:] for line in (*self._some_index(), line)]
        return IndexCase(tables, [*indexes, *late, *self._of_partitions(indexes)])

    def _tables(self) -> list[str]:
        random = self.random
        collations = [self._collation(kind) for kind in self.referenced], [self._collation(kind) for kind in self.types]
        referenced = ", ".join(f"r{n} {kind}{collations[0][n]}" for n, kind in enumerate(self.referenced))
        own = ", ".join(f"k{n} {kind}{collations[1][n]}" for n, kind in enumerate(self.types))
        names = ", ".join(f"r{n}" for n in range(self.width))
        key = f"FOREIGN KEY ({', '.join(self.keys)}) REFERENCES p ({names}){random.choice(_ACTIONS)}"
        if "NOT VALID" in key:
            key = key.replace(" NOT VALID", "")
        return [
            f"CREATE TABLE p ({referenced}, PRIMARY KEY ({names}))",
            f"CREATE TABLE c (id bigint, x bigint, n bigint NOT NULL, t text, {own}, {key}) PARTITION BY LIST (x)",
        ]

    def _collation(self, kind: str) -> str:
        if kind.startswith(("text", "varchar", "char")) and not kind.endswith("]") and self.random.random() < 0.25:
            return self.random.choice((' COLLATE "C"', ' COLLATE "POSIX"', ' COLLATE "default"'))
        return ""

    def _partitions(self) -> list[str]:
        columns = ", ".join(f"k{n} {kind}" for n, kind in enumerate(self.types))
        statements = []
        for number in range(self.random.randint(1, 3)):
            name = f"c{number}"
            if self.random.random() < 0.3:
                sub = f"CREATE TABLE {name} PARTITION OF c FOR VALUES IN ({number}) PARTITION BY RANGE (x)"
                statements += [sub, f"CREATE TABLE {name}0 PARTITION OF {name} DEFAULT"]
                self.leaves += [name, f"{name}0"]
            elif self.random.random() < 0.3:
                plain = f"CREATE TABLE {name} (n bigint NOT NULL, {columns}, t text, x bigint, id bigint)"
                attach = f"ALTER TABLE c ATTACH PARTITION {name} FOR VALUES IN ({number})"
                statements.append(f"{plain}; {attach}")
                self.leaves.append(name)
            else:
                statements.append(f"CREATE TABLE {name} PARTITION OF c FOR VALUES IN ({number})")
                self.leaves.append(name)
        return statements

    def _some_index(self) -> list[str]:
        return [self._index("c")] if self.random.random() < 0.3 else []

    def _of_partitions(self, of_root: list[str]) -> list[str]:
        """Return indexes ON ONLY partitioned tables, of single partitions, and attachments between them."""
        random, statements = self.random, []
        if random.random() < 0.5:
            definition = self._definition()
            names = {"c": "i_c"}
            statements.append(f"CREATE INDEX i_c ON ONLY c {definition}")
            for leaf in self.leaves:
                if random.random() < 0.8:
                    names[leaf] = f"i_{leaf}"
                    only = "ONLY " if f"{leaf}0" in self.leaves else ""
                    other = self._definition() if random.random() < 0.1 else definition
                    statements.append(f"CREATE INDEX i_{leaf} ON {only}{leaf} {other}")
            attached = [leaf for leaf in names if leaf != "c" and random.random() < 0.9]
            random.shuffle(attached)
            for leaf in attached:
                above = leaf[:-1] if len(leaf) > 2 else "c"
                statements.append(f"ALTER INDEX i_{above} ATTACH PARTITION i_{leaf}")
        for leaf in self.leaves:
            if random.random() < (0.4 if of_root else 0.7):
                statements.append(self._index(leaf))
        return statements

    def _index(self, table: str) -> str:
        self.count += 1
        random, name = self.random, f"i{self.count}_{table}"
        kind = random.random()
        plain = ", ".join(random.sample([*self.keys, "x", "n"], random.randint(1, self.width + 1)))
        if kind < 0.06:
            return f"ALTER TABLE {table} ADD CONSTRAINT {name} {random.choice(('PRIMARY KEY', 'UNIQUE'))} ({plain})"
        if kind < 0.1:
            method = random.choice(("btree", "btree", "hash", "gist"))
            element = random.choice([*self.keys, "x"])
            where = random.choice(("", f" WHERE ({element} IS NOT NULL)"))
            return f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING {method} ({element} WITH =){where}"
        unique = "UNIQUE " if random.random() < 0.15 else ""
        only = "ONLY " if table == "c" and self.leaves and random.random() < 0.1 else ""
        return f"CREATE {unique}INDEX {name} ON {only}{table} {self._definition()}"

    def _definition(self) -> str:
        random = self.random
        method = random.choice((*_METHODS, "gin", "gist", "bloom") if self.contrib else _METHODS)
        several = method not in ("hash", "spgist")
        wanted = random.choice((1, 1, 2, 2, 3)) if several else 1
        elements = self._distinct([self._element(method) for _ in range(wanted)])
        if self.width > 1 and several and random.random() < 0.5:
            elements = random.sample(self.keys, self.width)
            if random.random() < 0.3:
                elements.insert(random.randint(0, self.width), random.choice(("x", "n", "(x + 1)")))
        include = ""
        if method in ("btree", "gist", "spgist") and random.random() < 0.15:
            include = f" INCLUDE ({random.choice([*self.keys, 'x'])})"
        where = f" WHERE {self._predicate(random.randint(0, 3))}" if random.random() < 0.35 else ""
        return f"USING {method} ({', '.join(elements)}){include}{where}"

    def _distinct(self, elements: list[str]) -> list[str]:
        """Keep one element per column: a plan does not tell which of two it searches by."""
        return list({re.findall(r"\b(?:k\d|x|n|t|id)\b", element)[0]: element for element in elements}.values())

    def _element(self, method: str) -> str:
        random = self.random
        if random.random() < 0.12:
            return self._expression()
        if random.random() < 0.3:
            return random.choice(("x", "n", "t", "id"))
        number = random.randrange(self.width)
        name, kind = self.keys[number], self.types[number]
        collation = ""
        if kind.startswith(("text", "varchar", "char", "name", "short", "citext")) and random.random() < 0.25:
            # A copy of a partitioned index forgets COLLATE "default" (get_collation in parse_utilcmd.c).
            collation = random.choice((' COLLATE "C"', ' COLLATE "POSIX"', "" if self.leaves else ' COLLATE "default"'))
        known = (_BRIN if method == "brin" else _OPCLASSES).get(kind, "").split()
        opclass = f" {random.choice(known)}" if known and random.random() < 0.3 else ""
        order = random.choice((" DESC", " NULLS FIRST", " DESC NULLS LAST")) if random.random() < 0.15 else ""
        return f"{name}{collation}{opclass}{order if method == 'btree' else ''}"

    def _expression(self) -> str:
        number = self.random.randrange(self.width)
        name, referenced = self.keys[number], self.referenced[number].partition("(")[0]
        # Not to a domain: without constraints it is none to the planner, with one it is a computation.
        cast = {"char": "bpchar", "whole": "integer", "short": "varchar"}.get(referenced, referenced)
        forms = (
            f"({name}::{cast})",
            f"({name}::{cast})",
            f"(coalesce({name}, {name}))",
            "(x + 1)",
            "(lower(t))",
            f"({name}::text)",
            f"({name}::numeric)",
        )
        return self.random.choice(forms)

    def _predicate(self, depth: int) -> str:
        random = self.random
        if depth == 0:
            return f"({random.choice(_ATOMS).format(k=random.choice(self.keys))})"
        one, other = (self._predicate(random.randrange(depth)) for _ in range(2))
        forms = (f"{one} AND {other}", f"{one} OR {other}", f"NOT {one}", f"{one} = true", f"false = {one}")
        return f"({random.choice(forms)})"
