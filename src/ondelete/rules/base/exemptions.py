"""The lists that a rule's options hold, and which of their entries were ever needed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ondelete.catalog import Location, QualifiedName, column_list
from ondelete.declarations import Patterns, spellings, table_named
from ondelete.rules.base.complaint import Complaint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ondelete.catalog import Catalog, ForeignKey
    from ondelete.rules.base.context import RuleContext

_one = cache(lambda entry: Patterns((entry,)))
_WILD = frozenset("*?[")


class Entries:
    """Names and globs from options; remembers which there are, and which of them matched."""

    def __init__(self) -> None:
        self._used: dict[str, bool] = {}
        # By identity: a list lives as long as the options that hold it, and hashing a long one costs.
        self._lists: dict[int, tuple[frozenset[str], tuple[str, ...]]] = {}

    def hold(self, listed: tuple[str, ...], names: tuple[str, ...]) -> bool:
        """Whether an entry means one of the names; every such entry counts as used."""
        if not listed:
            return False
        plain, globs = self.know(listed)
        found = [name for name in names if name in plain]
        found += [entry for entry in globs if _one(entry).holds(*names)]
        self._used.update(dict.fromkeys(found, True))
        return bool(found)

    def know(self, listed: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
        """Take note of a list, whose entries are unused until one matches; return its names and its globs."""
        known = self._lists.get(id(listed))
        if known is None:
            for entry in listed:
                self._used.setdefault(entry, False)
            globs = tuple(entry for entry in listed if not _WILD.isdisjoint(entry))
            known = self._lists[id(listed)] = frozenset(listed), globs
        return known

    def unused(self) -> Iterator[str]:
        """Yield the entries that never matched, in the order in which they were met."""
        yield from (entry for entry, used in self._used.items() if not used)


def key_names(key: ForeignKey, table: QualifiedName, home: str) -> tuple[str, ...]:
    """Return how a list can name a foreign key, or its copy on a partition: by its id, or by table and columns."""
    bare = key.id.removeprefix(f"{home}.")
    return key.id, bare, *spellings(table, home, last=column_list(key.columns))


def place_of(catalog: Catalog, name: str, home: str) -> tuple[QualifiedName | None, Location]:
    """Return the table that an entry names, with its place; where there is none, the beginning of the schema."""
    for part in (name, name.rpartition(".")[0]):
        table = catalog.tables.get(table_named(part, home)) if part else None
        if table is not None:
            return table.name, table.location
    return None, Location(next(iter(catalog.paths), ""), 1)


def entry_complaint(context: RuleContext, option: str, entry: str, reason: str, *, grade: str) -> Complaint:
    """Return a complaint about an entry of a list that is not needed any more.

    Args:
        context: the schema.
        option: the name of the list.
        entry: the entry, which begins with a table where it names one.
        reason: a clause that says why.
        grade: the grade of the complaint.
    """
    table, location = place_of(context.catalog, entry, context.home)
    return Complaint(
        message=f"The entry {entry} of {option} is not needed: {reason}.",
        subject=f"{option} {entry}",
        location=location,
        table=table,
        grade=grade,
    )
