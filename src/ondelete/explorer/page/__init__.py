"""HTML: one file that opens from the disk, asks for nothing, and runs no script and no style but its own.

The report's data is embedded as JSON for the scripts beside this module; its sections are what a reader without
scripts sees. A content-security policy names the hashes of the one script and the one style sheet.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ondelete.explorer.page import looks
from ondelete.explorer.page.blocks import inline, section
from ondelete.formats.as_json import encode
from ondelete.text.runner_commands import XML, disarmed
from ondelete.text.unsafe_characters import visible
from ondelete.text.visible import escaped_in_json

if TYPE_CHECKING:
    from ondelete.report import Report

_PARTS = Path(__file__).parent
_STYLES = ("page.css", "lists.css", "picture.css", "print.css")
_SCRIPTS = (
    "dom.js",
    "data.js",
    "walk.js",
    "chains.js",
    "address.js",
    "scene.js",
    "references.js",
    "collapse.js",
    "inverted.js",
    "layout.js",
    "mermaid.js",
    "drawing.js",
    "canvas.js",
    "copying.js",
    "details.js",
    "panel.js",
    "lists.js",
    "views.js",
    "search.js",
    "main.js",
)
"""In the order in which they are put together: a later one may use what an earlier one defines."""

# Inside <script> only these can end the element, open a comment, or end a line of JavaScript.
_IN_SCRIPT = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


def render(report: Report) -> str:
    """Return the report as one HTML page."""
    style = "".join(_text(name) for name in _STYLES) + looks.style()
    script = '"use strict";\n(() => {\n' + "".join(_text(name) for name in _SCRIPTS) + "})();\n"
    values = {
        "policy": escape(_policy(script, style)),
        "title": escape(visible(f"ondelete: {report.source}")),
        "style": style,
        "script": script,
        "heading": inline(report.title),
        "source": escape(visible(report.source)),
        "verdict": inline(report.verdict),
        "sections": "".join(section(part) for part in report.sections),
        "data": escaped_in_json(encode(report.data)).translate(_IN_SCRIPT),
    }
    return disarmed(re.sub(r"\{\{(\w+)\}\}", lambda found: values[found[1]], _text("page.html")), XML)


def _policy(script: str, style: str) -> str:
    """Return a content-security policy that allows this script and this style sheet, and nothing from anywhere."""
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _text(name: str) -> str:
    return (_PARTS / name).read_text("utf-8")
