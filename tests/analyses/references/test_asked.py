"""A reference that a user names: which one is meant, and what is said if there is none."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.references import References
from ondelete.analyses.references.asked import asked_reference
from ondelete.errors import OndeleteError

CATALOG = catalog_of(
    "CREATE TABLE users (id int PRIMARY KEY);"
    "CREATE TABLE posts (user_id int, title text, editor_id int REFERENCES users, user_ids int[]);"
)


@pytest.mark.parametrize("name", ["posts.user_id", "public.posts.user_id", '"posts"."user_id"', "POSTS.USER_ID"])
def test_a_column_is_named_as_in_sql(name: str) -> None:
    assert asked_reference(CATALOG, References(CATALOG), name).id == "public.posts.user_id"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("user_id", "name a column with its table"),
        ("posts.nothing", "posts has no such column"),
        ("nothing.user_id", "nothing"),
        ("posts.editor_id", "it has a foreign key already, posts_editor_id_fkey"),
        ("posts.title", "nothing says which row it means"),
        ("posts.user_ids", "no key can say it"),
    ],
)
def test_what_is_no_reference(name: str, message: str) -> None:
    with pytest.raises(OndeleteError, match=message):
        asked_reference(CATALOG, References(CATALOG), name)
