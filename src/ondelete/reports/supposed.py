"""The heading of an answer for a schema that nobody has written yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.report import Report, Span, line, name
from ondelete.reports.base import SupposedEntry, WhatIfAnswer
from ondelete.whatif import action_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.catalog import ForeignKey
    from ondelete.report import Line
    from ondelete.whatif import Supposed

_SHOWN = 3
_UNWRITTEN = ", which nobody has written yet"


def supposed_words(supposed: Sequence[Supposed]) -> Line:
    """Return ``with posts_user_id_fkey = CASCADE, which nobody has written yet``; of many changes the first few."""
    spans: list[Span] = []
    for number, change in enumerate(supposed[:_SHOWN]):
        spans += [Span(", " if number else "with "), name(change.words)]
    more = f" and {len(supposed) - _SHOWN:,} more" if len(supposed) > _SHOWN else ""
    return line(*spans, f"{more}{_UNWRITTEN}")


def headed(report: Report, supposed: Sequence[Supposed]) -> Report:
    """Return a report whose title, and JSON, say what is supposed; the same report if nothing is."""
    if not supposed:
        return report
    data = report.data
    if isinstance(data, WhatIfAnswer):
        data = replace(data, supposed=tuple(map(_entry, supposed)))
    return replace(report, title=line(*report.title, ", ", *supposed_words(supposed)), data=data)


def _entry(change: Supposed) -> SupposedEntry:
    key = change.key
    return SupposedEntry(
        key=key.id,
        table=str(key.table),
        columns=key.columns,
        referenced_table=str(key.referenced_table),
        before=_said(change.before),
        after=_said(change.after),
    )


def _said(key: ForeignKey | None) -> str | None:
    return action_words(key).lower() if key is not None else None
