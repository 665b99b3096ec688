"""Answers about a chain of many tables: text and data stay in proportion to the schema, not to its square."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.deletion.effects import Chain, last_keys

LENGTH = 400


@pytest.fixture
def chain(here):
    tables = ["CREATE TABLE t0 (id int PRIMARY KEY);"]
    tables += [
        f"CREATE TABLE t{n} (id int PRIMARY KEY, p int REFERENCES t{n - 1} ON DELETE CASCADE);"
        for n in range(1, LENGTH)
    ]
    (here / "chain.sql").write_text("\n".join(tables))
    return "chain.sql"


@pytest.mark.parametrize("format_", ["text", "markdown"])
@pytest.mark.parametrize("asked", [("t0",), ("t0", "--truncate"), (f"t{LENGTH - 1}", "--invert")], ids=" ".join)
def test_text_is_cut(asked, format_, chain, ondelete):
    text = ondelete("explain", *asked, chain, "--format", format_).out
    assert len(text) < 4_000
    assert "--full" in text


def test_full_cuts_nothing(chain, ondelete):
    assert ondelete("explain", f"t{LENGTH - 1}", "--invert", "--full", chain).out.count("deletes it") == LENGTH - 1


def test_a_depth_that_was_asked_for_is_shown(chain, ondelete):
    assert ondelete("explain", f"t{LENGTH - 1}", "--invert", "--depth", "20", chain).out.count("deletes it") == 20


def test_a_long_path_in_data_is_its_end_and_its_length(chain, ondelete):
    emptied = ondelete("explain", "t0", "--truncate", chain, "--format", "json").json["emptied"]
    assert [entry["steps"] for entry in emptied] == list(range(1, LENGTH))
    assert [len(entry["path"]) for entry in emptied] == [min(n, 100) for n in range(1, LENGTH)]
    assert emptied[-1]["path"][-1] == f"public.t{LENGTH - 1}.t{LENGTH - 1}_p_fkey"
    assert emptied[-1]["path"][0] == f"public.t{LENGTH - 100}.t{LENGTH - 100}_p_fkey"


def test_what_many_keys_protect_is_cut_too(here, ondelete):
    columns = "".join(f", c{n} int REFERENCES a" for n in range(300))
    (here / "wide.sql").write_text(f"CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int{columns});")
    text = ondelete("explain", "b", "--invert", "wide.sql").out
    assert len(text) < 2_000
    assert "more: NO ACTION is protected by it; --full shows all" in " ".join(text.split())


@given(st.lists(st.integers(), max_size=5), st.lists(st.integers(), max_size=8), st.integers(0, 15))
def test_the_last_keys_of_a_chain_are_those_of_a_tuple(before, after, number):
    path = tuple(before)
    for key in after:
        path = Chain(path, key)
    expected = (*before, *after)
    assert last_keys(path, number) == (expected[-number:] if number else ())
