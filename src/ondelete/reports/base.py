"""What all answers share: the head of the JSON, unread statements, and names of tables, columns and foreign keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import Catalog, ForeignKey, Migrations, QualifiedName, Skipped
from ondelete.report import Line, Span, line, name
from ondelete.text.counts import count
from ondelete.text.names import shown_name, shown_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.findings import Fix


class SkippedEntry(msgspec.Struct, frozen=True):
    """A statement that could matter and was not understood; ``text`` is cut at 200 characters."""

    path: str
    line: int
    reason: str
    text: str


class SupposedEntry(msgspec.Struct, frozen=True):
    """A key that is supposed to be otherwise.

    ``before`` is what it does on delete in the schema as written, null for a new key; ``after`` what it is supposed to
    do, null if it is supposed to be gone. Both are in the words of SQL; ``deferred`` is NO ACTION that waits for
    COMMIT.
    """

    key: str
    table: str
    columns: tuple[str, ...]
    referenced_table: str
    before: str | None
    after: str | None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Head of every JSON document. ``skipped`` lists the statements that were not understood, in file order.

    ``complete`` is False if one of these can concern the answer. ``unsaid`` is what files of this kind cannot say of a
    database, in sentences; it is there for a schema.rb only.
    """

    schema_version: int = 1
    skipped: tuple[SkippedEntry, ...] = ()
    complete: bool = True
    unsaid: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET


class WhatIfAnswer(Answer, frozen=True, kw_only=True):
    """Head of an answer that can be for a schema that nobody has written yet.

    Then ``with`` is there, and says what is different in it from the schema as written.
    """

    supposed: tuple[SupposedEntry, ...] | msgspec.UnsetType = msgspec.field(name="with", default=msgspec.UNSET)


class FixEntry(msgspec.Struct, frozen=True):
    """The fix of a finding: SQL to run, and the body of a Rails migration; either can be None."""

    sql: str | None
    rails: str | None


def fix_entry(fix: Fix | None) -> FixEntry | None:
    """Return a fix as JSON has it."""
    return FixEntry(sql=fix.sql, rails=fix.rails) if fix else None


def skipped_entries(catalog: Catalog) -> tuple[SkippedEntry, ...]:
    """Return the catalog's unread statements as JSON has them."""
    return skipped_of(catalog.skipped)


def skipped_of(entries: Sequence[Skipped]) -> tuple[SkippedEntry, ...]:
    """Return unread statements, or notes, as JSON has them."""
    return tuple(
        SkippedEntry(path=s.location.path, line=s.location.line, reason=s.reason, text=s.text) for s in entries
    )


def source_of(catalog: Catalog) -> str:
    """Return the file, or the files, as the user named them; of migrations also the tool, and how many files it has."""
    tools = {each.path: each for each in catalog.migrations}
    if len(catalog.paths) > 2:
        return f"{catalog.paths[0]} and {len(catalog.paths) - 1} more files"
    return " + ".join(f"{path} ({_run_by(tools[path])})" if path in tools else path for path in catalog.paths)


def _run_by(migrations: Migrations) -> str:
    if migrations.files == (migrations.path,):
        return f"{migrations.tool}, the way up"
    return f"{migrations.tool}, {count(len(migrations.files), 'file')}"


class Names:
    """Writes names as a user of this schema types them: without the schema if the search path supplies it."""

    def __init__(self, catalog: Catalog) -> None:
        self.home = catalog.home
        self.several_files = len(catalog.files or catalog.paths) > 1

    def table(self, table: QualifiedName) -> Span:
        """``users``, ``billing.invoices``, ``"Odd Name"``."""
        return name(shown_table(*table, self.home))

    def columns(self, table: QualifiedName, columns: Sequence[str]) -> Line:
        """``posts.author_id`` or ``posts.(a, b)``, breakable after the table."""
        listed = shown_name(columns[0]) if len(columns) == 1 else f"({', '.join(map(shown_name, columns))})"
        return (self.table(table), name(f".{listed}"))

    def key(self, key: ForeignKey) -> Line:
        """``posts.author_id → users``."""
        return line(*self.columns(key.table, key.columns), " → ", self.table(key.referenced_table))

    def declared(self, key: ForeignKey) -> Line:
        """``posts.author_id → users  CASCADE  posts_author_id_fkey, line 12``."""
        place = self.place(key.location.path, key.location.line)
        return line(*self.key(key), f"  {key.on_delete.value.upper()}  ", name(key.name), ", ", *place)

    def place(self, path: str, number: int) -> Line:
        """``line 12``, with the file if there are several."""
        return line(name(path), f":{number}") if self.several_files else line(f"line {number}")
