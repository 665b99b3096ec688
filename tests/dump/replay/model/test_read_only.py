"""Whether a server would refuse every change, because the transaction is read-only."""

from __future__ import annotations

import pytest

from ondelete.catalog import Location
from ondelete.dump.replay.model.read_only import ReadOnly
from ondelete.dump.statements.pieces import Statement
from ondelete.dump.statements.slicing import Source

SET, BEGIN = (Source(Statement(text, Location("x.sql", 1))) for text in ("SET", "BEGIN"))


def after(*steps: str) -> Source | None:
    """Return the statement by which a change is refused after some steps."""
    found = ReadOnly()
    actions = {
        "default": lambda: found.set_default(SET),
        "no default": lambda: found.set_default(None),
        "begin": lambda: found.begin(BEGIN, None),
        "begin read only": lambda: found.begin(BEGIN, True),
        "begin read write": lambda: found.begin(BEGIN, False),
        "set": lambda: found.set(SET),
        "end": found.end,
        "connect": found.connect,
        "role": lambda: found.of_connections.update({("joe", ""): SET}),
        "tell": found.tell,
    }
    for step in steps:
        actions[step]()
    return found.to_tell


@pytest.mark.parametrize(
    ("steps", "by"),
    [
        ((), None),
        (("default",), SET),
        (("default", "no default"), None),
        (("default", "begin"), SET),
        (("begin", "default"), None),
        (("begin", "default", "end"), SET),
        (("begin read only",), BEGIN),
        (("begin read only", "end"), None),
        (("default", "begin read write"), None),
        (("default", "begin read write", "end"), SET),
        (("set",), None),
        (("begin", "set"), SET),
        (("default", "connect"), None),
        (("role",), None),
        (("role", "connect"), SET),
        (("default", "tell"), None),
        (("default", "tell", "begin read only"), BEGIN),
    ],
)
def test_what_a_change_is_refused_by(steps: tuple[str, ...], by: Source | None) -> None:
    assert after(*steps) is by
