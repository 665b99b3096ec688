"""Which keys does a name mean? A key can be named as any answer names it, or by a pattern."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ondelete.catalog import ForeignKey, constraint_id, key_part
from ondelete.declarations import Patterns
from ondelete.errors import OndeleteError
from ondelete.text.names import shown_name, shown_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog

_ARROW = re.compile(r"(?<!\s)\s*+(?:→|->)\s*+")
_LISTED = 5


def keys_named(catalog: Catalog, text: str) -> tuple[ForeignKey, ...]:
    """Return the keys that a name means: one, or all that a pattern matches.

    A key goes by its id (``public.posts.posts_user_id_fkey``, without the schema of the search path too), by its bare
    name, and by its columns (``posts.user_id → users``, ``posts.user_id``). ``*``, ``?`` and ``[...]`` are wildcards
    in an id or a bare name.

    Raises:
        OndeleteError: no key has that name, or several have it.
    """
    name = _ARROW.sub(" → ", text.strip())
    for spelling in (_full, _without_schema, _by_columns):
        found = [key for key in catalog.foreign_keys if name in spelling(key, catalog.home)]
        if len(found) > 1 and not _same_columns(found):
            raise OndeleteError(f"{text}: several foreign keys have that name: {_listed(found)}; name one of these.")
        if found:
            return _only(found, text)
    pattern = Patterns((name,))
    matched = tuple(k for k in catalog.foreign_keys if pattern.is_glob and _matches(pattern, k, catalog.home))
    if not matched:
        raise OndeleteError(f"{text}: no foreign key of this schema has that name.{_hint(catalog, name)}")
    return matched


def _only(found: list[ForeignKey], text: str) -> tuple[ForeignKey, ...]:
    if len(found) > 1:
        raise OndeleteError(f"{text}: several foreign keys are on these columns: {_listed(found)}; name one of these.")
    return tuple(found)


def _same_columns(keys: list[ForeignKey]) -> bool:
    return len({(key.table, key.columns) for key in keys}) == 1


def _matches(pattern: Patterns, key: ForeignKey, home: str) -> bool:
    return pattern.holds(key.id, key.name) or pattern.matches(key.table, home, last=key.name)


def _full(key: ForeignKey, home: str) -> Iterator[str]:
    yield key.id
    if key.table.schema == home:
        yield constraint_id(key.table, key.name).removeprefix(f"{key_part(home)}.")


def _without_schema(key: ForeignKey, _home: str) -> Iterator[str]:
    yield key.name


def _by_columns(key: ForeignKey, home: str) -> Iterator[str]:
    listed = ", ".join(map(shown_name, key.columns))
    columns = listed if len(key.columns) == 1 else f"({listed})"
    for own in {shown_table(*key.table, home), shown_table(*key.table, "")}:
        yield f"{own}.{columns}"
        for other in {shown_table(*key.referenced_table, home), shown_table(*key.referenced_table, "")}:
            yield f"{own}.{columns} → {other}"


def _listed(keys: list[ForeignKey]) -> str:
    more = f" and {len(keys) - _LISTED} more" if len(keys) > _LISTED else ""
    return ", ".join(key.id for key in keys[:_LISTED]) + more


def _hint(catalog: Catalog, name: str) -> str:
    """Return the keys whose names are close, as a question; names of quite another length are not compared."""
    from difflib import get_close_matches

    spelt: dict[str, str] = {}
    for key in catalog.foreign_keys:
        for spelling in (*_full(key, catalog.home), key.name, *_by_columns(key, catalog.home)):
            if abs(len(spelling) - len(name)) <= 1 + len(name) // 3:
                spelt.setdefault(spelling, key.id)
    found = dict.fromkeys(spelt[near] for near in get_close_matches(name, spelt, n=3))
    return f" Did you mean {', '.join(found)}?" if found else ""
