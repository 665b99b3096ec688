"""Named things, found by their schema too."""

from __future__ import annotations

from typing import TypeVar

from ondelete.catalog import QualifiedName

T = TypeVar("T")


class BySchema(dict[QualifiedName, T]):
    """A dict that knows which of its names are in a schema.

    A file can rename or drop thousands of schemas: looking through all names each time would be quadratic.
    It changes by ``found[name] = value``, ``del`` and ``pop`` only.
    """

    def __init__(self) -> None:
        super().__init__()
        self._schemas: dict[str, dict[QualifiedName, None]] = {}

    def __setitem__(self, name: QualifiedName, value: T) -> None:
        if name not in self:
            self._schemas.setdefault(name.schema, {})[name] = None
        super().__setitem__(name, value)

    def __delitem__(self, name: QualifiedName) -> None:
        super().__delitem__(name)
        names = self._schemas[name.schema]
        del names[name]
        if not names:
            del self._schemas[name.schema]

    def pop(self, name: QualifiedName, *default: T) -> T:  # type: ignore[override]
        """Remove a name, and return what it stood for, as ``dict.pop`` does."""
        if name not in self:
            return super().pop(name, *default)
        value = self[name]
        del self[name]
        return value

    def in_schema(self, schema: str) -> tuple[QualifiedName, ...]:
        """Return the names in a schema, in the order in which they were added."""
        return tuple(self._schemas.get(schema, ()))
