"""The colours of the page, and how actions and fates look in it: the style of pictures, as CSS.

A colour stands once for the light theme and once for the dark one. A page follows its reader, unless that chooses one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.diagrams.formats.style import DARK, LIGHT
from ondelete.diagrams.scenes.scene import Fate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.diagrams.formats.style import ActionStyle, FateStyle, Pattern, Theme

PAGE = {
    "paper": ("#ffffff", "#16191d"),
    "ground": ("#f4f5f7", "#1e2227"),
    "ink": ("#1c1f24", "#e8eaed"),
    "dim": ("#5b626d", "#a3abb5"),
    "rule": ("#d5d9df", "#3a414a"),
    "link": ("#0b57a4", "#84b9ff"),
    "focus": ("#0b57a4", "#84b9ff"),
    "good": ("#1a6b33", "#7fd698"),
    "good-fill": ("#dff2e4", "#173322"),
    "warn": ("#7a4b00", "#f5c467"),
    "warn-fill": ("#ffedc9", "#3b2c0c"),
    "bad": ("#a1161f", "#ff9b9f"),
    "bad-fill": ("#fde0e1", "#45191c"),
}
"""What pictures have no colour for, in the light and in the dark theme."""

_DASHES: Mapping[Pattern, str] = {"solid": "none", "dashed": "6 4", "dotted": "2 4"}
_HEADS = {
    "normal": "fill:var({0});stroke:var({0})",
    "empty": "fill:var(--paper);stroke:var({0})",
    "odiamond": "fill:var(--paper);stroke:var({0})",
    "tee": "fill:none;stroke:var({0});stroke-width:2.4",
    "vee": "fill:none;stroke:var({0})",
    "none": "fill:none;stroke:none",
}


def style() -> str:
    """Return the style sheet."""
    light, dark = _colours(LIGHT, 0), _colours(DARK, 1)
    rules = [
        f":root{{color-scheme:light;{light}}}",
        f':root[data-theme="dark"]{{color-scheme:dark;{dark}}}',
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme]){{color-scheme:dark;{dark}}}}}",
    ]
    for fate, box in LIGHT.fates.items():
        rules.extend(_fate_rules(fate, box))
    for action, line in LIGHT.actions.items():
        rules.extend(_action_rules(f"a-{action.replace(' ', '-')}", line))
    return "".join(f"{rule}\n" for rule in rules)


def _colours(theme: Theme, place: int) -> str:
    found = {name: pair[place] for name, pair in PAGE.items()}
    for fate, box in theme.fates.items():
        found |= {f"f-{fate}": box.fill, f"f-{fate}-text": box.text, f"f-{fate}-line": box.colour}
    for action, line in theme.actions.items():
        name = f"a-{action.replace(' ', '-')}"
        found |= {name: line.colour, f"{name}-row": line.fill}
    return "".join(f"--{name}:{colour.lower()};" for name, colour in found.items())


def _fate_rules(fate: Fate, look: FateStyle) -> Iterator[str]:
    name = f"f-{fate}"
    yield f".badge.{name}{{background:var(--{name});color:var(--{name}-text)}}"
    yield f".{name} .bar{{fill:var(--{name})}}"
    dashes = _DASHES[look.line]
    yield f".{name} .frame{{stroke:var(--{name}-line);stroke-width:{look.border};stroke-dasharray:{dashes}}}"
    yield f".picture .{name} .title,.picture .{name} .outcome{{fill:var(--{name}-text)}}"


def _action_rules(name: str, look: ActionStyle) -> Iterator[str]:
    yield f".action-badge.{name}{{background:var(--{name}-row);border:{look.width:.0f}px {look.line} var(--{name})}}"
    yield f".{name} .cell{{fill:var(--{name}-row)}}"
    yield f".edge.{name}{{stroke:var(--{name});stroke-width:{look.width};stroke-dasharray:{_DASHES[look.line]}}}"
    yield f".head.{name} path{{{_HEADS[look.head].format(f'--{name}')}}}"
