"""Audits of findings that a test makes up, where SQL text would only stand in the way."""

from __future__ import annotations

import msgspec
from hypothesis import strategies as st

from ondelete.catalog import Location, QualifiedName
from ondelete.findings import Acceptance, Audit, Finding, Fix, RuleInfo, Severity
from ondelete.report import Report, line

TRIGGER = "A trigger.\n\nSee [set-null](set-null.md), [a page](https://x.test/4)."
RULES = (
    RuleInfo(
        "OD101", "set-null", "It cannot be NULL.", "It cannot be NULL.\n\nWhy.", "https://x.test/1", Severity.ERROR
    ),
    RuleInfo("OD102", "fk-indexed", "No index.", "No index.", None, Severity.WARNING),
    RuleInfo(
        "OD103",
        "trigger",
        "A trigger.",
        "A trigger.\n\nSee [set-null](set-null.md), [a page](https://x.test/4).",
        "https://x.test/3",
        Severity.INFO,
    ),
)
HOSTILE = (
    "<script>alert('x')</script>",
    "\x1b[31mred\x1b[0m\x9b2J",
    "right\u202eleft",
    "two\nlines\r\n::error::owned",
    "a|b\\|c",
    "``` `x` ~~~",
    "# *x* _y_ [a](javascript:1) ![i](//e.test/i) &lt;",
    "@nobody #1 GH-1 a@e.test www.e.test https://e.test 0123456789abcdef",
    "]]><!-- & -->",
    "100% a,b:c",
    "=1+1",
    "{0} %s ${HOME}",
    "\udcff\udc80\ufffe\uffff\x00\x0b\u2028",
    "   ",
    "1. x",
    "- x",
    "📦 Käufer №",
)
_CHARACTERS = st.one_of(
    st.characters(exclude_categories=("Cs",)),
    st.characters(codec=None, min_codepoint=0xDC80, max_codepoint=0xDCFF, categories=("Cs",)),
)
NAMES = st.one_of(st.sampled_from(HOSTILE), st.text(_CHARACTERS, min_size=1, max_size=20))
"""Any text that a file can hold as a name: also bytes that are no text (lone surrogates), and what no XML can hold."""


class Nothing(msgspec.Struct):
    """Data of a report whose data does not matter."""


def finding(
    name: str = "orders",
    *,
    rule: str = "fk-indexed",
    severity: Severity = Severity.WARNING,
    path: str = "schema.sql",
    number: int = 7,
    accepted: Acceptance | None = None,
    sql: str | None = None,
) -> Finding:
    """Return a finding on the key ``public.NAME.NAME_fkey``."""
    return Finding(
        rule=rule,
        severity=severity,
        message=f"The key of {name} is bad.",
        subject=f"public.{name}.{name}_fkey",
        table=QualifiedName("public", name),
        key=f"public.{name}.{name}_fkey",
        columns=(name,),
        location=Location(path, number),
        fix=Fix(sql=sql) if sql else None,
        accepted=accepted,
    )


def acceptance(by: str = "config", reason: str = "it is small") -> Acceptance:
    """Return why a finding does not count, said in line 3 of the configuration."""
    return Acceptance(by, reason, Location("ondelete.toml", 3))


def audit_report(*findings: Finding, compared: bool = False) -> Report:
    """Return the report of an audit; what is accepted stands apart."""
    audit = Audit(
        "default",
        findings=tuple(one for one in findings if one.accepted is None),
        accepted=tuple(one for one in findings if one.accepted is not None),
        rules=RULES,
        compared=compared,
    )
    return Report(line("Audit"), "schema.sql", line("v"), (), Nothing(), audit=audit)
