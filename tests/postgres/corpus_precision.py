"""Print, as a Markdown table, how many effects of the public schemas beside the checkout are shown by rows.

Usage: python tests/postgres/corpus_precision.py [NAME ...]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path[:0] = [str(Path(__file__).parent)]

from corpus_runs import FILES  # noqa: E402 - found by the line above

from ondelete.deletion import Failure, FailureKind, predict_delete  # noqa: E402 - with the rest
from ondelete.deletion.witness.goal import effects_of  # noqa: E402 - with the rest
from ondelete.deletion.witness.search import find_witness  # noqa: E402 - with the rest
from ondelete.dump import read_catalog  # noqa: E402 - with the rest

if TYPE_CHECKING:
    from ondelete.catalog import Catalog
    from ondelete.deletion import Prediction
    from ondelete.deletion.witness.goal import Effect

HEAD = """\
| file | tables | effects | shown by rows | share | keys with an effect that is not excluded |
|---|---|---|---|---|---|
"""


class Precision(NamedTuple):
    """Of the answers to a DELETE on every table: effects, those that rows show, keys with one that is not excluded."""

    tables: int
    effects: int
    shown: int
    keys: int

    def row(self, name: str) -> str:
        share = f"{100 * self.shown / self.effects:.1f} %" if self.effects else "-"
        return f"| {name} | {self.tables} | {self.effects} | {self.shown} | {share} | {self.keys} |\n"


def precision(catalog: Catalog) -> Precision:
    """Ask for a DELETE on every table, and for rows that show each of its effects."""
    effects = shown = 0
    open_keys = set()
    for table in catalog.tables:
        prediction = predict_delete(catalog, table)
        named = effects_of(prediction)
        effects += len(named)
        shown += sum(_is_shown(catalog, prediction, effect) for effect in named)
        open_keys |= {failure.key.id for failure in prediction.failures if not failure.shown}
    return Precision(len(catalog.tables), effects, shown, len(open_keys))


def _is_shown(catalog: Catalog, prediction: Prediction, effect: Effect) -> bool:
    """Whether rows show an effect; those of a re-check can show it for another order of keys than that of the file."""
    if isinstance(effect, Failure) and effect.kind is FailureKind.RECHECK:
        return effect.shown
    return find_witness(catalog, prediction, effect.id).proved


def main(wanted: list[str]) -> None:
    sys.stdout.write(HEAD)
    found = []
    for path in FILES:
        if not wanted or any(part in path.name for part in wanted):
            found.append(precision(read_catalog([str(path)])))
            sys.stdout.write(found[-1].row(path.name))
            sys.stdout.flush()
    sys.stdout.write(Precision(*map(sum, zip(*found, strict=True))).row("all"))


if __name__ == "__main__":
    main(sys.argv[1:])
