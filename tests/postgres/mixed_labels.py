"""Which mechanisms acted in a statement or made it fail: by what the server names, and by what became of the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mixed_told import change

from ondelete.catalog import QualifiedName
from ondelete.deletion.kinds import Certainty, FailureKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mixed_case import Statement
    from mixed_generator import Scene
    from mixed_judge import Observed, Rows
    from mixed_told import Change, Judged

    from ondelete.catalog import Catalog

FAILED = {
    "nv": "CHECK that is NOT VALID",
    "nk": "key that is NOT VALID",
    "of": "CHECK calls a function of the user",
    "sf": "CHECK calls a function that is named as a built-in one",
    "oc": "CHECK reads the clock, the time zone or a setting",
    "ca": "CHECK casts",
    "wr": "CHECK of a whole row or a composite",
    "na": "NaN",
    "dm": "domain",
    "dd": "domain over domain",
    "dda": "domain over domain",
    "gc": "constraint of a generated column",
    "ex": "EXCLUDE",
    "uq": "UNIQUE of every form",
    "ou": "ON UPDATE CASCADE rounds or overflows",
    "uk": "ON UPDATE of a key to the changed column",
    "uc": "UNIQUE of every form",
    "lc": "constraint of a single leaf",
    "le": "generation expression of a leaf",
    "lf": "key of a single leaf",
    "kp": "key to a partitioned table (copies of its name)",
    "wo": "WITHOUT OVERLAPS, EXCLUDE over ranges",
    "pk": "key of a PERIOD",
    "rv": "several keys on the same columns",
}
"""What it means that an error names a constraint whose name begins so."""
ACTED = {prefix: FAILED[prefix] for prefix in ("nk", "uk", "lf", "kp", "rv")}
"""What it means that such a key took or changed a row that referenced by it."""
STATES = {
    "22012": "expression of an index raises",
    "22011": "generated column raises",
    "2201F": "CHECK raises",
    "2201E": "generation expression of a leaf",
    "22003": "ON UPDATE CASCADE rounds or overflows",
    "22001": "ON UPDATE CASCADE rounds or overflows",
    "428C9": "identity column",
    "55000": "publication without a replica identity",
    "42P10": "publication with a row filter or a column list",
    "XX000": "rule fails the statement of a key",
    "0A000": "partition that a row cannot leave",
}
NOWHERE = "no partition takes the changed row"
MOVES = "row moves to another partition"
SEVERAL = "several rows in one DELETE"
ORDER = "creation order: another outcome than in the order of the file"
VERSIONS = "versions differ"
PARTIAL = "answers of a file that lacks a table (no crash)"
UNDECIDED = "error told as not decided"
BODY = "change told only by the name of a rule"


def labels(
    scene: Scene, catalog: Catalog, statement: Statement, before: Rows, seen: Observed, judged: Judged
) -> set[str]:
    """Return the mechanisms that a statement met, and how the answer told of them."""
    if statement.truncate:
        inherits = any(leaf.startswith("inh_") for leaf in _leaves(before) - _leaves(seen.rows))
        return {"TRUNCATE CASCADE of tables with inheritors"} if inherits else set()
    if seen.sqlstate is not None:
        found = {*_of_error(catalog, seen), *_of_entries(judged)}
    else:
        found = {*_of_rows(scene, catalog, statement, before, seen), *((BODY,) if judged.by_name else ())}
    if found and (seen.number > 1 or (seen.sqlstate and len(statement.rids or (1, 2)) > 1)):
        found.add(SEVERAL)
    return found


def _leaves(rows: Rows) -> set[str]:
    return {leaf for leaf, _ in rows.values()}


def _of_error(catalog: Catalog, seen: Observed) -> Iterator[str]:
    state, name = seen.sqlstate or "", seen.declared or ""
    prefix = name.split("_")[0]
    if state in STATES:
        yield STATES[state]
    elif prefix in FAILED:
        yield FAILED[prefix]
    elif state == "23514" and seen.name is None:
        yield NOWHERE
        yield from _kinds(catalog, seen.table or "")
    elif state == "23502" and seen.table is None:
        yield "domain"
    elif state in ("23503", "23001"):
        yield "key of the schema"
    elif state == "23502":
        yield "NOT NULL"
    else:
        yield "constraint of the schema"
    if seen.late:
        yield "deferred check"
    if seen.name != seen.declared:
        yield "error that names the copy of a constraint"


def _of_entries(judged: Judged) -> Iterator[str]:
    told = judged.told_by
    if told and all(entry.kind is FailureKind.RECHECK for entry in told):
        yield "double update: a key is checked again"
    if any(entry.certainty is Certainty.MUST for entry in told):
        yield "error told as must"
    if any(entry.other_order or entry.certainty is Certainty.ORDER_DEPENDENT for entry in told):
        yield "error told with both orders"
    if told and not any(entry.shown for entry in told):
        yield UNDECIDED


def _of_rows(scene: Scene, catalog: Catalog, statement: Statement, before: Rows, seen: Observed) -> Iterator[str]:
    found = change(before, seen.rows)
    for rid in found.moved:
        yield MOVES
        yield from _kinds(catalog, before[rid][0])
        yield from _kinds(catalog, seen.rows[rid][0])
    for name in seen.fired:
        yield "trigger fires" if name.startswith("tg") else "rule acts"
        if found.moved and name.startswith("tg"):
            yield "trigger fires for a row that moves"
    yield from _of_keys(catalog, before, seen.rows, found)
    if any(f"REFERENCES {statement.table} " in text for text in scene.mixed.refused):
        yield "key that PostgreSQL refuses"
    if found.lost - set(statement.rids or found.lost):
        yield "rows of other tables deleted"
    if any("id" not in columns for columns in found.changed.values()):
        yield "columns changed"


def _of_keys(catalog: Catalog, before: Rows, after: Rows, found: Change) -> Iterator[str]:
    """Yield what the keys are that took or changed a row; or left one that references nothing now."""
    gone = {rid: before[rid] for rid in (*found.lost, *found.changed)}
    for key in catalog.foreign_keys:
        prefix = key.name.split("_")[0]
        rows = after if prefix == "ne" else gone if prefix in ACTED else {}
        if rows:
            lost = {rid: before[rid] for rid in found.lost} if prefix == "ne" else gone
            wanted = _values(catalog, key.referenced_table, key.referenced_columns, lost)
            if (_values(catalog, key.table, key.columns, rows) & wanted) - {None}:
                yield ACTED.get(prefix, "NOT ENFORCED")


def _values(
    catalog: Catalog, table: QualifiedName, columns: Sequence[str], rows: Rows
) -> set[tuple[object, ...] | None]:
    """Return what rows of a table hold in some columns; None for those with a NULL there."""
    held = [tuple(row.get(c) for c in columns) for leaf, row in rows.values() if _in(catalog, leaf, table)]
    return {None if None in values else values for values in held}


def _in(catalog: Catalog, leaf: str, table: QualifiedName) -> bool:
    name = QualifiedName("public", leaf)
    return name == table or table in catalog.partitioned_above(name)


def _kinds(catalog: Catalog, table: str) -> Iterator[str]:
    """Yield how a table, or the tables that it is a partition of, are partitioned."""
    name = QualifiedName("public", table)
    keys = [
        catalog.tables[each].partition_key
        for each in (name, *catalog.partitioned_above(name))
        if each in catalog.tables
    ]
    for by in (key for key in keys if key is not None):
        yield "partitions by hash" if by.strategy == "hash" else "partitions by list or range"
        if by.expressions:
            yield "partitions by an expression"
    if sum(key is not None for key in keys) > 1:
        yield "partitions below partitions"
