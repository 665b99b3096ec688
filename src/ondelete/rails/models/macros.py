"""The lines of a model's body that matter for destroy: each macro gives associations, callbacks or soft deletes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import Location
from ondelete.rails.models.gems import INCLUDED, MACROS
from ondelete.rails.models.values import Association, Callback, SoftDelete
from ondelete.ruby import Branch, Call, Code, Const, Lambda

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ondelete.rails.models.gems import Gem, Made
    from ondelete.rails.models.values import Event, Item, Kind
    from ondelete.ruby import Value

ASSOCIATIONS: tuple[Kind, ...] = ("belongs_to", "has_many", "has_one", "has_and_belongs_to_many")
EVENTS: tuple[Event, ...] = ("before_destroy", "around_destroy", "after_destroy", "after_commit")
_COMPUTED = "its {} is Ruby code"
_STRICTEST = ("destroy", "delete_all", "delete", "nullify", "destroy_async")


class Line(msgspec.Struct, frozen=True):
    """A call in the body of a model: who has it, where it stands, and the options that ``with_options`` adds."""

    call: Call
    model: str
    path: str
    shared: dict[str, Value]

    @property
    def options(self) -> dict[str, Value]:
        """The options of the call; its own come before the shared ones."""
        return {**self.shared, **self.call.options} if self.shared else self.call.options

    @property
    def location(self) -> Location:
        """Where it stands."""
        return Location(self.path, self.call.line)


def items_of(line: Line) -> Iterator[Item]:
    """Yield what a line declares; nothing for a line that does not matter for destroy."""
    method = METHODS.get(line.call.name)
    if method is not None:
        yield from method(line)
    elif (gem := MACROS.get(line.call.name)) is not None:
        yield from _of_gem(gem, line)


def _association(line: Line) -> Iterator[Item]:
    call, options = line.call, line.options
    kind = next(each for each in ASSOCIATIONS if each == call.name)
    if not call.arguments:
        return
    name, unclear = call.arguments[0], ""
    if not isinstance(name, str):
        shown = name.text if isinstance(name, Call | Code) else "?"
        name, unclear = shown, "its name is Ruby code"
    scoped = any(_filters(each) for each in call.arguments[1:])
    class_name, doubt = _class_name(options)
    foreign_key, other = _columns(options, "foreign_key", "query_constraints")
    primary_key, third = _columns(options, "primary_key")
    joined, fourth = _columns(options, "association_foreign_key")
    yield Association(
        model=line.model,
        kind=kind,
        name=name,
        location=line.location,
        class_name=class_name,
        foreign_key=foreign_key,
        primary_key=primary_key,
        dependent=_dependent(options.get("dependent")),
        through=_text(options, "through"),
        source=_text(options, "source"),
        source_type=_text(options, "source_type"),
        as_=_text(options, "as"),
        polymorphic=bool(options.get("polymorphic")),
        foreign_type=_text(options, "foreign_type"),
        join_table=_text(options, "join_table"),
        association_foreign_key=joined,
        scoped=scoped,
        optional=_optional(options),
        ensure="ensuring_owner_was" in options,
        unclear=unclear or doubt or other or third or fourth,
        counter_cache=bool(options.get("counter_cache")),
        touch=bool(options.get("touch")),
    )


_NEUTRAL = frozenset(
    "order reorder includes preload eager_load references extending readonly distinct strict_loading with_deleted "
    "unscope in_order_of reverse_order".split()
)
"""Methods of a scope that leave out no row."""


def _filters(value: Value) -> bool:
    """Whether a scope can leave out rows; one that only orders does not."""
    if isinstance(value, Lambda):
        return any(_filters(each) for each in value.body)
    while isinstance(value, Call):
        if value.name not in _NEUTRAL:
            return True
        value = value.receiver
    return isinstance(value, Code)


def _dependent(value: Value) -> str | None:
    if value is None or value is False:
        return None
    return value if isinstance(value, str) else "code"


def _class_name(options: dict[str, Value]) -> tuple[str | None, str]:
    value = options.get("class_name", options.get("class"))
    if isinstance(value, Call) and value.name in ("name", "to_s") and isinstance(value.receiver, Const):
        value = value.receiver
    if isinstance(value, Const):
        return value.name, ""
    if value is None or isinstance(value, str):
        return value, ""
    return "", _COMPUTED.format("class_name")


def _columns(options: dict[str, Value], *names: str) -> tuple[tuple[str, ...] | None, str]:
    for name in names:
        value = options.get(name)
        if value is None:
            continue
        values = value if isinstance(value, tuple) else (value,)
        columns = tuple(each for each in values if isinstance(each, str))
        return (columns, "") if len(columns) == len(values) else (None, _COMPUTED.format(name))
    return None, ""


def _text(options: dict[str, Value], name: str) -> str | None:
    value = options.get(name)
    return value if isinstance(value, str) else None


def _optional(options: dict[str, Value]) -> bool | None:
    if isinstance(options.get("optional"), bool):
        return options["optional"] is True
    if isinstance(options.get("required"), bool):
        return options["required"] is False
    return None


def _delegated_type(line: Line) -> Iterator[Item]:
    call = Call(
        None,
        "belongs_to",
        line.call.arguments,
        {**line.options, "polymorphic": True},
        None,
        line.call.line,
        line.call.text,
    )
    yield from _association(Line(call, line.model, line.path, {}))


def _callback(line: Line) -> Iterator[Item]:
    call, options = line.call, line.options
    event = next(each for each in EVENTS if each == call.name)
    if event == "after_commit" and not _on_destroy(options.get("on")):
        return
    prepend = options.get("prepend") is True
    for argument in call.arguments:
        yield Callback(line.model, event, _method(argument), line.location, prepend)
    if call.block is not None:
        yield Callback(line.model, event, "a block", line.location, prepend)


def _method(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Const):
        return value.name
    return "a block" if isinstance(value, Lambda) else getattr(value, "text", "a block")


def _on_destroy(value: Value) -> bool:
    """Whether after_commit runs after a destroy: without ``on`` it always does."""
    return value is None or value == "destroy" or (isinstance(value, tuple) and "destroy" in value)


def _after_destroy_commit(line: Line) -> Iterator[Item]:
    for argument in line.call.arguments:
        yield Callback(line.model, "after_commit", _method(argument), line.location)
    if line.call.block is not None:
        yield Callback(line.model, "after_commit", "a block", line.location)


def _of_gem(gem: Gem, line: Line) -> Iterator[Item]:
    """Yield what a macro of a gem declares, once for each of its arguments if the names depend on them."""
    words = [each for each in line.call.arguments if isinstance(each, str)]
    if gem.needs_word is not None and gem.needs_word not in _all_words(line):
        return
    for made in gem.associations:
        for word in words if "{}" in made.name else [""]:
            yield _made(made, word, line)
    for event, method in gem.callbacks:
        yield Callback(line.model, event, f"{method} ({line.call.name})", line.location)
    if gem.soft_delete is not None:
        column = line.options.get("column")
        yield SoftDelete(
            line.model, line.call.name, column if isinstance(column, str) else gem.soft_delete, line.location
        )


def _all_words(line: Line) -> set[str]:
    found: set[str] = set()
    for value in (*line.call.arguments, *line.options.values()):
        found.update(each for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, str))
    return found


def _made(made: Made, word: str, line: Line) -> Association:
    dependent = made.dependent
    if made.own_dependent and "dependent" in line.options:
        dependent = _dependent(line.options["dependent"])
    own, key = _text(line.options, "class_name"), _text(line.options, "foreign_key")
    class_name = line.model if made.own_class else own if own and made.class_name else made.class_name
    return Association(
        model=line.model,
        kind=made.kind,
        name=made.name.format(word),
        location=line.location,
        class_name=class_name,
        foreign_key=((key or made.foreign_key),) if made.foreign_key else None,
        dependent=dependent,
        through=made.through.format(word) if made.through else None,
        source=made.source,
        as_=made.as_,
        scoped=made.scoped,
        optional=True if made.kind == "belongs_to" else None,
        macro=line.call.name,
    )


def included_gem(name: str, model: str, location: Location) -> Iterator[Item]:
    """Yield what a module of a gem does when it is included."""
    gem = INCLUDED.get(name)
    if gem is not None and gem.soft_delete is not None:
        yield SoftDelete(model, name, gem.soft_delete, location)


METHODS: dict[str, Callable[[Line], Iterator[Item]]] = {
    **dict.fromkeys(ASSOCIATIONS, _association),
    **dict.fromkeys(EVENTS, _callback),
    "delegated_type": _delegated_type,
    "after_destroy_commit": _after_destroy_commit,
}
"""Rails' own macros; those of gems are in ``gems``."""


def lines_of(
    body: tuple[Value, ...], model: str, path: str, shared: dict[str, Value] | None = None, receiver: str | None = None
) -> Iterator[Line]:
    """Yield the calls of a body in order, also those under a condition and in ``with_options``.

    Args:
        body: the statements.
        model: the class that has them.
        path: their file.
        shared: options of the ``with_options`` around them.
        receiver: the parameter of its block, on which the calls can be made.
    """
    for value in body:
        if isinstance(value, Branch):
            yield from lines_of(value.body, model, path, shared, receiver)
        elif isinstance(value, Call) and value.name == "with_options" and value.block is not None:
            names = value.block.parameters
            inner = {**(shared or {}), **value.options}
            yield from lines_of(value.block.body, model, path, inner, names[0] if names else None)
        elif isinstance(value, Call) and _is_own(value, receiver):
            yield Line(value, model, path, shared or {})


def _is_own(call: Call, receiver: str | None) -> bool:
    """Whether a call is made on the model itself, or on the parameter of with_options."""
    target = call.receiver
    if target is None:
        return True
    return isinstance(target, Call) and target.receiver is None and target.name in (receiver, "base", "klass")
