"""How actions and fates look: every action is coded four ways (words, line, arrow head, colour).

The colours stay distinct for the common kinds of colour blindness and in greyscale. One table says what each colour of
the light theme is in the dark one, so that a picture that follows the reader's theme needs no second drawing. The
tests check the contrast of every text with its fill, in both themes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

import msgspec
from msgspec.structs import asdict, replace

from ondelete.catalog import ReferentialAction
from ondelete.deletion.kinds import Verdict
from ondelete.diagrams.scenes.scene import LOOSE, NO_KEY, Action, Fate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ondelete.analyses.cardinality import Cardinality

Pattern: TypeAlias = Literal["solid", "dashed", "dotted"]


class ActionStyle(msgspec.Struct, frozen=True):
    """An edge and its row: ``sample`` draws the line in text, for the legend; colours are ``#rrggbb``."""

    line: Pattern
    width: float
    head: str
    colour: str
    fill: str
    sample: str


class FateStyle(msgspec.Struct, frozen=True):
    """A box: the fill of its title bar, the colours of its name and of its schema there, its border."""

    fill: str
    text: str
    dim: str
    line: Pattern
    border: int
    colour: str


class Theme(msgspec.Struct, frozen=True):
    """All colours of a picture. ``paper`` is behind everything, ``ink`` the text, ``dim`` what matters less."""

    paper: str
    ink: str
    dim: str
    plain: str
    frame: str
    actions: Mapping[Action, ActionStyle]
    fates: Mapping[Fate, FateStyle]


_ORANGE, _BLUE, _PURPLE, _BLACK, _GREY = "#C04A00", "#0072B2", "#8A4A75", "#000000", "#666666"
_YELLOW, _DIM = "#FFF7C2", "#555555"

LIGHT = Theme(
    paper="#FFFFFF",
    ink=_BLACK,
    dim=_DIM,
    plain="#F7F7F7",
    frame="#8C8C8C",
    actions={
        ReferentialAction.CASCADE: ActionStyle("solid", 2, "normal", _ORANGE, "#FCE8DC", "━━▶"),
        ReferentialAction.SET_NULL: ActionStyle("dashed", 1.4, "empty", _BLUE, "#E3F0F8", "╌╌▷"),
        ReferentialAction.SET_DEFAULT: ActionStyle("dotted", 1.4, "odiamond", _PURPLE, "#F6E9F1", "┈┈◇"),
        ReferentialAction.RESTRICT: ActionStyle("solid", 2, "tee", _BLACK, _YELLOW, "━━┫"),
        ReferentialAction.NO_ACTION: ActionStyle("dashed", 1.4, "tee", _BLACK, _YELLOW, "╌╌┤"),
        LOOSE: ActionStyle("dotted", 1.4, "vee", _GREY, "#F2F2F2", "┈┈›"),
        NO_KEY: ActionStyle("dotted", 1.4, "none", _GREY, "#F2F2F2", "┈┈┈"),
    },
    fates={
        Fate.ROOT: FateStyle("#2B2B2B", "#FFFFFF", "#CCCCCC", "solid", 2, "#2B2B2B"),
        Fate.BLOCKS: FateStyle("#F5DF4D", _BLACK, _DIM, "solid", 3, _BLACK),
        Fate.DELETED: FateStyle("#F4C7AE", _BLACK, _DIM, "solid", 1, _ORANGE),
        Fate.NULLED: FateStyle("#BBD9EC", _BLACK, _DIM, "dashed", 1, _BLUE),
        Fate.DEFAULTED: FateStyle("#E6C6D8", _BLACK, _DIM, "dotted", 1, _PURPLE),
        Fate.LATER: FateStyle("#DDDDDD", _BLACK, _DIM, "dotted", 1, _GREY),
        Fate.STAYS: FateStyle("#DDDDDD", _BLACK, _DIM, "dotted", 1, _GREY),
        Fate.PLAIN: FateStyle("#DDDDDD", _BLACK, _DIM, "solid", 1, _GREY),
    },
)

DARK_OF = {
    "#FFFFFF": "#0D1117",
    _BLACK: "#F0F0F0",
    _DIM: "#C4C4C4",
    "#CCCCCC": "#4A4A4A",
    "#2B2B2B": "#E6E6E6",
    "#F7F7F7": "#171C22",
    "#8C8C8C": "#7D8590",
    _ORANGE: "#FF9A57",
    "#FCE8DC": "#3A1E0E",
    "#F4C7AE": "#5E2E12",
    _BLUE: "#6CB8F0",
    "#E3F0F8": "#0E2A3D",
    "#BBD9EC": "#17425F",
    _PURPLE: "#DDA0CB",
    "#F6E9F1": "#331E2C",
    "#E6C6D8": "#573149",
    _YELLOW: "#332D00",
    "#F5DF4D": "#574B00",
    _GREY: "#9AA2AB",
    "#F2F2F2": "#1E2329",
    "#DDDDDD": "#39414A",
}
"""What each colour of the light theme is in the dark one."""


def _dark(colour: str) -> str:
    return DARK_OF[colour]


DARK = Theme(
    **{name: _dark(colour) for name, colour in asdict(LIGHT).items() if isinstance(colour, str)},
    actions={
        action: replace(style, colour=_dark(style.colour), fill=_dark(style.fill))
        for action, style in LIGHT.actions.items()
    },
    fates={
        fate: replace(
            style,
            **{name: _dark(colour) for name, colour in asdict(style).items() if name not in ("line", "border")},
        )
        for fate, style in LIGHT.fates.items()
    },
)

ACTIONS, FATES = LIGHT.actions, LIGHT.fates


def badge_colours(verdict: Verdict, theme: Theme) -> tuple[str, str]:
    """Return the fill of a verdict's badge and its ink: as a blocked table, as a key that only checks, or blue."""
    match verdict:
        case Verdict.MUST_BLOCK:
            return theme.fates[Fate.BLOCKS].fill, theme.fates[Fate.BLOCKS].text
        case Verdict.MAY_BLOCK:
            return theme.actions[ReferentialAction.RESTRICT].fill, theme.ink
        case Verdict.CLEAR:
            return theme.fates[Fate.NULLED].fill, theme.fates[Fate.NULLED].text
        case unknown:
            assert_never(unknown)


def crow_feet(cardinality: Cardinality) -> tuple[str, str]:
    """Return the arrow heads at the referenced and at the referencing end, as Graphviz composes them.

    The mark next to a box is the most rows, the one behind it the fewest: bar one, circle none, fork many
    (https://graphviz.org/doc/info/arrows.html).
    """
    return "teeodot" if cardinality.optional else "teetee", "teeodot" if cardinality.unique else "crowodot"


def follow_the_reader() -> str:
    """Return CSS that turns a picture of the light theme dark if the reader prefers that.

    Graphviz writes colours as attributes, in lower case, some by name; a style sheet goes before attributes.
    """
    names = {"#FFFFFF": "white", _BLACK: "black"}
    rules = [f"#diagram text:not([fill]){{fill:{DARK.ink}}}"]
    for light, dark in DARK_OF.items():
        for attribute in ("fill", "stroke"):
            forms = dict.fromkeys((light.lower(), names.get(light, light.lower())))
            selectors = ",".join(f'#diagram [{attribute}="{form}"]' for form in forms)
            rules.append(f"{selectors}{{{attribute}:{dark}}}")
    return f"@media (prefers-color-scheme:dark){{{''.join(rules)}}}"
