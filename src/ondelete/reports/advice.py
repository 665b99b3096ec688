"""The answer of ``plan --advise``: which way suits each key, and the decision table behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ondelete.planning.advice import ASPECTS, Way
from ondelete.report import Paragraph, Report, Section, Span, line
from ondelete.reports.base import Names, WhatIfAnswer, skipped_entries, source_of
from ondelete.reports.sections import incomplete_sections
from ondelete.text.counts import count
from ondelete.whatif import action_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog
    from ondelete.planning.advice import Advice, Aspect


class AdviceEntry(msgspec.Struct, frozen=True):
    """The advice for one key. ``now`` is its action in the words of SQL; ``against`` says which ways cannot work."""

    key: str
    table: str
    columns: tuple[str, ...]
    referenced_table: str
    now: str
    way: Way
    why: str
    against: dict[str, str]


class AspectEntry(msgspec.Struct, frozen=True):
    """A row of the decision table: what each way means for one aspect, and the source that says so."""

    aspect: str
    restrict: str
    nullify: str
    cascade: str
    job: str
    source: str


class AdviseAnswer(WhatIfAnswer, frozen=True, kw_only=True):
    """JSON of ``ondelete plan --advise``."""

    advice: tuple[AdviceEntry, ...]
    decision_table: tuple[AspectEntry, ...]


def report_advice(found: Sequence[Advice], catalog: Catalog) -> Report:
    """Return the advice for some keys, and the decision table."""
    names = Names(catalog)
    told = tuple(block for advice in found for block in _told(advice, names))
    table = tuple(block for aspect in ASPECTS for block in _aspect(aspect))
    return Report(
        title=line("What suits a foreign key on delete"),
        source=source_of(catalog),
        verdict=line(
            f"Advice for {count(len(found), 'foreign key')}, by what the schema shows and which sizes are declared."
        ),
        sections=(
            *incomplete_sections(catalog.skipped),
            *([Section(line(Span("Advice", "strong")), told)] if told else []),
            Section(line(Span("What each way means", "strong")), table),
        ),
        data=AdviseAnswer(
            skipped=skipped_entries(catalog),
            complete=not catalog.skipped,
            advice=tuple(map(_entry, found)),
            decision_table=tuple(
                AspectEntry(a.name, a.restrict, a.nullify, a.cascade, a.job, a.source) for a in ASPECTS
            ),
        ),
    )


def _told(advice: Advice, names: Names) -> Iterator[Paragraph]:
    now = action_words(advice.key)
    yield Paragraph(line(*names.key(advice.key), f"  {now}: ", Span(advice.way.value, "strong")), indent=1, hang=1)
    yield Paragraph(line(advice.why), indent=2)
    for way, why in advice.against:
        yield Paragraph(line(f"not {way.value}: {why}"), indent=2)


def _aspect(aspect: Aspect) -> Iterator[Paragraph]:
    yield Paragraph(line(Span(aspect.name, "strong"), Span(f"  ({aspect.source})", "dim")), indent=1, hang=1)
    ways = zip(Way, (aspect.restrict, aspect.nullify, aspect.cascade, aspect.job), strict=True)
    for way, words in ways:
        yield Paragraph(line(f"{way.value}: {words}"), indent=2, hang=1)


def _entry(advice: Advice) -> AdviceEntry:
    key = advice.key
    return AdviceEntry(
        key=key.id,
        table=str(key.table),
        columns=key.columns,
        referenced_table=str(key.referenced_table),
        now=action_words(key).lower(),
        way=advice.way,
        why=advice.why,
        against={way.value: why for way, why in advice.against},
    )
