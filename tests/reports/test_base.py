"""What all answers share: names as a user types them, the files, what was not read."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.findings import Fix, Phase
from ondelete.report import Line
from ondelete.reports.base import FixEntry, Names, fix_entry, skipped_entries, source_of
from reports.reporting import TREE

KEYS = catalog_of(
    TREE + 'CREATE TABLE "Two" (a int, "B" int, FOREIGN KEY (a, "B") REFERENCES pairs (x, y) ON DELETE CASCADE);'
)


def told(line: Line) -> str:
    return "".join(span.text for span in line)


def test_a_key_is_told_by_its_columns_and_where_they_lead() -> None:
    names = Names(KEYS)
    assert [told(names.key(key)) for key in KEYS.foreign_keys] == [
        "posts.user_id → users",
        '"Two".(a, "B") → pairs',
    ]
    assert told(names.declared(KEYS.foreign_keys[0])) == "posts.user_id → users  NO ACTION  posts_user_id_fkey, line 2"


def test_names_out_of_the_dump_are_marked_and_ours_are_not() -> None:
    styles = {span.text: span.style for span in Names(KEYS).key(KEYS.foreign_keys[0])}
    assert styles == {"posts": "name", ".user_id": "name", " → ": "plain", "users": "name"}


def test_what_was_not_read_is_in_the_head() -> None:
    (entry,) = skipped_entries(catalog_of(f"{TREE}ALTER TABLE posts FROBNICATE;\n"))
    assert (entry.path, entry.line, entry.text) == ("schema.sql", 3, "ALTER TABLE posts FROBNICATE")


def test_the_source_is_the_file() -> None:
    assert source_of(KEYS) == "schema.sql"


def test_a_fix_as_json_has_it() -> None:
    assert fix_entry(None) is None
    fix = Fix(sql="SELECT 1;", rails="x", phase=next(iter(Phase)))
    assert fix_entry(fix) == FixEntry(sql="SELECT 1;", rails="x")
