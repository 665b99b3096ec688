"""What a picture shows, before anyone says how: boxes, their rows, bundles of boxes, a title, figures, notes."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import msgspec

from ondelete.analyses.cardinality import Cardinality
from ondelete.catalog import ForeignKey, Location, QualifiedName, ReferentialAction, key_part
from ondelete.deletion.kinds import Verdict
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

IndexMark: TypeAlias = Literal["full", "weak", "none"]
LOOSE: Final = "loose"
NO_KEY: Final = "no key"
Action: TypeAlias = ReferentialAction | Literal["loose", "no key"]
"""What an edge does: a referential action, what a job does later, or nothing if only a name says that it is there."""

NAMES_IN_BUNDLE = 28
LEGEND_ORDER: tuple[Action, ...] = (
    ReferentialAction.CASCADE,
    ReferentialAction.SET_NULL,
    ReferentialAction.SET_DEFAULT,
    ReferentialAction.RESTRICT,
    ReferentialAction.NO_ACTION,
    LOOSE,
    NO_KEY,
)


class Fate(StrEnum):
    """What becomes of a table's rows, which is what colours its title bar."""

    ROOT = "root"
    BLOCKS = "blocks"
    DELETED = "deleted"
    NULLED = "nulled"
    DEFAULTED = "defaulted"
    LATER = "later"
    STAYS = "stays"
    PLAIN = "plain"


class LooseKey(msgspec.Struct, frozen=True):
    """A reference that is no constraint, so it never blocks: a job acts on it after the delete, or nobody does.

    ``effect`` says what becomes of the referencing row, such as ``deleted later``. ``action`` is "no key" if nothing
    but the name of a column says that there is a reference.
    """

    table: QualifiedName
    columns: tuple[str, ...]
    referenced_table: QualifiedName
    effect: str
    location: Location
    action: Literal["loose", "no key"] = LOOSE

    @property
    def id(self) -> str:
        """An id that no constraint has: ``loose:`` or the like, the referencing columns, the referenced table."""
        ends = (*self.table, *self.columns, *self.referenced_table)
        return f"{self.action.replace(' ', '-')}:{'.'.join(map(key_part, ends))}"


class Row(msgspec.Struct, frozen=True):
    """One foreign key of a box: an edge of the picture ends here.

    ``referenced`` is the table whose box the edge leaves (the key's own, or its root if partitions are folded).
    ``event`` is the clause of the key that acts. ``index`` says whether the action finds its rows by an index.
    ``note`` is a word beside the action, such as that an earlier key always acts first. ``cardinality`` is drawn
    at the ends of the edge if it is given. ``breaks``: without this key a cycle is open.
    """

    key: ForeignKey | LooseKey
    referenced: QualifiedName
    event: Literal["delete", "update"] = "delete"
    index: IndexMark = "full"
    note: str = ""
    cardinality: Cardinality | None = None
    breaks: bool = False

    @property
    def action(self) -> Action:
        """The referential action that acts."""
        if isinstance(self.key, LooseKey):
            return self.key.action
        return self.key.action_on(self.event)

    @property
    def words(self) -> str:
        """The clause as it is written beside the columns: ``CASCADE``, ``SET NULL (b)``, ``ON UPDATE CASCADE``."""
        if self.event == "update":
            return f"ON UPDATE {self.action.upper()}"
        if isinstance(self.key, LooseKey):
            return self.key.action.upper()
        columns = f" ({', '.join(self.key.set_columns)})" if self.key.set_columns else ""
        return f"{self.action.upper()}{columns}"


class Box(msgspec.Struct, frozen=True):
    """A table. ``column`` counts steps from the root. ``outcome`` stands at the right of the title bar.

    ``stops``: the delete can end in an error here. ``pinned`` boxes are never collapsed; if far too many block, those
    that are ``shareable`` share a box that names each. ``remarks`` are lines under the rows. ``not_modelled`` names
    triggers and rules that could change the outcome.
    ``deeper`` counts the tables behind this one that a depth limit left out, ``deeper_blocking`` those of them
    that can stop it. ``cluster`` is the frame around it, "" for none.
    """

    table: QualifiedName
    fate: Fate
    outcome: str
    rows: tuple[Row, ...]
    column: int = 0
    stops: bool = False
    pinned: bool = False
    shareable: bool = False
    remarks: tuple[str, ...] = ()
    not_modelled: tuple[str, ...] = ()
    deeper: int = 0
    deeper_blocking: int = 0
    cluster: str = ""

    @property
    def entrance(self) -> Row | None:
        """The row that explains the fate: the first one that deletes, if rows are deleted, else the first."""
        own = [row for row in self.rows if row.referenced != self.table]
        if self.fate is Fate.DELETED:
            deleting = [row for row in own if row.action is ReferentialAction.CASCADE and row.event == "delete"]
            own = deleting or own
        return own[0] if own else None


class Member(msgspec.Struct, frozen=True):
    """A table in a bundle.

    ``others`` counts its other keys on the way, ``deeper`` the tables left out behind it. ``not_modelled``: it has
    a trigger or a rule that could change the outcome.
    """

    table: QualifiedName
    index: IndexMark
    others: int = 0
    deeper: int = 0
    not_modelled: bool = False


class Bundle(msgspec.Struct, frozen=True):
    """Tables drawn as one box: the same referenced table, the same action; ``members`` are sorted by name.

    ``referenced`` and ``action`` are None for tables that hang on nothing that is drawn; ``schema`` is theirs then.
    """

    referenced: QualifiedName | None
    action: Action | None
    event: Literal["delete", "update"]
    fate: Fate
    title: str
    members: tuple[Member, ...]
    column: int
    schema: str = ""
    cluster: str = ""

    @property
    def shown(self) -> tuple[Member, ...]:
        """The members whose names are written: of blockers all."""
        if self.fate is Fate.BLOCKS:
            return self.members
        return self.members if len(self.members) <= NAMES_IN_BUNDLE + 2 else self.members[:NAMES_IN_BUNDLE]

    @property
    def left_out(self) -> int:
        """How many members are only counted."""
        return len(self.members) - len(self.shown)


class Scene(msgspec.Struct, frozen=True, dict=True):
    """A picture. ``figures`` are the counts under the title, ``notes`` say what was left out and how to see it.

    ``verdict`` and ``because`` say whether the delete works, and by what; None if the picture is about no delete.
    ``incomplete`` says that statements were not understood, "" if there are none.
    ``layered``: the delete starts in column 0, and an edge that leads to no later column is no reason to move a box.
    """

    title: str
    figures: tuple[str, ...]
    boxes: tuple[Box, ...]
    bundles: tuple[Bundle, ...] = ()
    notes: tuple[str, ...] = ()
    layered: bool = True
    verdict: Verdict | None = None
    because: str = ""
    incomplete: str = ""

    @property
    def counts(self) -> tuple[str, ...]:
        """What text says under the title: what was not understood, the verdict if there is one, the figures."""
        said = [self.incomplete] if self.incomplete else []
        if self.verdict is not None:
            said.append(f"{self.verdict.says}{':' if self.verdict is Verdict.CLEAR else ''} {self.because}")
        return (*said, *self.figures)

    @cached_property
    def by_table(self) -> Mapping[QualifiedName, Box]:
        """The boxes by table."""
        return {box.table: box for box in self.boxes}

    @cached_property
    def home(self) -> str:
        """The schema that all tables of the picture share, "" if there are several."""
        names = [box.table for box in self.boxes] + [each.table for bundle in self.bundles for each in bundle.members]
        schemas = {name.schema for name in names}
        return schemas.pop() if len(schemas) == 1 else ""

    @property
    def has_edges(self) -> bool:
        """Whether any key is drawn."""
        return any(box.rows for box in self.boxes) or any(bundle.action for bundle in self.bundles)

    @property
    def size(self) -> int:
        """How many boxes are drawn, bundles included."""
        return len(self.boxes) + len(self.bundles)

    @property
    def counts_rows(self) -> bool:
        """Whether lines end in how many rows there are, and not in what the action is."""
        return any(row.cardinality for box in self.boxes for row in box.rows)

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions that occur, in the order of the legend."""
        present = {row.action for box in self.boxes for row in box.rows}
        present.update(bundle.action for bundle in self.bundles if bundle.action)
        return tuple(action for action in LEGEND_ORDER if action in present)

    @property
    def index_marks(self) -> frozenset[IndexMark]:
        """The index verdicts that occur."""
        rows = {row.index for box in self.boxes for row in box.rows}
        return frozenset(rows | {member.index for bundle in self.bundles for member in bundle.members})

    @property
    def clusters(self) -> tuple[str, ...]:
        """The frames, in the order of their first boxes."""
        names = (*(box.cluster for box in self.boxes), *(bundle.cluster for bundle in self.bundles))
        return tuple(name for name in dict.fromkeys(names) if name)


def partition_remark(names: Sequence[str]) -> tuple[str, ...]:
    """Return the line that names a table's partitions; none if there are none."""
    if not names:
        return ()
    more = f" … {len(names) - 4:,} more" if len(names) > 4 else ""
    return (f"{count(len(names), 'partition')}: {', '.join(names[:4])}{more}",)
