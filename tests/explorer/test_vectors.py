"""What the page works out by itself is what the program says: both are held to the same answers, in vectors.json.

One half of the tests asks the engine and the pictures, the other the page's scripts, in Node, without a browser.
``pytest tests/explorer/test_vectors.py --update-goldens`` writes what the program says now; read the diff.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from explorer.schemas import SCHEMAS
from helpers import catalog_of
from ondelete.analyses.index_coverage import index_coverage
from ondelete.analyses.why import why_all
from ondelete.deletion.effects import table_id
from ondelete.diagrams.formats import as_mermaid
from ondelete.diagrams.scenes.cascade import cascade_scene
from ondelete.diagrams.scenes.collapse import bundle_leaves, limit_depth
from ondelete.explorer import page
from ondelete.explorer.model import report_explorer
from ondelete.formats.as_json import encode
from ondelete.schema import Schema

if TYPE_CHECKING:
    from ondelete.catalog import QualifiedName
    from ondelete.diagrams.scenes.scene import Scene

HERE = Path(__file__).parent
VECTORS = HERE / "vectors.json"
ACTIONS = ("cascade", "set null", "set default", "restrict", "no action")


@cache
def schema_of(name: str) -> Schema:
    return Schema(catalog_of(SCHEMAS[name]))


def vectors() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(VECTORS.read_text("utf-8"))
    return found


def tables_of(schema: Schema) -> list[QualifiedName]:
    return sorted({*schema.catalog.tables, *schema.catalog.external})


def scene_of(schema: Schema, root: QualifiedName) -> Scene:
    """The picture of a cascade as the page draws it: partitions in their roots, but for the table itself."""
    marks = {key: found.verdict.value for key, found in index_coverage(schema.catalog).items()}

    def fold(table: QualifiedName) -> QualifiedName:
        return table if table == root else schema.catalog.root_of(table)

    return cascade_scene([schema.predict_delete(root)], marks, fold=fold)


def boxes(scene: Scene) -> list[str]:
    return sorted(table_id(box.table) for box in scene.boxes)


def drawn(scene: Scene) -> dict[str, Any]:
    bundles = {bundle.title: sorted(table_id(m.table) for m in bundle.members) for bundle in scene.bundles}
    return {"boxes": boxes(scene), "bundles": bundles}


def without(scene: Scene, action: str) -> Scene:
    """Leave out the keys of an action, and the boxes to which nothing leads then."""
    left = [replace(box, rows=tuple(row for row in box.rows if row.action != action)) for box in scene.boxes]
    reached = {box.table for box in scene.boxes if not box.rows or box.column == 0}
    pending = list(reached)
    for table in pending:  # grows while it is read
        for box in left:
            if box.table not in reached and any(row.referenced == table for row in box.rows):
                reached.add(box.table)
                pending.append(box.table)
    return replace(scene, boxes=tuple(box for box in left if box.table in reached))


def text(scene: Scene) -> str | None:
    bare = replace(scene, figures=(), notes=(), verdict=None)
    return None if as_mermaid.excess(bare) else as_mermaid.render(bare)


def deleters_of(schema: Schema, table: QualifiedName) -> dict[str, int]:
    """Return the tables whose DELETE takes rows of this one along, with the nearest such row's depth."""
    found: dict[str, int] = {}
    wanted = schema.catalog.root_of(table)
    for other in tables_of(schema):
        if other in (wanted, table) or schema.catalog.root_of(other) != other:
            continue
        depths = [e.depth for e in schema.predict_delete(other).deleted if schema.catalog.root_of(e.table) == wanted]
        if depths:
            found[table_id(other)] = min(depths)
    return found


def answered(schema: Schema, root: QualifiedName) -> dict[str, Any]:
    prediction, scene = schema.predict_delete(root), scene_of(schema, root)
    leaves = bundle_leaves(scene)
    steps = {(step.key.id, table_id(step.referenced), step.event, step.outcome.value) for step in prediction.steps}
    changes = {(entry.key.id, entry.event, entry.to, entry.columns) for entry in prediction.updated}
    return {
        "steps": sorted(map(list, steps), key=compact),
        "deleted": {table_id(entry.table): entry.depth for entry in prediction.deleted},
        "changes": sorted(([*rest, list(columns)] for *rest, columns in changes), key=compact),
        "deleters": deleters_of(schema, root),
        "one_step": boxes(limit_depth(scene, 1)),
        "without": {action: boxes(without(scene, action)) for action in ACTIONS},
        "leaves": drawn(leaves),
        "farther": drawn(bundle_leaves(scene, farther_only=True)),
        "mermaid": text(scene),
        "bundled": text(leaves),
    }


def compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def chains(schema: Schema, start: QualifiedName, end: QualifiedName) -> dict[str, Any]:
    found = why_all(schema.key_graph, start, end)
    links = [[[link.key.id, link.event] for link in chain] for chain in found.chains]
    return {"complete": found.complete, "chains": sorted(links, key=compact)}


def answers(name: str) -> dict[str, Any]:
    schema = schema_of(name)
    tables = tables_of(schema)
    whole = [table for table in tables if schema.catalog.root_of(table) == table]
    found = {
        "roots": {table_id(table): answered(schema, table) for table in tables},
        "chains": {
            f"{table_id(start)} → {table_id(end)}": chains(schema, start, end) for start in whole for end in whole[:3]
        },
    }
    read: dict[str, Any] = json.loads(json.dumps(found))
    return read


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_program_says_so(name: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-goldens"):
        written = {**(vectors() if VECTORS.exists() else {}), name: answers(name)}
        ordered = {case: written[case] for case in SCHEMAS if case in written}
        VECTORS.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert answers(name) == vectors()[name]


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_page_says_so(name: str, tmp_path: Path) -> None:
    node = node_or_skip()
    schema = schema_of(name)
    data = report_explorer(schema.catalog, schema.key_graph, schema.coverage, schema.audit()).data
    (tmp_path / "data.json").write_text(encode(data), "utf-8")
    expected = vectors()[name]
    (tmp_path / "asked.json").write_text(json.dumps(expected), "utf-8")
    script = [HERE / "page_in_node.mjs", Path(page.__file__).parent, tmp_path / "data.json", tmp_path / "asked.json"]
    run = subprocess.run([node, *script], capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert run.stderr == ""
    found = json.loads(run.stdout)
    for root, answer in expected["roots"].items():
        for what, told in answer.items():
            assert (root, what, found["roots"][root][what]) == (root, what, told)
    assert found == expected


def node_or_skip() -> str:
    """Return Node's program; without it skip, or fail if every oracle is required."""
    node = shutil.which("node")
    if node is None:
        reason = "no node, which runs the page's scripts: install Node.js 18 or newer (Debian: nodejs)"
        if os.environ.get("ONDELETE_REQUIRE_ORACLES") == "1":
            pytest.fail(f"{reason} (ONDELETE_REQUIRE_ORACLES=1)")
        pytest.skip(reason)
    return node
