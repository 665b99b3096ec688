"""Places instead of names: which number a table, key, file or schema has in the page's data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from ondelete.explorer.model.data import ChangeRow, FailureRow, NotModelledRow, StepRow

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.deletion.effects import Failure, NotModelled, Step, Updated
    from ondelete.graph import ForeignKeyGraph

_T = TypeVar("_T", bound="Hashable")


class Places(Generic[_T]):
    """Numbers values in the order in which they are first asked for."""

    def __init__(self, values: Iterable[_T] = ()) -> None:
        self._numbers: dict[_T, int] = {}
        for value in values:
            self(value)

    def __call__(self, value: _T) -> int:
        """Return the number of a value, a new one if it has none."""
        return self._numbers.setdefault(value, len(self._numbers))

    def __contains__(self, value: object) -> bool:
        return value in self._numbers

    @property
    def values(self) -> tuple[_T, ...]:
        """The values, each at its number."""
        return tuple(self._numbers)


class Numbering:
    """The numbers of everything that is named more than once."""

    def __init__(self, catalog: Catalog, graph: ForeignKeyGraph) -> None:
        ends = (end for key in catalog.foreign_keys for end in (key.table, key.referenced_table))
        self.tables: Places[QualifiedName] = Places((*graph.tables, *catalog.tables, *ends))
        self.keys = Places(key.id for key in catalog.foreign_keys)
        self.files = Places(catalog.files or catalog.paths)
        self.schemas: Places[str] = Places()
        self.failures: Places[FailureRow] = Places()
        self.not_modelled: Places[NotModelledRow] = Places()

    def step(self, step: Step) -> StepRow:
        """Return a step of a prediction."""
        return StepRow(self.keys(step.key.id), self.tables(step.referenced), step.event, step.outcome)

    def change(self, entry: Updated) -> ChangeRow:
        """Return a change of a prediction."""
        return ChangeRow(self.keys(entry.key.id), entry.event, entry.to, entry.columns)

    def failure(self, failure: Failure) -> int:
        """Return the number of an error; the same error of another DELETE has the same number."""
        return self.failures(
            FailureRow(
                kind=failure.kind,
                key=self.keys(failure.key.id),
                table=self.tables(failure.table),
                certainty=failure.certainty,
                sqlstates=failure.sqlstates,
                reason=failure.reason,
                note=failure.note,
            )
        )

    def body(self, entry: NotModelled) -> int:
        """Return the number of a trigger or rule."""
        return self.not_modelled(NotModelledRow(entry.kind, self.tables(entry.table), entry.name, entry.detail))
