"""Sections that several reports share, and how a long list is cut."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.reports.base import Names
from ondelete.reports.sections import first_of, later_section, not_modelled_section
from ondelete.schema import Schema
from reports.reporting import USERS


@pytest.mark.parametrize(
    ("number", "full", "shown", "rest"),
    [(6, False, 6, ""), (7, False, 6, "… 1 more; --full shows all"), (7, True, 7, "")],
)
def test_a_list_that_is_too_long_is_counted(number: int, full: bool, shown: int, rest: str) -> None:
    items, paragraphs = first_of(range(number), full=full)
    assert len(items) == shown
    assert "".join(span.text for block in paragraphs for span in block.line) == rest


def test_a_section_without_entries_is_none() -> None:
    names = Names(catalog_of(USERS))
    assert later_section([], names, full=False) is None
    assert not_modelled_section([], names, full=False) is None


def test_a_trigger_is_named_with_its_table() -> None:
    sql = (
        USERS + "CREATE FUNCTION f() RETURNS trigger LANGUAGE c AS 'library';"
        "CREATE TRIGGER veto BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION f();"
    )
    schema = Schema(catalog_of(sql))
    section = not_modelled_section(schema.predict_delete("users").not_modelled, Names(schema.catalog), full=False)
    assert section is not None
    assert "".join(span.text for span in section.blocks[0].line).startswith("trigger veto on users (BEFORE DELETE")
