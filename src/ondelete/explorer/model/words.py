"""The words, styles and limits that text and pictures have, for the page, which has none of its own."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from ondelete.analyses.why import MAX_CHAINS, MAX_STEPS
from ondelete.catalog import ReferentialAction
from ondelete.declarations import LooseAction
from ondelete.deletion.kinds import NEVER_ACTS, Certainty, FailureKind, Verdict
from ondelete.diagrams.formats import as_mermaid
from ondelete.diagrams.formats.labels import INDEX_WORDS, KEPT_REMARKS, NOT_MODELLED
from ondelete.diagrams.formats.style import ACTIONS, Pattern
from ondelete.diagrams.scenes.cascade import INHERITS
from ondelete.diagrams.scenes.collapse import COLLAPSE_ABOVE, LIMIT_DEPTH_ABOVE, SMALLEST_BUNDLE, TITLES
from ondelete.diagrams.scenes.scene import LEGEND_ORDER, Action, Fate, IndexMark
from ondelete.findings import Severity
from ondelete.report import Style
from ondelete.reports.cascade_tree import LATER
from ondelete.reports.explain_errors import CONTENT
from ondelete.reports.verdicts import VERDICTS


class VerdictRow(msgspec.Struct, frozen=True, array_like=True):
    """How a verdict is told, as ``reports.verdicts`` has it."""

    verdict: Verdict
    says: str
    style: Style
    means: str


class CertaintyRow(msgspec.Struct, frozen=True, array_like=True):
    """What a box says of errors that are so sure; ``of_deleted`` is for a table that loses rows too."""

    certainty: Certainty
    says: str
    of_deleted: str
    sure: bool


class ActionRow(msgspec.Struct, frozen=True, array_like=True):
    """How an action is drawn: its line and arrow head by their names in Graphviz, and both in Mermaid."""

    action: str
    line: Pattern
    head: str
    mermaid: str
    mermaid_style: str


class FateRow(msgspec.Struct, frozen=True, array_like=True):
    """What a bundle of tables of a fate is called, for one and for several; and how Mermaid colours a box of it."""

    fate: Fate
    one: str
    many: str
    mermaid_style: str


class Limits(msgspec.Struct, frozen=True):
    """Boxes from which on a picture is collapsed, the leaves that share a box, chains and steps of a search, Mermaid's.

    ``remarks``: lines of a box for triggers and rules.
    """

    collapse_above: int
    crowded_above: int
    smallest_bundle: int
    most_chains: int
    most_steps: int
    remarks: int
    mermaid_nodes: int
    mermaid_edges: int
    mermaid_characters: int
    mermaid_names: int


class Words(msgspec.Struct, frozen=True):
    """Verdicts, severities and actions in the order of their weight; certainties from the one that is told first.

    ``kinds`` say beside an action why what it does fails. ``changes`` say what a column becomes, ``later`` what a job
    does. ``mermaid`` begins a text for Mermaid. ``beside`` are references that are no constraints.
    """

    verdicts: tuple[VerdictRow, ...]
    certainties: tuple[CertaintyRow, ...]
    severities: tuple[Severity, ...]
    actions: tuple[ActionRow, ...]
    beside: tuple[ActionRow, ...]
    fates: tuple[FateRow, ...]
    kinds: dict[FailureKind, str]
    index: dict[IndexMark, str]
    changes: Mapping[str, str]
    later: Mapping[LooseAction, str]
    inherits: str
    not_modelled: str
    never_acts: str
    mermaid: str
    limits: Limits


def _row(action: Action) -> ActionRow:
    style = ACTIONS[action]
    return ActionRow(str(action), style.line, style.head, as_mermaid.LINKS[action], as_mermaid.link_style(action))


WORDS = Words(
    verdicts=tuple(VerdictRow(verdict, *words) for verdict, words in VERDICTS.items()),
    certainties=tuple(
        CertaintyRow(certainty, facts.says, (facts.of_deleted or (facts.says,))[0], facts.sure)
        for certainty in sorted(Certainty, key=lambda certainty: certainty.facts.place)
        for facts in (certainty.facts,)
    ),
    severities=tuple(Severity),
    actions=tuple(_row(action) for action in LEGEND_ORDER if isinstance(action, ReferentialAction)),
    beside=tuple(_row(action) for action in LEGEND_ORDER if not isinstance(action, ReferentialAction)),
    fates=tuple(FateRow(fate, *TITLES.get(fate, ("", "")), as_mermaid.class_style(fate)) for fate in Fate),
    kinds={kind: kind.facts.beside for kind in FailureKind if kind.facts.beside},
    index=INDEX_WORDS,
    changes=CONTENT,
    later=LATER,
    inherits=INHERITS,
    not_modelled=NOT_MODELLED,
    never_acts=NEVER_ACTS,
    mermaid=as_mermaid.HEAD,
    limits=Limits(
        collapse_above=COLLAPSE_ABOVE,
        crowded_above=LIMIT_DEPTH_ABOVE,
        smallest_bundle=SMALLEST_BUNDLE,
        most_chains=MAX_CHAINS,
        most_steps=MAX_STEPS,
        remarks=KEPT_REMARKS,
        mermaid_nodes=as_mermaid.MOST_NODES,
        mermaid_edges=as_mermaid.MOST_EDGES,
        mermaid_characters=as_mermaid.MOST_CHARACTERS,
        mermaid_names=as_mermaid.NAMES,
    ),
)
