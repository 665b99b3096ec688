"""What an answer leaves open because files of this kind cannot say it: a schema.rb, for example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.report import Paragraph, Section, Span, line
from ondelete.reports.base import Answer

if TYPE_CHECKING:
    from ondelete.catalog import Catalog
    from ondelete.report import Report


def with_unsaid(report: Report, catalog: Catalog) -> Report:
    """Return a report that says what the files of the schema cannot say; the same one for a dump, which says all."""
    if not catalog.unsaid:
        return report
    title = line(Span("Not said by this kind of file", "dim"))
    section = Section(title, tuple(Paragraph(line(each), indent=1) for each in catalog.unsaid))
    data = replace(report.data, unsaid=catalog.unsaid) if isinstance(report.data, Answer) else report.data
    return replace(report, sections=(*report.sections, section), data=data)
