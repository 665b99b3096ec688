"""What the page shows if no script runs: figures of every table, and the cascades of those that reach farthest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.report import Paragraph, Section, line
from ondelete.reports.base import Names
from ondelete.reports.cascade_tree import cascade_tree
from ondelete.reports.tree_rows import View
from ondelete.reports.verdicts import VERDICTS
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.catalog import Catalog
    from ondelete.deletion.effects import Prediction
    from ondelete.report import Line, Tree

ROWS = 2_000
"""Rows of all trees together: some 300 kB of a page."""

_MARKS = {"none": "no index", "weak": "weak index"}


def unscripted_sections(
    predictions: Sequence[Prediction], catalog: Catalog, coverage: Mapping[str, KeyCoverage], *, rows: int = ROWS
) -> tuple[Section, ...]:
    """Return a tree per table, the one with the widest reach first, until ``rows`` rows are used."""
    names = Names(catalog)
    marks = {key: _MARKS[found.verdict] for key, found in coverage.items() if found.verdict in _MARKS}
    ranked = sorted(predictions, key=lambda p: (-len(p.steps), names.table(p.table).text))
    acting = [prediction for prediction in ranked if prediction.steps]
    trees = []
    for prediction in acting:
        tree = cascade_tree(prediction, names, marks, View())[0]
        rows -= len(tree.rows)
        if rows < 0:
            break
        trees.append((prediction, tree))
    shown = tuple(_section(prediction, tree, names) for prediction, tree in trees)
    left = len(acting) - len(shown)
    return (Section((), tuple(_remarks(len(predictions) - len(acting), left))), *shown)


def _section(prediction: Prediction, tree: Tree, names: Names) -> Section:
    others = sum(entry.table != prediction.table for entry in prediction.deleted)
    lost = count(others, "other table loses rows", "other tables lose rows")
    reached = f": {VERDICTS[prediction.verdict].says}; {lost}"
    return Section(line("DELETE FROM ", names.table(prediction.table), reached), (tree,))  # a heading, never run


def _remarks(plain: int, left: int) -> Iterator[Paragraph]:
    yield Paragraph(_sentence("Scripts are off, so this is the page's short form. Open a table to see its cascade."))
    if left:
        yield Paragraph(_sentence(f"{count(left, 'more table is', 'more tables are')} left out here."))
    if plain:
        yield Paragraph(_sentence(f"No key references {count(plain, 'further table')}."))


def _sentence(text: str) -> Line:
    return line(text)
