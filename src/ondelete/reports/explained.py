"""What the words of ``explain`` need: the prediction, how names are written, the verdict on each index."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ondelete.analyses.index_coverage import Verdict as IndexVerdict
from ondelete.analyses.unread import unread_about
from ondelete.reports.base import Names
from ondelete.reports.tree_rows import View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ondelete.analyses.expected_rows import ExpectedRows
    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.analyses.references import Reference
    from ondelete.catalog import Catalog, Skipped
    from ondelete.declarations import LooseKey
    from ondelete.deletion.effects import Failure, Prediction


REMARKS = {IndexVerdict.NONE: "no index", IndexVerdict.WEAK: "weak index"}
"""What is said about a foreign key whose index verdict is not full."""


class Explained:
    """A prediction with what its words need: how names are written, and the verdict on each key's index."""

    def __init__(
        self,
        prediction: Prediction,
        catalog: Catalog,
        coverage: Mapping[str, KeyCoverage],
        view: View,
        loose: Sequence[LooseKey] = (),
        expected: ExpectedRows | None = None,
        pg_version: int | None = None,
        undeclared: Sequence[Reference] = (),
        changing: ExpectedRows | None = None,
    ) -> None:
        self.prediction, self.catalog, self.coverage, self.view = prediction, catalog, coverage, view
        self.loose, self.expected, self.pg_version = loose, expected, pg_version
        self.undeclared, self.changing = undeclared, changing
        self.names = Names(catalog)

    @cached_property
    def remarks(self) -> dict[str, str]:
        """By key id, what is wrong with the index of a key on the way; nothing for a key with an index."""
        verdicts = ((key.id, self.coverage.get(key.id)) for key in self.prediction.edges)
        return {key: REMARKS[found.verdict] for key, found in verdicts if found and found.verdict in REMARKS}

    @cached_property
    def unread(self) -> tuple[Skipped, ...]:
        """The statements that were not understood and can concern the answer."""
        found = self.prediction
        ends = (end for step in found.steps for end in (step.key.table, step.key.referenced_table))
        deleted = (each.table for each in found.deleted)
        return unread_about(self.catalog, {found.table, *ends, *deleted})

    @cached_property
    def direct(self) -> tuple[Failure, ...]:
        """Errors that are certain, on keys that reference the table itself."""
        return tuple(f for f in self.prediction.failures if is_certain(f) and len(f.path) <= 1)


def is_certain(failure: Failure) -> bool:
    """Whether the error always happens."""
    return failure.certainty.facts.sure
