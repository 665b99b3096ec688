"""The words of diff."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.reports.diff_text import CLASS_WORDS, DiffWriter
from ondelete.schema import Schema
from reports.reporting import USERS, child


def titles(before: str, after: str) -> list[str]:
    one, other = Schema(catalog_of(USERS + before)), Schema(catalog_of(USERS + after))
    sections = DiffWriter(other.catalog).sections(one.diff(other))
    return ["".join(span.text for span in section.title) for section in sections]


def test_a_cause_is_a_section() -> None:
    found = titles(child("posts", "CASCADE"), child("posts", "RESTRICT"))
    assert "posts" in found[0]
    assert "Verdicts that changed" in found


def test_many_causes_stand_in_a_table_first() -> None:
    after = "".join(child(f"t{number}", "RESTRICT") for number in range(5))
    assert titles("", after)[0] == "Causes"


def test_what_gets_worse_is_loud() -> None:
    assert CLASS_WORDS["newly-blocked"] == ("newly blocked", "bad")
    assert CLASS_WORDS["unblocked"] == ("no longer blocked", "good")
