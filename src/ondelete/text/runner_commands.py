r"""Lines that a CI runner obeys, made harmless at the last moment, when the text of an output is whole.

A runner reads what a step prints. GitHub Actions obeys ``::name ...`` at the start of a line, after blanks of any kind
too, and ``##[name]`` anywhere in it (``TryParseV2`` and ``TryParse`` in ActionCommand.cs of actions/runner). Azure
Pipelines obeys ``##vso[...]`` and ``##[...]``, TeamCity ``##teamcity[...]``. Names, comments and reasons of a schema,
and names of files, can hold all of these, and a line can be broken right before them.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Style(NamedTuple):
    """How a format writes a colon and an opening bracket, so that no runner takes them for its own.

    No Struct, because every run loads this module, and ``--help`` needs no msgspec.
    """

    colon: str
    bracket: str


TEXT = Style(r"\x3a", r"\x5b")
"""As every other character that is escaped for its reader."""

XML = Style("&#58;", "&#91;")
"""The same character, for whoever reads XML, HTML or DOT."""

JSON = Style(r"\u003a", r"\u005b")
"""The same character, for whoever reads JSON."""

# Some runners take colours away before they read. No line is looked at twice; JSON's own brackets follow no "##".
_COLOURS = r"(?:\x1b\[[\d;]*m)*+"
_COLONS = re.compile(rf"(?<![^\n\r])((?:[^\S\n\r]|\x1b\[[\d;]*m)*+):(?={_COLOURS}:)")
_BRACKET = re.compile(rf"(#{_COLOURS}#(?:\w|\x1b\[[\d;]*m)*+)\[")


def disarmed(text: str, style: Style = TEXT) -> str:
    r"""Return the text of a whole output in which no line is a command for a runner.

    >>> print(disarmed("::error::x\n  ::warning::y\na##[group]b##vso[c] d::e"))
    \x3a:error::x
      \x3a:warning::y
    a##\x5bgroup]b##vso\x5bc] d::e
    """
    text = without_brackets(text, style.bracket)
    return _COLONS.sub(lambda found: found[1] + style.colon, text) if ":" in text else text


def without_brackets(text: str, bracket: str) -> str:
    """Return a piece of text, in the middle of a line, in which no command in brackets begins."""
    return _BRACKET.sub(lambda found: found[1] + bracket, text) if "#" in text else text
