"""Where the grammar does not take a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.ruby.values import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

_MOST_MISTAKES = 20
_CUT = 200


def mistakes_in(root: Node) -> Iterator[Mistake]:
    """Yield the first places that the grammar does not take, each the smallest that it names."""
    pending, found = [root], 0
    while pending and found < _MOST_MISTAKES:
        node = pending.pop()
        inner = [child for child in node.children if child.has_error]
        if inner:
            pending.extend(reversed(inner))
        elif node.is_error or node.is_missing:
            found += 1
            yield Mistake(node.start_point[0] + 1, _text(node.parent if node.is_missing and node.parent else node))


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")[:_CUT]
