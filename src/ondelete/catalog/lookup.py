"""Look-up of a table by its name, as a user types it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog.names import QualifiedName, fold_identifier, split_identifier
from ondelete.errors import NoSuchTable
from ondelete.text.quoting import quote_identifier

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog.catalog import Catalog

_SUGGESTED = 3


def find_table(catalog: Catalog, text: str) -> QualifiedName:
    """Return the table of that name: by the search path, or else the only one of that name in any schema.

    If there is no table of that name, the name is tried again as it is stored, because a shell removes quotes.

    Raises:
        NoSuchTable: see ``Schema.table``.
    """
    parts = tuple(fold_identifier(part) for part in split_identifier(text))
    found = _look_up(catalog, text, parts)
    if found is None and (text,) != parts:
        found = _look_up(catalog, text, (text,))
    if found is None:
        raise NoSuchTable(text, "no such table in this schema", _similar(catalog, parts))
    return found


def _look_up(catalog: Catalog, text: str, parts: Sequence[str]) -> QualifiedName | None:
    if len(parts) == 2:
        return _accepted(catalog, text, QualifiedName(*parts))
    if len(parts) != 1:
        return None
    for schema in catalog.search_path:
        found = _accepted(catalog, text, QualifiedName(schema, parts[0]))
        if found is not None:
            return found
    candidates = [name for name in (*catalog.tables, *catalog.external) if name.name == parts[0]]
    if len(candidates) > 1:
        raise NoSuchTable(
            text, f"is ambiguous: {', '.join(sorted(_typed(name) for name in candidates))}; name one of these"
        )
    if candidates:
        return candidates[0]
    others = [name for name in catalog.relations if name.name == parts[0]]
    return _accepted(catalog, text, others[0]) if others else None


def _accepted(catalog: Catalog, text: str, name: QualifiedName) -> QualifiedName | None:
    if name in catalog.tables or name in catalog.external:
        return name
    if name in catalog.relations:
        kind = catalog.relations[name].kind
        raise NoSuchTable(text, f"is a {kind}, which holds no rows that foreign keys reference; name a table")
    return None


def _typed(name: QualifiedName) -> str:
    return ".".join(quote_identifier(part) for part in name)


def _similar(catalog: Catalog, parts: Sequence[str]) -> tuple[str, ...]:
    """Return similar names, as a user would type them; a schema in the name counts little."""
    from difflib import get_close_matches

    typed = parts[-1].lower()
    by_bare: dict[str, list[QualifiedName]] = {}
    for name in catalog.tables:
        by_bare.setdefault(name.name.lower(), []).append(name)
    # Comparing is quadratic in the length of the names, so only names of about the same length are compared.
    near = [bare for bare in by_bare if abs(len(bare) - len(typed)) <= 1 + len(typed) // 3]
    found = [name for bare in get_close_matches(typed, near, n=_SUGGESTED) for name in by_bare[bare]]
    home = catalog.home
    shown = (quote_identifier(name.name) if name.schema == home else _typed(name) for name in found[:_SUGGESTED])
    return tuple(shown)
