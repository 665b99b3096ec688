"""A function that a trigger or a rule calls is a part of what a delete does."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.changes import Cause, compare, in_new_names
from ondelete.changes.functions import functions_called

TABLES = """\
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);
CREATE TABLE tags (id bigint PRIMARY KEY);
"""
LOG = "CREATE FUNCTION log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {} RETURN OLD; END $$;\n"
TRIGGER = "CREATE TRIGGER audit BEFORE DELETE ON posts FOR EACH ROW EXECUTE FUNCTION log();\n"
HELPER = "CREATE FUNCTION app.note(x bigint, y text) RETURNS void LANGUAGE sql AS $$ {} $$;\n"
OTHER = "CREATE FUNCTION other() RETURNS int LANGUAGE sql AS $$ SELECT {} $$;\n"


def causes(before: str, after: str) -> list[Cause]:
    new = catalog_of(TABLES + after)
    old, renamed = in_new_names(catalog_of(TABLES + before), new)
    found = compare(old, new, renamed)
    mirrored = compare(new, old).causes
    assert [cause.id for cause in found.causes if cause.what == "function"] == [
        cause.id for cause in mirrored if cause.what == "function"
    ]
    return [cause for cause in found.causes if cause.what == "function"]


@pytest.mark.parametrize(
    ("before", "after", "name", "change"),
    [
        (LOG.format("") + TRIGGER, LOG.format("DELETE FROM tags;") + TRIGGER, "function:public.log", "changed"),
        (TRIGGER, LOG.format("") + TRIGGER, "function:public.log", "added"),
        (LOG.format("") + TRIGGER, TRIGGER, "function:public.log", "removed"),
        (
            LOG.format("PERFORM app.note(1, 'a');") + HELPER.format("SELECT 1") + TRIGGER,
            LOG.format("PERFORM app.note(1, 'a');") + HELPER.format("SELECT 2") + TRIGGER,
            "function:app.note",
            "changed",
        ),
        (
            HELPER.format("SELECT 1") + "CREATE RULE r AS ON DELETE TO posts DO ALSO SELECT app.note(old.id, 'x');",
            HELPER.format("SELECT 2") + "CREATE RULE r AS ON DELETE TO posts DO ALSO SELECT app.note(old.id, 'x');",
            "function:app.note",
            "changed",
        ),
    ],
    ids=["another text", "new", "gone", "behind another one", "of a rule"],
)
def test_deletes_that_run_it_are_named(before: str, after: str, name: str, change: str) -> None:
    (cause,) = causes(before, after)
    assert (cause.id, cause.change) == (name, change)
    (consequence,) = [each for each in cause.consequences if each.class_ == "trigger"]
    assert [table.name for table in consequence.tables] == ["users", "posts"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LOG.format("") + TRIGGER, "\n\n" + LOG.format("\n  ") + TRIGGER),
        (LOG.format("") + TRIGGER + OTHER.format(1), LOG.format("") + TRIGGER + OTHER.format(2)),
        (
            LOG.format("") + TRIGGER.replace("DELETE", "INSERT"),
            LOG.format("NULL;") + TRIGGER.replace("DELETE", "INSERT"),
        ),
    ],
    ids=["another place and other blanks", "no trigger calls it", "no delete runs it"],
)
def test_what_no_delete_can_tell_is_no_consequence(before: str, after: str) -> None:
    assert causes(before, after) == []


def test_a_function_is_listed_once_with_its_schema_and_parameters() -> None:
    catalog = catalog_of(
        TABLES + LOG.format("PERFORM app.note(1, 'a'); PERFORM log();") + HELPER.format("") + OTHER.format(1) + TRIGGER
    )
    assert [each.name for each in functions_called(catalog)] == ["public.log", "app.note"]


def test_what_a_rule_does_instead_and_when_is_a_part_of_it() -> None:
    rule = "CREATE RULE r AS ON DELETE TO posts WHERE old.id > {} DO ALSO DELETE FROM tags WHERE id = {};"
    old, same, other, later = (catalog_of(TABLES + rule.format(*parts)) for parts in ((1, 1), (1, 1), (1, 2), (2, 1)))
    assert compare(old, same).changes == ()
    for new in (other, later):
        assert [change.object.name for change in compare(old, new).changes] == ["public.posts.r"]


DELETES_TAGS = LOG.format("DELETE FROM tags WHERE id = OLD.id;") + TRIGGER
KEEPS = LOG.replace("RETURN OLD", "RETURN NULL").format("") + TRIGGER
RAISES = LOG.format("RAISE EXCEPTION 'no';") + TRIGGER


@pytest.mark.parametrize(
    ("before", "after", "cause", "classes"),
    [
        ("", DELETES_TAGS, "trigger:public.posts.audit", {"newly-deleted", "trigger"}),
        (LOG.format("") + TRIGGER, DELETES_TAGS, "function:public.log", {"newly-deleted", "trigger"}),
        (DELETES_TAGS, LOG.format("") + TRIGGER, "function:public.log", {"no-longer-deleted", "trigger"}),
        (LOG.format("") + TRIGGER, RAISES, "function:public.log", {"newly-blocked", "trigger"}),
        (LOG.format("") + TRIGGER, KEEPS, "function:public.log", {"newly-blocked", "trigger"}),
    ],
    ids=["a trigger that deletes", "its function deletes now", "no longer", "raises now", "keeps the row now"],
)
def test_what_the_code_does_is_a_consequence_of_the_code(
    before: str, after: str, cause: str, classes: set[str]
) -> None:
    new = catalog_of(TABLES + after)
    found = compare(catalog_of(TABLES + before), new).causes
    (told,) = [each for each in found if each.id == cause]
    assert {each.class_ for each in told.consequences} == classes
    assert all({table.name for table in each.tables} == {"users", "posts"} for each in told.consequences)


def test_a_key_behind_a_statement_of_a_trigger_is_reached() -> None:
    key = "CREATE TABLE labels (tag_id bigint REFERENCES tags ON DELETE {});"
    old, new = (catalog_of(TABLES + key.format(action) + DELETES_TAGS) for action in ("CASCADE", "RESTRICT"))
    (cause,) = compare(old, new).causes
    told = {each.class_: {table.name for table in each.tables} for each in cause.consequences}
    assert told == {"newly-blocked": {"users", "posts", "tags"}, "no-longer-deleted": {"users", "posts", "tags"}}
