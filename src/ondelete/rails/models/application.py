"""All files of an application to its models: constants are looked up, concerns go to whoever includes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import Location
from ondelete.rails.models.macros import included_gem, items_of, lines_of
from ondelete.rails.models.naming import Naming
from ondelete.rails.models.values import Association, Model
from ondelete.ruby import Assignment, Call, Const

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ondelete.rails.inflections import Inflections
    from ondelete.rails.models.scopes import Opened
    from ondelete.rails.models.values import Item
    from ondelete.ruby import Value

ROOTS = frozenset({"ActiveRecord::Base", "ApplicationRecord"})
_DEEPEST = 30


class Application:
    """The classes and modules of all files.

    Args:
        opened: each class and module as each file opens it, in the order of the files.
        inflections: Rails' rules and the application's.
        prefixes: by namespace of an engine, what its tables begin with.
    """

    def __init__(self, opened: Iterable[Opened], inflections: Inflections, prefixes: dict[str, str]) -> None:
        self._parts: dict[str, list[Opened]] = {}
        for each in opened:
            self._parts.setdefault(each.name, []).append(each)
        self._inflections = inflections
        self._above: dict[str, str | None] = {}
        self._items: dict[str, tuple[Item, ...]] = {}
        self._naming = Naming(self._parts, inflections, prefixes)
        self._depth = 0

    def models(self) -> dict[str, Model]:
        """Return every class that has a table, by its name."""
        names = [name for name, parts in self._parts.items() if any(part.kind == "class" for part in parts)]
        concrete = [name for name in names if self._is_model(name) and not self._naming.is_abstract(name)]
        return {name: self._model(name) for name in concrete}

    def look_up(self, name: str, nesting: Iterable[str]) -> str | None:
        """Return the full name of the constant that a body means, None if no file defines it."""
        if name.startswith("::"):
            return name[2:] if name[2:] in self._parts else None
        candidates = (*(f"{scope}::{name}" for scope in nesting), name)
        return next((each for each in candidates if each in self._parts), None)

    def above(self, name: str) -> str | None:
        """Return the superclass: its full name, or as it is written if no file defines it."""
        if name not in self._above:
            written = next(((p.superclass, p) for p in self._parts.get(name, ()) if p.superclass is not None), None)
            # The class itself is no place to look for its superclass.
            found = self.look_up(written[0], written[1].nesting[1:]) if written else None
            self._above[name] = (found or written[0].removeprefix("::")) if written else None
        return self._above[name]

    def _chain(self, name: str) -> list[str]:
        """Return the class and those above it."""
        found = [name]
        while (above := self.above(found[-1])) is not None and above not in found and len(found) < _DEEPEST:
            found.append(above)
        return found

    def _is_model(self, name: str) -> bool:
        chain = self._chain(name)
        top = chain[-1]
        if ROOTS.intersection(chain):
            return name not in ROOTS
        if top in self._parts:  # it ends in a class without a superclass
            return False
        # A class of a gem: a record if it is called so, or if there are associations.
        if top.rpartition("::")[2].endswith("Record"):
            return True
        return top != "(code)" and any(isinstance(item, Association) for item in self._own_items(name))

    def _model(self, name: str) -> Model:
        chain = self._chain(name)
        records = [each for each in chain if each in self._parts and not self._naming.is_abstract(each)]
        records = [each for each in records if each not in ROOTS]
        own = self._own_items(name)
        inherited = tuple(item for each in reversed(chain[1:]) for item in self._inherited(each, name))
        first = next((part for part in self._parts[name] if part.superclass is not None), self._parts[name][0])
        return Model(
            name=name,
            location=Location(first.path, first.line),
            above=records[1] if len(records) > 1 else None,
            base=records[-1] if records else name,
            table_name=self._naming.table_name(records, chain),
            primary_key=self._naming.primary_key(chain),
            items=(*inherited, *own),
            own=len(own),
            job=self._naming.assigned(chain, "destroy_association_async_job"),
        )

    def _inherited(self, above: str, model: str) -> Iterator[Item]:
        """Yield what a class above declares: it keeps its own class, unless that is abstract and has no table."""
        if above not in self._parts:
            return
        yield from self._items_for(above, model) if self._naming.is_abstract(above) else self._own_items(above)

    def _own_items(self, name: str) -> tuple[Item, ...]:
        if name not in self._items:
            self._items[name] = self._items_for(name, name)
        return self._items[name]

    def _items_for(self, name: str, model: str) -> tuple[Item, ...]:
        seen: set[str] = set()
        parts = [part for part in self._parts[name] if part.kind == "class"]
        return tuple(item for part in parts for item in self._body(part, part.body, model, seen))

    def _body(self, part: Opened, body: tuple[Value, ...], model: str, seen: set[str]) -> Iterator[Item]:
        """Yield what a body declares, and what the concerns declare that it includes, in the order of its lines."""
        for line in lines_of(body, model, part.path):
            call = line.call
            if call.name in ("include", "prepend"):
                for argument in reversed(call.arguments):
                    yield from self._included(argument, part, model, seen)
            elif call.name == "concerning" and call.block is not None:
                yield from self._concern_body(part, call.block.body, model, seen)
            else:
                yield from items_of(line)

    def _included(self, argument: Value, part: Opened, model: str, seen: set[str]) -> Iterator[Item]:
        if not isinstance(argument, Const):
            return
        yield from included_gem(argument.name.removeprefix("::"), model, Location(part.path, argument.line))
        name = self.look_up(argument.name, part.nesting)
        if name is None or name in seen or self._depth > _DEEPEST:
            return
        seen.add(name)
        self._depth += 1
        for module in self._parts[name]:
            yield from self._concern_body(module, module.body, model, seen)
        self._depth -= 1

    def _concern_body(self, module: Opened, body: tuple[Value, ...], model: str, seen: set[str]) -> Iterator[Item]:
        """Yield what a module declares for whoever includes it: its own includes first, then its included block."""
        for value in body:
            if isinstance(value, Call) and value.receiver is None and value.name == "include":
                for argument in value.arguments:
                    yield from self._included(argument, module, model, seen)
        for value in body:
            if isinstance(value, Call) and value.name in ("included", "prepended") and value.block is not None:
                yield from self._body(module, value.block.body, model, seen)
            elif getattr(value, "name", "") == "included" and getattr(value, "body", ()):
                yield from self._body(module, _of_base(value.body), model, seen)  # type: ignore[union-attr]


def _of_base(body: tuple[Value, ...]) -> tuple[Value, ...]:
    """Return the statements of ``def self.included(base)``, those in ``base.class_eval do`` too."""
    found: list[Value] = []
    for value in body:
        if isinstance(value, Call) and value.block is not None and value.name in ("class_eval", "instance_eval"):
            found.extend(value.block.body)
        elif not isinstance(value, Assignment):
            found.append(value)
    return tuple(found)
