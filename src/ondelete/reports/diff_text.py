"""The words of ``diff``: a section for each cause, then what the change does to verdicts, findings and facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.changes.objects import What
from ondelete.deletion.kinds import Verdict
from ondelete.report import Column, Line, Paragraph, Section, Span, Table, line, name
from ondelete.reports.base import Names
from ondelete.reports.verdicts import VERDICTS
from ondelete.text.counts import several, together

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.catalog import Catalog, Location, QualifiedName
    from ondelete.changes import Cause, Consequence, Review
    from ondelete.findings import Finding
    from ondelete.report import Block, Style

_LISTED = 6
CLASS_WORDS: dict[str, tuple[str, Style]] = {
    "newly-blocked": ("newly blocked", "bad"),
    "unblocked": ("no longer blocked", "good"),
    "newly-deleted": ("newly deleted", "bad"),
    "no-longer-deleted": ("no longer deleted", "good"),
    "newly-nulled": ("newly changed", "warn"),
    "no-longer-nulled": ("no longer changed", "plain"),
    "left-behind": ("left behind", "bad"),
    "unindexed": ("no index", "warn"),
    "indexed": ("has an index now", "good"),
    "cycle": ("new cycle", "warn"),
    "order": ("depends on creation order", "warn"),
    "trigger": ("code that runs", "warn"),
    "contract": ("contract", "bad"),
    "silenced": ("silenced", "warn"),
}
"""How each class is written for people, and its style."""


_CHANGES = {"added": "new", "removed": "dropped", "changed": "changed"}


_FEW = 3
"""So many causes are told at once; of more there is a table first, and a page opens each when it is asked to."""


class DiffWriter:
    """Writes the parts for people, in the names of the new schema."""

    def __init__(self, after: Catalog) -> None:
        self._names = Names(after)

    def sections(self, review: Review) -> Iterator[Section]:
        """Yield a section for each cause, then those about verdicts, findings and facts."""
        many = len(review.causes) > _FEW
        if many:
            yield Section(line("Causes"), (self._table(review.causes),))
        for cause in review.causes:
            yield Section(self._heading(cause), tuple(self._blocks(cause)), collapsed=many)
        if review.difference.outcomes:
            yield Section(line("Verdicts that changed"), (self._outcomes(review),), collapsed=True)
        yield from self._findings("New findings", review.new)
        yield from self._findings("Fixed findings", review.fixed)
        if review.accepted or review.stale:
            yield Section(line("Let pass by the configuration"), tuple(self._accepted(review)), collapsed=True)
        facts = list(self._facts(review))
        if facts:
            heads = (Column("object"), Column("name"), Column("change"))
            yield Section(line("What is different"), (Table(heads, tuple(facts)),), collapsed=True)

    def about(self, cause: Cause) -> tuple[Line, str, str]:
        """Return what changed, and how; its clauses as far as they differ; and its place in the new schema."""
        return self._title(cause), _definition(cause), _place(cause.location)

    def _heading(self, cause: Cause) -> Line:
        place = _place(cause.location)
        return line(*self._title(cause), Span(f"  {place}", "dim") if place else "")

    def _title(self, cause: Cause) -> Line:
        words = _CHANGES[cause.change]
        title = line(Span(cause.what, "plain"), " ", name(_short(cause.name, self._names.home)), f", {words}")
        if cause.what in (What.SILENCED, What.CONTRACT):
            title = line(f"{cause.what}: ", name(cause.name))
        return title

    def _table(self, causes: Sequence[Cause]) -> Table:
        rows = []
        for cause in causes:
            classes = _grouped(cause.consequences)
            words = [f"{CLASS_WORDS[each][0]}: {len(found):,}" for each, found in classes.items()]
            what = line(f"{cause.what} ", name(_short(cause.name, self._names.home)))
            rows.append((what, line(_CHANGES[cause.change]), line(", ".join(words))))
        return Table((Column("cause"), Column("change"), Column("consequences")), tuple(rows))

    def _blocks(self, cause: Cause) -> Iterator[Block]:
        definition = _definition(cause)
        if definition:
            yield Paragraph(line(name(definition)), indent=1, hang=1)
        for class_, consequences in _grouped(cause.consequences).items():
            words, style = CLASS_WORDS[class_]
            for told in self._told(consequences):
                yield Paragraph(line(Span(words, style), ": ", *told), indent=1, hang=2)

    def _told(self, consequences: Sequence[Consequence]) -> Iterator[Line]:
        """Yield what happens, together for what happens on the same tables."""
        by_tables: dict[tuple[QualifiedName, ...], list[Consequence]] = {}
        for one in consequences:
            by_tables.setdefault(one.tables, []).append(one)
        for tables, found in by_tables.items():
            yield self.sentence(found, tables)

    def sentence(self, found: Sequence[Consequence], tables: Sequence[QualifiedName]) -> Line:
        """Return what several consequences of one class are on the same tables."""
        first = found[0]
        said = [each.before if _is_gone(each) else each.after for each in found]
        what = [together([text for text in said if text], shown=_LISTED)]
        roots = line("a delete on ", *several([self._names.table(table) for table in tables], shown=_LISTED))
        if not tables or first.class_ in ("contract", "silenced", "cycle", "left-behind"):
            return line(*what, f"; was: {first.before}" if first.before and first.after else "")
        if first.class_ in ("newly-blocked", "unblocked", "order", "unindexed", "indexed"):
            return line(*roots, " ", *what, *_other_verdict(first))
        return line(*what, " with ", *roots)

    def _outcomes(self, review: Review) -> Table:
        rows = tuple(
            (line(self._names.table(each.table)), line(_verdict_words(each.before)), line(_verdict_words(each.after)))
            for each in review.difference.outcomes
        )
        return Table((Column("table"), Column("before"), Column("after")), rows)

    def _findings(self, title: str, findings: Sequence[Finding]) -> Iterator[Section]:
        if findings:
            blocks = (_item(f"{each.severity} {each.rule}: {each.message}", place=each.location) for each in findings)
            yield Section(line(title), tuple(blocks), collapsed=title.startswith("Fixed"))

    def _accepted(self, review: Review) -> Iterator[Block]:
        for each in review.accepted:
            words = CLASS_WORDS[each.consequence.class_][0]
            reason = ", because ", name(each.accept.reason)
            yield _item(f"{words} by ", name(each.cause.name), *reason, place=each.accept.location)
        for stale in review.stale:
            words = f" ({', '.join(stale.classes)})"
            yield _item("stale, nothing of that name is so any more: ", name(stale.cause), words, place=stale.location)

    def _facts(self, review: Review) -> Iterator[tuple[Line, ...]]:
        home = self._names.home
        for each in review.difference.renamed:
            yield (
                line(each.what.value),
                line(name(_short(each.before, home))),
                line("is now ", name(_short(each.after, home))),
            )
        for change in review.difference.changes:
            one = change.object
            words = _CHANGES[change.kind]
            yield line(one.what.value), line(name(_short(one.name, home))), line(words)


def _item(*parts: str | Span, place: Location) -> Paragraph:
    return Paragraph(line(*parts, Span(f"  {_place(place)}", "dim")), indent=1, hang=2)


def _is_gone(one: Consequence) -> bool:
    return one.class_ in ("unblocked", "no-longer-deleted", "no-longer-nulled", "indexed") or one.after is None


def _other_verdict(one: Consequence) -> Line:
    """Return what the verdict was, or is now that nothing stops the delete there."""
    other = one.after if _is_gone(one) else one.before
    found = next((verdict for verdict in Verdict if verdict.value == other), None)
    if found is None:
        return line(f"; was: {other}" if other else "")
    return line("; it is " if _is_gone(one) else "; it was ", _verdict_words(found), " now" if _is_gone(one) else "")


def _short(name: str, home: str) -> str:
    return name.removeprefix(f"{home}.")


def _place(location: Location) -> str:
    return f"{location.path}:{location.line}" if location.path else ""


def _definition(cause: Cause) -> str:
    """Return the clauses that differ, or all of them if the object is new or gone."""
    if cause.what in (What.SILENCED, What.CONTRACT):
        return ""
    before, after = cause.before or (), cause.after or ()
    if cause.before is not None and cause.after is not None:
        old = " ".join(clause for clause in before if clause not in after) or "nothing"
        new = " ".join(clause for clause in after if clause not in before) or "nothing"
        return f"{old} → {new}" if before != after else " ".join(after)
    words = " ".join(after or before)
    return "" if words == "table" else words  # a plain one: the heading has said so


def _grouped(consequences: Sequence[Consequence]) -> dict[str, list[Consequence]]:
    found: dict[str, list[Consequence]] = {}
    for one in consequences:
        found.setdefault(one.class_, []).append(one)
    return found


def _verdict_words(verdict: Verdict) -> Span:
    words = VERDICTS[verdict]
    return Span(words.says, words.style)
