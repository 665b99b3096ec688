"""Named things of tables, in creation order, found by table or by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from ondelete.catalog import Check, ForeignKey, Index, Key, PublishedTable, Rule, Trigger

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from ondelete.catalog import QualifiedName

T = TypeVar("T", bound=ForeignKey | Key | Check | Index | Trigger | Rule | PublishedTable)


class Registry(Generic[T]):
    """Values with a ``table`` and a ``name`` that is unique per table.

    Iteration follows creation order; ``replace`` keeps a value's place, ``move_to_end`` gives it a new one.

    Args:
        freed: told the table and name of whatever is removed or renamed.
    """

    def __init__(self, freed: Callable[[QualifiedName, str], None]) -> None:
        self._values: dict[int, T] = {}
        self._places: dict[QualifiedName, dict[str, int]] = {}
        self._names: dict[tuple[str, str], dict[int, None]] = {}
        self._next = 0
        self._freed = freed

    def __iter__(self) -> Iterator[T]:
        return iter(tuple(self._values.values()))

    def __len__(self) -> int:
        return len(self._values)

    def add(self, value: T) -> None:
        """Append a value."""
        self._next += 1
        self._values[self._next] = value
        self._name(value, self._next)

    def remove(self, value: T) -> None:
        """Forget a value."""
        self._take(value)

    def replace(self, old: T, new: T) -> None:
        """Put a value in another's place, under whatever table and name it has."""
        place = self._places[old.table][old.name]
        if (old.table, old.name) != (new.table, new.name):
            self._unname(old)
            self._name(new, place)
        self._values[place] = new

    def move_to_end(self, value: T) -> None:
        """Make a value the latest one."""
        self._take(value)
        self.add(value)

    def get(self, table: QualifiedName, name: str) -> T | None:
        """Return the value of that table and name, or None."""
        place = self._places.get(table, {}).get(name)
        return None if place is None else self._values[place]

    def has(self, table: QualifiedName, name: str) -> bool:
        """Return whether there is a value of that table and name."""
        names = self._places.get(table)
        return names is not None and name in names

    def of(self, table: QualifiedName) -> tuple[T, ...]:
        """Return the values of a table, in creation order."""
        places = self._places.get(table)
        return tuple([self._values[place] for place in sorted(places.values())]) if places else ()

    def named(self, schema: str, name: str) -> bool:
        """Return whether any table of a schema has a value of that name."""
        return (schema, name) in self._names

    def in_schema(self, schema: str, name: str) -> T | None:
        """Return the value of that name of whichever table of a schema, or None."""
        places = self._names.get((schema, name))
        return None if places is None else self._values[next(iter(places))]

    def _take(self, value: T) -> None:
        del self._values[self._places[value.table][value.name]]
        self._unname(value)

    def _name(self, value: T, place: int) -> None:
        self._places.setdefault(value.table, {})[value.name] = place
        self._names.setdefault((value.table.schema, value.name), {})[place] = None

    def _unname(self, value: T) -> None:
        place = self._places[value.table].pop(value.name)
        key = (value.table.schema, value.name)
        del self._names[key][place]
        if not self._names[key]:
            del self._names[key]
        self._freed(value.table, value.name)


class Grouped(Registry[T]):
    """Values that are found by something else about them too.

    Args:
        freed: as for ``Registry``.
        groups: gives what a value is to be found by.
    """

    def __init__(
        self, freed: Callable[[QualifiedName, str], None], groups: Callable[[T], tuple[Hashable, ...]]
    ) -> None:
        super().__init__(freed)
        self._groups = groups
        self._grouped: dict[Hashable, dict[int, None]] = {}

    def replace(self, old: T, new: T) -> None:
        """Put a value in another's place, whatever it is found by."""
        place = self._places[old.table][old.name]
        self._leave(place)
        super().replace(old, new)
        self._join(new, place)

    def grouped(self, group: Hashable) -> tuple[T, ...]:
        """Return the values that are found by something, in creation order."""
        return tuple(self._values[place] for place in sorted(self._grouped.get(group, ())))

    def _take(self, value: T) -> None:
        self._leave(self._places[value.table][value.name])
        super()._take(value)

    def _name(self, value: T, place: int) -> None:
        super()._name(value, place)
        self._join(value, place)

    def _join(self, value: T, place: int) -> None:
        for group in self._groups(value):
            self._grouped.setdefault(group, {})[place] = None

    def _leave(self, place: int) -> None:
        for group in self._groups(self._values[place]):
            self._grouped[group].pop(place, None)
            if not self._grouped[group]:
                del self._grouped[group]


class ForeignKeys(Grouped[ForeignKey]):
    """Foreign keys are found by the referenced table too."""

    def __init__(self, freed: Callable[[QualifiedName, str], None]) -> None:
        super().__init__(freed, lambda key: (key.referenced_table,))

    def referencing(self, table: QualifiedName) -> tuple[ForeignKey, ...]:
        """Return the keys to a table, in creation order."""
        return self.grouped(table)

    def touching(self, table: QualifiedName) -> tuple[ForeignKey, ...]:
        """Return the keys of a table and those to it, in creation order, each once."""
        places = {*self._grouped.get(table, ()), *self._places.get(table, {}).values()}
        return tuple(self._values[place] for place in sorted(places))


class Triggers(Grouped[Trigger]):
    """Triggers are found by the function that they call, too, and by its schema."""

    def __init__(self, freed: Callable[[QualifiedName, str], None]) -> None:
        super().__init__(freed, _of_function)

    def calling(self, function: str) -> tuple[Trigger, ...]:
        """Return the triggers that call a function by that name, which may have a schema in it."""
        return self.grouped(("name", function))

    def calling_into(self, schema: str) -> tuple[Trigger, ...]:
        """Return the triggers that call a function of that schema, and say so."""
        return self.grouped(("schema", schema))


def _of_function(trigger: Trigger) -> tuple[Hashable, ...]:
    schema, dot, _ = trigger.function.partition(".")
    name = ("name", trigger.function)
    return (name, ("schema", schema)) if dot else (name,)
