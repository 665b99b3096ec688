"""Results that a notebook shows: a prediction as its report and its picture, an audit as its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ondelete.deletion.effects import Prediction
from ondelete.findings import Audit

if TYPE_CHECKING:
    from ondelete.catalog import Catalog
    from ondelete.declarations import Declarations
    from ondelete.report import Report


class ShownPrediction(Prediction, frozen=True, kw_only=True):
    """A prediction that Jupyter shows. ``str(...)`` is what ``ondelete explain`` prints."""

    catalog: Catalog
    declared: Declarations

    def __repr__(self) -> str:
        return f"<Prediction for {self.table}: {self.verdict}>"

    def __str__(self) -> str:
        from ondelete.formats import as_text

        return as_text.render(self._report())

    def _repr_html_(self) -> str:
        """Return the report, under the picture where it can be drawn."""
        from ondelete.formats import as_fragment

        return f"{self._repr_svg_() or ''}{as_fragment.render(self._report())}"

    def _repr_svg_(self) -> str | None:
        """Return the picture of the cascade, None where no Graphviz is installed, or it takes too long."""
        from ondelete.diagrams.formats.drawn import draw_scene
        from ondelete.diagrams.formats.render import EngineUnusable, TookTooLong, find_engine
        from ondelete.diagrams.scenes.views import View, loose_keys, scene_of

        engine = find_engine()
        if engine is None:
            return None
        scene = scene_of(self.catalog, [self.table], View(loose=loose_keys(self.declared)))
        try:
            drawing = draw_scene(engine, scene, "svg")
        except (EngineUnusable, TookTooLong):
            return None
        text = drawing.content.decode("utf-8")
        return text[text.index("<svg") :]  # inside a page there is no XML declaration

    def _report(self) -> Report:
        from ondelete.analyses.index_coverage import index_coverage
        from ondelete.analyses.loose import loose_after
        from ondelete.reports.explain import report_explain
        from ondelete.reports.tree_rows import View

        coverage = index_coverage(self.catalog, self.edges)
        loose = loose_after(self.catalog, self.declared, self)
        return report_explain(self, self.catalog, coverage, View(), loose=loose)


class ShownAudit(Audit, frozen=True, kw_only=True):
    """An audit that Jupyter shows. ``str(...)`` is what ``ondelete audit`` prints."""

    catalog: Catalog

    def __repr__(self) -> str:
        return f"<Audit by policy {self.policy}: {len(self.findings):,} findings>"

    def __str__(self) -> str:
        from ondelete.formats import as_text

        return as_text.render(self._report())

    def _repr_html_(self) -> str:
        from ondelete.formats import as_fragment

        return as_fragment.render(self._report())

    def _report(self) -> Report:
        from ondelete.reports.audit import report_audit

        return report_audit(self, self.catalog)


def shown_prediction(prediction: Prediction, catalog: Catalog, declared: Declarations) -> ShownPrediction:
    """Return a prediction with what it takes to show it."""
    return ShownPrediction(**_fields(prediction), catalog=catalog, declared=declared)


def shown_audit(audit: Audit, catalog: Catalog) -> ShownAudit:
    """Return an audit with what it takes to show it."""
    return ShownAudit(**_fields(audit), catalog=catalog)


def _fields(value: Struct) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__struct_fields__}
