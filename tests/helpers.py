"""What many tests need: a catalog from a few lines of SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.dump.replay import replay
from ondelete.dump.statements.source import read_statements

if TYPE_CHECKING:
    from pathlib import Path

    from ondelete.catalog import Catalog

_FILE = "schema.sql"


def catalog_of(sql: str, directory: Path | None = None) -> Catalog:
    """Return the catalog of an SQL text, read as the file ``schema.sql``."""
    return catalog_of_bytes(sql.encode(), directory)


def catalog_of_bytes(data: bytes, directory: Path | None = None) -> Catalog:
    """Return the catalog of the bytes of a file that is called ``schema.sql``."""
    import tempfile
    from contextlib import chdir
    from pathlib import Path

    with tempfile.TemporaryDirectory(dir=directory) as folder, chdir(folder):
        Path(_FILE).write_bytes(data)
        return replay(read_statements([_FILE]), [_FILE])


def index_fixes_sql(catalog: Catalog) -> dict[str, str]:
    """Return the SQL of the index that each key lacks, by the key's id."""
    from ondelete.analyses.index_coverage import index_coverage
    from ondelete.fixes.indexes import index_fixes

    fixes = index_fixes(catalog, index_coverage(catalog).values())
    return {key: fix.sql for key, fix in fixes.items() if fix.sql is not None}
