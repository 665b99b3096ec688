"""How long pictures take: the scene, the DOT text, SVG and PNG, for synthetic cascades of 50 and 1,000 boxes.

Run: ``python tests/benchmarks/bench_diagram.py [SCHEMA TABLE]``; with a schema its table's cascade is measured too.
Each figure is the median of five runs in one process; drawing starts a process of its own, which is counted.
"""

from __future__ import annotations

import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName
from ondelete.diagrams import as_dot
from ondelete.diagrams.pictures import View, scene_of
from ondelete.diagrams.render import draw, find_engine
from ondelete.diagrams.titles import titles_of
from ondelete.dump.replay import replay
from ondelete.schema import Schema, find_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ondelete.catalog import Catalog

RUNS = 5


def synthetic(boxes: int) -> Catalog:
    """Make a tree of tables, each with eight that reference it; every fifth key is no CASCADE."""
    from ondelete.catalog import Location
    from ondelete.dump.statements import Statement

    def statements() -> Iterator[str]:
        yield "CREATE TABLE t0 (id int PRIMARY KEY)"
        for n in range(1, boxes):
            action = "SET NULL" if n % 5 == 0 else "CASCADE"
            yield f"CREATE TABLE t{n} (id int PRIMARY KEY, p int REFERENCES t{_parent(n)} ON DELETE {action})"

    return replay((Statement(text, Location("-", 1)) for text in statements()), ("-",))


def _parent(number: int) -> int:
    parent = (number - 1) // 8
    return parent - 1 if parent % 5 == 0 and parent else parent


def measured(what: Callable[[], object]) -> float:
    """Return the median of the times that a call takes, in seconds."""
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        what()
        times.append(perf_counter() - start)
    return median(times)


def report(title: str, catalog: Catalog, table: QualifiedName, view: View) -> None:
    """Print one line of figures."""
    scene = scene_of(catalog, [table], view)
    dot = as_dot.render(scene)
    engine = find_engine()
    figures = {
        "scene": measured(lambda: scene_of(catalog, [table], view)),
        "dot": measured(lambda: as_dot.render(scene)),
    }
    if engine is not None:
        titles = titles_of(scene)
        figures["svg"] = measured(lambda: draw(engine, dot, "svg", titles))
        figures["png"] = measured(lambda: draw(engine, dot, "png"))
    line = "  ".join(f"{name} {seconds:6.3f} s" for name, seconds in figures.items())
    sys.stdout.write(f"{title:<34} {scene.size:>5} boxes  {line}\n")


def main(arguments: list[str]) -> None:
    """Measure the synthetic cascades, and the one of the command line."""
    for boxes in (50, 1000):
        report(f"synthetic, {boxes} tables, --full", synthetic(boxes), QualifiedName("public", "t0"), View(full=True))
    report("synthetic, 1000 tables, collapsed", synthetic(1000), QualifiedName("public", "t0"), View())
    if len(arguments) == 2:
        from ondelete.dump import read_catalog

        schema = Schema(read_catalog([arguments[0]]))
        report(arguments[1], schema.catalog, find_table(schema.catalog, arguments[1]), View())
        report(f"{arguments[1]}, --full", schema.catalog, find_table(schema.catalog, arguments[1]), View(full=True))


if __name__ == "__main__":
    main(sys.argv[1:])
