"""Plans for the usual tables of an account, as a careful team would decide: read them in ``accounts``.

Each file of SQL is a schema, and the text beside it the plan for its first table of people.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import catalog_of
from ondelete.formats.as_text import render
from ondelete.planning.plan import make_plans
from ondelete.planning.wishes import wishes_of
from ondelete.reports.plan import report_plan
from ondelete.schema import Schema

ACCOUNTS = Path(__file__).parent / "accounts"
PEOPLE = {
    "audit_trail": "users",
    "content": "users",
    "invoices": "customers",
    "memberships": "users",
    "moderation": "users",
    "sessions": "accounts",
}


def test_every_account_has_its_people() -> None:
    assert {path.stem for path in ACCOUNTS.glob("*.sql")} == set(PEOPLE)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_plan_for_an_account(name: str, request: pytest.FixtureRequest) -> None:
    schema = Schema(catalog_of((ACCOUNTS / f"{name}.sql").read_text("utf-8")))
    table = schema.table(PEOPLE[name])
    plans = make_plans(schema.catalog, [table], wishes_of(schema.catalog, [table], schema.declared))
    text = render(report_plan(plans, schema.catalog, rails=False), width=100)
    expected = ACCOUNTS / f"{name}.txt"
    if request.config.getoption("--update-goldens"):
        expected.write_text(text, "utf-8")
    assert text == expected.read_text("utf-8")
