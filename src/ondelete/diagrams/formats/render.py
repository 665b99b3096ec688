"""Engines that draw DOT text: the Graphviz inside the pygraphviz wheel, else ``dot`` on the PATH."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from html import escape, unescape
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from ondelete.diagrams.formats.labels import FONT
from ondelete.errors import CannotDraw
from ondelete.text.runner_commands import XML, disarmed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PictureFormat: TypeAlias = Literal["svg", "png", "pdf"]
SECONDS = 30
"""How long Graphviz may take; a picture that takes longer is one that nobody can read."""

INSTALL_HINT = "pip install pygraphviz, or install Graphviz so that dot is on the PATH"


class Engine(msgspec.Struct, frozen=True):
    """A way to run Graphviz. ``command`` gets the format appended; ``says_version``: its first line is the version."""

    name: str
    command: tuple[str, ...]
    says_version: bool


class EngineUnusable(CannotDraw):
    """An installed engine cannot run on this machine; another one may."""


class TookTooLong(CannotDraw):
    """An engine took too long for a picture."""


class Drawing(msgspec.Struct, frozen=True):
    """A picture, who drew it (``Graphviz 14.1.5 of pygraphviz 2.0.4``), and what Graphviz had to say about it.

    ``simply``: this is the second attempt, with straight lines.
    """

    content: bytes
    engine: str
    messages: tuple[str, ...]
    simply: bool = False


def find_engine(*, wheel: bool = True) -> Engine | None:
    """Return the engine to use, None if there is none; ``wheel`` False passes over the one of pygraphviz."""
    try:
        installed = version("pygraphviz")
    except PackageNotFoundError:
        installed = "0"
    # Older versions are no engine of their own: they need a Graphviz on the system.
    if wheel and int(installed.partition(".")[0]) >= 2:
        # -P keeps the working directory out of the module path: it can hold anything.
        return Engine(
            f"pygraphviz {installed}",
            (sys.executable, "-P", "-m", "ondelete.diagrams.formats.embedded"),
            says_version=True,
        )
    dot = shutil.which("dot")
    return Engine("dot on the PATH", (dot,), says_version=False) if dot else None


def draw(engine: Engine, dot: str, picture: PictureFormat, titles: Mapping[str, str] | None = None) -> Drawing:
    """Draw DOT text.

    Args:
        engine: who draws.
        dot: the text.
        picture: the format.
        titles: for SVG, what to show when the pointer rests on the element of an id.

    Raises:
        EngineUnusable: the engine lacks a library of the system.
        TookTooLong: it did not finish in ``SECONDS``.
        CannotDraw: no font (PNG and PDF carry their letters with them), too large, or Graphviz failed.
    """
    if picture != "svg":
        _require_font(engine)
    content, engine_version, messages = _run(engine, dot, picture)
    if picture == "svg":
        text = with_titles(content.decode("utf-8"), titles or {})
        content = disarmed(text, XML).encode("utf-8")
    return Drawing(content, f"Graphviz {engine_version} of {engine.name}", messages)


_PROBE = f'digraph {{ node [shape=box width=0 margin=0 fontname="{FONT}"] i [label=iiiiiiii] w [label=WWWWWWWW] }}'


def _require_font(engine: Engine) -> None:
    """Graphviz without a font draws every letter as the same empty box, and exits with 0."""
    content, _, _ = _run(engine, _PROBE, "plain")
    widths = [line.split()[4] for line in content.decode("utf-8").splitlines() if line.startswith("node ")]
    if len(set(widths)) < 2:
        raise CannotDraw(
            "No font was found, so a PNG or PDF would show boxes for letters. Install one "
            "(Debian and Ubuntu: fonts-dejavu-core; Alpine: font-dejavu; Fedora: dejavu-sans-fonts), or write an .svg."
        )


def _run(engine: Engine, dot: str, output: str) -> tuple[bytes, str, tuple[str, ...]]:
    command = (*engine.command, output) if engine.says_version else (*engine.command, f"-T{output}")
    try:
        done = subprocess.run(command, input=dot.encode("utf-8"), capture_output=True, timeout=SECONDS)  # noqa: S603 - our own command, no shell
    except subprocess.TimeoutExpired:
        raise TookTooLong(
            f"Graphviz did not finish in {SECONDS} seconds. Draw less (--table, --depth, not --full), or write a .dot."
        ) from None
    except OSError as error:
        raise CannotDraw(f"{engine.name} could not be started: {error}. To repair it: {INSTALL_HINT}.") from None
    messages = _messages(done.stderr)
    if done.returncode or not done.stdout:
        reason = messages[-1] if messages else f"it ended with status {done.returncode}"
        if "cannot open shared object file" in reason:
            # What the wheel of pygraphviz 2 takes from the system; slim containers lack it.
            raise EngineUnusable(
                f"{engine.name} lacks a library of the system: {reason}. "
                "Debian and Ubuntu: apt-get install libglib2.0-0 libx11-6 libxext6 libxrender1"
            )
        raise CannotDraw(f"Graphviz ({engine.name}) could not draw this: {reason}. The .dot text can still be written.")
    if engine.says_version:
        engine_version, _, content = done.stdout.partition(b"\n")
        return content, engine_version.decode("ascii"), messages
    return done.stdout, _version(engine.command), messages


# The last is the wrapper's own, about a long time that it does not take.
_NOISE = re.compile(r"font|pango|Warning: graph has \d+ nodes", re.IGNORECASE)


def _messages(stderr: bytes) -> tuple[str, ...]:
    """Return what Graphviz said, without what it says about fonts: that only concerns its guess of widths."""
    lines = (line.strip() for line in stderr.decode("utf-8", "replace").splitlines())
    return tuple(line for line in lines if line and not _NOISE.search(line))


def _version(command: Sequence[str]) -> str:
    done = subprocess.run([*command, "-V"], capture_output=True, timeout=SECONDS)  # noqa: S603 - our own command, no shell
    found = re.search(rb"version (\S+)", done.stderr + done.stdout)
    return found[1].decode("ascii", "replace") if found else "of unknown version"


def with_titles(svg: str, titles: Mapping[str, str]) -> str:
    """Return an SVG whose elements have these titles instead of Graphviz's own (node names, pairs of node names)."""

    def titled(match: re.Match[str]) -> str:
        title = titles.get(unescape(match[2]))
        return match[0] if title is None else f"{match[1]}<title>{escape(title, quote=False)}</title>"

    return re.sub(r'(<g id="([^"]*)" class="[^"]*"[^>]*>\s*)<title>[^<]*</title>', titled, svg)


def with_style(svg: str, css: str) -> str:
    """Return an SVG with a style sheet of its own, which must not hold what XML reads as markup."""
    return re.sub(r"(<svg [^>]*>\n)", rf"\1<style>{css}</style>\n", svg, count=1)
