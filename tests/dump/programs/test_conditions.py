"""The text of a condition as its author wrote it."""

from __future__ import annotations

import pytest

from ondelete.dump.programs.conditions import condition_text

TEXTS = {
    "CREATE TRIGGER t AFTER DELETE ON a WHEN ((OLD.x) > (1)) EXECUTE FUNCTION f()": "(OLD.x) > (1)",
    "CREATE TRIGGER t AFTER DELETE ON a WHEN (OLD.x = 'execute') EXECUTE FUNCTION f()": "OLD.x = 'execute'",
    "CREATE TRIGGER t AFTER DELETE ON a EXECUTE FUNCTION f()": "",
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.items())
def test_condition(text: str, expected: str) -> None:
    assert condition_text(text, b"when") == expected


def test_condition_of_a_rule() -> None:
    assert condition_text("CREATE RULE r AS ON DELETE TO a WHERE OLD.x DO INSTEAD NOTHING", b"where") == "OLD.x"
