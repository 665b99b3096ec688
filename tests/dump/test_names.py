"""PostgreSQL's names for what has none: the arithmetic (what servers really choose is asked in tests/postgres)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ondelete.dump.replay.naming import choose_name, index_column_names, joined_columns, object_name

NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)


@given(NAMES, st.none() | NAMES, st.sampled_from(["fkey", "pkey", "key", "idx12", "not_null"]))
def test_a_name_fits_and_keeps_its_label(first: str, second: str | None, label: str) -> None:
    name = object_name(first, second, label)
    assert len(name.encode()) <= 63
    assert name.endswith(f"_{label}")
    if len(f"{first}_{second}_{label}".encode()) <= 63:
        assert name == "_".join(part for part in (first, second, label) if part is not None)


def test_the_longer_part_loses_first() -> None:
    assert object_name("t" * 60, "c" * 10, "key") == "t" * 48 + "_" + "c" * 10 + "_key"
    assert object_name("t" * 60, "c" * 60, "key") == "t" * 29 + "_" + "c" * 29 + "_key"


def test_a_taken_name_gets_a_number_on_its_label() -> None:
    taken = {"t_a_key", "t_a_key1"}
    assert choose_name("t", "a", "key", taken.__contains__) == "t_a_key2"


def test_columns_of_an_index() -> None:
    assert index_column_names(["a", None, "a", None, "a1"]) == ["a", "expr", "a1", "expr1", "a11"]
    assert joined_columns(["a", "b"]) == "a_b"
    assert len(joined_columns(["x" * 30] * 5)) < 100
