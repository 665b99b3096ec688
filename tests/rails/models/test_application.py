"""From files to models: concerns, inheritance, reopened classes, callbacks, in the order in which Rails meets them."""

from __future__ import annotations

from pathlib import Path

from ondelete.rails.models.values import Association, Callback
from rails.models.apps import models_of


def items(model: object) -> list[str]:
    """Return the names of associations and callbacks in their order."""
    return [
        item.name if isinstance(item, Association) else f"{item.event} {item.method}"
        for item in model.items  # type: ignore[attr-defined]
        if isinstance(item, Association | Callback)
    ]


def test_a_concern_goes_to_whoever_includes_it_at_the_place_of_the_include(tmp_path: Path) -> None:
    models = models_of(
        tmp_path,
        user="class User < ApplicationRecord\n  has_many :a\n  include Noted\n  has_many :z\nend",
        noted="module Noted\n  extend ActiveSupport::Concern\n  include Deep\n  included do\n    has_many :notes\n"
        "    before_destroy :check\n  end\nend",
        deep="module Deep\n  def self.included(base)\n    base.class_eval do\n      has_many :deep\n    end\n  end\nend",
    ).models
    assert items(models["User"]) == ["a", "deep", "notes", "before_destroy check", "z"]
    assert {item.model for item in models["User"].items} == {"User"}


def test_a_subclass_has_the_table_and_the_items_of_its_base(tmp_path: Path) -> None:
    models = models_of(
        tmp_path,
        person="class Person < ApplicationRecord\n  has_many :badges\nend",
        visitor="class Visitor < Person\n  has_many :reviews\nend",
        guide="class Guide < Visitor\n  self.table_name = 'guides'\nend",
    ).models
    visitor = models["Visitor"]
    assert (visitor.base, visitor.table_name, items(visitor)) == ("Person", "people", ["badges", "reviews"])
    assert [each.id for each in visitor.own_associations] == ["Visitor.reviews"]
    assert models["Guide"].table_name == "guides"


def test_an_abstract_class_gives_its_items_to_each_class_below(tmp_path: Path) -> None:
    models = models_of(
        tmp_path,
        base="class BaseRecord < ApplicationRecord\n  self.abstract_class = true\n  has_many :notes\nend",
        user="class User < BaseRecord\nend",
    ).models
    assert list(models) == ["User"]
    assert models["User"].own_associations == ()
    assert [(each.model, each.name) for each in models["User"].associations] == [("User", "notes")]


def test_a_class_that_several_files_open_is_one(tmp_path: Path) -> None:
    models = models_of(
        tmp_path,
        a="class User < ApplicationRecord\n  has_many :a\nend",
        b="User.class_eval do\n  has_many :b\nend\nUser.include(More)",
        more="module More\n  extend ActiveSupport::Concern\n  included { has_many :c }\nend",
    ).models
    assert items(models["User"]) == ["a", "b", "c"]


def test_callbacks_of_destroy_alone_are_kept(tmp_path: Path) -> None:
    source = """class User < ApplicationRecord
  before_save :no
  before_destroy :one, :two, prepend: true
  around_destroy { |_, block| block.call }
  after_commit :three, on: [:create, :destroy]
  after_commit :no, on: :create
  after_destroy_commit :four
  after_commit :five
end"""
    found = models_of(tmp_path, user=source).models["User"].callbacks
    assert [(each.event, each.method, each.prepend) for each in found] == [
        ("before_destroy", "one", True),
        ("before_destroy", "two", True),
        ("around_destroy", "a block", False),
        ("after_commit", "three", False),
        ("after_commit", "four", False),
        ("after_commit", "five", False),
    ]


def test_a_class_that_is_no_record_is_no_model(tmp_path: Path) -> None:
    models = models_of(
        tmp_path,
        plain="class Plain\n  belongs_to :x\nend",
        form="class Form < Plain\nend",
        s="class S < Struct.new(:a)\nend",
        gem="class Token < Doorkeeper::AccessToken\n  belongs_to :user\nend",
    ).models
    assert list(models) == ["Token"]


def test_a_file_that_cannot_be_parsed_is_told_and_keeps_what_can_be_read(tmp_path: Path) -> None:
    found = models_of(
        tmp_path,
        user="class User < ApplicationRecord\n  has_many :posts\n  has_many :x, ->(\n  def y\nend",
        post="class Post < ApplicationRecord\nend",
    )
    assert [each.location.path.rpartition("/")[2] for each in found.unread]
    assert set(found.models) == {"User", "Post"}
    assert "posts" in items(found.models["User"])


def test_methods_are_passed_over_without_losing_lines(tmp_path: Path) -> None:
    source = "class User < ApplicationRecord\n  def x\n    if a\n      b\n    end\n  end\n  has_many :posts\nend"
    (posts,) = models_of(tmp_path, user=source).models["User"].own_associations
    assert posts.location.line == 7


def test_soft_deletes_name_their_column(tmp_path: Path) -> None:
    found = models_of(tmp_path, user="class User < ApplicationRecord\n  acts_as_paranoid column: :gone_at\nend")
    soft = found.models["User"].soft_delete
    assert soft is not None
    assert (soft.macro, soft.column) == ("acts_as_paranoid", "gone_at")


def test_classes_and_concerns_that_nest_without_end_are_read_as_far_as_anybody_would(tmp_path: Path) -> None:
    names = "\n".join(f"class {'::'.join(['A'] * depth)} < ApplicationRecord\nend" for depth in range(1, 1500))
    chain = "\n".join(
        f"module M{number}\n  extend ActiveSupport::Concern\n  include M{number + 1}\n  included {{ has_many :a{number} }}\nend"
        for number in range(2000)
    )
    models = models_of(tmp_path, a=names, chain=chain, c="class C < ApplicationRecord\n  include M0\nend").models
    assert len(models) < 50
    assert "a0" in items(models["C"])
