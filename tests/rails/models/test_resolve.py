"""Each form of an association, and the table and columns that it means."""

from __future__ import annotations

from pathlib import Path

import pytest

from rails.models.apps import resolved_in

SQL = """
CREATE TABLE users (id bigint PRIMARY KEY, name text);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE, author_id bigint);
CREATE TABLE comments (id bigint PRIMARY KEY, subject_type text, subject_id bigint, post_id bigint REFERENCES posts);
CREATE TABLE posts_users (post_id bigint, user_id bigint);
CREATE TABLE admin_roles (id bigint PRIMARY KEY, user_id bigint REFERENCES users);
CREATE TABLE roles (id bigint PRIMARY KEY);
CREATE SCHEMA billing;
CREATE TABLE billing.invoices (id bigint PRIMARY KEY, user_id bigint, tenant_id bigint);
CREATE TABLE taggings (id bigint PRIMARY KEY, taggable_type text, taggable_id bigint);
"""
USER = "class User < ApplicationRecord\n  {}\nend\n"
POST = "class Post < ApplicationRecord\n  belongs_to :user\n  has_many :comments\nend\n"
COMMENT = "class Comment < ActiveRecord::Base\n  belongs_to :subject, polymorphic: true\n  belongs_to :post\nend\n"
OTHERS = {"post.rb": POST, "comment.rb": COMMENT}

FORMS = [
    ("has_many :posts", "posts", "public.posts", ("user_id",)),
    ("has_many :posts, foreign_key: :author_id", "posts", "public.posts", ("author_id",)),
    ("has_many :writings, class_name: 'Post', foreign_key: 'author_id'", "writings", "public.posts", ("author_id",)),
    ("has_many :writings, class_name: Post.name", "writings", "public.posts", ("user_id",)),
    ("has_many :writings, :class_name => '::Post'", "writings", "public.posts", ("user_id",)),
    ("has_one :post, -> { order(:id) }", "post", "public.posts", ("user_id",)),
    ("has_many :comments, as: :subject", "comments", "public.comments", ("subject_id",)),
    ("has_and_belongs_to_many :posts", "posts", "public.posts_users", ("user_id",)),
    ("has_many :posts\n  has_many :comments, through: :posts", "comments", "public.comments", ("post_id",)),
    ("has_many :posts\n  has_many :remarks, through: :posts, source: :comments", "remarks", "public.comments", ("post_id",)),
    ("with_options(foreign_key: :author_id) { |a| a.has_many :posts }", "posts", "public.posts", ("author_id",)),
    ("with_options(foreign_key: :author_id) { has_many :posts }", "posts", "public.posts", ("author_id",)),
    ("has_many :posts if ENV['X']", "posts", "public.posts", ("user_id",)),
    ("acts_as_taggable", "taggings", "public.taggings", ("taggable_id",)),
    ("belongs_to :name, foreign_key: :name, class_name: 'Post'", "name", "public.users", ("name",)),
    ("has_many :invoices, query_constraints: [:tenant_id, :user_id]", "invoices", "billing.invoices", ("tenant_id", "user_id")),
]  # fmt: skip


@pytest.mark.parametrize(("body", "name", "table", "columns"), FORMS)
def test_a_form_means_a_table_and_its_columns(
    tmp_path: Path, body: str, name: str, table: str, columns: tuple[str, ...]
) -> None:
    found = resolved_in(tmp_path, SQL, {**OTHERS, "user.rb": USER.format(body)})[f"User.{name}"]
    assert (found.reason, str(found.table), found.columns) == ("", table, columns)


def test_the_key_is_the_one_on_the_columns(tmp_path: Path) -> None:
    found = resolved_in(tmp_path, SQL, {**OTHERS, "user.rb": USER.format("has_many :posts")})
    assert found["User.posts"].key == found["Post.user"].key == "public.posts.posts_user_id_fkey"
    assert found["Comment.subject"].type_column == "subject_type"


UNCLEAR = [
    ("has_many :nothings", "nothings", "no file of the models defines Nothing, and no table is called so"),
    ("has_many :posts, foreign_key: :gone_id", "posts", "posts has no column gone_id"),
    ("has_many :posts, class_name: kind_of_post", "posts", "its class_name is Ruby code"),
    ("has_many :comments, through: :posts", "comments", "User has no association posts to go through"),
    ("has_many name_of_it", "name_of_it", "its name is Ruby code"),
    ("self.table_name = compute\n  has_many :posts", "posts", "the table of User is named by Ruby code"),
    ("self.table_name = 'people'\n  has_many :posts", "posts", "the schema has no table people for User"),
    ("has_many :a, through: :a", "a", "it goes through a, which comes back to itself"),
]


@pytest.mark.parametrize(("body", "name", "reason"), UNCLEAR)
def test_what_does_not_resolve_says_why(tmp_path: Path, body: str, name: str, reason: str) -> None:
    found = resolved_in(tmp_path, SQL, {**OTHERS, "user.rb": USER.format(body)})[f"User.{name}"]
    assert found.reason.endswith(reason)
    assert not found.is_resolved


NAMESPACES = [
    ("module Admin\n  class Role < ApplicationRecord\n    belongs_to :user\n  end\nend", "public.admin_roles"),
    ("class Admin::Role < ApplicationRecord\n  self.table_name = 'admin_roles'\n  belongs_to :user\nend", "public.admin_roles"),
    ("module Admin\n  def self.table_name_prefix = 'admin_'\n  class Role < ApplicationRecord\n    belongs_to :user\n  end\nend", "public.admin_roles"),
    ("module Admin\n  class Base < ApplicationRecord\n    self.abstract_class = true\n    self.table_name_prefix = 'admin_'\n  end\n  class Role < Base\n    belongs_to :user\n  end\nend", "public.admin_roles"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "table"), NAMESPACES[1:])
def test_a_namespace_gives_the_table_its_beginning(tmp_path: Path, source: str, table: str) -> None:
    found = resolved_in(tmp_path, SQL, {**OTHERS, "user.rb": USER.format(""), "admin/x.rb": ""} | {"role.rb": source})
    assert str(found["Admin::Role.user"].table) == table


def test_without_a_prefix_a_namespace_says_nothing_of_the_table(tmp_path: Path) -> None:
    """Rails takes ``roles``; it has no user_id, and that is said."""
    found = resolved_in(tmp_path, SQL, {**OTHERS, "user.rb": USER.format(""), "role.rb": NAMESPACES[0][0]})
    assert found["Admin::Role.user"].reason == "roles has no column user_id"
