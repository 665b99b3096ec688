"""All references of a schema: which belong to a delete, which are denied, and which denials are stale."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.analyses.references import References
from ondelete.catalog import QualifiedName
from ondelete.declarations import Declarations
from ondelete.deletion.predict import predict_delete

USERS = "CREATE TABLE users (id bigint PRIMARY KEY);"


def test_a_reference_can_be_denied_and_a_denial_can_be_stale() -> None:
    catalog = catalog_of(f"{USERS} CREATE TABLE posts (user_id bigint, owner_user_id bigint);")
    denied = ("*.user_id", "posts.owner_user_id", "posts.gone_id")
    found = References(catalog, Declarations(not_references=denied))
    assert found.all == ()
    assert [(each.option, each.entry) for each in found.stale] == [("not-references", "posts.gone_id")]


def test_a_delete_leaves_those_behind_that_mean_what_it_deletes() -> None:
    catalog = catalog_of(
        f"{USERS} CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);"
        "CREATE TABLE teams (id bigint PRIMARY KEY); CREATE TABLE likes (post_id bigint, team_id bigint);"
        "CREATE TABLE visits (visitor_user_id bigint); CREATE TABLE logs (user_id bigint);"
        "CREATE TABLE tags (on_type text, on_id bigint);"
    )
    left = References(catalog).after(predict_delete(catalog, QualifiedName("public", "users")))
    assert [each.shown for each in left] == [
        "logs.user_id",  # a whole name is surer than the last part of one
        "visits.visitor_user_id",
        "likes.post_id",
        "tags.(on_type, on_id)",
    ]


def test_a_column_is_asked_for_its_reference() -> None:
    found = References(catalog_of(f"{USERS} CREATE TABLE posts (user_id bigint, title text);"))
    posts = QualifiedName("public", "posts")
    reference = found.of_column(posts, "user_id")
    assert reference is not None
    assert reference.to == QualifiedName("public", "users")
    assert found.of_column(posts, "title") is None
