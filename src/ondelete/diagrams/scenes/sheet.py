"""The sheet: what a large DELETE does on one page of words, for a cascade of which no graph can be read.

It answers, in this order: does it work, how much goes, what can stop it, what goes at once, what is kept, what goes
further down, which keys have no index. Partitions count as their partitioned table.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec.structs import replace

from ondelete.catalog import QualifiedName
from ondelete.deletion.kinds import Certainty, Verdict
from ondelete.diagrams.scenes.verdict import because_of
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence, Sized

    from ondelete.deletion.effects import Failure, Path, Prediction
    from ondelete.diagrams.scenes.scene import IndexMark

FAMILY = 3
"""Tables whose names begin with the same word are a family from this number on."""
_NAMED = 12  # fewer tables than this are all named
_BESIDE = {Certainty.DEFERRED: "at COMMIT", Certainty.ORDER_DEPENDENT: "in one order of the keys"}


class Figure(NamedTuple):
    """A number, and what it counts."""

    number: str
    label: str


class Stopper(msgspec.Struct, frozen=True):
    """What can stop the delete in one way: a definition of a table, or keys of a table that fail alike.

    ``outcome`` is how sure that is, in the words of all pictures; ``sure`` if it always does. ``place`` is the
    referencing table, ``keys`` are the columns of each key. ``way`` are the tables between the table of the DELETE and
    ``place``, both left out.
    """

    outcome: str
    sure: bool
    place: QualifiedName
    keys: tuple[tuple[str, ...], ...]
    action: str
    why: str
    way: tuple[QualifiedName, ...]


class Family(msgspec.Struct, frozen=True):
    """Tables of which one name is enough: a table by its own name, or several whose names begin alike (``user_*``)."""

    name: str
    number: int = 1


class Panel(msgspec.Struct, frozen=True):
    """Tables to which the same happens: by which columns (the most frequent first), and which tables these are.

    ``unindexed`` are those of them whose key has no index.
    """

    title: str
    columns: tuple[tuple[str, int], ...]
    families: tuple[Family, ...]
    unindexed: tuple[QualifiedName, ...]


class Source(msgspec.Struct, frozen=True):
    """A table whose deleted rows take rows of other tables with them."""

    table: QualifiedName
    targets: tuple[QualifiedName, ...]


class Sheet(msgspec.Struct, frozen=True):
    """One page about a DELETE. ``home`` is the schema that all its tables share, or public: it is not written."""

    title: str
    verdict: Verdict
    because: str
    figures: tuple[Figure, ...]
    stoppers: tuple[Stopper, ...]
    deleted: Panel | None
    kept: Panel | None
    further: tuple[Source, ...]
    unindexed: tuple[tuple[QualifiedName, tuple[str, ...]], ...]
    unread: tuple[tuple[str, QualifiedName], ...]
    notes: tuple[str, ...]
    home: str

    def label(self, table: QualifiedName) -> str:
        """Return a table's name as the sheet writes it."""
        return _label(table, self.home)

    @property
    def far(self) -> int:
        """How many tables lose rows further down."""
        return sum(len(source.targets) for source in self.further)


def sheet_of(
    prediction: Prediction,
    index_marks: Mapping[str, IndexMark],
    *,
    fold: Callable[[QualifiedName], QualifiedName] = lambda table: table,
    notes: Sequence[str] = (),
) -> Sheet:
    """Return the sheet of a DELETE.

    Args:
        prediction: what the DELETE does.
        index_marks: how well an index serves a key, by key id; a key that is not there counts as served.
        fold: the table that stands for a table (a partition's root, or the table itself).
        notes: what was not understood, so that the answer may lack something.
    """
    return _Maker(prediction, index_marks, fold).sheet(notes)


class _Maker:
    def __init__(
        self,
        prediction: Prediction,
        index_marks: Mapping[str, IndexMark],
        fold: Callable[[QualifiedName], QualifiedName],
    ) -> None:
        self.prediction, self.marks, self.fold = prediction, index_marks, fold
        self.root = fold(prediction.table)
        self.lost = _nearest((fold(entry.table), entry.path) for entry in prediction.deleted)
        self.lost.pop(self.root, None)
        changed = _nearest((fold(entry.table), entry.path) for entry in prediction.updated)
        self.changed = {table: path for table, path in changed.items() if table not in self.lost and table != self.root}
        schemas = {table.schema for table in (self.root, *self.lost, *self.changed)}
        self.home = schemas.pop() if len(schemas) == 1 else "public"
        self.bare = [key for key in prediction.edges if index_marks.get(key.id) == "none"]

    def sheet(self, notes: Sequence[str]) -> Sheet:
        prediction = self.prediction
        near = {table: path for table, path in self.lost.items() if len(path) <= 1}
        because = because_of(prediction, lambda table: self._label(self.fold(table)))
        unread = tuple((f"{each.kind} {each.name}", self.fold(each.table)) for each in prediction.not_modelled)
        return Sheet(
            title=f"DELETE FROM {self._label(self.root)}",  # noqa: S608 - a heading, no query
            verdict=prediction.verdict,
            because=f"as far as read: {because}" if notes else because,
            figures=tuple(self._figures()),
            stoppers=_grouped(sorted(self._stoppers(), key=lambda each: (not each.sure, len(each.way)))),
            deleted=self._panel(f"{count(len(near), 'table')} deleted at once", near),
            kept=self._panel(self._kept_title(), self.changed),
            further=tuple(self._further()),
            unindexed=tuple(dict.fromkeys((self.fold(key.table), key.columns) for key in self.bare)),
            unread=tuple(dict.fromkeys(unread)),
            notes=(*notes, *prediction.notes),
            home=self.home,
        )

    def _label(self, table: QualifiedName) -> str:
        return _label(table, self.home)

    def _figures(self) -> Iterable[Figure]:
        prediction = self.prediction
        columns = {(self.fold(entry.table), column) for entry in prediction.updated for column in entry.columns}
        nulls = all(entry.to == "null" for entry in prediction.updated)
        keys = {failure.key.id for failure in prediction.failures}
        yield Figure(f"{len(self.lost):,}", _noun(self.lost, "more table loses rows", "more tables lose rows"))
        yield Figure(f"{len(columns):,}", _noun(columns, "column", "columns") + (" → NULL" if nulls else " changed"))
        yield Figure(f"{len(keys):,}", _noun(keys, "key can stop it", "keys can stop it"))
        yield Figure(f"{len(self.bare):,}", _noun(self.bare, "key without index", "keys without index"))
        longest = prediction.longest
        cycle = " (a cycle)" if longest is None else ""
        yield Figure("∞" if longest is None else f"{longest:,}", f"longest chain{cycle}")
        if prediction.not_modelled:
            yield Figure(f"{len(prediction.not_modelled):,}", "triggers or rules not read")

    def _stoppers(self) -> Iterable[Stopper]:
        for refusal in self.prediction.refusals:
            facts = (Certainty.MUST if refusal.certain else Certainty.MAY).facts
            name = f"{refusal.kind} {refusal.name}"
            yield Stopper(facts.says, refusal.certain, self.fold(refusal.table), ((),), name, "refuses it", ())
        for failure in self.prediction.failures:
            facts = failure.certainty.facts
            yield Stopper(
                facts.says.partition(" (")[0],
                facts.sure,
                self.fold(failure.table),
                (failure.key.columns,),
                _action(failure),
                _why(failure),
                self._between(failure.path),
            )

    def _between(self, path: Path) -> tuple[QualifiedName, ...]:
        return tuple(self.fold(key.table) for key in list(path)[:-1])

    def _kept_title(self) -> str:
        to = {entry.to for entry in self.prediction.updated if self.fold(entry.table) in self.changed}
        what = "NULL" if to == {"null"} else "another value"
        return f"{count(len(self.changed), 'table')} kept, {'gets' if len(self.changed) == 1 else 'get'} {what}"

    def _panel(self, title: str, tables: Mapping[QualifiedName, Path]) -> Panel | None:
        if not tables:
            return None
        columns = Counter(", ".join(path[-1].columns) for path in tables.values() if path)
        bare = {self.fold(key.table) for key in self.bare}
        return Panel(
            title=title,
            columns=tuple(columns.most_common()),
            families=self._families(list(tables)),
            unindexed=tuple(sorted(table for table in tables if table in bare)),
        )

    def _families(self, tables: Sequence[QualifiedName]) -> tuple[Family, ...]:
        """Return all names if they are few, else those that begin alike, the most first, then how many others."""
        firsts = Counter(table.name.partition("_")[0] for table in tables if "_" in table.name)
        large = [Family(f"{first}_*", number) for first, number in firsts.most_common() if number >= FAMILY]
        if len(tables) < _NAMED or not large:
            return tuple(Family(name) for name in sorted(map(self._label, tables)))
        others = len(tables) - sum(family.number for family in large)
        return (*large, Family("others", others)) if others else tuple(large)

    def _further(self) -> Iterable[Source]:
        found: dict[QualifiedName, list[QualifiedName]] = {}
        for table, path in self.lost.items():
            if len(path) > 1:
                found.setdefault(self.fold(path[-1].referenced_table), []).append(table)
        for source, targets in sorted(found.items(), key=lambda each: (-len(each[1]), each[0])):
            yield Source(source, tuple(sorted(targets)))


def _label(table: QualifiedName, home: str) -> str:
    return table.name if table.schema == home else f"{table.schema}.{table.name}"


def _grouped(stoppers: Iterable[Stopper]) -> tuple[Stopper, ...]:
    """Put keys of one table that fail alike together, at the place of the first."""
    found: dict[Stopper, list[tuple[str, ...]]] = {}
    for stopper in stoppers:
        found.setdefault(replace(stopper, keys=()), []).extend(stopper.keys)
    return tuple(replace(stopper, keys=tuple(dict.fromkeys(keys))) for stopper, keys in found.items())


def _nearest(ways: Iterable[tuple[QualifiedName, Path]]) -> dict[QualifiedName, Path]:
    """Return the tables with a shortest way to each."""
    found: dict[QualifiedName, Path] = {}
    for table, path in ways:
        if table not in found or len(path) < len(found[table]):
            found[table] = path
    return found


def _noun(things: Sized, one: str, many: str) -> str:
    return one if len(things) == 1 else many


def _action(failure: Failure) -> str:
    return failure.key.action_on("delete").upper()


def _why(failure: Failure) -> str:
    said = (failure.kind.facts.beside, _BESIDE.get(failure.certainty, ""), "" if failure.shown else "not excluded")
    return ", ".join(filter(None, said))
