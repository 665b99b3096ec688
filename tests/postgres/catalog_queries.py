"""What a server's own catalogs say of a schema, in the shape in which a ``Catalog`` says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from server import Server

    from ondelete.catalog import Catalog

_OURS = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg_temp%'"
_NAMES = "ARRAY(SELECT a.attname::text FROM unnest({keys}) WITH ORDINALITY k(n, o) {join} ORDER BY o)"


def _columns(keys: str, relation: str) -> str:
    return _NAMES.format(keys=keys, join=f"JOIN pg_attribute a ON a.attrelid = {relation} AND a.attnum = k.n")


_TABLES = f"""
SELECT n.nspname || '.' || c.relname, c.relkind, c.relispartition,
  ARRAY(SELECT pn.nspname || '.' || p.relname FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent
        JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE i.inhrelid = c.oid ORDER BY i.inhseqno),
  ARRAY(SELECT ARRAY[a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull::text, a.attidentity::text,
          a.attgenerated::text, (a.atthasdef AND a.attgenerated = '')::text]
        FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'f') AND {_OURS}"""

_FOREIGN_KEYS = f"""
SELECT n.nspname || '.' || t.relname, c.conname, {_columns("c.conkey", "c.conrelid")},
  fn.nspname || '.' || f.relname, {_columns("c.confkey", "c.confrelid")}, c.confdeltype, c.confupdtype, c.confmatchtype,
  c.condeferrable, c.condeferred, c.convalidated, {_columns("c.confdelsetcols", "c.conrelid")},
  coalesce((to_jsonb(c) ->> 'conenforced')::bool, true)
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
JOIN pg_class f ON f.oid = c.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE c.contype = 'f' AND c.conparentid = 0 AND {_OURS}
ORDER BY (SELECT min(g.oid) FROM pg_trigger g WHERE g.tgconstraint = c.oid AND g.tgtype = 9)"""

_INDEXES = f"""
SELECT n.nspname || '.' || t.relname, i.relname, x.indisunique, x.indisprimary, x.indisvalid, m.amname,
  ARRAY(SELECT a.attname::text FROM unnest(x.indkey::int2[]) WITH ORDINALITY k(n, o)
        LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.n AND k.n > 0 ORDER BY o),
  x.indpred IS NOT NULL, c.conname, c.contype, c.condeferrable, x.indoption::int2[],
  (SELECT un.nspname || '.' || u.relname FROM pg_class u JOIN pg_namespace un ON un.oid = u.relnamespace
   WHERE u.oid = h.inhparent)
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_am m ON m.oid = i.relam
LEFT JOIN pg_constraint c ON c.conindid = i.oid AND c.contype IN ('p', 'u', 'x')
LEFT JOIN pg_inherits h ON h.inhrelid = i.oid WHERE {_OURS}"""

_CHECKS = f"""
SELECT n.nspname || '.' || t.relname, c.conname, c.convalidated, c.coninhcount > 0 AND NOT c.conislocal
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE c.contype = 'c' AND {_OURS}"""

_TRIGGERS = f"""
SELECT n.nspname || '.' || t.relname, g.tgname, g.tgtype, g.tgenabled, p.proname, g.tgqual IS NOT NULL,
  {_columns("g.tgattr::int2[]", "g.tgrelid")}
FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid JOIN pg_namespace n ON n.oid = t.relnamespace
JOIN pg_proc p ON p.oid = g.tgfoid WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND {_OURS}"""

_RULES = f"""
SELECT n.nspname || '.' || t.relname, r.rulename, r.ev_type, r.is_instead, r.ev_enabled, r.ev_qual <> '<>'
FROM pg_rewrite r JOIN pg_class t ON t.oid = r.ev_class JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE r.rulename <> '_RETURN' AND {_OURS}"""

_ENUMS = f"""
SELECT n.nspname || '.' || t.typname, array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid JOIN pg_namespace n ON n.oid = t.typnamespace
WHERE {_OURS} GROUP BY 1"""

_DOMAINS = f"""
SELECT n.nspname || '.' || t.typname, format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault IS NOT NULL,
  ARRAY(SELECT c.conname::text FROM pg_constraint c WHERE c.contypid = t.oid AND c.contype = 'c' ORDER BY 1)
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'd' AND {_OURS}"""

_OTHERS = f"""
SELECT n.nspname || '.' || c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm', 'S') AND {_OURS}"""

_KINDS = {"r": "table", "p": "partitioned table", "f": "foreign table"}
_ACTIONS = {"a": "no action", "r": "restrict", "c": "cascade", "n": "set null", "d": "set default"}
_OTHER_KINDS = {"v": "view", "m": "materialized view", "S": "sequence"}
_ORDERS = {None: 0, "DESC NULLS LAST": 1, "NULLS FIRST": 2, "DESC": 3}
_ENABLED = {"O": "enabled", "D": "disabled", "R": "replica", "A": "always"}
_RULE_EVENTS = {"1": "select", "2": "update", "3": "insert", "4": "delete"}

Facts = dict[str, Any]


def server_facts(server: Server, database: str) -> Facts:
    """Ask a server for everything that a catalog claims to know."""

    def ask(query: str) -> list[tuple[Any, ...]]:
        return server.execute(f"SET search_path = ''; {query}", database)

    keys, indexes = ask(_FOREIGN_KEYS), ask(_INDEXES)
    return {
        "tables": {
            name: (_KINDS[kind], part, tuple(up), tuple(map(tuple, cols)))
            for name, kind, part, up, cols in ask(_TABLES)
        },
        "foreign keys": {
            row[:2]: (*row[2:5], _ACTIONS[row[5]], _ACTIONS[row[6]], row[7] == "f", *row[8:]) for row in keys
        },
        "firing order": [row[:2] for row in keys if row[-1]],
        "indexes": {row[:2]: row[2:] for row in indexes},
        "parts": {row[:2] for row in indexes if row[-1]},
        "checks": {row[:2]: row[2:] for row in ask(_CHECKS)},
        "triggers": {row[:2]: (_trigger(row[2]), _ENABLED[row[3]], *row[4:]) for row in ask(_TRIGGERS)},
        "rules": {row[:2]: (_RULE_EVENTS[row[2]], row[3], _ENABLED[row[4]], row[5]) for row in ask(_RULES)},
        "enums": dict(ask(_ENUMS)),
        "domains": {row[0]: row[1:] for row in ask(_DOMAINS)},
        "others": {name: _OTHER_KINDS[kind] for name, kind in ask(_OTHERS)},
    }


def _trigger(bits: int) -> tuple[bool, str, frozenset[str]]:
    timing = "before" if bits & 2 else "instead of" if bits & 64 else "after"
    events = ((4, "insert"), (8, "delete"), (16, "update"), (32, "truncate"))
    return bool(bits & 1), timing, frozenset(word for bit, word in events if bits & bit)


def catalog_facts(catalog: Catalog) -> Facts:
    """Say the same of a catalog."""
    from ondelete.catalog import Domain, EnumType

    keys = {(key.table, key.name): key for key in catalog.keys}
    letters = {"primary key": "p", "unique": "u", "exclude": "x"}

    def index(each: Any) -> tuple[Any, ...]:
        key = keys.get((each.table, each.constraint))
        kind, deferrable = (letters[key.kind], key.timing.deferrable) if key else (None, None)
        columns = [*each.columns, *each.include]
        flags = (each.unique, each.primary, each.valid, each.method)
        above = str(each.attached_to) if each.attached_to is not None else None
        orders = [_ORDERS[order] for order in each.orders or (None,) * len(each.columns)]
        return (*flags, columns, each.predicate is not None, each.constraint, kind, deferrable, orders, above)

    def column(each: Any) -> tuple[str, ...]:
        identity = {"always": "a", "by default": "d", None: ""}[each.identity]
        generated = {"stored": "s", "virtual": "v", None: ""}[each.generated]
        has_default = each.default is not None and not (each.default.is_null and "::" not in each.default.sql)
        return (each.name, each.type, str(each.not_null).lower(), identity, generated, str(has_default).lower())

    return {
        "tables": {
            str(t.name): (t.kind, t.is_partition, tuple(map(str, t.parents)), tuple(map(column, t.columns)))
            for t in catalog.tables.values()
            if t.name.schema != "pg_temp"
        },
        "firing order": [(str(key.table), key.name) for key in catalog.foreign_keys if key.enforced],
        "foreign keys": {
            (str(key.table), key.name): (
                list(key.columns),
                str(key.referenced_table),
                list(key.referenced_columns),
                key.on_delete.value,
                key.on_update.value,
                key.match.value == "full",
                key.timing.deferrable,
                key.timing.initially_deferred,
                key.validated,
                list(key.set_columns or ()),
                key.enforced,
            )
            for key in catalog.foreign_keys
        },
        "indexes": {(str(i.table), i.name): index(i) for i in catalog.indexes},
        "checks": {(str(c.table), c.name): (c.validated, c.inherited) for c in catalog.checks},
        "triggers": {
            (str(t.table), t.name): (
                (t.row, t.timing, frozenset(t.events)),
                t.enabled,
                t.function.split(".")[-1],
                t.condition,
                list(t.columns),
            )
            for t in catalog.triggers
        },
        "rules": {(str(r.table), r.name): (r.event, r.instead, r.enabled, r.condition) for r in catalog.rules},
        "enums": {str(t.name): list(t.labels) for t in catalog.types.values() if isinstance(t, EnumType)},
        "domains": {
            str(t.name): (t.base, t.not_null, t.default is not None, sorted(check.name for check in t.checks))
            for t in catalog.types.values()
            if isinstance(t, Domain)
        },
        "others": {str(r.name): r.kind for r in catalog.relations.values()},
    }
