"""What a column's type makes of a value of another type."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ondelete.deletion.actions.assignment import is_bounded, narrowing, refusal

# Source and target, whether the column can hold another value in the end, and what refuses one.
NARROWING = """
    integer | integer | |
    bigint | integer | | 22003
    integer | bigint | |
    integer | smallint | | 22003
    numeric(10,2) | integer | changed | 22003 0A000
    real | integer | changed | 22003
    text | integer | |
    public.own | integer | |
    integer | public.own | |

    smallint | numeric(5,0) | |
    smallint | numeric(4,0) | | 22003
    integer | numeric(10,0) | |
    integer | numeric(9,0) | | 22003
    integer | numeric(12,2) | |
    integer | numeric(11,2) | | 22003
    integer | numeric(11,-1) | changed |
    bigint | numeric(19,0) | |
    bigint | numeric(18,0) | | 22003
    integer | numeric | |
    real | numeric | changed |
    numeric(5,2) | numeric | |
    numeric | numeric(5,2) | changed | 22003
    real | numeric(5,2) | changed | 22003
    text | numeric(5,2) | |
    numeric(6,3) | numeric(6,2) | changed |
    numeric(8,2) | numeric(6,2) | | 22003
    numeric(6,2) | numeric(6,1) | changed |
    numeric(6,2) | numeric(5,1) | changed | 22003
    numeric(6) | numeric(7,1) | |
    numeric(6) | numeric(6,1) | | 22003
    numeric(6,1) | numeric(6) | changed |
    numeric(6,1) | numeric(5) | changed | 22003

    smallint | real | |
    integer | real | changed |
    integer | double precision | |
    bigint | double precision | changed |
    real | double precision | |
    double precision | real | changed | 22003
    numeric | real | changed | 22003
    text | real | |

    character varying(20) | character varying(10) | | 22001
    character varying(10) | character varying(20) | |
    character(3) | character varying(3) | |
    character(4) | character(3) | | 22001
    text | character varying(3) | | 22001
    character varying(3) | text | |
    character varying(3) | character varying | |
    character varying(3) | bpchar | |
    text | name | changed |
    name | text | |
    integer | character varying(3) | |

    timestamp without time zone | date | changed |
    timestamp without time zone | time without time zone | changed |
    timestamp without time zone | timestamp with time zone | changed |
    timestamp(3) without time zone | timestamp(3) with time zone | changed |
    timestamp(6) without time zone | timestamp(3) without time zone | changed |
    timestamp(3) without time zone | timestamp(6) without time zone | |
    timestamp without time zone | timestamp(3) without time zone | changed |
    timestamp(3) without time zone | timestamp without time zone | |
    time(6) without time zone | time(3) without time zone | changed |
    time(3) without time zone | time(3) with time zone | |
    interval | interval(3) | changed |
    interval(3) | interval | |
    time without time zone | interval(3) | |
    date | timestamp without time zone | |
    bit varying(8) | bit(4) | | 22026
    bit(4) | bit(8) | | 22026
    integer | bit(4) | |
    bit varying(8) | bit varying(4) | | 22001
    bit varying | bit varying(4) | | 22001
    bit varying(4) | bit varying(8) | |
    bit(4) | bit varying(4) | |
    bit(4) | bit varying | |
"""


@pytest.mark.parametrize("line", [line.strip() for line in NARROWING.splitlines() if line.strip()])
def test_narrowing(line: str) -> None:
    source, target, changed, sqlstates = (part.strip() for part in line.split("|"))
    assert narrowing(source, target) == (changed == "changed", tuple(sqlstates.split()))


REFUSED = [
    ("smallint", [32767, -32768, Decimal("32767.4"), Decimal("-32768.4")], [32768, -32769, Decimal("32767.5")]),
    ("integer", [2147483647, -2147483648], [2147483648, -2147483649, Decimal("NaN"), Decimal("Infinity")]),
    ("bigint", [9223372036854775807, -9223372036854775808], [9223372036854775808, -9223372036854775809]),
    ("numeric(4,2)", [Decimal("99.994"), Decimal("-99.994"), Decimal("NaN")], [Decimal("99.995"), Decimal("-99.995")]),
    ("numeric(3)", [Decimal("999.4")], [Decimal("999.5"), 1000]),
    ("numeric(2,-1)", [994, -994], [995, -995]),
    ("numeric", [10**50], []),
    ("character varying(3)", ["abc", "abc  ", ""], ["abcd", " abc"]),
    ("character(3)", ["abc"], ["abcd"]),
    ("character varying", ["a" * 99], []),
    ("text", ["a" * 99], []),
    ("real", [10**50], []),
    ("public.own", [1, "a"], []),
    ("smallint", [True, "99999"], []),
]


@pytest.mark.parametrize(("target", "held", "refused"), REFUSED, ids=[target for target, _, _ in REFUSED])
def test_which_values_a_column_refuses(
    target: str, held: list[int | str | Decimal], refused: list[int | str | Decimal]
) -> None:
    code = "22001" if target.startswith("character") else "22003"
    assert [refusal(value, target) for value in held] == [None] * len(held)
    assert [refusal(value, target) for value in refused] == [code] * len(refused)


def test_which_types_have_a_bound() -> None:
    bounded = ["character varying(3)", "character(3)", "bit(3)", "bit varying(3)", "numeric(3)", "numeric(3,1)"]
    others = ["character varying", "text", "numeric", "integer", "timestamp(3) without time zone", "public.own"]
    assert [kind for kind in (*bounded, *others) if is_bounded(kind)] == bounded
