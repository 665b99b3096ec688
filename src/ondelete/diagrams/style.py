"""How actions and fates look: every action is coded four ways (words, line, arrow head, colour).

The colours keep apart for the common kinds of colour blindness and in greyscale; black on any of the fills
has a contrast above 7:1.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ondelete.catalog import ReferentialAction
from ondelete.diagrams.scene import Fate


class ActionStyle(msgspec.Struct, frozen=True):
    """An edge and its row: ``sample`` draws the line in text, for the legend; colours are ``#rrggbb``."""

    line: Literal["solid", "dashed", "dotted"]
    width: float
    head: str
    colour: str
    fill: str
    sample: str


class FateStyle(msgspec.Struct, frozen=True):
    """A box: the fill and text colour of its title bar, its border."""

    fill: str
    text: str
    line: Literal["solid", "dashed", "dotted"]
    border: int
    colour: str


_ORANGE, _BLUE, _PURPLE, _BLACK, _GREY = "#C04A00", "#0072B2", "#8A4A75", "#000000", "#666666"
_YELLOW = "#FFF7C2"

ACTIONS = {
    ReferentialAction.CASCADE: ActionStyle("solid", 2, "normal", _ORANGE, "#FCE8DC", "━━▶"),
    ReferentialAction.SET_NULL: ActionStyle("dashed", 1.4, "empty", _BLUE, "#E3F0F8", "╌╌▷"),
    ReferentialAction.SET_DEFAULT: ActionStyle("dotted", 1.4, "odiamond", _PURPLE, "#F6E9F1", "┈┈◇"),
    ReferentialAction.RESTRICT: ActionStyle("solid", 2, "tee", _BLACK, _YELLOW, "━━┫"),
    ReferentialAction.NO_ACTION: ActionStyle("dashed", 1.4, "tee", _BLACK, _YELLOW, "╌╌┤"),
}

FATES = {
    Fate.ROOT: FateStyle("#2B2B2B", "#FFFFFF", "solid", 2, "#2B2B2B"),
    Fate.BLOCKS: FateStyle("#F5DF4D", _BLACK, "solid", 3, _BLACK),
    Fate.DELETED: FateStyle("#F4C7AE", _BLACK, "solid", 1, _ORANGE),
    Fate.NULLED: FateStyle("#BBD9EC", _BLACK, "dashed", 1, _BLUE),
    Fate.DEFAULTED: FateStyle("#E6C6D8", _BLACK, "dotted", 1, _PURPLE),
    Fate.PLAIN: FateStyle("#DDDDDD", _BLACK, "solid", 1, _GREY),
}
