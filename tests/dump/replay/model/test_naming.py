"""PostgreSQL's names for what has none: the arithmetic (what servers really choose is asked in tests/postgres)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ondelete.dump.replay.model.naming import Names, index_column_names, joined_columns, object_name

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
    assert Names().choose("relation", "public", "t", "a", "key", taken.__contains__) == "t_a_key2"


@given(st.lists(st.tuples(st.sampled_from(["a", None]), st.integers(0, 20))))
def test_the_name_is_the_first_free_one_whatever_came_and_went(steps: list[tuple[str | None, int]]) -> None:
    names, taken, tries = Names(), list[str](), 0

    def is_taken(name: str) -> bool:
        nonlocal tries
        tries += 1
        return name in taken

    for second, gone in steps:
        chosen = names.choose("relation", "public", "t", second, "key", is_taken)
        assert chosen == Names().choose("relation", "public", "t", second, "key", taken.__contains__)
        taken.append(chosen)
        if gone < len(taken):
            names.free("public", taken.pop(gone))
    assert tries <= 3 * len(steps), "each name is tried once, and once more after it was free"


def test_many_objects_that_want_one_name_get_it_in_linear_time() -> None:
    tries = 0
    taken = set[str]()

    def is_taken(name: str) -> bool:
        nonlocal tries
        tries += 1
        return name in taken

    names = Names()
    for _ in range(1000):
        taken.add(names.choose("constraint", "public", "t", "a", "check", is_taken))
    assert len(taken) == 1000
    for _ in range(1000):
        taken.remove("t_a_check")
        names.free("public", "t_a_check")
        taken.add(names.choose("constraint", "public", "t", "a", "check", is_taken))
        taken.add(names.choose("constraint", "public", "t", "a", "check", is_taken))
    assert len(taken) == 2000
    assert tries < 6100


def test_columns_of_an_index() -> None:
    assert index_column_names(["a", None, "a", None, "a1"]) == ["a", "expr", "a1", "expr1", "a11"]
    assert joined_columns(["a", "b"]) == "a_b"
    assert len(joined_columns(["x" * 30] * 5)) < 100
