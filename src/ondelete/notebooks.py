"""How a notebook shows results: a prediction as its picture and its report, an audit as its findings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

import msgspec

from ondelete.deletion.effects import Prediction
from ondelete.deletion.kinds import Certainty
from ondelete.findings import Audit
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.declarations import Declarations
    from ondelete.deletion.effects import Path
    from ondelete.diagrams.scenes.scene import Scene
    from ondelete.diagrams.scenes.sheet import Sheet
    from ondelete.findings import Finding
    from ondelete.report import Report

T = TypeVar("T")


class _Reporting(ABC, Generic[T]):
    """Shows a result that has a report: see ``showable.Renderer``."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    @abstractmethod
    def report(self, result: T) -> Report:
        """Return the report of a result."""

    def text(self, result: T) -> str:
        from ondelete.formats import as_text

        return as_text.render(self.report(result))

    def html(self, result: T) -> str:
        from ondelete.formats import as_fragment

        return f"{self.svg(result) or ''}{as_fragment.render(self.report(result))}"

    def svg(self, _result: T) -> str | None:
        return None

    @abstractmethod
    def rows(self, result: T) -> Sequence[msgspec.Struct]:
        """Return the parts of the result that are the rows of a table."""


class Effect(msgspec.Struct, frozen=True):
    """A row of a prediction; ``effect`` is deleted, updated, error or not modelled. ``path`` are ids of keys."""

    effect: str
    table: str
    columns: str | None = None
    key: str | None = None
    certainty: str | None = None
    sqlstate: str | None = None
    to: str | None = None
    reason: str | None = None
    path: tuple[str, ...] = ()
    id: str | None = None


def _effects(prediction: Prediction) -> Iterator[Effect]:
    for deleted in prediction.deleted:
        yield Effect("deleted", str(deleted.table), path=_ids(deleted.path), id=deleted.id)
    for updated in prediction.updated:
        columns, path = ", ".join(updated.columns), _ids(updated.path)
        yield Effect("updated", str(updated.table), columns, updated.key.id, to=updated.to, path=path, id=updated.id)
    for refusal in prediction.refusals:
        certainty = Certainty.MUST if refusal.certain else Certainty.MAY
        yield Effect(
            "error",
            str(refusal.table),
            certainty=certainty,
            sqlstate=refusal.sqlstate,
            reason=refusal.reason,
            id=refusal.id,
        )
    for failure in prediction.failures:
        yield Effect(
            "error",
            str(failure.table),
            ", ".join(failure.columns),
            failure.key.id,
            failure.certainty,
            ", ".join(failure.sqlstates),
            reason=failure.reason,
            path=_ids(failure.path),
            id=failure.id,
        )
    for unread in prediction.not_modelled:
        yield Effect("not modelled", str(unread.table), reason=f"{unread.kind} {unread.name}")


def _ids(path: Path) -> tuple[str, ...]:
    return tuple(key.id for key in path)


def embedded(svg: str) -> str:
    """Return a picture as a part of a page: without an XML declaration, and no wider than its place."""
    text = svg[svg.index("<svg") :]
    return text.replace("<svg ", '<svg style="max-width:100%;height:auto" ', 1)


class OfPredictions(_Reporting[Prediction]):
    """Shows predictions of one schema: what ``ondelete explain`` prints, and the picture of the cascade."""

    def __init__(self, catalog: Catalog, declared: Declarations) -> None:
        super().__init__(catalog)
        self.declared = declared

    def line(self, result: Prediction) -> str:
        """``<Prediction for public.users: must block>``."""
        return f"<Prediction for {result.table}: {result.verdict}>"

    def svg(self, result: Prediction) -> str | None:
        """Return the picture of the cascade."""
        return picture_of(self.catalog, self.declared, [result.table])._repr_svg_()

    def rows(self, result: Prediction) -> Sequence[Effect]:
        """Return what the DELETE deletes, changes, and can end in, one row each."""
        return tuple(_effects(result))

    def report(self, result: Prediction) -> Report:
        """Return the answer of ``ondelete explain``."""
        from ondelete.analyses.index_coverage import index_coverage
        from ondelete.analyses.loose import loose_after
        from ondelete.analyses.references import References
        from ondelete.reports.explain import report_explain
        from ondelete.reports.tree_rows import View

        coverage = index_coverage(self.catalog, result.edges)
        loose = loose_after(self.catalog, self.declared, result)
        undeclared = References(self.catalog, self.declared).after(result)
        return report_explain(result, self.catalog, coverage, View(), loose=loose, undeclared=undeclared)


class OfAudits(_Reporting[Audit]):
    """Shows audits of one schema: what ``ondelete audit`` prints."""

    def line(self, result: Audit) -> str:
        """``<Audit by policy default: 2 findings>``."""
        return f"<Audit by policy {result.policy}: {count(len(result.findings), 'finding')}>"

    def report(self, result: Audit) -> Report:
        """Return the answer of ``ondelete audit``."""
        from ondelete.reports.audit import report_audit

        return report_audit(result, self.catalog)

    def rows(self, result: Audit) -> Sequence[Finding]:
        """Return the findings, heaviest first."""
        return result.findings


class Picture:
    """A picture that can be written or shown: ``_repr_svg_`` for a notebook, ``dot`` and ``svg`` as text.

    Args:
        drawn: what it shows, a graph or a sheet.
    """

    def __init__(self, drawn: Scene | Sheet) -> None:
        self.drawn = drawn

    def __repr__(self) -> str:
        return f"<Picture: {self.drawn.title}>"

    @property
    def dot(self) -> str:
        """The picture as DOT text, which needs no Graphviz."""
        from ondelete.diagrams.formats.drawn import dot_of

        return dot_of(self.drawn)

    @property
    def svg(self) -> str:
        """The picture as SVG.

        Raises:
            CannotDraw: no Graphviz was found, or it cannot draw this.
        """
        from ondelete.diagrams.formats.drawn import draw_scene
        from ondelete.diagrams.formats.render import INSTALL_HINT, find_engine
        from ondelete.errors import CannotDraw

        engine = find_engine()
        if engine is None:
            raise CannotDraw(f"no Graphviz was found: {INSTALL_HINT}")
        return draw_scene(engine, self.drawn, "svg").content.decode("utf-8")

    def _repr_svg_(self) -> str | None:
        from ondelete.errors import CannotDraw

        try:
            return embedded(self.svg)
        except CannotDraw:
            return None


def picture_of(
    catalog: Catalog,
    declared: Declarations,
    tables: Sequence[QualifiedName],
    style: Literal["sheet", "graph"] | None = None,
) -> Picture:
    """Return the picture of a DELETE on the tables, or of the whole schema.

    Args:
        catalog: the schema.
        declared: its loose keys.
        tables: the tables of the DELETE; none for the whole schema.
        style: a sheet (of one table) or a graph; without a choice, a sheet if more than 40 tables are in reach.
    """
    from ondelete.diagrams.scenes.views import View, loose_keys, marked, scene_of, sheet_of_table

    if len(tables) == 1 and style != "graph":
        sheet = sheet_of_table(catalog, tables[0], always=style == "sheet")
        if sheet is not None:
            return Picture(sheet)
    return Picture(marked(scene_of(catalog, tables, View(loose=loose_keys(declared))), catalog))
