"""The labels of an enum: a list, whose changes take the same time however long it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ondelete.dump.replay.model.labels import Labels

NAMES = st.sampled_from("abcdefgh")


def test_labels_go_before_after_and_to_the_end() -> None:
    labels = Labels("ac")
    labels.insert("b", "c", after=False)
    labels.insert("d", "c", after=True)
    labels.insert("e", None, after=False)
    labels.rename("a", "z")
    assert list(labels) == ["z", "b", "c", "d", "e"]
    assert ("z" in labels, "a" in labels, None in labels) == (True, False, False)


@given(st.lists(st.tuples(NAMES, st.none() | NAMES, st.booleans(), st.booleans())))
def test_it_is_a_list(steps: list[tuple[str, str | None, bool, bool]]) -> None:
    labels, plain = Labels("ab"), ["a", "b"]
    for new, other, after, renames in steps:
        if new in plain or (other is not None and other not in plain):
            continue
        if renames and other is not None:
            labels.rename(other, new)
            plain[plain.index(other)] = new
        else:
            labels.insert(new, other, after=after)
            plain.insert(len(plain) if other is None else plain.index(other) + after, new)
    assert list(labels) == plain
