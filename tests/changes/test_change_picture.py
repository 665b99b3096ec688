"""The picture of a change: what is new or gone at the end of each way, and what became of the keys on it."""

from __future__ import annotations

import pytest
from test_causes import SCHEMA

from helpers import catalog_of
from ondelete.changes import compare, in_new_names, review
from ondelete.diagrams.formats import as_mermaid
from ondelete.diagrams.scenes.change import MOST_BOXES, change_scene
from ondelete.diagrams.scenes.scene import Scene
from ondelete.findings import Audit

NONE = Audit("none", ())


def scene_of(before: str, after: str) -> Scene:
    new = catalog_of(after)
    old, renamed = in_new_names(catalog_of(before), new)
    return change_scene(review(compare(old, new, renamed), NONE, NONE), old, new)


def boxes(scene: Scene) -> list[str]:
    """Return the boxes as one reads them: column, table, outcome, rows with their notes."""
    return [
        f"{box.column} {box.table.name} [{box.outcome}] "
        + "; ".join(" ".join(filter(None, (row.key.columns[0], row.words, row.note))) for row in box.rows)
        for box in scene.boxes
    ]


@pytest.mark.parametrize(
    ("old", "new", "drawn"),
    [
        ("", "", []),
        (
            "REFERENCES accounts ON DELETE SET NULL",
            "REFERENCES accounts ON DELETE CASCADE",
            [
                "0 accounts [] ",
                "1 invoices [+ deleted] account_id CASCADE ~ was SET NULL",
                "2 lines [+ deleted] invoice_id CASCADE",
            ],
        ),
        (
            "CONSTRAINT lines_invoice REFERENCES invoices ON DELETE CASCADE",
            "",
            ["0 invoices [] ", "1 lines [− deleted] invoice_id CASCADE − dropped"],
        ),
        (
            "total integer,",
            "total integer, payer bigint REFERENCES users ON DELETE RESTRICT,",
            ["0 users [] ", "1 invoices [+ blocks] payer RESTRICT + new"],
        ),
    ],
    ids=["nothing", "another action", "a dropped key", "a new key"],
)
def test_what_changed_and_the_way_there(old: str, new: str, drawn: list[str]) -> None:
    after = SCHEMA.replace(old, new) if old else SCHEMA
    assert boxes(scene_of(SCHEMA, after)) == drawn


def test_what_is_too_much_is_left_out_and_said() -> None:
    tables = "".join(
        f"CREATE TABLE c{number} (id int, user_id bigint REFERENCES users ON DELETE CASCADE);" for number in range(60)
    )
    scene = scene_of(SCHEMA, SCHEMA + tables)
    assert len(scene.boxes) <= MOST_BOXES + 1
    assert scene.figures[0] == "newly deleted: 60"
    assert scene.notes[0].endswith("left out; the text has all of them")


def test_a_comment_can_show_it() -> None:
    after = SCHEMA.replace("REFERENCES accounts ON DELETE SET NULL", "REFERENCES accounts")
    text = as_mermaid.render(scene_of(SCHEMA, after))
    assert text.startswith("flowchart LR")
    assert "was SET NULL" in text
