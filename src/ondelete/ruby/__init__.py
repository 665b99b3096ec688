"""Ruby source as values, without Ruby: the only room that speaks tree-sitter. Nothing is run."""

from ondelete.ruby.reading import read_ruby
from ondelete.ruby.values import (
    Assignment,
    Block,
    Branch,
    Call,
    Code,
    Const,
    Definition,
    Lambda,
    Mistake,
    Scope,
    Source,
    Value,
)

__all__ = [
    "Assignment",
    "Block",
    "Branch",
    "Call",
    "Code",
    "Const",
    "Definition",
    "Lambda",
    "Mistake",
    "Scope",
    "Source",
    "Value",
    "read_ruby",
]
