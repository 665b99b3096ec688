"""Steps are counted, so that an answer stops at the same place on every machine."""

from __future__ import annotations

from ondelete.deletion.static.work import Work


def test_what_has_begun_is_finished_and_nothing_more_begins() -> None:
    work = Work(10)
    work.spend(9)
    assert not work.is_over
    work.spend(5)
    assert (work.left, work.most, work.is_over) == (-4, 10, True)
    exact = Work(3)
    exact.spend(3)
    assert exact.is_over
