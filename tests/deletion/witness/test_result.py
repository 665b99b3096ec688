"""A witness as a value."""

from __future__ import annotations

import pytest

from ondelete.catalog import QualifiedName
from ondelete.deletion.expressions.values import Concrete
from ondelete.deletion.witness.result import Witness, WitnessDelete

T = QualifiedName("public", "t")


@pytest.mark.parametrize(
    ("row", "chosen"),
    [
        ({"a": 1, "b": 2, "other": 3}, True),
        ({"a": 1, "b": 3}, False),
        ({"a": 1}, False),
        ({"a": 9, "b": 9}, True),
    ],
)
def test_the_rows_of_the_delete(row: dict[str, Concrete | None], chosen: bool) -> None:
    assert WitnessDelete(T, {"a": 1, "b": 2}, ({"a": 9},)).chooses(row) is chosen


def test_nothing_is_proved_without_rows() -> None:
    witness = Witness("deleted:public.t", proved=False, reason="none was found")
    assert (witness.rows, witness.delete, witness.failed, witness.committed) == ((), None, None, False)
