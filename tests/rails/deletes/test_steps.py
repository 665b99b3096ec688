"""The order of steps, the loops that a walk can meet, and its bound; tests/postgres/test_rails_steps.py asks Rails."""

from __future__ import annotations

from pathlib import Path

from helpers import catalog_of
from ondelete.rails.deletes.later import later_keys
from ondelete.rails.deletes.pairs import Layers
from ondelete.rails.deletes.steps import Step, destroy_steps
from ondelete.rails.models.reading import read_models
from ondelete.rails.models.resolve import Resolver
from rails.models.apps import written

SQL = """CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users, deleted_at timestamp);
CREATE TABLE notes (id bigint PRIMARY KEY, post_id bigint, user_id bigint);"""


def layers(root: Path, **files: str) -> Layers:
    models = read_models(written(root, {f"{name}.rb": text for name, text in files.items()}))
    return Layers(Resolver(models, catalog_of(SQL)))


def said(found: Layers, model: str) -> list[str]:
    return [_short(step) for step in destroy_steps(found, found.resolver.models.models[model])]


def _short(step: Step) -> str:
    what = f"{step.event} {step.method}" if step.what == "callback" else step.what
    return "  " * step.depth + (f"{what} {step.association}" if step.association else what)


def test_dependent_runs_where_it_stands_among_the_callbacks(tmp_path: Path) -> None:
    user = """class User < ApplicationRecord
  before_destroy :first
  has_many :posts, dependent: :destroy
  before_destroy :last
  before_destroy :earliest, prepend: true
  after_destroy :after
  has_many :notes, dependent: :destroy_async
  after_commit :told
end"""
    post = "class Post < ApplicationRecord\n  acts_as_paranoid\n  after_commit :post_told\nend"
    found = layers(tmp_path, user=user, post=post, note="class Note < ApplicationRecord\nend")
    assert said(found, "User") == [
        "begin",
        "before_destroy earliest",
        "before_destroy first",
        "destroy each posts",
        "  soft delete",
        "before_destroy last",
        "load for a job notes",
        "delete row",
        "after_destroy after",
        "commit",
        "job notes",
        "after_commit told",
        "  after_commit post_told",
    ]
    assert {key.action for key in later_keys(found)} == {"async_delete", "update_column_to"}


def test_models_that_destroy_each_other_end(tmp_path: Path) -> None:
    found = layers(
        tmp_path,
        user="class User < ApplicationRecord\n  has_many :posts, dependent: :destroy\nend",
        post="class Post < ApplicationRecord\n  has_many :users, foreign_key: :id, dependent: :destroy\nend",
    )
    assert said(found, "User") == [
        "begin",
        "destroy each posts",
        "  destroy each users",
        "  delete row",
        "delete row",
        "commit",
    ]


def test_a_walk_has_a_bound(tmp_path: Path) -> None:
    body = "\n".join(f"  before_destroy :check{number}" for number in range(1000))
    found = layers(tmp_path, user=f"class User < ApplicationRecord\n{body}\nend")
    steps = said(found, "User")
    assert (len(steps), steps[-1]) == (401, "cut")
