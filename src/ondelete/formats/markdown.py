"""Text in Markdown (GitHub's and GitLab's): what a name could mean there is shown, never obeyed.

A backslash does not help everywhere: GitHub looks for ``@mentions``, ``#1`` and commits in the text that Markdown
has made. In code it looks for nothing. So every name, and every word that is not plainly a word, is written as code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeAlias

from ondelete.report import Line, Span
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    Atom: TypeAlias = tuple[Literal["text", "bold", "code"], str]

_WORD = re.compile(
    r"""["'(]*+
    (?: [^\W\d_]++ (?: ['’-] [^\W\d_]+ )*    # letters, also with an apostrophe or a hyphen between them
      | \d{1,3} (?: ,\d{3} )+ | \d{1,6} %?    # a number
      | [→←⚠↻×·≥–∞…⚙✂]                         # a sign of ours
    )?
    [.,;:!?)"'…]*+""",
    re.VERBOSE,
)
_COMMIT = re.compile(r"[\"'(]*[0-9a-f]{6,40}\b")  # GitHub links what could be the hash of a commit
_ENDING = re.compile(r"(.*?[^.,;:])([.,;:]+)\Z", re.DOTALL)
_NUMBERED = re.compile(r"\A(\d+)([.)])(?= |\Z)")  # would begin a list
_BOLD = frozenset({"strong", "warn", "bad"})


def inline(line: Line, *, in_table: bool = False) -> str:
    """Return a line as Markdown within a paragraph, a heading, an item of a list or (``in_table``) a cell."""
    atoms = _merged(atom for span in line for atom in _atoms(span))
    found = ""
    for number, (kind, text) in enumerate(atoms):
        if kind == "code":
            found += code(text, in_table=in_table)
        elif kind == "bold" and _stands_free(found, atoms[number + 1 : number + 2]):
            found += f"**{text}**"
        else:
            found += text
    return _NUMBERED.sub(r"\1\\\2", found.strip(" "))


def heading(line: Line) -> str:
    """Return a line as Markdown in a heading, which is bold already."""
    return inline(tuple(Span(span.text, span.style if span.style == "name" else "plain") for span in line))


def escaped(text: str) -> str:
    """Return running text as Markdown.

    >>> escaped("No index holds author_id, says @nobody.")
    'No index holds `author_id`, says `@nobody`.'
    """
    return inline((Span(text),))


def code(text: str, *, in_table: bool = False) -> str:
    r"""Return text as code within a line; it must hold no line feed.

    >>> code("users"), code("a`b"), code("a|b", in_table=True)
    ('`users`', '``a`b``', '`a\\|b`')
    """
    if in_table:  # a backslash before a bar would itself be escaped, or not, as the reader likes
        text = text.replace("|", "\\x7c" if "\\|" in text else "\\|")
    ticks = "`" * (_longest_run(text) + 1)
    padded = text[:1] in ("`", " ") or text[-1:] == "`"
    return f"{ticks} {text} {ticks}" if padded and text.strip(" ") else f"{ticks}{text}{ticks}"


def fenced(text: str, language: str = "", indent: str = "") -> str:
    """Return lines of code between fences that are longer than any row of backticks in them."""
    lines = [visible(line) for line in text.split("\n")]
    fence = "`" * max(3, _longest_run(text) + 1)
    return "\n".join(f"{indent}{line}".rstrip(" ") for line in (f"{fence}{language}", *lines, fence))


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _atoms(span: Span) -> Iterator[Atom]:
    text = visible(span.text)
    if span.style == "name":
        yield "code", text
    elif span.style in _BOLD and text == text.strip(" ") and all(map(_is_word, text.split())):
        yield "bold", text
    else:
        for part in re.split("( +)", text):
            yield from _word(part)


def _word(part: str) -> Iterator[Atom]:
    if not part.strip(" ") or _is_word(part):
        yield "text", part
        return
    ending = _ENDING.fullmatch(part)
    core, rest = (ending[1], ending[2]) if ending else (part, "")
    if core.endswith(")") and core.count(")") > core.count("("):  # closes what an earlier word has opened
        core, rest = core[:-1], f"){rest}"
    yield "code", core
    yield "text", rest


def _is_word(part: str) -> bool:
    return _WORD.fullmatch(part) is not None and not _COMMIT.match(part)


def _merged(atoms: Iterator[Atom]) -> list[Atom]:
    """Join what stands side by side: two pieces of code without a space between would end each other."""
    found: list[Atom] = []
    for kind, text in atoms:
        if not text:
            continue
        if found and kind == "code" == found[-1][0]:
            found[-1] = ("code", found[-1][1] + text)
        else:
            found.append((kind, text))
    return found


def _stands_free(before: str, after: list[Atom]) -> bool:
    """Whether asterisks make text bold here: not beside a letter or code."""
    return before[-1:] in ("", " ", "(") and (not after or (after[0][0] == "text" and after[0][1][0] in " ,.;:)"))
