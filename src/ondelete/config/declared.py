"""What a team says about its tables: ``[groups]``, ``[sizes]``, ``[loose]``, ``[[references]]``, ``[[contract]]``."""

from __future__ import annotations

import csv
import math
from io import StringIO
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from ondelete.bounded import MIB, read_bounded
from ondelete.catalog import Location, QualifiedName
from ondelete.config.places import file_named
from ondelete.config.values import (
    flag_at,
    line_of,
    number_at,
    refuse_unknown,
    table_at,
    tables_at,
    text_at,
    texts_at,
)
from ondelete.declarations import (
    ALONE,
    LARGE_ROWS,
    PERSONAL_TYPES,
    PERSONAL_WORDS,
    RECORD_WORDS,
    Contract,
    Declarations,
    DeclaredReference,
    Neighbours,
    Patterns,
    Personal,
    table_named,
)
from ondelete.errors import BadConfig

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ondelete.catalog import Catalog
    from ondelete.declarations import LooseFile, LooseKey

_LARGEST = 16 * MIB
_CONTRACT = (
    "tables",
    "reason",
    "deletable",
    "accept",
    "must-reach",
    "must-not-reach",
    "never-blocked-by",
    "must-not-remain",
)

_REFERENCE = ("table", "columns", "references")


def declarations_of(
    path: Path, table: dict[str, Any], catalog: Catalog, others: Neighbours = ALONE, *, found: bool
) -> Declarations:
    """Return what a configuration file declares; bare names are tables of the search path's first schema.

    Args:
        path: the file.
        table: what it holds.
        catalog: the schema that it is about.
        others: the other databases, of which loose keys, groups and contracts can name tables.
        found: whether the file was found in a folder: then it may only name files of that folder.
    """
    home = catalog.home

    def patterns(key: str, value: object) -> Patterns:
        return Patterns(tuple(map(others.without_own, texts_at(path, key, value))))

    groups = table_at(path, "groups", table.get("groups", {}))
    sizes = table_at(path, "sizes", table.get("sizes", {}))
    refuse_unknown(path, "sizes.", sizes, ("large", "rows", "large-rows"))
    loose, files = _loose(path, table_at(path, "loose", table.get("loose", {})), home, others, found=found)
    return Declarations(
        home=home,
        groups=tuple((name, patterns(f"groups.{name}", listed)) for name, listed in groups.items()),
        large=patterns("sizes.large", sizes.get("large", [])),
        rows=_rows(path, sizes.get("rows"), home, found=found),
        large_rows=number_at(path, "sizes.large-rows", sizes.get("large-rows", LARGE_ROWS)),
        loose=tuple(_placed(key, catalog, others) for key in loose),
        loose_files=files,
        contracts=tuple(_contracts(path, table.get("contract", []), patterns)),
        references=tuple(_references(path, table.get("references", []), home)),
        personal=_personal(path, table_at(path, "personal", table.get("personal", {}))),
        records=_records(path, table_at(path, "plan", table.get("plan", {}))),
        not_references=texts_at(path, "not-references", table.get("not-references", [])),
        neighbours=others,
    )


def _placed(key: LooseKey, catalog: Catalog, others: Neighbours) -> LooseKey:
    """Return a loose key whose tables are those of other databases, if only one of these has a table of that name."""

    def place(table: QualifiedName) -> QualifiedName:
        if table in catalog.tables or table in catalog.external:
            return table
        owners = others.owners(table)
        return owners[0] if len(owners) == 1 else table

    return replace(key, table=place(key.table), referenced_table=place(key.referenced_table))


def _loose(
    path: Path, table: dict[str, Any], home: str, others: Neighbours, *, found: bool
) -> tuple[tuple[LooseKey, ...], tuple[LooseFile, ...]]:
    if not table:
        return (), ()
    from ondelete.config.loose import read_loose_file, written_loose  # loads the YAML library

    refuse_unknown(path, "loose.", table, ("files", "keys"))
    keys = list(written_loose(path, tables_at(path, "loose.keys", table.get("keys", []), "loose.keys"), home, others))
    files = []
    for name in texts_at(path, "loose.files", table.get("files", [])):
        more, file = read_loose_file(file_named(path, "loose.files", name, found=found), home, others)
        keys.extend(more)
        files.append(file)
    return tuple(keys), tuple(files)


def _rows(path: Path, value: object, home: str, *, found: bool) -> dict[QualifiedName, float]:
    """Return the estimates: a table of them in the file itself, or a CSV of ``table,rows`` beside it."""
    if value is None:
        return {}
    if isinstance(value, dict):
        return {
            table_named(name, home): number_at(path, f"sizes.rows.{name}", number) for name, number in value.items()
        }
    place = file_named(path, "sizes.rows", text_at(path, "sizes.rows", value), found=found)
    return dict(_estimates(place, home))


def _estimates(path: Path, home: str) -> Iterator[tuple[QualifiedName, float]]:
    try:
        reader = csv.reader(StringIO(read_bounded(path, _LARGEST).decode("utf-8-sig"), newline=""))
    except OSError as error:
        raise BadConfig(f"{path}: the row estimates cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadConfig(f"{path}: the row estimates cannot be read: byte {error.start} is not UTF-8") from None
    line = 0
    try:
        for row in reader:
            if row and not (line == 0 and row[-1].strip().lower() in ("rows", "reltuples", "estimate")):
                yield _estimate(row, home)
            line = reader.line_num
    except (ValueError, csv.Error):
        raise BadConfig(f"{path}:{line + 1}: a table and its rows are needed here (table,rows)") from None


def _estimate(row: list[str], home: str) -> tuple[QualifiedName, float]:
    """Return the table and the rows of a line; a table that was never analysed has -1 of them.

    Raises:
        ValueError: it is no such line.
    """
    try:
        name, text = row
        rows = float(text)
    except ValueError:
        raise ValueError from None
    if not name.strip() or math.isnan(rows):
        raise ValueError
    return table_named(name.strip(), home), max(0.0, rows)


def _contracts(path: Path, entries: object, patterns: Callable[[str, object], Patterns]) -> Iterator[Contract]:
    tables = tables_at(path, "contract", entries, "contract")
    for number, table in enumerate(tables):
        key = f"contract (entry {number + 1})"
        refuse_unknown(path, f"{key}: ", table, _CONTRACT)

        def listed(name: str, table: dict[str, Any] = table, key: str = key) -> Patterns:
            return patterns(f"{key}: {name}", table.get(name, []))

        contract = Contract(
            tables=patterns(f"{key}: tables", table.get("tables")),
            reason=text_at(path, f"{key}: reason", table.get("reason")),
            location=Location(str(path), line_of(table)),
            deletable=flag_at(path, f"{key}: deletable", table.get("deletable", False)),
            accept=listed("accept"),
            reaches=listed("must-reach").listed,
            spares=listed("must-not-reach"),
            never_blocked_by=listed("never-blocked-by"),
            empties=listed("must-not-remain"),
        )
        if not contract.demands:
            raise BadConfig(f"{path}: {key}: it demands nothing: set deletable = true, must-reach, or the like")
        yield contract


def _personal(path: Path, table: dict[str, Any]) -> Personal:
    refuse_unknown(path, "personal.", table, ("words", "types", "not"))
    return Personal(
        words=texts_at(path, "personal.words", table.get("words", list(PERSONAL_WORDS))),
        types=texts_at(path, "personal.types", table.get("types", list(PERSONAL_TYPES))),
        denied=texts_at(path, "personal.not", table.get("not", [])),
    )


def _records(path: Path, table: dict[str, Any]) -> tuple[str, ...]:
    refuse_unknown(path, "plan.", table, ("records",))
    return texts_at(path, "plan.records", table.get("records", list(RECORD_WORDS)))


def _references(path: Path, entries: object, home: str) -> Iterator[DeclaredReference]:
    tables = tables_at(path, "references", entries, "references")
    for number, table in enumerate(tables):
        key = f"references (entry {number + 1})"
        refuse_unknown(path, f"{key}: ", table, _REFERENCE)
        columns = texts_at(path, f"{key}: columns", table.get("columns"))
        targets = texts_at(path, f"{key}: references", table.get("references"))
        if not columns or not targets:
            raise BadConfig(f"{path}: {key}: columns and references must not be empty")
        if len(targets) > 1 and len(columns) < 2:
            raise BadConfig(
                f"{path}: {key}: with several tables in references, columns begin with the one that says which table"
            )
        yield DeclaredReference(
            table=table_named(text_at(path, f"{key}: table", table.get("table")), home),
            columns=columns,
            to=tuple(table_named(target, home) for target in targets),
            location=Location(str(path), line_of(table)),
        )
