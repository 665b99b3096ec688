"""What a rule sees: it cannot change it, and what costs time is computed once."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.rules.base import RuleContext, Run

SQL = "CREATE TABLE p (id bigint PRIMARY KEY);\nCREATE TABLE c (fk bigint REFERENCES p);"


@pytest.mark.parametrize("field", [*RuleContext.__struct_fields__, "graph", "coverage"])
def test_a_rule_cannot_change_what_it_sees(field: str) -> None:
    with pytest.raises(AttributeError):
        setattr(RuleContext.of(catalog_of(SQL)), field, None)


@pytest.mark.parametrize("field", Run.__struct_fields__)
def test_a_rule_cannot_change_what_the_audit_knows(field: str) -> None:
    with pytest.raises(AttributeError):
        setattr(Run(), field, ())


def test_answers_are_computed_once_and_shared_with_a_copy() -> None:
    context = RuleContext.of(catalog_of(SQL))
    copy = replace(context, run=Run(("fk-indexed",)))
    table = QualifiedName("public", "p")
    assert context.coverage is copy.coverage
    assert context.graph is copy.graph
    assert context.index_fixes is copy.index_fixes
    assert context.prediction(table) is copy.prediction(table)
