"""Every handler of a statement is reached: what its kind looks like is let through to it, and is not passed over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ondelete.dump.replay import replay
from ondelete.dump.replay.dispatch import COMMANDS, HANDLERS
from ondelete.dump.replay.relevance import HARMLESS_KINDS, REASONS
from ondelete.dump.statements.source import read_statements

TESTS = Path(__file__).parents[2]
FILES = [*sorted((TESTS / "postgres" / "ddl").glob("*.sql")), TESTS / "dump/replay/one_of_each.sql"]


class Reached(dict[str, Any]):
    """A table of handlers that notes which of them were asked for and found."""

    def __init__(self, table: dict[str, Any]) -> None:
        super().__init__(table)
        self.keys_reached: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        if key in self:
            self.keys_reached.add(key)
        return super().get(key, default)


@pytest.fixture(scope="module")
def reached() -> set[str]:
    handlers, commands = Reached(HANDLERS), Reached(COMMANDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ondelete.dump.replay.HANDLERS", handlers)
        patch.setattr("ondelete.dump.replay.handlers.alter_table.COMMANDS", commands)
        for path in FILES:
            replay(read_statements([str(path)]), [str(path)])
    return handlers.keys_reached | commands.keys_reached


@pytest.mark.parametrize("kind", [*HANDLERS, *COMMANDS])
def test_a_handler_is_reached(kind: str, reached: set[str]) -> None:
    assert kind in reached, "add a statement of this kind to one_of_each.sql; if it is there, see relevance.py"


def test_every_statement_of_the_list_is_replayed() -> None:
    assert replay(read_statements([str(FILES[-1])]), [str(FILES[-1])]).skipped == ()


@pytest.mark.parametrize("kind", HANDLERS)
def test_what_is_handled_is_not_called_harmless_or_unknown(kind: str) -> None:
    assert kind not in HARMLESS_KINDS
    assert kind not in REASONS
