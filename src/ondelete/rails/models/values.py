"""What the models say: classes, their associations and callbacks in the order in which Rails meets them."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from ondelete.catalog import Location, QualifiedName
from ondelete.rails.inflections import RAILS, Inflections

Kind: TypeAlias = Literal["belongs_to", "has_many", "has_one", "has_and_belongs_to_many"]
Event: TypeAlias = Literal["before_destroy", "around_destroy", "after_destroy", "after_commit"]


class Association(msgspec.Struct, frozen=True):
    """An association as a model declares it, or as a macro of Rails or a gem does for it (``macro``).

    Args:
        model: the class that has it; for one of a concern, the class that includes the concern.
        kind: the method of Active Record.
        name: of the association.
        location: the line that declares it; for one of a concern, in the concern.
        class_name: as it is written, None if Rails makes it from the name, "" if Ruby code makes it.
        foreign_key: the columns, None if Rails makes the name.
        primary_key: the columns of the other end, None for its primary key.
        dependent: the option: destroy, delete_all, nullify, ...; None for none, "code" if Ruby works it out.
        through: the association that it goes through.
        source: of a through association.
        as_: the name of the polymorphic pair that the other table has.
        polymorphic: the pair is in this table, and names the class.
        foreign_type: the column with the class, None if Rails makes the name.
        join_table: of has_and_belongs_to_many.
        scoped: it has a scope, so it means some rows only.
        optional: of belongs_to: True and False as written, None for what the application has chosen.
        ensure: ``ensuring_owner_was`` is given.
        macro: what has made it: ``has_one_attached``; "" for the model itself.
        unclear: what of it only Ruby knows; "" if nothing.
        counter_cache: the row of the other end is updated.
        touch: the row of the other end is touched.
    """

    model: str
    kind: Kind
    name: str
    location: Location
    class_name: str | None = None
    foreign_key: tuple[str, ...] | None = None
    primary_key: tuple[str, ...] | None = None
    dependent: str | None = None
    through: str | None = None
    source: str | None = None
    source_type: str | None = None
    as_: str | None = None
    polymorphic: bool = False
    foreign_type: str | None = None
    join_table: str | None = None
    association_foreign_key: tuple[str, ...] | None = None
    scoped: bool = False
    optional: bool | None = None
    ensure: bool = False
    macro: str = ""
    unclear: str = ""
    counter_cache: bool = False
    touch: bool = False

    @property
    def id(self) -> str:
        """``User.posts``."""
        return f"{self.model}.{self.name}"

    @property
    def is_many(self) -> bool:
        """Whether it means several rows."""
        return self.kind in ("has_many", "has_and_belongs_to_many")


class Callback(msgspec.Struct, frozen=True):
    """A callback of destroy: a method by its name, or a block."""

    model: str
    event: Event
    method: str
    location: Location
    prepend: bool = False

    @property
    def id(self) -> str:
        """``User.before_destroy.check``."""
        return f"{self.model}.{self.event}.{self.method}"


class SoftDelete(msgspec.Struct, frozen=True):
    """A macro by which ``destroy`` updates a column instead of deleting the row."""

    model: str
    macro: str
    column: str
    location: Location


Item: TypeAlias = Association | Callback | SoftDelete


class Model(msgspec.Struct, frozen=True):
    """A class that has a table.

    Args:
        name: the class.
        location: its first line.
        above: the model that it inherits from (STI), None for one of its own.
        base: the class whose table it has: itself, or the topmost one above (STI).
        table_name: as written or as Rails makes it; None if Ruby code makes it.
        primary_key: as written; None for the one of the table.
        items: associations, callbacks and the like in their order, those of the classes above first.
        own: how many of them, at the end, are not inherited.
        job: the class of the job of destroy_async; None for the one of Rails.
    """

    name: str
    location: Location
    above: str | None
    base: str
    table_name: str | None
    primary_key: tuple[str, ...] | None
    items: tuple[Item, ...]
    own: int
    job: str | None = None

    @property
    def associations(self) -> tuple[Association, ...]:
        """All of them; a later one of the same name replaces an earlier one."""
        found = {item.name: item for item in self.items if isinstance(item, Association)}
        return tuple(found.values())

    @property
    def own_associations(self) -> tuple[Association, ...]:
        """Those that are not inherited."""
        mine = self.items[len(self.items) - self.own :]
        return tuple({item.name: item for item in mine if isinstance(item, Association)}.values())

    @property
    def callbacks(self) -> tuple[Callback, ...]:
        """The callbacks of destroy."""
        return tuple(item for item in self.items if isinstance(item, Callback))

    @property
    def soft_delete(self) -> SoftDelete | None:
        """The macro that keeps the row, None if destroy deletes it."""
        return next((item for item in self.items if isinstance(item, SoftDelete)), None)


class Unread(msgspec.Struct, frozen=True):
    """A file, or a part of one, that could not be read."""

    location: Location
    reason: str


class Models(msgspec.Struct, frozen=True):
    """The models of an application by their names, and what of the files could not be read.

    ``required``: belongs_to demands a row unless it says otherwise.
    """

    models: dict[str, Model]
    unread: tuple[Unread, ...]
    folders: tuple[str, ...]
    inflections: Inflections = RAILS
    required: bool = True


class Resolved(msgspec.Struct, frozen=True):
    """An association with what it means in the schema.

    ``table`` and ``columns`` are where the reference is: the table itself for belongs_to, the other one for has_many;
    ``references`` is the table that the columns mean, None for a polymorphic pair in its own table. ``key`` is the id
    of the foreign key on the columns. ``target`` is the model at the other end. ``reason`` says why it is not
    resolved, "" if it is. ``via`` is the through association.
    """

    association: Association
    table: QualifiedName | None = None
    columns: tuple[str, ...] = ()
    references: QualifiedName | None = None
    type_column: str | None = None
    key: str | None = None
    target: str | None = None
    reason: str = ""
    via: str | None = None

    @property
    def is_resolved(self) -> bool:
        """Whether table and columns are known."""
        return not self.reason
