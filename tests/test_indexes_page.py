"""docs/indexes.md names the cases that ask servers: they exist, have the verdict of their row, and none is left out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from test_index_coverage import CASES

PAGE = (Path(__file__).parents[1] / "docs" / "indexes.md").read_text("utf-8")
TESTS = {
    name
    for path in (Path(__file__).parent / "postgres").glob("test_index*.py")
    for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
}


class Row(NamedTuple):
    what: str
    verdict: str
    names: tuple[str, ...]


def rows() -> list[Row]:
    cells = re.findall(r"^\| ([^|]+) \| (full|weak|none) \| ([^|]+) \|$", PAGE, re.MULTILINE)
    return [
        Row(what, verdict, tuple(n for n in re.findall(r"`([^`]+)`", names) if not n.startswith("test_")))
        for what, verdict, names in cells
    ]


ROWS = rows()


def named(pattern: str) -> set[str]:
    form = ".*".join(map(re.escape, pattern.split("*")))
    return {case.name for case in CASES if re.fullmatch(form, case.name)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_cases_of_a_row_exist_and_have_its_verdict(row: Row) -> None:
    assert row.names
    verdicts = {case.name: case.verdict for case in CASES}
    for pattern in row.names:
        assert named(pattern), pattern
        assert {name: verdicts[name] for name in named(pattern) if verdicts[name] != row.verdict} == {}


def test_every_case_is_in_a_row() -> None:
    shown = {name for row in ROWS for pattern in row.names for name in named(pattern)}
    assert {case.name for case in CASES} - shown == set()
    assert len(CASES) == len({case.name for case in CASES})
    assert f"There are {len(CASES)} cases" in PAGE


def test_tests_that_the_page_names_exist() -> None:
    assert set(re.findall(r"`(test_\w+)`", PAGE)) <= TESTS
