"""Ruby source as values: literals are Python's own, code is only marked as code, and nothing ends in an error."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.ruby import Assignment, Branch, Call, Code, Const, Definition, Lambda, Scope, read_ruby


def value(source: str) -> object:
    """Return the one argument of a call."""
    (call,) = read_ruby(f"x({source})".encode()).body
    assert isinstance(call, Call)
    return call.arguments[0] if call.arguments else call.options


LITERALS = [
    ("'its'", "its"),
    (r"'a\'b\n'", r"a'b\n"),
    (r'"a\"b\n\u00e9\x41\101"', 'a"b\né' + "AA"),
    ('"a" "b"', "ab"),
    ("%q(a b)", "a b"),
    (":name", "name"),
    (':"odd name"', "odd name"),
    ("12_000", 12000),
    ("0x1f", 31),
    ("-1", -1),
    ("1.5", 1.5),
    ("true", True),
    ("nil", None),
    ("[1, :a, 'b']", (1, "a", "b")),
    ("%w[a b]", ("a", "b")),
    ("%i[a b]", ("a", "b")),
    ("a: 1, 'b' => 2, :c => {d: 3}", {"a": 1, "b": 2, "c": {"d": 3}}),
    ("{a: 1}", {"a": 1}),
    ("<<~SQL\n  two\n    lines\nSQL\n", "two\n  lines\n"),
    ("<<-'SQL'\n  raw\\n\n  SQL\n", "  raw\\n\n"),
]


@pytest.mark.parametrize(("source", "expected"), LITERALS)
def test_a_literal_is_a_value(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize("source", ['"a#{b}"', "a + b", "x[1]", "1r", "<<~SQL\n#{x}\nSQL\n", "a..b", "Foo::bar.()"])
def test_what_only_ruby_knows_is_code(source: str) -> None:
    assert isinstance(value(source), Code)


def test_constants_and_lambdas() -> None:
    assert value("Admin::User") == Const("Admin::User", 1)
    assert value("-> { 'now()' }") == Lambda(("now()",), 1)
    assert value("lambda { 'now()' }") == Lambda(("now()",), 1)


def test_the_forms_of_a_class() -> None:
    source = b"""
class Admin::User < Base
  self.table_name = "people"
  has_many :posts, dependent: :destroy if on?
  def self.prefix
    "x_"
  end
  def long
    a
    b
  end
  class << self
    def y = 1
  end
end
"""
    (scope,) = read_ruby(source).body
    assert isinstance(scope, Scope)
    assert (scope.kind, scope.name, scope.superclass) == ("class", "Admin::User", Const("Base", 2))
    name, branch, prefix, long, singleton = scope.body
    assert name == Assignment("self.table_name", "people", 3)
    assert isinstance(branch, Branch)
    (call,) = branch.body
    assert isinstance(call, Call)
    assert (call.name, call.arguments, call.options, call.line) == ("has_many", ("posts",), {"dependent": "destroy"}, 4)
    assert prefix == Definition("prefix", True, "x_", 5)
    assert isinstance(long, Definition)
    assert isinstance(long.returns, Code)
    assert isinstance(singleton, Scope)
    assert singleton.kind == "singleton"


def test_a_block_has_its_parameters_and_its_statements() -> None:
    (call,) = read_ruby(b"with_options(dependent: :destroy) do |a|\n  a.has_many :x\nend").body
    assert isinstance(call, Call)
    assert call.block is not None
    assert call.block.parameters == ("a",)
    assert [each.name for each in call.block.body if isinstance(each, Call)] == ["has_many"]


def test_what_cannot_be_parsed_is_listed_and_the_rest_is_read() -> None:
    read = read_ruby(b"class A\n  has_many :x,,\nend\nclass B\n  has_one :y\nend\n")
    assert [mistake.line for mistake in read.mistakes] == [2]
    assert {each.name for each in read.body if isinstance(each, Scope)} >= {"B"}


def test_deep_nesting_ends_in_code() -> None:
    assert read_ruby(b"x(" + b"[" * 5000 + b"]" * 5000 + b")").body
    assert read_ruby(b"if a\n" * 3000 + b"end\n" * 3000).body


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    read_ruby(text.encode("utf-8", "surrogatepass"))


@given(st.lists(st.sampled_from(["class A", "end", "do |x|", "{", "}", "(", "'", '"', "<<~S", "S", "has_many :x,"])))
def test_any_order_of_pieces_is_read(pieces: list[str]) -> None:
    read_ruby("\n".join(pieces).encode())


def test_without_the_libraries_the_message_names_them() -> None:
    asked = (
        "import sys; sys.modules['tree_sitter_ruby'] = None\n"
        "from ondelete.ruby import read_ruby\n"
        "try: read_ruby(b'')\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == (
        "MissingLibrary Ruby files need two libraries: pip install tree-sitter tree-sitter-ruby"
    )
