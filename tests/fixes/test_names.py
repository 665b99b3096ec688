"""Names for new indexes and keys fit into 63 bytes, and stay apart when they are cut."""

from __future__ import annotations

import pytest

from ondelete.fixes.names import name_within_limit


@pytest.mark.parametrize(
    ("base", "suffix", "name"),
    [
        ("a", "_idx", "a_idx"),
        ("a" * 59, "_idx", "a" * 59 + "_idx"),  # 63 bytes
    ],
)
def test_a_name_that_fits_stays(base: str, suffix: str, name: str) -> None:
    assert name_within_limit(base, suffix) == name


def test_a_name_that_does_not_fit_is_cut_before_its_suffix() -> None:
    name = name_within_limit("a" * 60, "_idx")
    assert len(name) == 63
    assert name.startswith("a" * 50)
    assert name.endswith("_idx")


def test_names_that_differ_behind_the_cut_stay_apart() -> None:
    assert name_within_limit("a" * 70 + "b", "_idx") != name_within_limit("a" * 70 + "c", "_idx")


def test_no_letter_is_cut_in_two() -> None:
    name = name_within_limit("ä" * 40, "_new")
    assert len(name.encode()) <= 63
    assert "�" not in name.encode().decode("utf-8", "replace")
