"""What a column's type makes of a value of another type."""

from __future__ import annotations

import pytest

from ondelete.deletion.actions.assignment import narrowing


@pytest.mark.parametrize(
    ("source", "target", "changed", "sqlstates"),
    [
        ("integer", "integer", False, ()),
        ("bigint", "integer", False, ("22003",)),
        ("integer", "bigint", False, ()),
        ("numeric(10,2)", "integer", True, ("22003",)),
        ("integer", "numeric(5,0)", False, ("22003",)),
        ("smallint", "numeric(5,0)", False, ()),
        ("numeric(6,3)", "numeric(6,2)", True, ()),
        ("numeric(8,2)", "numeric(6,2)", False, ("22003",)),
        ("integer", "real", True, ()),
        ("double precision", "real", True, ("22003",)),
        ("character varying(20)", "character varying(10)", False, ("22001",)),
        ("character varying(10)", "character varying(20)", False, ()),
        ("text", "name", True, ()),
        ("bit varying(8)", "bit(4)", False, ("22026",)),
        ("timestamp without time zone", "date", True, ()),
    ],
)
def test_narrowing(source: str, target: str, changed: bool, sqlstates: tuple[str, ...]) -> None:
    assert narrowing(source, target) == (changed, sqlstates)
