"""What happens if a row is deleted, read from a PostgreSQL schema dump.

>>> import ondelete
>>> schema = ondelete.read_schema("samples/helpdesk/schema.sql")
>>> schema.predict_delete("users").verdict
<Verdict.MUST_BLOCK: 'must block'>
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.project import VERSION

if TYPE_CHECKING:
    from os import PathLike

    from ondelete.schema import Schema

__version__ = VERSION

_TEXT = "<text>"
"""What answers call a schema that was given as text."""

__all__ = ["__version__", "read_schema"]


def read_schema(
    path: str | PathLike[str] | None = None,
    *more: str | PathLike[str],
    database: str | None = None,
    config: str | PathLike[str] | None = None,
    max_memory: int | None = None,
    text: str | None = None,
) -> Schema:
    """Read a schema dump, or several files in order as one schema.

    Args:
        path: a dump (plain or compressed), ``-`` for standard input, or ``REV:path`` for a file at a git revision.
        more: further files, read after the first.
        database: which database of a pg_dumpall file to read.
        config: an ``ondelete.toml`` (or the folder that holds one): its groups, sizes, loose keys and contracts are
            declared of the schema, and its policy is the one that ``audit`` applies. Without it no file is looked for.
        max_memory: the MiB that undoing the compression of a file may take, 128 without it: xz and Zstandard let a file
            demand as much as it likes.
        text: the SQL itself, instead of a file.

    Raises:
        TypeError: there is neither a file nor a text, or both.
        UnreadableSchema: a file is missing, is no SQL dump, or defines neither a table nor a key.
        BadConfig: the configuration cannot be read, or declares what means nothing.
    """
    from ondelete.dump import read_catalog
    from ondelete.schema import Schema

    if (path is None) is (text is None):
        raise TypeError("read_schema needs a file or a text, and not both")
    names = [_TEXT] if path is None else [str(name) for name in (path, *more)]
    texts = {} if text is None else {_TEXT: text.encode("utf-8", "surrogateescape")}
    catalog = read_catalog(names, database=database, max_memory=max_memory, texts=texts)
    if config is None:
        return Schema(catalog)
    from pathlib import Path

    from ondelete.config import find_config

    found = find_config(Path(config))
    return Schema(catalog, found.declarations(catalog), found)
