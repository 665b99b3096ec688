"""What a change of the schema does to deletes, for the page: causes and consequences in the words of ``diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.explorer.model.data import CauseRow, ChangeView, ConsequenceRow
from ondelete.reports.diff_text import CLASS_WORDS, DiffWriter
from ondelete.text.counts import count

if TYPE_CHECKING:
    from ondelete.catalog import Catalog
    from ondelete.changes import Cause, Review
    from ondelete.explorer.model.numbering import Numbering
    from ondelete.report import Line


def change_view(review: Review, base: str, after: Catalog, numbers: Numbering) -> ChangeView:
    """Return what the page shows of a change.

    Args:
        review: the change.
        base: what the schema is compared with, as a person named it.
        after: the schema that the page is about.
        numbers: the numbers of its tables.
    """
    writer = DiffWriter(after)
    different = len(review.difference.changes) + len(review.difference.renamed)
    return ChangeView(
        base=base,
        says=f"{count(different, 'difference')}, {count(len(review.causes), 'cause')} with consequences for deletes, "
        f"{count(len(review.new), 'new finding')}, {len(review.fixed):,} fixed.",
        causes=tuple(_cause(cause, writer, numbers) for cause in review.causes),
    )


def _cause(cause: Cause, writer: DiffWriter, numbers: Numbering) -> CauseRow:
    title, definition, place = writer.about(cause)
    rows = []
    for each in cause.consequences:
        words, style = CLASS_WORDS[each.class_]
        known = tuple(numbers.tables(table) for table in each.tables if table in numbers.tables)
        rows.append(ConsequenceRow(words, style, _plain(writer.sentence([each], each.tables)), known))
    return CauseRow(_plain(title), definition, place, tuple(rows))


def _plain(line: Line) -> str:
    return "".join(span.text for span in line)
