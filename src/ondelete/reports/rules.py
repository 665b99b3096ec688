"""The answer of ``rules``: the list of rules, or one rule's page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from ondelete.findings import Severity
from ondelete.report import Code, Column, Paragraph, Report, Section, Span, Table, line
from ondelete.reports.base import Answer
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.rules import Policy, Rule


class RuleEntry(msgspec.Struct, frozen=True):
    """A rule; ``severity`` is its severity in the policy, None if it is off.

    ``url`` is a URI reference to its page: an address, or the path from the top of the repository while the project has
    no address.
    """

    code: str
    name: str
    summary: str
    severity: Severity | None
    url: str


class RulesAnswer(Answer, frozen=True, kw_only=True):
    """JSON of ``ondelete rules``."""

    policy: str
    rules: tuple[RuleEntry, ...]


def report_rules(rules: Mapping[str, Rule], policy: Policy) -> Report:
    """Return all rules with their severity in a policy."""
    data = _data(rules, policy)
    rows = tuple((line(r.code), line(r.name), line(r.severity or "off"), line(r.summary)) for r in data.rules)
    on = sum(rule.severity is not None for rule in data.rules)
    return Report(
        title=line("Rules"),
        source="",
        verdict=line(f"{count(len(rows), 'rule')}, {on} on in policy {policy.name}. 'ondelete rules NAME' shows one."),
        sections=(Section((), (Table((Column("code"), Column("name"), Column("severity"), Column("finds")), rows),)),),
        data=data,
    )


def report_rule(rule: Rule, page: str, policy: Policy) -> Report:
    """Return one rule's page."""
    entry = _data({rule.name: rule}, policy)
    severity = entry.rules[0].severity
    weight = f"{severity} in policy {policy.name}" if severity else f"off in policy {policy.name}"
    return Report(
        title=line(f"{rule.name} ({rule.code})"),
        source=weight,
        verdict=line(rule.summary),
        sections=(*_sections(_below_summary(page, rule.summary)), *_read_at(rule)),
        data=entry,
    )


def _read_at(rule: Rule) -> tuple[Section, ...]:
    return (Section((), (Code(rule.url, "text"),)),) if rule.url else ()


def _below_summary(page: str, summary: str) -> str:
    """Return the page below its title and its summary, which the report has already."""
    return page.partition(summary)[2] if summary in page else page


def _sections(markdown: str) -> Iterator[Section]:
    """Yield the parts of a page: fenced code unchanged, everything else wrapped again."""
    for number, part in enumerate(re.split(r"^```\w*\n(.*?)^```$", markdown, flags=re.MULTILINE | re.DOTALL)):
        if number % 2:
            yield Section((), (Code(part.rstrip(), "sql", indent=1),))
            continue
        for text in re.findall(r"(?:.+\n?)+", part):
            yield Section((), tuple(_prose(text.strip())))


def _prose(text: str) -> Iterator[Paragraph]:
    if text.startswith("#"):
        yield Paragraph(line(Span(text.lstrip("# "), "strong")))
        return
    items = re.split(r"\n(?=- )", text)
    for item in items:
        yield Paragraph(line(" ".join(item.split())), hang=int(item.startswith("- ")))


def _data(rules: Mapping[str, Rule], policy: Policy) -> RulesAnswer:
    return RulesAnswer(policy=policy.name, rules=tuple(_entry(rule, policy) for rule in rules.values()))


def _entry(rule: Rule, policy: Policy) -> RuleEntry:
    setting = policy.rules.get(rule.name)
    return RuleEntry(
        code=rule.code,
        name=rule.name,
        summary=rule.summary,
        severity=setting.severity if setting else None,
        url=rule.url or rule.page,
    )
