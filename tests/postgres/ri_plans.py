"""Ask a server which index it uses to look for referencing rows: the generic plan of the real RI query, judged.

The query is written from the operators that PostgreSQL chose for a key (``pg_constraint.conpfeqop``), as
``ri_GenerateQual`` writes it. Sequential scans are off, so that an index that can be used is used; partitions are not
pruned, so that the plan shows the scan of each.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from ondelete.analyses.index_coverage import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from server import Server

FULL, WEAK, NONE = Verdict.FULL, Verdict.WEAK, Verdict.NONE
ORDER = (FULL, WEAK, NONE)
UNLED = ("hash", "gin", "gist", "bloom", "spgist")
"""Methods whose indexes have no leading column (hash and spgist have one column, or only one that is searched)."""

_SCANS = ("Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan")

_KEYS = """
SELECT k.conname, n.nspname, c.relname, c.relkind = 'p', quote_ident(a.attname), a.attname,
       format_type(f.atttypid, f.atttypmod), o.oprname,
       CASE WHEN l.typtype <> 'p' AND l.oid <> f.atttypid
            THEN format('%s.%I', l.typnamespace::regnamespace, l.typname) END,
       CASE WHEN r.typtype <> 'p' AND r.oid <> a.atttypid
            THEN format('%s.%I', r.typnamespace::regnamespace, r.typname) END,
       quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(m.nspname)
FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid JOIN pg_namespace n ON n.oid = relnamespace,
     unnest(conkey, confkey, conpfeqop) WITH ORDINALITY AS u(key, ref, op, n)
JOIN pg_operator o ON o.oid = u.op JOIN pg_type l ON l.oid = oprleft JOIN pg_type r ON r.oid = oprright
JOIN pg_namespace m ON m.oid = o.oprnamespace,
     pg_attribute a, pg_attribute f
WHERE contype = 'f' AND conparentid = 0 AND a.attrelid = conrelid AND a.attnum = u.key
      AND f.attrelid = confrelid AND f.attnum = u.ref AND {enforced}
ORDER BY k.oid, u.n
"""
_INDEXES = """
SELECT n.nspname, c.relname, c.oid, t.relname, amname, a.attname, pg_get_indexdef(c.oid, 1, false)
FROM pg_index i JOIN pg_class c ON c.oid = indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class t ON t.oid = indrelid JOIN pg_am m ON m.oid = c.relam
LEFT JOIN pg_attribute a ON a.attrelid = indrelid AND a.attnum = indkey[0]
WHERE n.nspname NOT IN ('pg_catalog', 'pg_toast')
"""


class ServerKey(NamedTuple):
    """A foreign key as a server has it, and the query that it makes; ``columns`` in the order of the parameters."""

    schema: str
    table: str
    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    query: str

    @property
    def explain(self) -> str:
        values = ", ".join("NULL" for _ in self.types)
        prepared = f"DEALLOCATE ALL; PREPARE ri ({', '.join(self.types)}) AS {self.query}"
        return f"{prepared}; EXPLAIN (FORMAT JSON, COSTS OFF, VERBOSE) EXECUTE ri ({values})"


class ServerIndex(NamedTuple):
    """What decides whether an index is led by a column: its method, its first column (None: computed), that element."""

    oid: int
    table: tuple[str, str]
    method: str
    first: str | None
    element: str


class Planner:
    """The planner of one database, asked about keys; ``refresh`` after its tables have changed."""

    def __init__(self, server: Server, database: str) -> None:
        self.server = server
        self.database = database
        self.indexes: Mapping[tuple[str, str], ServerIndex] = {}
        self.ask("SET enable_indexscan = on; SET enable_bitmapscan = on; SET enable_seqscan = off")
        self.ask("SET plan_cache_mode = force_generic_plan; SET enable_partition_pruning = off")

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        return self.server.execute(sql, self.database)

    def refresh(self) -> list[ServerKey]:
        """Read the indexes anew and return the enforced keys, in the order of their creation."""
        self.indexes = {
            (schema, name): ServerIndex(oid, (schema, table), *rest)
            for schema, name, oid, table, *rest in self.ask(_INDEXES)
        }
        found: dict[tuple[str, str, str], list[tuple[Any, ...]]] = {}
        for row in self.ask(_KEYS.format(enforced="conenforced" if self.server.version >= 18 else "true")):
            found.setdefault((row[1], row[2], row[0]), []).append(row)
        return [_server_key(rows) for rows in found.values()]

    def only_verdict(self) -> Verdict:
        """Return the verdict on the one key of the database."""
        (key,) = self.refresh()
        return self.verdict(key)

    def chosen(self, key: ServerKey) -> Verdict:
        """Return what the planner chooses over the tables as they are, by the worst of its scans."""
        return max((self._judged(scan, key) for scan in self._plan(key)), key=ORDER.index)

    def verdict(self, key: ServerKey) -> Verdict:
        """Return the best that the planner can do on the worst of the tables that it scans.

        Tables that hold no rows cost nothing to read by any index, so it may choose a weak one where a full one is.
        Therefore an index that turns out weak is hidden and the question asked again.
        """
        best: dict[str, Verdict] = {}
        with self._undone():
            while True:
                weak: list[tuple[str, str]] = []
                for scan in self._plan(key):
                    found = self._judged(scan, key)
                    table = scan["Alias"]
                    best[table] = min(best.get(table, NONE), found, key=ORDER.index)
                    weak += [(scan["Schema"], name) for name, _ in _used(scan) if found is WEAK]
                if not weak:
                    return max(best.values(), key=ORDER.index)
                self._hide(weak)

    def is_of(self, key: ServerKey, index: str) -> bool:
        """Whether an index is one of the referencing table itself, not of a table above or below it."""
        return self.indexes[key.schema, index].table == (key.schema, key.table)

    def verdict_by(self, key: ServerKey, index: str) -> Verdict:
        """Return the verdict that one index of the key's own schema gives, the others out of sight."""
        with self._undone():
            here = (key.schema, key.table)
            self._hide([name for name, found in self.indexes.items() if found.table == here and name[1] != index])
            return self.chosen(key)

    def _plan(self, key: ServerKey) -> list[dict[str, Any]]:
        scans = list(_scans(self.ask(key.explain)[0][0][0]["Plan"]))
        assert scans, "a plan without a scan says nothing"
        return scans

    @contextmanager
    def _undone(self) -> Iterator[None]:
        self.ask("BEGIN")
        try:
            yield
        finally:
            self.ask("ROLLBACK")

    def _hide(self, names: Iterable[tuple[str, str]]) -> None:
        """Let the planner overlook indexes, as it does invalid ones."""
        listed = ", ".join(str(self.indexes[name].oid) for name in names)
        if listed:
            self.ask(f"UPDATE pg_index SET indisvalid = false WHERE indexrelid IN ({listed})")

    def _judged(self, scan: dict[str, Any], key: ServerKey) -> Verdict:
        if scan["Node Type"] == "Seq Scan":
            return NONE
        used = list(_used(scan))
        assert used, scan
        full = (self._serves_fully((scan["Schema"], name), condition, key) for name, condition in used)
        return FULL if any(full) else WEAK

    def _serves_fully(self, name: tuple[str, str], condition: str, key: ServerKey) -> bool:
        covered = {key.columns[int(number) - 1] for number in re.findall(r"\$(\d+)", condition)}
        if covered != set(key.columns):
            return False
        _, _, method, first, element = self.indexes[name]
        if method in UNLED:
            return True
        return method == "btree" and (first in covered if first is not None else _column_of(element) in covered)


def _server_key(rows: list[tuple[Any, ...]]) -> ServerKey:
    first = rows[0]
    quals = " AND ".join(
        f"${n}{_cast(left)} OPERATOR({schema}.{operator}) {column}{_cast(right)}"
        for n, (*_, column, _, _, operator, left, right, _, schema) in enumerate(rows, 1)
    )
    only = "" if first[3] else "ONLY "
    query = " ".join(("SELECT 1 FROM", f"{only}{first[10]} x", "WHERE", quals, "FOR KEY SHARE OF x"))
    return ServerKey(first[1], first[2], first[0], tuple(r[5] for r in rows), tuple(r[6] for r in rows), query)


def _column_of(element: str) -> str:
    """Return the column that a computed index element casts; no index of the tests holds it a second time."""
    return re.sub(r"::.*|[()\" ]", "", element)


def _cast(type_name: str | None) -> str:
    return f"::{type_name}" if type_name else ""


def _scans(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if plan["Node Type"] in _SCANS:
        yield plan
    else:
        for child in plan.get("Plans", []):
            yield from _scans(child)


def _used(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the name and the condition of each index that a scan uses."""
    if "Index Name" in plan:
        yield plan["Index Name"], plan.get("Index Cond", "")
    for child in plan.get("Plans", []):
        yield from _used(child)
