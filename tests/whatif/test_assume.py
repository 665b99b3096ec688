"""Which texts name which keys, what an action changes, and what is refused with a reason."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.errors import OndeleteError
from ondelete.schema import Schema
from ondelete.whatif import action_words

SCHEMA = """\
CREATE TABLE users (id bigint PRIMARY KEY, code text UNIQUE, loose text);
CREATE TABLE tenants (a bigint, b bigint, PRIMARY KEY (a, b));
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, editor_id bigint, a bigint, b bigint, code text,
  twice bigint GENERATED ALWAYS AS (id * 2) STORED REFERENCES users);
CREATE SCHEMA app;
CREATE TABLE app.notes (id bigint PRIMARY KEY, user_id bigint);
CREATE UNLOGGED TABLE passing (id bigint PRIMARY KEY);
CREATE TABLE bare (x bigint);
ALTER TABLE posts ADD CONSTRAINT fk_author FOREIGN KEY (user_id) REFERENCES users;
ALTER TABLE posts ADD CONSTRAINT fk_editor FOREIGN KEY (editor_id) REFERENCES users ON DELETE SET NULL;
ALTER TABLE posts ADD CONSTRAINT fk_tenant FOREIGN KEY (a, b) REFERENCES tenants DEFERRABLE;
ALTER TABLE app.notes ADD CONSTRAINT fk_author FOREIGN KEY (user_id) REFERENCES users ON DELETE RESTRICT;
"""


def schema() -> Schema:
    return Schema(catalog_of(SCHEMA))


def changed(*texts: str) -> dict[str, str]:
    return {change.key.id: action_words(change.after) for change in schema().suppose(*texts).supposed}


AUTHOR, NOTE = "public.posts.fk_author", "app.notes.fk_author"


@pytest.mark.parametrize(
    "name",
    [
        "public.posts.fk_author",
        "posts.fk_author",
        "posts.user_id",
        "posts.user_id → users",
        "posts.user_id->users",
        "public.posts.user_id -> public.users",
        "posts.fk_a*",
        "public.posts.fk_auth??",
    ],
)
def test_a_key_goes_by_every_name_that_an_answer_gives_it(name: str) -> None:
    assert changed(f"{name}=cascade") == {AUTHOR: "CASCADE"}


def test_a_key_of_several_columns_and_one_with_a_name_of_its_own() -> None:
    assert changed("posts.(a, b) → tenants=cascade") == changed("fk_tenant=cascade")
    assert changed("fk_tenant=cascade") == {"public.posts.fk_tenant": "CASCADE"}


@pytest.mark.parametrize(
    ("pattern", "keys"),
    [
        ("fk_*", 4),
        ("posts.*", 4),
        ("app.notes.*", 1),
        ("*", 5),
    ],
)
def test_a_pattern_means_every_key_that_it_matches(pattern: str, keys: int) -> None:
    assert len(changed(f"{pattern}=restrict")) == keys


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("cascade", "CASCADE"),
        ("restrict", "RESTRICT"),
        ("no-action", "NO ACTION"),
        ("set-null", "SET NULL"),
        ("set-null(a)", "SET NULL (a)"),
        ("set-default(b, a)", "SET DEFAULT (b, a)"),
        ("set-default", "SET DEFAULT"),
        ("deferred", "DEFERRED"),
        ("CASCADE", "CASCADE"),
        ("none", "none"),
    ],
)
def test_an_action_in_its_word(word: str, words: str) -> None:
    assert changed(f"fk_tenant={word}") == {"public.posts.fk_tenant": words}


def test_an_action_changes_nothing_but_on_delete() -> None:
    (change,) = schema().suppose("fk_tenant=cascade").supposed
    assert change.before is not None
    assert change.after is not None
    assert change.after.timing == change.before.timing
    assert change.after.on_update == change.before.on_update


def test_a_key_keeps_its_place_and_a_new_one_comes_last() -> None:
    before = [key.id for key in schema().catalog.foreign_keys]
    after = schema().suppose("posts.fk_author=cascade", "new:bare.x→users=set-null").catalog.foreign_keys
    assert [key.id for key in after] == [*before, "public.bare.bare_x_fkey"]


def test_none_takes_a_key_away() -> None:
    assert AUTHOR not in [key.id for key in schema().suppose("posts.fk_author=none").catalog.foreign_keys]


def test_the_later_of_two_texts_counts() -> None:
    assert changed("fk_*=cascade", "posts.fk_author=restrict")[AUTHOR] == "RESTRICT"


@pytest.mark.parametrize(
    ("text", "referenced"),
    [
        ("new:bare.x→users=cascade", ("id",)),
        ("new:public.bare.x -> users = cascade", ("id",)),
        ("new:posts.code→users(code)=set-null", ("code",)),
        ("new:posts.(b, a)→tenants=cascade", ("a", "b")),
        ("new:posts.(a, b)→tenants(b, a)=cascade", ("b", "a")),
    ],
)
def test_a_key_that_is_not_there(text: str, referenced: tuple[str, ...]) -> None:
    (change,) = schema().suppose(text).supposed
    assert change.before is None
    assert change.key.referenced_columns == referenced


REFUSED = {
    "fk_editer=cascade": r"no foreign key .* Did you mean public\.posts\.fk_editor",
    "fk_author=cascade": r"several foreign keys .* public\.posts\.fk_author, app\.notes\.fk_author",
    "fk_editor=delete": r"delete: no such action; the actions are cascade, restrict",
    "fk_editor=": r"no such action",
    "fk_editor=cascade(editor_id)": r"no such action",
    "fk_editor": r"write KEY=ACTION",
    "=cascade": r"write KEY=ACTION",
    "zzz*=cascade": r"no foreign key of this schema has that name\.",
    "fk_tenant=set-null(user_id)": r"user_id is no column of the key, whose columns are \(a, b\)",
    "posts.twice=set-null": r"twice is a generated column",
    "new:bare.x=cascade": r"write new:TABLE\.COLUMN→TABLE",
    "new:x→users=cascade": r"write new:TABLE\.COLUMN→TABLE",
    "new:bare.y→users=cascade": r"bare has no column y",
    "new:bare.x→nowhere=cascade": r"nowhere: no such table",
    "new:bare.x→posts(user_id)=cascade": r"nothing keeps user_id of posts unique",
    "new:posts.user_id→bare=cascade": r"bare has no primary key",
    "new:bare.x→tenants=cascade": r"x cannot meet \(a, b\)",
    "new:bare.x→users(code)=cascade": r"x is bigint and code is text, which no key compares",
    "new:bare.x→passing=cascade": r"passing is unlogged and bare is not",
    "new:bare.x→users=none": r"cannot be taken away",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(OndeleteError, match=REFUSED[text]):
        schema().suppose(text)


def test_two_keys_on_the_same_columns_are_told_apart_by_their_names() -> None:
    text = SCHEMA + "ALTER TABLE posts ADD CONSTRAINT again FOREIGN KEY (user_id) REFERENCES users;\n"
    with pytest.raises(OndeleteError, match="several foreign keys are on these columns"):
        Schema(catalog_of(text)).suppose("posts.user_id=cascade")
