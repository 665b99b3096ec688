"""A search for rows ends after so many scenes; large ones count more."""

from __future__ import annotations

import pytest

from ondelete.deletion.witness.effort import Effort


@pytest.mark.parametrize(("rows", "cost"), [(0, 1), (7, 1), (8, 2), (24, 4)])
def test_the_cost_of_a_scene(rows: int, cost: int) -> None:
    effort = Effort(10)
    effort.spend(rows)
    assert effort.left == 10 - cost
