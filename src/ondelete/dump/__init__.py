"""The front end: SQL dump files -> Catalog. The only place that knows pglast."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from ondelete.catalog import Catalog


def read_catalog(
    names: Sequence[str],
    *,
    database: str | None = None,
    watch: Callable[[int], None] | None = None,
    max_memory: int | None = None,
    parts: Collection[str] = (),
    variables: Mapping[str, str] | None = None,
    texts: Mapping[str, bytes] | None = None,
) -> Catalog:
    """Read files, in order, as one schema.

    Args:
        names: files as the user names them: a path, a folder of migrations, ``-`` for standard input, or ``REV:path``
            of a git repository.
        database: which database of a pg_dumpall to read.
        watch: called with the number of bytes of the files after each read, for whoever shows progress.
        max_memory: the MiB that undoing the compression of a file may take, if not the usual.
        parts: those of the files that are surely no dump of a whole database, but come before or after one.
        variables: what replaces the placeholders of the files (``${name}``, ``{{name}}``, ``@name``, ``:name``).
        texts: what stands in some of the names, which are no files then.

    Raises:
        UnreadableSchema: a file cannot be read, ends in mid-statement, or together they define neither a
            table nor a key; or two files that are no ``parts`` define the same table.
    """
    from msgspec.structs import replace

    from ondelete.dump.input.detect_format import detect_format, probably
    from ondelete.dump.replay import replay
    from ondelete.dump.statements.source import read_statements

    statements = read_statements(
        names, database=database, watch=watch, max_memory=max_memory, variables=variables or {}, texts=texts or {}
    )
    catalog = replay(statements, names, [name for name in names if name not in parts])
    if not catalog.tables and not catalog.foreign_keys:
        head = statements.head_of(names[0])
        known = filter(None, (probably(names[0], head), _unread(catalog)))
        looks = "; ".join(known) or detect_format(names[0], head)
        raise UnreadableSchema(names[0], f"it defines neither a table nor a foreign key: {looks}")
    return replace(
        catalog,
        dumped_from=statements.dumped_from,
        unsaid=statements.unsaid,
        files=tuple(statements.files),
        migrations=tuple(statements.migrations),
        notes=(*statements.notes, *catalog.notes),
    )


def _unread(catalog: Catalog) -> str | None:
    if not catalog.skipped:
        return None
    first = catalog.skipped[0]
    number = "a statement" if len(catalog.skipped) == 1 else f"{len(catalog.skipped)} statements"
    return f"{number} could not be understood, the first in line {first.location.line}: {first.reason}"
