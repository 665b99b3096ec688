"""The mutants of a module: its text with one thing changed, by the operators of cosmic-ray and two of our own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

import parso
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Of a comparison its contrary and its neighbour at the border; of an operator one other. The rest of cosmic-ray's two
# hundred are more of the same, and decorators (lru_cache) change how long an answer takes and not what it is.
_OF_COSMIC_RAY = """
    ReplaceComparisonOperator_Eq_NotEq ReplaceComparisonOperator_NotEq_Eq
    ReplaceComparisonOperator_Lt_LtE ReplaceComparisonOperator_Lt_GtE
    ReplaceComparisonOperator_LtE_Lt ReplaceComparisonOperator_LtE_Gt
    ReplaceComparisonOperator_Gt_GtE ReplaceComparisonOperator_Gt_LtE
    ReplaceComparisonOperator_GtE_Gt ReplaceComparisonOperator_GtE_Lt
    ReplaceComparisonOperator_Is_IsNot ReplaceComparisonOperator_IsNot_Is
    ReplaceBinaryOperator_Add_Sub ReplaceBinaryOperator_Sub_Add ReplaceBinaryOperator_Mul_Add
    ReplaceBinaryOperator_FloorDiv_Mul ReplaceBinaryOperator_Mod_Add
    ReplaceBinaryOperator_BitOr_BitAnd ReplaceBinaryOperator_BitAnd_BitOr
    ReplaceUnaryOperator_Delete_Not ReplaceUnaryOperator_USub_UAdd AddNot
    ReplaceTrueWithFalse ReplaceFalseWithTrue ReplaceAndWithOr ReplaceOrWithAnd
    ReplaceBreakWithContinue ReplaceContinueWithBreak ExceptionReplacer NumberReplacer ZeroIterationForLoop
    """.split()


class Mutant(NamedTuple):
    """One changed text: the operator that made it, the line and what stands there instead."""

    operator: str
    line: int
    was: str
    becomes: str
    text: str


class _Own(Operator):
    @classmethod
    def examples(cls):  # type: ignore[no-untyped-def]
        return ()


class SwapMembership(_Own):
    """``in`` for ``not in`` and the other way round, which cosmic-ray leaves alone."""

    def mutation_positions(self, node):  # type: ignore[no-untyped-def]
        if node.type == "comparison":
            for operator in node.children[1::2]:
                if self._other(operator) is not None:
                    yield operator.start_pos, operator.end_pos

    def mutate(self, node, index):  # type: ignore[no-untyped-def]
        places = [place for place in range(1, len(node.children), 2) if self._other(node.children[place])]
        node.children[places[index]] = parso.parse(f" {self._other(node.children[places[index]])}")
        return node

    @staticmethod
    def _other(operator) -> str | None:  # type: ignore[no-untyped-def]
        return {"in": "not in", "not in": "in"}.get(" ".join(operator.get_code().split()))


class SwapQuantifier(_Own):
    """``any`` for ``all``, ``min`` for ``max``, and the other way round."""

    _OTHER = {"any": "all", "all": "any", "min": "max", "max": "min"}  # noqa: RUF012  # a constant

    def mutation_positions(self, node):  # type: ignore[no-untyped-def]
        if node.type == "name" and node.value in self._OTHER:
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):  # type: ignore[no-untyped-def]
        node.value = self._OTHER[node.value]
        return node


_OPERATORS: dict[str, type[Operator]] = {
    **{name: get_operator(f"core/{name}") for name in _OF_COSMIC_RAY},
    "SwapMembership": SwapMembership,
    "SwapQuantifier": SwapQuantifier,
}


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Yield each mutant of a module once; what only a type checker reads is no mutant."""
    source = path.read_text("utf-8")
    seen = {_meaning(source)}
    for name, kind in _OPERATORS.items():
        operator = kind()
        places = sum(1 for node in ast_nodes(get_ast(source)) for _ in operator.mutation_positions(node))
        for occurrence in range(places):
            text = mutate_code(source, operator, occurrence)
            meaning = _meaning(text) if text is not None else None
            if text is not None and meaning is not None and meaning not in seen:
                seen.add(meaning)
                yield Mutant(name, *_difference(source, text), text)


def _meaning(text: str) -> str | None:
    """Return what a text says without annotations, decorators, ``frozen`` and ``strict``; None if it is no Python.

    The first are for type checkers and start-up, the others only refuse.
    """
    try:
        return ast.dump(_Bare().visit(ast.parse(text)))
    except SyntaxError:
        return None


class _Bare(ast.NodeTransformer):
    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AnnAssign:
        node.annotation = ast.Constant(None)
        self.generic_visit(node)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        node.keywords = [keyword for keyword in node.keywords if keyword.arg != "frozen"]
        self.generic_visit(node)
        return node

    def visit_If(self, node: ast.If) -> ast.If | None:
        self.generic_visit(node)
        return None if "TYPE_CHECKING" in ast.dump(node.test) else node

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        node.keywords = [keyword for keyword in node.keywords if keyword.arg != "strict"]
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.returns, node.decorator_list = None, []
        self.generic_visit(node)
        return node


def _difference(before: str, after: str) -> tuple[int, str, str]:
    old, new = before.splitlines(), after.splitlines()
    for number, (one, other) in enumerate(zip(old, new, strict=False), 1):
        if one != other:
            return number, one.strip(), other.strip()
    return len(old), "", new[-1].strip()
