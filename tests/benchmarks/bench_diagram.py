"""How long pictures take: the scene, the DOT text, SVG and PNG, for synthetic cascades of 50 and 1,000 boxes.

Run: ``python tests/benchmarks/bench_diagram.py [SCHEMA TABLE]``; with a schema the pictures of its table are measured
too, and what the command ``diagram --table TABLE -o FILE.svg`` takes beyond reading: a process that draws, less one
that only reads the file. Above two seconds the exit status is 1.
Each figure is the median of five runs; drawing starts a process of its own, which is counted.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from ondelete.catalog import QualifiedName
from ondelete.catalog.lookup import find_table
from ondelete.diagrams.formats import as_dot
from ondelete.diagrams.formats.render import draw, find_engine
from ondelete.diagrams.formats.titles import titles_of
from ondelete.diagrams.scenes.views import (
    View,
    cycles_scene_of,
    inverted_scene_of,
    neighbourhood_of,
    scene_of,
)
from ondelete.dump.replay import replay
from ondelete.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ondelete.catalog import Catalog
    from ondelete.diagrams.scenes.scene import Scene

RUNS = 5
MOST_SECONDS = 2.0


def synthetic(boxes: int) -> Catalog:
    """Make a tree of tables, each with eight that reference it; every fifth key is no CASCADE."""
    from ondelete.catalog import Location
    from ondelete.dump.statements.cutter import Statement

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


def report(title: str, make: Callable[[], Scene]) -> None:
    """Print one line of figures."""
    scene = make()
    dot = as_dot.render(scene)
    engine = find_engine()
    figures = {"scene": measured(make), "dot": measured(lambda: as_dot.render(scene))}
    if engine is not None:
        titles = titles_of(scene)
        figures["svg"] = measured(lambda: draw(engine, dot, "svg", titles))
        figures["png"] = measured(lambda: draw(engine, dot, "png"))
    line = "  ".join(f"{name} {seconds:6.3f} s" for name, seconds in figures.items())
    sys.stdout.write(f"{title:<34} {scene.size:>5} boxes  {line}\n")


def report_synthetic() -> None:
    """Measure made-up cascades."""
    root = [QualifiedName("public", "t0")]
    for boxes in (50, 1000):
        catalog = synthetic(boxes)
        report(f"synthetic, {boxes} tables, --full", lambda catalog=catalog: scene_of(catalog, root, View(full=True)))
    report("synthetic, 1000 tables, collapsed", lambda: scene_of(catalog, root, View()))


def report_schema(path: str, name: str) -> bool:
    """Measure every kind of picture of a real table; return whether the command keeps its bound."""
    from ondelete.dump import read_catalog

    catalog = Schema(read_catalog([path])).catalog
    table = find_table(catalog, name)
    report(name, lambda: scene_of(catalog, [table], View()))
    report(f"{name}, --full", lambda: scene_of(catalog, [table], View(full=True)))
    report(f"{name}, --invert", lambda: inverted_scene_of(catalog, table, View()))
    report(f"--around {name}", lambda: neighbourhood_of(catalog, [table], 1, View()))
    report("--cycles", lambda: cycles_scene_of(catalog, [], View()))
    report("the whole schema", lambda: scene_of(catalog, [], View()))
    with tempfile.TemporaryDirectory() as folder:
        picture = str(Path(folder) / "picture.svg")
        whole = measured(lambda: _process("-m", "ondelete", "diagram", path, "--table", name, "-o", picture, "-q"))
    reading = measured(lambda: _process("-c", f"from ondelete.dump import read_catalog; read_catalog([{path!r}])"))
    sys.stdout.write(
        f"the command: {whole:.3f} s, reading alone {reading:.3f} s, beyond reading {whole - reading:.3f} s "
        f"(at most {MOST_SECONDS} s)\n"
    )
    return whole - reading <= MOST_SECONDS


def _process(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)


def main(arguments: list[str]) -> int:
    """Measure the synthetic cascades, and the pictures of the table of the command line."""
    report_synthetic()
    return 0 if len(arguments) != 2 or report_schema(*arguments) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
