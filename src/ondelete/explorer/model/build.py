"""From the parts of a schema to the page's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.analyses.cycles import cycles
from ondelete.analyses.reach import summarise
from ondelete.analyses.references import References
from ondelete.catalog import MatchType
from ondelete.declarations import NOTHING
from ondelete.deletion.predict import predict_delete
from ondelete.explorer.model.changes import change_view
from ondelete.explorer.model.data import CycleRow, Explorer, FindingRow, KeyRow, LooseRow, TableRow, UndeclaredRow
from ondelete.explorer.model.numbering import Numbering
from ondelete.explorer.model.unscripted import unscripted_sections
from ondelete.explorer.model.walk import walked_changes, walked_steps
from ondelete.explorer.model.words import WORDS
from ondelete.fixes.indexes import index_fixes
from ondelete.report import Report, line
from ondelete.reports.base import Names, source_of
from ondelete.reports.diff_text import DiffWriter
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.analyses.cycles import Component
    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.catalog import Catalog, ForeignKey, QualifiedName
    from ondelete.changes import Review
    from ondelete.declarations import Declarations
    from ondelete.deletion.effects import Prediction
    from ondelete.deletion.kinds import StepOutcome
    from ondelete.explorer.model.data import Kind, To
    from ondelete.findings import Audit, Finding
    from ondelete.graph import ForeignKeyGraph


def report_explorer(
    catalog: Catalog,
    graph: ForeignKeyGraph,
    coverage: Mapping[str, KeyCoverage],
    audit: Audit,
    declared: Declarations = NOTHING,
    change: tuple[Review, str] | None = None,
) -> Report:
    """Return the schema with what a DELETE on each of its tables does.

    Args:
        catalog: the schema.
        graph: its keys, partitions folded.
        coverage: by key id, the verdict on its index.
        audit: what a policy finds fault with.
        declared: what the team declares: its loose keys.
        change: what is different from another version, and the name of that.
    """
    builder = _Builder(catalog, graph, coverage)
    data = Explorer(
        home=builder.names.home,
        policy=audit.policy,
        skipped=len(catalog.skipped),
        tables=tuple(builder.tables()),
        keys=tuple(builder.keys()),
        failures=builder.numbers.failures.values,
        not_modelled=builder.numbers.not_modelled.values,
        cycles=tuple(builder.cycle(component) for component in cycles(graph)),
        loose=tuple(builder.loose(declared)),
        undeclared=tuple(builder.undeclared(References(catalog, declared))),
        findings=tuple(builder.finding(finding) for finding in audit.findings),
        accepted=len(audit.accepted),
        files=builder.numbers.files.values,
        schemas=builder.numbers.schemas.values,
        words=WORDS,
        change=change_view(*change, catalog, builder.numbers) if change is not None else None,
    )
    changed = tuple(DiffWriter(catalog).sections(change[0])) if change is not None else ()
    return Report(
        title=line("What happens if I delete a row?"),
        source=source_of(catalog),
        verdict=line(
            f"{count(len(catalog.tables), 'table')}, {count(len(catalog.foreign_keys), 'foreign key')}, ",
            f"{count(len(audit.findings), 'finding')} of the policy {audit.policy}.",
        ),
        sections=changed + unscripted_sections(tuple(builder.predictions.values()), catalog, coverage),
        data=data,
    )


class _Builder:
    """Every table predicted once, and rows made of what was found."""

    def __init__(self, catalog: Catalog, graph: ForeignKeyGraph, coverage: Mapping[str, KeyCoverage]) -> None:
        self.catalog, self.graph, self.coverage = catalog, graph, coverage
        self.names, self.numbers = Names(catalog), Numbering(catalog, graph)
        self.unindexed = {key for key, found in coverage.items() if found.verdict == "none"}
        self.predictions = {table: predict_delete(catalog, table) for table in self.numbers.tables.values}
        self.direct = {self.numbers.tables(table): tuple(self._direct(p)) for table, p in self.predictions.items()}
        self.by_id = {key.id: key for key in catalog.foreign_keys}
        self.table_of = [self.numbers.tables(key.table) for key in self.by_id.values()]
        self.written = self._written()

    def _direct(self, prediction: Prediction) -> Iterator[tuple[int, StepOutcome]]:
        """Yield the keys that act on the table of the DELETE itself, each once."""
        first = {
            step.key.id: step.outcome
            for step in reversed(prediction.steps)
            if step.event == "delete" and step.referenced == prediction.table
        }
        yield from ((self.numbers.keys(key), outcome) for key, outcome in reversed(first.items()))

    def _written(self) -> dict[int, tuple[tuple[To, tuple[str, ...]], ...]]:
        """Return by key what its ON DELETE writes, as the first DELETE that reaches it says."""
        found: dict[int, tuple[tuple[To, tuple[str, ...]], ...]] = {}
        for prediction in self.predictions.values():
            own: dict[int, list[tuple[To, tuple[str, ...]]]] = {}
            for entry in prediction.updated:
                if entry.event == "delete":
                    own.setdefault(self.numbers.keys(entry.key.id), []).append((entry.to, entry.columns))
            for key, changes in own.items():
                found.setdefault(key, tuple(changes))
        return found

    def tables(self) -> Iterator[TableRow]:
        """Yield all tables in the order of their numbers."""
        for name, prediction in self.predictions.items():
            yield self._table(name, prediction)

    def _table(self, name: QualifiedName, prediction: Prediction) -> TableRow:
        numbers, definition = self.numbers, self.catalog.tables.get(name)
        figures = summarise(prediction, self.unindexed)
        descendants = tuple(map(numbers.tables, prediction.inheriting))
        steps = tuple(dict.fromkeys(map(numbers.step, prediction.steps)))
        walked = walked_steps((numbers.tables(name), *descendants), self.direct, self.table_of)
        changes = tuple(dict.fromkeys(map(numbers.change, prediction.updated)))
        agrees = set(walked) == set(steps) and set(walked_changes(walked, self.written)) == set(changes)
        return TableRow(
            schema=numbers.schemas(name.schema),
            name=name.name,
            label=self.names.table(name).text,
            kind=self._kind(name),
            file=numbers.files(definition.location.path) if definition else 0,
            line=definition.location.line if definition else 0,
            root=numbers.tables(self.catalog.root_of(name)),
            descendants=descendants,
            verdict=prediction.verdict,
            deleted=len(figures.deleted),
            updated=len(figures.updated),
            longest=figures.longest,
            blockers=len(figures.blockers),
            unindexed=len(figures.unindexed),
            direct=self.direct[numbers.tables(name)],
            failures=tuple(dict.fromkeys(map(numbers.failure, prediction.failures))),
            not_modelled=tuple(dict.fromkeys(map(numbers.body, prediction.not_modelled))),
            notes=prediction.notes,
            steps=None if agrees else steps,
            changes=None if agrees else changes,
        )

    def _kind(self, name: QualifiedName) -> Kind:
        definition = self.catalog.tables.get(name)
        if definition is None:
            return "not in the file"
        return "partition" if definition.is_partition else definition.kind

    def keys(self) -> Iterator[KeyRow]:
        """Yield all keys in the order of their numbers, which is that of their creation."""
        fixes = index_fixes(self.catalog, self.coverage.values())
        for number, key in enumerate(self.by_id.values()):
            found = self.coverage.get(key.id)
            yield KeyRow(
                table=self.numbers.tables(key.table),
                name=key.name,
                columns=key.columns,
                referenced=self.numbers.tables(key.referenced_table),
                referenced_columns=key.referenced_columns,
                on_delete=key.on_delete,
                on_update=key.on_update,
                set_columns=key.set_columns,
                enforced=key.enforced,
                remarks=tuple(_remarks(key)),
                file=self.numbers.files(key.location.path),
                line=key.location.line,
                index=found.verdict.value if found else "",
                reason=found.reason if found else "",
                fix=fixes[key.id].sql if key.id in fixes else None,
                changes=self.written.get(number, ()),
            )

    def cycle(self, component: Component) -> CycleRow:
        """Return a cycle as numbers."""
        return CycleRow(
            tables=tuple(map(self.numbers.tables, component.tables)),
            keys=tuple(self.numbers.keys(key.id) for key in component.keys),
            all_cascade=component.all_cascade,
            insertable=component.insertable,
            break_at=tuple(self.numbers.keys(key.id) for key in component.break_at),
        )

    def loose(self, declared: Declarations) -> Iterator[LooseRow]:
        """Yield the loose keys between tables that the page knows."""
        tables = self.numbers.tables
        for key in declared.loose:
            if key.table in tables and key.referenced_table in tables:
                yield LooseRow(tables(key.table), key.column, tables(key.referenced_table), key.action)

    def undeclared(self, references: References) -> Iterator[UndeclaredRow]:
        """Yield the references that only names tell, between tables that the page knows."""
        tables = self.numbers.tables
        for each in references.all:
            if each.kind != "loose" and each.table in tables and each.to is not None and each.to in tables:
                yield UndeclaredRow(tables(each.table), each.columns, tables(each.to), each.reason)

    def finding(self, finding: Finding) -> FindingRow:
        """Return a finding with the number of its table."""
        known = finding.table is not None and finding.table in self.numbers.tables
        return FindingRow(
            rule=finding.rule,
            severity=finding.severity,
            message=finding.message,
            table=self.numbers.tables(finding.table) if finding.table is not None and known else None,
            file=finding.location.path,
            line=finding.location.line,
            fix=finding.fix.sql if finding.fix else None,
        )


def _remarks(key: ForeignKey) -> Iterator[str]:
    if key.match is MatchType.FULL:
        yield "MATCH FULL"
    if key.timing.deferrable:
        yield "DEFERRABLE INITIALLY DEFERRED" if key.timing.initially_deferred else "DEFERRABLE"
    if not key.enforced:
        yield "NOT ENFORCED"
    elif not key.validated:
        yield "NOT VALID"
    if key.period:
        yield "PERIOD"
