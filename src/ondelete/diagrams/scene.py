"""What a picture shows, before anyone says how: boxes, their rows, bundles of boxes, a title, figures, notes."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from ondelete.catalog import ForeignKey, QualifiedName, ReferentialAction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

IndexMark: TypeAlias = Literal["full", "weak", "none"]
NAMES_IN_BUNDLE = 28
LEGEND_ORDER = (
    ReferentialAction.CASCADE,
    ReferentialAction.SET_NULL,
    ReferentialAction.SET_DEFAULT,
    ReferentialAction.RESTRICT,
    ReferentialAction.NO_ACTION,
)


class Fate(StrEnum):
    """What becomes of a table's rows, which is what colours its title bar."""

    ROOT = "root"
    BLOCKS = "blocks"
    DELETED = "deleted"
    NULLED = "nulled"
    DEFAULTED = "defaulted"
    PLAIN = "plain"


class Row(msgspec.Struct, frozen=True):
    """One foreign key of a box: an edge of the picture ends here.

    ``referenced`` is the table whose box the edge leaves (the key's own, or its root where partitions are folded).
    ``event`` is the clause of the key that acts. ``index`` says whether the action finds its rows by an index.
    ``note`` is a word beside the action, such as that an earlier key always acts first.
    """

    key: ForeignKey
    referenced: QualifiedName
    event: Literal["delete", "update"] = "delete"
    index: IndexMark = "full"
    note: str = ""

    @property
    def action(self) -> ReferentialAction:
        """The referential action that acts."""
        return self.key.on_delete if self.event == "delete" else self.key.on_update

    @property
    def words(self) -> str:
        """The clause as it is written beside the columns: ``CASCADE``, ``SET NULL (b)``, ``ON UPDATE CASCADE``."""
        if self.event == "update":
            return f"ON UPDATE {self.action.upper()}"
        columns = f" ({', '.join(self.key.set_columns)})" if self.key.set_columns else ""
        return f"{self.action.upper()}{columns}"


class Box(msgspec.Struct, frozen=True):
    """A table. ``column`` counts steps from the root. ``outcome`` stands at the right of the title bar.

    ``pinned`` boxes are never collapsed. ``remarks`` are lines under the rows. ``not_modelled`` names triggers
    and rules that could change the outcome.
    ``deeper`` counts the tables behind this one that a depth limit left out, ``deeper_blocking`` those of them
    that can block.
    """

    table: QualifiedName
    fate: Fate
    outcome: str
    rows: tuple[Row, ...]
    column: int = 0
    pinned: bool = False
    remarks: tuple[str, ...] = ()
    not_modelled: tuple[str, ...] = ()
    deeper: int = 0
    deeper_blocking: int = 0

    @property
    def entrance(self) -> Row | None:
        """The row that explains the fate: the first one that deletes, where rows are deleted, else the first."""
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
    action: ReferentialAction | None
    event: Literal["delete", "update"]
    fate: Fate
    title: str
    members: tuple[Member, ...]
    column: int
    schema: str = ""

    @property
    def shown(self) -> tuple[Member, ...]:
        """The members whose names are written."""
        return self.members if len(self.members) <= NAMES_IN_BUNDLE + 2 else self.members[:NAMES_IN_BUNDLE]

    @property
    def left_out(self) -> int:
        """How many members are only counted."""
        return len(self.members) - len(self.shown)


class Scene(msgspec.Struct, frozen=True, dict=True):
    """A picture. ``figures`` are the counts under the title, ``notes`` say what was left out and how to see it.

    ``layered``: the delete starts in column 0, and an edge that leads to no later column is no reason to move a box.
    """

    title: str
    figures: tuple[str, ...]
    boxes: tuple[Box, ...]
    bundles: tuple[Bundle, ...] = ()
    notes: tuple[str, ...] = ()
    layered: bool = True

    @cached_property
    def by_table(self) -> Mapping[QualifiedName, Box]:
        """The boxes by table."""
        return {box.table: box for box in self.boxes}

    @property
    def has_edges(self) -> bool:
        """Whether any key is drawn."""
        return any(box.rows for box in self.boxes) or any(bundle.action for bundle in self.bundles)

    @property
    def size(self) -> int:
        """How many boxes are drawn, bundles included."""
        return len(self.boxes) + len(self.bundles)

    @property
    def actions(self) -> tuple[ReferentialAction, ...]:
        """The actions that occur, in the order of the legend."""
        present = {row.action for box in self.boxes for row in box.rows}
        present.update(bundle.action for bundle in self.bundles if bundle.action)
        return tuple(action for action in LEGEND_ORDER if action in present)

    @property
    def index_marks(self) -> frozenset[IndexMark]:
        """The index verdicts that occur."""
        rows = {row.index for box in self.boxes for row in box.rows}
        return frozenset(rows | {member.index for bundle in self.bundles for member in bundle.members})


def partition_remark(names: Sequence[str]) -> tuple[str, ...]:
    """Return the line that names a table's partitions; none where there are none."""
    if not names:
        return ()
    more = f" … {len(names) - 4:,} more" if len(names) > 4 else ""
    return (f"{plural(len(names), 'partition', 'partitions')}: {', '.join(names[:4])}{more}",)


def plural(count: int, one: str, many: str) -> str:
    """Return a count with its noun: ``1 table``, ``1,067 tables``."""
    return f"{count:,} {one if count == 1 else many}"
