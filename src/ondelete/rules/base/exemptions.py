"""What a team exempts from a rule, and which entries of such a list no longer exempt anything.

A rule asks ``Exemptions`` whether a foreign key, table or column is exempt, and at the end for its stale entries. If
the option of a rule contains something else than names, the rule uses ``Entries``.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from ondelete.catalog import Location, QualifiedName, column_list
from ondelete.declarations import Patterns, spellings, table_named
from ondelete.rules.base.complaint import Complaint

if TYPE_CHECKING:
    from ondelete.catalog import ForeignKey
    from ondelete.rules.base.context import RuleContext
    from ondelete.rules.base.setting import Options, Setting

T = TypeVar("T", bound=Hashable)

_one = cache(lambda entry: Patterns((entry,)))
_WILD = frozenset("*?[")


class Entries(Generic[T]):
    """The entries of an option, in the order in which they are first seen, and which of them were needed."""

    def __init__(self, entries: Iterable[T] = ()) -> None:
        self._needed = dict.fromkeys(entries, False)

    def know(self, entries: Iterable[T]) -> None:
        """Add entries; each is unused until it is needed."""
        for entry in entries:
            self._needed.setdefault(entry, False)

    def need(self, entries: Iterable[T]) -> bool:
        """Note that entries are needed; return whether there are any."""
        needed = dict.fromkeys(entries, True)
        self._needed.update(needed)
        return bool(needed)

    def unused(self) -> list[T]:
        """Return the entries that were never needed."""
        return [entry for entry, needed in self._needed.items() if not needed]


class Exemptions:
    """Names and globs in an option of a rule; for some tables another list can apply.

    Args:
        context: the schema.
        setting: the setting of the rule.
        kind: the type of the rule's options.
        option: the field that contains the list.
    """

    def __init__(self, context: RuleContext, setting: Setting, kind: type[Options], option: str = "exempt") -> None:
        self._context, self._setting, self._kind, self._option = context, setting, kind, option
        self._entries: Entries[str] = Entries()
        # By identity, with the list itself so that it stays alive: hashing a long list costs.
        self._lists: dict[int, tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]] = {}
        for table in (None, *context.catalog.tables):
            self._known(table)

    def cover(self, table: QualifiedName, names: tuple[str, ...]) -> bool:
        """Whether an entry that applies to a table matches one of the names; such entries count as needed."""
        listed, plain, globs = self._known(table)
        if not listed:
            return False
        found = [name for name in names if name in plain]
        return self._entries.need([*found, *(entry for entry in globs if _one(entry).holds(*names))])

    def unused(self) -> list[str]:
        """Return the entries that matched nothing, in the order in which they are written."""
        return self._entries.unused()

    def stale(self, reason: str) -> Iterator[Complaint]:
        """Yield a complaint about each entry that matched nothing; ``reason`` is a clause that says why."""
        for entry in self.unused():
            yield stale_entry(self._option, entry, reason, place_of(self._context, entry))

    def _known(self, table: QualifiedName | None) -> tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]:
        listed: tuple[str, ...] = getattr(self._setting.options(self._kind, table), self._option)
        if id(listed) not in self._lists:
            self._entries.know(listed)
            globs = tuple(entry for entry in listed if not _WILD.isdisjoint(entry))
            self._lists[id(listed)] = listed, frozenset(listed), globs
        return self._lists[id(listed)]


class Place(NamedTuple):
    """The place of a complaint about an entry: that of a table, or another one."""

    table: QualifiedName | None
    location: Location


def place_of(context: RuleContext, name: str) -> Place:
    """Return the place of the table that an entry names; without one, the beginning of the schema."""
    for part in (name, name.rpartition(".")[0]):
        table = context.catalog.tables.get(table_named(part, context.home)) if part else None
        if table is not None:
            return Place(table.name, table.location)
    return Place(None, Location(next(iter(context.catalog.paths), ""), 1))


def stale_entry(
    option: str, entry: str, reason: str, place: Place, *, subject: str | None = None, grade: str = "stale"
) -> Complaint:
    """Return a complaint about an entry of a list that is no longer needed.

    Args:
        option: the name of the list.
        entry: the entry.
        reason: a clause that says why it is not needed.
        place: the place of the complaint.
        subject: what the complaint is about, if not the list and the entry.
        grade: the grade of the complaint.
    """
    return Complaint(
        message=f"The entry {entry} of {option} is not needed: {reason}.",
        subject=subject or f"{option} {entry}",
        location=place.location,
        table=place.table,
        grade=grade,
    )


def stale_option(setting: Setting, message: str, subject: str) -> Complaint:
    """Return a complaint about an entry, at the place where the configuration sets the rule."""
    return Complaint(message, subject, setting.place, grade="stale")


def key_names(key: ForeignKey, table: QualifiedName, home: str) -> tuple[str, ...]:
    """Return the names of a foreign key, or its copy on a partition, in a list: its id, or table and columns."""
    bare = key.id.removeprefix(f"{home}.")
    return key.id, bare, *spellings(table, home, last=column_list(key.columns))
