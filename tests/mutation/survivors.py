"""Why a mutant that survives changes no answer, as the ``survivors.toml`` of its room says."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .making import Mutant

TESTS = Path(__file__).parents[1]
KINDS = ("equivalent", "only speed", "only wording", "unreachable")


class Survivor(NamedTuple):
    """A judgement: the line of the module, what the mutant has there, which kind of survivor it is, and why."""

    module: str
    was: str
    becomes: str
    kind: str
    why: str


@cache
def survivors(room: str) -> tuple[Survivor, ...]:
    """Return the judgements of a room, in the order of its file."""
    path = TESTS / room / "survivors.toml"
    table = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    return tuple(
        Survivor(f"{room}/{module}", each["was"], becomes, each["kind"], each["why"])
        for module, listed in table.items()
        for each in listed
        for becomes in each["becomes"]
    )


def judged(module: str, mutant: Mutant) -> bool:
    """Whether a survivor is known and judged."""
    room = module.split("/", 1)[0]
    return any((s.module, s.was, s.becomes) == (module, mutant.was, mutant.becomes) for s in survivors(room))


def table_of(room: str) -> str:
    """Return the judgements as rows of Markdown."""
    rows = (
        f"| `{s.module.split('/', 1)[1]}` | `{_cell(s.was)}` | `{_cell(s.becomes)}` | {s.kind} | {s.why} |"
        for s in survivors(room)
    )
    return "\n".join(("| module | the line | the mutant | | why |", "|---|---|---|---|---|", *rows)) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
