"""How a notebook shows results: a prediction as its picture and its report, an audit as its findings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

from ondelete.deletion.effects import Prediction
from ondelete.findings import Audit
from ondelete.text.counts import count

if TYPE_CHECKING:
    from ondelete.catalog import Catalog
    from ondelete.declarations import Declarations
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
        from ondelete.diagrams.formats.drawn import draw_scene
        from ondelete.diagrams.formats.render import EngineUnusable, TookTooLong, find_engine
        from ondelete.diagrams.scenes.views import View, loose_keys, scene_of

        engine = find_engine()
        if engine is None:
            return None
        scene = scene_of(self.catalog, [result.table], View(loose=loose_keys(self.declared)))
        try:
            drawing = draw_scene(engine, scene, "svg")
        except (EngineUnusable, TookTooLong):
            return None
        text = drawing.content.decode("utf-8")
        return text[text.index("<svg") :]  # inside a page there is no XML declaration

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
