"""Fixes as bodies of Rails migrations: names quoted as Ruby needs them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.unseen import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import QualifiedName

_UNSEEN = re.compile(f"[{UNSEEN}]")
_SYMBOL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def migration(lines: Sequence[str], *, method: str = "change", in_transaction: bool = True) -> str:
    """Return the body of a migration class that runs ``lines``."""
    head = "" if in_transaction else "disable_ddl_transaction!\n\n"
    body = "\n".join(f"  {line}" for line in lines)
    return f"{head}def {method}\n{body}\nend\n"


def ruby(name: str) -> str:
    """Return a name as a Ruby symbol, or as a string where a bare symbol cannot hold it."""
    return f":{name}" if _SYMBOL.match(name) else ruby_string(name)


def ruby_table(table: QualifiedName) -> str:
    """Return a table as Rails' schema methods take it."""
    return ruby(table.name if table.schema == "public" else f"{table.schema}.{table.name}")


def ruby_string(text: str) -> str:
    """Return a double-quoted Ruby string in which nothing is interpolated."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("#", "\\#").replace("\n", "\\n")
    return f'"{_UNSEEN.sub(_escape, escaped)}"'


def _escape(match: re.Match[str]) -> str:
    return f"\\u{{{ord(match[0]):x}}}"


def execute(statements: Sequence[str]) -> str:
    """Return a migration that runs SQL as it stands, outside a transaction, for what Rails has no method for."""
    return migration([f"execute {ruby_string(sql)}" for sql in statements], method="up", in_transaction=False)
