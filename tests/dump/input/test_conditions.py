r"""Branches of ``\if``: which of them runs, and which may."""

from __future__ import annotations

import pytest

from ondelete.dump.input.conditions import Conditions, truth


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("TR", True),
        ("y", True),
        ("on", True),
        ("1", True),
        ("o", False),
        ("off", False),
        ("2", False),
        ("truer", False),
        ("", False),
    ],
)
def test_what_psql_takes_for_true(text: str, value: bool) -> None:
    assert truth(text) is value


BRANCHES = {
    "the first that is true": ([False, True, True], [False, True, False]),
    "the first": ([True, True], [True, False]),
    "else, where nothing is true": ([False, False, True], [False, False, True]),
    "all that nobody knows": ([None, None, True], [True, True, True]),
    "none after one that is sure": ([None, True, True], [True, True, False]),
    "none that is false": ([None, False, True], [True, False, True]),
}


@pytest.mark.parametrize(("values", "read"), BRANCHES.values(), ids=BRANCHES)
def test_the_branches_that_are_read(values: list[bool | None], read: list[bool]) -> None:
    conditions = Conditions()
    conditions.begin(values[0])
    found = [conditions.reads]
    for value in values[1:]:
        conditions.other(value)
        found.append(conditions.reads)
    assert found == read
    conditions.end()
    assert (len(conditions), conditions.reads, conditions.sure) == (0, True, True)


def test_what_stands_inside_of_a_branch_that_does_not_run_does_not_run() -> None:
    conditions = Conditions()
    conditions.begin(False)
    conditions.begin(True)
    assert not conditions.reads
    conditions.other(True)
    assert not conditions.reads
    conditions.end()
    conditions.other(True)
    assert conditions.reads


def test_sure_is_only_what_all_conditions_let_run() -> None:
    conditions = Conditions()
    conditions.begin(True)
    assert conditions.sure
    conditions.begin(None)
    assert (conditions.reads, conditions.sure) == (True, False)


def test_words_without_an_if_are_no_matter() -> None:
    conditions = Conditions()
    conditions.other(False)
    conditions.end()
    assert conditions.reads


def test_no_branch_follows_the_last_one() -> None:
    conditions = Conditions()
    assert [conditions.take(word) for word in ("if", "elif", "else", "endif")] == [True, False, False, False]
    conditions.begin(value=False)
    assert [conditions.take(word) for word in ("elif", "else", "endif")] == [True, True, True]
    conditions.other(value=True, is_last=True)
    assert [conditions.take(word) for word in ("elif", "else", "endif")] == [False, False, True]
