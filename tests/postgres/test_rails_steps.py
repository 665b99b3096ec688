"""What ``explain --rails`` says of samples/museum is what Active Record does, step by step and row by row."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from test_schema_rb_on_servers import HERE, ROOT, rails

from ondelete.dump import read_catalog
from ondelete.rails.deletes.matrix import by_delete, by_destroy
from ondelete.rails.deletes.pairs import Layers
from ondelete.rails.deletes.steps import destroy_steps
from ondelete.rails.models.reading import read_models
from ondelete.rails.models.resolve import Resolver

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from server import Server

    from ondelete.rails.deletes.steps import Step

__all__ = ["rails"]
MUSEUM = ROOT / "museum"
DUMP = MUSEUM / "db" / "structure.sql"

MUSEUM_ROW = "INSERT INTO museums (id, name) VALUES (1, 'm');"
GALLERY = f"{MUSEUM_ROW} INSERT INTO galleries (id, museum_id) VALUES (2, 1);"
ARTWORK = (
    f"{GALLERY} INSERT INTO paintings (id) VALUES (9);"
    "INSERT INTO artworks (id, gallery_id, work_type, work_id) VALUES (3, 2, 'Painting', 9);"
)
PERSON = "INSERT INTO people (id, type) VALUES (7, 'Visitor');"
RECORDS = [
    ("Museum", MUSEUM_ROW),
    ("Museum", GALLERY),
    (
        "Museum",
        f"{ARTWORK} INSERT INTO loans (id, artwork_id, lender_id, borrower_id) VALUES (4, 3, 1, 8);"
        "INSERT INTO exh_exhibitions (id, museum_id) VALUES (5, 1); INSERT INTO exh_media VALUES (6, 5);"
        "INSERT INTO websites VALUES ('w', 1); INSERT INTO addresses VALUES (8, 1, 's');",
    ),
    ("Gallery", GALLERY),
    ("Gallery", ARTWORK),
    ("Artwork", ARTWORK),
    ("Artwork", f"{ARTWORK} INSERT INTO appraisals (id, artwork_id) VALUES (5, 3);"),
    ("Artwork", f"{ARTWORK} INSERT INTO audit_entries VALUES (1, 'Artwork', 3);"),
    ("Artist", "INSERT INTO artists (id) VALUES (3);"),
    ("Visitor", PERSON),
    ("Visitor", f"{PERSON} INSERT INTO reviews (id, visitor_id) VALUES (1, 7);"),
    ("Visitor", f"{PERSON} {MUSEUM_ROW} INSERT INTO visits (id, museum_id, visitor_id) VALUES (1, 1, 7);"),
    ("Review", f"{PERSON} INSERT INTO reviews (id, visitor_id) VALUES (1, 7);"),
    ("Exhibitions::Exhibition", "INSERT INTO exh_exhibitions (id) VALUES (5); INSERT INTO exh_media VALUES (6, 5);"),
    ("Loan", f"{ARTWORK} INSERT INTO loans (id, artwork_id, lender_id, borrower_id) VALUES (4, 3, 1, 1);"),
]
IDS = {
    "Museum": 1,
    "Gallery": 2,
    "Artwork": 3,
    "Artist": 3,
    "Visitor": 7,
    "Review": 1,
    "Exhibitions::Exhibition": 5,
    "Loan": 4,
}
LENDER = "INSERT INTO museums (id, name) VALUES (8, 'other');"


@cache
def layers() -> Layers:
    return Layers(Resolver(read_models(MUSEUM), read_catalog([str(DUMP)])))


def expected(steps: Sequence[Step], rows: str) -> Iterator[str]:
    """Yield what happens on a server if the tables that ``rows`` fills have one row each, as the script writes it."""
    skipping: int | None = None
    for step in steps:
        if skipping is not None and step.depth > skipping:
            continue
        skipping = None
        table = step.table.name if step.table is not None else ""
        has_row = f"INTO {table} " in rows
        if step.what == "destroy each" and not has_row:
            skipping = step.depth
        elif step.what == "commit":
            yield "COMMIT"
            return
        else:
            yield from _event(step, table, has_row=has_row)


def _event(step: Step, table: str, *, has_row: bool) -> Iterator[str]:
    if step.what == "callback":
        yield f"{step.event} {step.method}"
    elif step.what in ("delete row", "join rows") or (
        step.what == "delete all" and (has_row or step.queries == "1") and "alone" not in step.note
    ):
        yield f"DELETE {table}"
    elif step.what in ("nullify", "soft delete"):
        yield f"UPDATE {table}"
    elif step.what == "counter cache":
        yield "UPDATE galleries"
    elif step.what == "touch" and step.association == "museum":
        yield "UPDATE museums"
    elif step.what == "destroy owner" and has_row:
        yield "DELETE paintings"


def ask(server: Server, asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    with server.database() as database:
        server.load(DUMP.read_text("utf-8"), database)
        command = ["ruby", "-W0", str(HERE / "museum.rb"), str(server.socket), database, str(MUSEUM)]
        done = subprocess.run(command, check=False, capture_output=True, text=True, input=json.dumps(asked))
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_each_step_happens_in_its_order(server15: Server, rails: None) -> None:
    asked = [
        {"rows": f"{LENDER if ', 8)' in rows else ''} {rows}", "model": model, "id": IDS[model], "way": "destroy"}
        for model, rows in RECORDS
    ]
    for (model, rows), answer in zip(RECORDS, ask(server15, asked), strict=True):
        steps = destroy_steps(layers(), layers().resolver.models.models[model])
        trace = answer["trace"]
        until = trace[: trace.index("COMMIT") + 1] if "COMMIT" in trace else trace
        assert until == list(expected(steps, rows)), (model, rows, answer)
        later = {
            f"{s.event} {s.method}"
            for s in steps
            if s.what == "callback" and s.event == "after_commit" and s.depth == 0
        }
        assert later - {"after_commit a block"} <= set(trace[len(until) :])


def test_what_becomes_of_a_row_below_is_what_the_cell_says(server15: Server, rails: None) -> None:
    """One row for each association of the museum, destroyed and deleted: the sample's own cells."""
    rows = {
        "galleries": "INSERT INTO galleries (id, museum_id) VALUES (2, 1);",
        "exhibitions": "INSERT INTO exh_exhibitions (id, museum_id) VALUES (5, 1);",
        "staff_members": "INSERT INTO people (id, type, museum_id) VALUES (7, 'StaffMember', 1);",
        "address": "INSERT INTO addresses VALUES (8, 1, 's');",
        "visitors": "INSERT INTO people (id, type, museum_id) VALUES (7, 'Visitor', 1);",
        "visits": "INSERT INTO visits (id, museum_id) VALUES (1, 1);",
        "tickets": "INSERT INTO ticketing_tickets (id, museum_id) VALUES (1, 1);",
        "website": "INSERT INTO websites VALUES ('w', 1);",
        "audit_entries": "INSERT INTO audit_entries VALUES (1, 'Museum', 1);",
    }
    museum = layers().resolver.models.models["Museum"]
    pairs = {each.name: layers().pair(museum, each) for each in museum.associations}
    asked = [
        {"rows": MUSEUM_ROW + sql, "model": "Museum", "id": 1, "way": way}
        for sql in rows.values()
        for way in ("destroy", "delete")
    ]
    answers = iter(ask(server15, asked))
    for name in rows:
        pair = pairs[name]
        assert pair is not None
        for outcome in (by_destroy(pair.cell), by_delete(pair.cell)):
            answer = next(answers)
            assert answer["error"] == outcome.error, (name, answer)
            kept = answer["left"].get(pair.table.name.name, 0) == 1
            assert kept is (outcome.fate != "deleted"), (name, answer)


@pytest.mark.parametrize("model", ["Museum", "Artwork", "Gallery", "Visitor"])
def test_a_walk_ends(model: str) -> None:
    steps = destroy_steps(layers(), layers().resolver.models.models[model])
    assert [step.what for step in steps if step.depth == 0 and step.what in ("begin", "commit")] == ["begin", "commit"]
    assert len(steps) < 200
