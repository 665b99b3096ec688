"""Ruby source to values, by the grammar of tree-sitter."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from ondelete.errors import OndeleteError
from ondelete.ruby.mistakes import mistakes_in
from ondelete.ruby.strings import heredoc_text, heredocs, string_text
from ondelete.ruby.values import (
    Assignment,
    Block,
    Branch,
    Call,
    Code,
    Const,
    Definition,
    Lambda,
    Scope,
    Source,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tree_sitter import Node, Parser

_DEEPEST = 60
"""Levels that are read: no schema or model nests so deep, and Python's own stack ends at a thousand."""
_CUT = 200
_MISSING = "Ruby files need two libraries: pip install tree-sitter tree-sitter-ruby"
_LITERALS: dict[str, Value] = {"true": True, "false": False, "nil": None}
_BRANCHES = frozenset(
    "if unless elsif else case when in_clause case_match while until for begin rescue ensure then do "
    "if_modifier unless_modifier while_modifier until_modifier rescue_modifier parenthesized_statements "
    "conditional".split()
)
_CONDITION = frozenset({"condition", "value", "pattern", "exceptions", "variable"})


class MissingLibrary(OndeleteError):
    """The libraries that read Ruby are not installed; the message names them."""


@cache
def _parser() -> Parser:
    """Return the parser.

    Raises:
        MissingLibrary: the libraries are not there.
    """
    try:
        # An extra, and few runs read Ruby.
        import tree_sitter
        import tree_sitter_ruby
    except ImportError as error:
        raise MissingLibrary(_MISSING) from error
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_ruby.language()))


def read_ruby(source: bytes) -> Source:
    """Return what the source says; bytes that are no UTF-8 are replaced.

    Raises:
        MissingLibrary: tree-sitter or its grammar of Ruby is not installed.
    """
    root = _parser().parse(source).root_node
    reader = _Reader(heredocs(root) if b"<<" in source else {})
    mistakes = tuple(mistakes_in(root)) if root.has_error else ()
    return Source(reader.statements(root, 0), mistakes)


def _line(node: Node) -> int:
    return node.start_point[0] + 1


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


class _Reader:
    """Reads one tree; each form has a method of its own, found by the name that the grammar gives it."""

    def __init__(self, bodies: dict[int, Node]) -> None:
        self._bodies = bodies
        self._forms: dict[str, Callable[[Node, int], Value]] = {
            "call": self._call,
            "identifier": self._bare,
            "constant": self._constant,
            "scope_resolution": self._constant,
            "string": self._string,
            "chained_string": self._chained,
            "simple_symbol": lambda node, _: _text(node)[1:],
            "delimited_symbol": self._string,
            "hash_key_symbol": lambda node, _: _text(node),
            "integer": self._number,
            "float": self._number,
            "unary": self._unary,
            "array": self._array,
            "string_array": self._array,
            "symbol_array": self._array,
            "bare_string": self._string,
            "bare_symbol": self._string,
            "hash": lambda node, depth: self._pairs(node, depth) if _plain(node) else _code(node),
            "lambda": self._lambda,
            "heredoc_beginning": self._heredoc,
            "class": self._scope,
            "module": self._scope,
            "singleton_class": self._scope,
            "method": self._definition,
            "singleton_method": self._definition,
            "assignment": self._assignment,
        }

    def statements(self, node: Node, depth: int) -> tuple[Value, ...]:
        """Return the statements of a body, and what is left of those that cannot be parsed."""
        found: list[Value] = []
        for child in node.named_children:
            if child.type == "ERROR" and depth < _DEEPEST:
                found.extend(self.statements(child, depth + 1))
            elif child.type not in _NO_STATEMENT:
                found.append(self.value(child, depth + 1))
        return tuple(found)

    def value(self, node: Node, depth: int) -> Value:
        """Return an expression or a statement."""
        kind = node.type
        if depth > _DEEPEST:
            return _code(node)
        if (form := self._forms.get(kind)) is not None:
            return form(node, depth)
        if kind in _LITERALS:
            return _LITERALS[kind]
        if kind in _BRANCHES:
            return Branch(tuple(self._branches(node, depth)), _line(node), _text(node)[:_CUT])
        return _code(node)

    def _branches(self, node: Node, depth: int) -> Iterator[Value]:
        """Yield the statements of all branches, not the conditions."""
        for index, child in enumerate(node.children):
            if not child.is_named or child.type in _NO_STATEMENT:
                continue
            if node.field_name_for_child(index) in _CONDITION:
                continue
            found = self.value(child, depth + 1)
            if isinstance(found, Branch):
                yield from found.body
            else:
                yield found

    def _call(self, node: Node, depth: int) -> Value:
        receiver, method = node.child_by_field_name("receiver"), node.child_by_field_name("method")
        if method is None:  # a lambda that is called: foo.()
            return _code(node)
        arguments, options = self._arguments(node.child_by_field_name("arguments"), depth)
        block = node.child_by_field_name("block")
        name = _text(method)
        if receiver is None and name in ("lambda", "proc") and block is not None:
            return Lambda(self._block(block, depth).body, _line(node))
        return Call(
            self.value(receiver, depth + 1) if receiver is not None else None,
            name,
            arguments,
            options,
            self._block(block, depth) if block is not None else None,
            _line(node),
            _text(node)[:_CUT],
        )

    def _arguments(self, node: Node | None, depth: int) -> tuple[tuple[Value, ...], dict[str, Value]]:
        """Return the positional arguments, and the keyword arguments; a hash at the end is no positional one."""
        if node is None:
            return (), {}
        children = [child for child in node.named_children if child.type != "comment"]
        options = self._pairs(node, depth)
        values = [self.value(child, depth + 1) for child in children if child.type != "pair"]
        if not options and values and isinstance(values[-1], dict):
            last = values.pop()
            options = last if isinstance(last, dict) else {}
        return tuple(values), options

    def _pairs(self, node: Node, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for pair in node.named_children:
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if pair.type != "pair" or key is None:
                continue
            name = self.value(key, depth + 1)
            shown = name if isinstance(name, str) else _text(key)
            found[shown] = self.value(value, depth + 1) if value is not None else Code(shown, _line(key))
        return found

    def _block(self, node: Node, depth: int) -> Block:
        parameters, body = node.child_by_field_name("parameters"), node.child_by_field_name("body")
        names = tuple(_text(child) for child in parameters.named_children) if parameters is not None else ()
        return Block(names, self.statements(body, depth + 1) if body is not None else ())

    def _lambda(self, node: Node, depth: int) -> Value:
        body = node.child_by_field_name("body")
        return Lambda(self._block(body, depth).body if body is not None else (), _line(node))

    def _bare(self, node: Node, _depth: int) -> Value:
        name = _text(node)
        return Call(None, name, (), {}, None, _line(node), name[:_CUT])

    def _constant(self, node: Node, _depth: int) -> Value:
        scope = node.child_by_field_name("scope")
        if scope is not None and scope.type not in ("constant", "scope_resolution"):
            return _code(node)
        return Const("".join(_text(node).split()), _line(node))

    def _string(self, node: Node, _depth: int) -> Value:
        found = string_text(node)
        return found if found is not None else _code(node)

    def _chained(self, node: Node, _depth: int) -> Value:
        parts = [string_text(child) for child in node.named_children if child.type != "comment"]
        texts = [part for part in parts if part is not None]
        return "".join(texts) if len(texts) == len(parts) else _code(node)

    def _heredoc(self, node: Node, _depth: int) -> Value:
        body = self._bodies.get(node.start_byte)
        found = heredoc_text(_text(node), body) if body is not None else None
        return found if found is not None else _code(node)

    def _number(self, node: Node, _depth: int) -> Value:
        text = _text(node).replace("_", "")
        try:
            return float(text) if node.type == "float" else int(text, 0 if not text.isdecimal() else 10)
        except ValueError:  # 1r, 2i, and integers longer than Python reads
            return _code(node)

    def _unary(self, node: Node, depth: int) -> Value:
        operand = node.child_by_field_name("operand")
        value = self.value(operand, depth + 1) if operand is not None else None
        if isinstance(value, int | float) and not isinstance(value, bool) and _text(node).startswith("-"):
            return -value
        return _code(node)

    def _array(self, node: Node, depth: int) -> Value:
        return tuple(self.value(child, depth + 1) for child in node.named_children if child.type != "comment")

    def _scope(self, node: Node, depth: int) -> Value:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        above = node.child_by_field_name("superclass")
        parent = above.named_children[0] if above is not None and above.named_children else None
        kind: Literal["class", "module", "singleton"] = "singleton"
        if node.type in ("class", "module"):
            kind = "class" if node.type == "class" else "module"
        return Scope(
            kind,
            "".join(_text(name).split()) if name is not None else "self",
            self.value(parent, depth + 1) if parent is not None else None,
            self.statements(body, depth + 1) if body is not None else (),
            _line(node),
        )

    def _definition(self, node: Node, depth: int) -> Value:
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        single = body
        if body is not None and body.type == "body_statement":
            single = body.named_children[0] if body.named_child_count == 1 else None
        literal = single is not None and single.type in _RETURNED
        shown, on_self = _text(name) if name is not None else "", node.type == "singleton_method"
        return Definition(
            shown,
            on_self,
            self.value(single, depth + 1) if literal and single is not None else Code("", _line(node)),
            _line(node),
            self.statements(body, depth + 1) if on_self and shown == "included" and body is not None else (),
        )

    def _assignment(self, node: Node, depth: int) -> Value:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        value: Any = self.value(right, depth + 1) if right is not None else None
        return Assignment("".join(_text(left).split()) if left is not None else "", value, _line(node))


_NO_STATEMENT = frozenset({"comment", "heredoc_body", "ERROR", "empty_statement"})
_RETURNED = frozenset({"string", "simple_symbol", "true", "false", "nil", "constant", "scope_resolution", "integer"})


def _plain(node: Node) -> bool:
    """Whether a hash has only pairs."""
    return all(child.type in ("pair", "comment") for child in node.named_children)


def _code(node: Node) -> Code:
    return Code(_text(node)[:_CUT], _line(node))
