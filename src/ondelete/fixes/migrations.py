"""Fixes as bodies of Rails migrations: names quoted as Ruby needs them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.text.unsafe_characters import Escapes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import QualifiedName

_SYMBOL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def migration(lines: Sequence[str], *, method: str = "change", in_transaction: bool = True) -> str:
    """Return the body of a migration class that runs ``lines``."""
    head = "" if in_transaction else "disable_ddl_transaction!\n\n"
    body = "\n".join(f"  {line}" for line in lines)
    return f"{head}def {method}\n{body}\nend\n"


def ruby(name: str) -> str:
    """Return a name as a Ruby symbol, or as a string if a bare symbol cannot hold it."""
    return f":{name}" if _SYMBOL.match(name) else ruby_string(name)


def ruby_table(table: QualifiedName) -> str:
    """Return a table as Rails' schema methods take it: they cut a name at its dots, but for those in double quotes."""
    name = _part(table.name)
    return ruby(name if table.schema == "public" else f"{_part(table.schema)}.{name}")


def _part(name: str) -> str:
    return f'"{name}"' if "." in name else name


def ruby_columns(columns: Sequence[str]) -> str:
    """Return columns as ``add_index`` takes them; it takes a lone text for SQL, unless it stands in a list."""
    names = [ruby(column) for column in columns]
    return names[0] if len(columns) == 1 and _SYMBOL.match(columns[0]) else f"[{', '.join(names)}]"


def is_sayable(table: QualifiedName, index: str = "a") -> bool:
    """Whether Rails' schema methods can name a table, and an index of it: no name of theirs holds a double quote."""
    return '"' not in f"{table.schema}{table.name}{index}" and "." not in index


def ruby_string(text: str) -> str:
    """Return a double-quoted Ruby string in which nothing is interpolated."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("#", "\\#").replace("\n", "\\n")
    return f'"{escaped.translate(_ESCAPES)}"'


_ESCAPES = Escapes(lambda code: f"\\u{{{code:x}}}")


def execute(statements: Sequence[str]) -> str:
    """Return a migration that runs SQL as it stands, outside a transaction, for what Rails has no method for."""
    return migration([f"execute {ruby_string(sql)}" for sql in statements], method="up", in_transaction=False)
