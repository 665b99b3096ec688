"""Three-valued evaluation: what an expression can be, and whether a CHECK must, may or cannot fail."""

from __future__ import annotations

from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import catalog_of
from ondelete.catalog import Expression, QualifiedName
from ondelete.catalog.expressions import BooleanOp, ColumnRef, Constant, Distinct, NullTest, Operation
from ondelete.deletion.expressions.evaluate import change_outcome, check_outcome, evaluate, truth
from ondelete.deletion.expressions.values import (
    ANYTHING,
    EITHER,
    NULL,
    SOME_VALUE,
    UNKNOWN,
    Possible,
    Value,
    one_of,
    possible,
)


@cache
def expression(condition: str) -> Expression:
    columns = "a int, b int, c int, d text, f boolean, kind text, user_id int"
    catalog = catalog_of(f"CREATE TABLE t ({columns}, CHECK ({condition}))")
    return catalog.checks_of[QualifiedName("public", "t")][0].expression


def outcomes(condition: str, **row: Value) -> frozenset[bool | None]:
    return truth(expression(condition).tree, row)


def value(sql: str, **row: Value) -> Possible:
    """Evaluate a value: the left side of a comparison."""
    tree = expression(f"{sql} = 0").tree
    assert isinstance(tree, Operation)
    return evaluate(tree.operands[0], row)


T, F, N = True, False, None


@pytest.mark.parametrize(
    ("condition", "row", "expected"),
    [
        ("a IS NULL", {"a": None}, {T}),
        ("a IS NULL", {"a": SOME_VALUE}, {F}),
        ("a IS NOT NULL", {}, {T, F}),
        ("a = 1", {"a": 1}, {T}),
        ("a = 1", {"a": 2}, {F}),
        ("a = 1", {"a": None}, {N}),
        ("a = 1", {"a": SOME_VALUE}, {T, F}),
        ("a = 1", {}, {T, F, N}),
        ("a > 1 AND b > 1", {"a": 1, "b": None}, {F}),
        ("a > 1 AND b > 1", {"a": 2, "b": None}, {N}),
        ("a > 1 OR b > 1", {"a": 2, "b": None}, {T}),
        ("a > 1 OR b > 1", {"a": 1, "b": None}, {N}),
        ("NOT a > 1", {"a": None}, {N}),
        ("NOT (a = 1)", {"a": 2}, {T}),
        ("a IN (1, 2)", {"a": 2}, {T}),
        ("a IN (1, NULL)", {"a": 2}, {N}),
        ("a NOT IN (1, 2)", {"a": 3}, {T}),
        ("a NOT IN (1, NULL)", {"a": 3}, {N}),
        ("a = ANY (ARRAY[1, 2])", {"a": 1}, {T}),
        ("a BETWEEN 1 AND 3", {"a": 4}, {F}),
        ("a IS DISTINCT FROM b", {"a": None, "b": None}, {F}),
        ("a IS DISTINCT FROM b", {"a": None, "b": 1}, {T}),
        ("a IS NOT DISTINCT FROM b", {"a": 1, "b": 1}, {T}),
        ("a IS DISTINCT FROM NULL", {"a": SOME_VALUE}, {T}),
        ("(a > 1) IS TRUE", {"a": None}, {F}),
        ("(a > 1) IS NOT TRUE", {"a": None}, {T}),
        ("(a > 1) IS UNKNOWN", {"a": None}, {T}),
        ("f", {"f": None}, {N}),
        ("f", {"f": False}, {F}),
        ("NOT f", {"f": True}, {F}),
        ("num_nonnulls(a, b) = 1", {"a": None, "b": 3}, {T}),
        ("num_nonnulls(a, b) = 1", {"a": None, "b": None}, {F}),
        ("num_nulls(a, b) = 1", {"a": 1, "b": SOME_VALUE}, {F}),
        ("coalesce(a, b) > 0", {"a": None, "b": 1}, {T}),
        ("coalesce(a, b) > 0", {"a": None, "b": None}, {N}),
        ("coalesce(a, 0) = 0", {"a": None}, {T}),
        ("nullif(a, 1) IS NULL", {"a": 1}, {T, F}),
        ("char_length(d) > 3", {"d": None}, {N}),
        ("char_length(d) > 3", {"d": SOME_VALUE}, {T, F}),
        ("btrim(d) IS NULL", {"d": SOME_VALUE}, {F}),
        ("d ~~ 'x%'", {"d": None}, {N}),
        ("d LIKE 'x%'", {"d": SOME_VALUE}, {T, F}),
        ("some_function(a)", {"a": 1}, {T, F, N}),
        ("some_function(a) IS NULL", {"a": None}, {T, F}),
        ("CASE WHEN a IS NULL THEN b > 1 ELSE true END", {"a": 1}, {T}),
        ("CASE WHEN a IS NULL THEN b > 1 ELSE true END", {"a": None, "b": 1}, {F}),
        ("CASE kind WHEN 'x' THEN a IS NULL END", {"kind": "y"}, {N}),
        ("(kind)::text = 'x'::text", {"kind": "x"}, {T}),
        ("kind = 'x'", {"kind": "y"}, {F}),
        ("kind = 'x'", {"kind": "X"}, {T, F}),  # citext would say true
        ("kind < 'x'", {"kind": "y"}, {T, F}),  # a collation, or an enum's order, decides
        ("kind = '2020-01-01'", {"kind": "2020-1-1"}, {T, F}),  # as dates they are equal
        ("a = '1'", {"a": 1}, {T}),
        ("a + 1 = 3", {"a": 2}, {T}),
        ("a * b > 0", {"a": None, "b": 2}, {N}),
        ("a / b > 0", {"a": 1, "b": 2}, {T, F, N}),
        ("true", {}, {T}),
        ("NULL", {}, {N}),
    ],
)
def test_truth(condition: str, row: dict[str, Value], expected: set[bool | None]) -> None:
    assert outcomes(condition, **row) == expected


def test_values() -> None:
    assert value("coalesce(a, b)", a=None, b=2) == possible(2)
    assert value("coalesce(a, b)", a=Possible(frozenset({1}), null=True), b=2) == one_of([1, 2])
    assert value("num_nonnulls(a, b)", a=1) == one_of([1, 2])
    assert value("CASE WHEN a = 1 THEN 5 ELSE 6 END", a=SOME_VALUE) == one_of([5, 6])
    assert value("a + b", a=1) == ANYTHING
    assert value("char_length(d)", d=None) == NULL
    assert value("a") == ANYTHING


@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        ("a IS NOT NULL", "must fail"),
        ("a IS NOT NULL AND b > 0", "must fail"),
        ("a IS NOT NULL OR b IS NOT NULL", "may fail"),
        ("a IS NULL OR b > 0", "cannot fail"),
        ("a > 0", "cannot fail"),
        ("a <> 3 AND a < 10", "cannot fail"),
        ("num_nonnulls(a, b) = 1", "may fail"),
        ("num_nonnulls(a) = 1", "must fail"),
        ("num_nonnulls(a, b) >= 2", "must fail"),
        ("num_nonnulls(a, b) <= 1", "cannot fail"),
        ("(a IS NULL) = (b IS NULL)", "may fail"),
        ("b IS NULL OR b > 0", "may fail"),
        ("b IS NULL OR b IS NOT NULL", "cannot fail"),
        ("some_function(a)", "may fail"),
        ("NOT (a IS NULL)", "must fail"),
        ("char_length(a::text) > 0", "cannot fail"),
        ("coalesce(a, 0) <> 0", "must fail"),
        ("coalesce(a, b) IS NOT NULL", "may fail"),
    ],
)
def test_check_outcome_with_a_null(condition: str, outcome: str) -> None:
    assert check_outcome(expression(condition), {"a": None}) == outcome


def test_check_outcome_knows_columns_that_are_never_null() -> None:
    either = expression("a IS NOT NULL OR b IS NOT NULL")
    assert check_outcome(either, {"a": None}, {"b"}) == "cannot fail"
    both = expression("num_nonnulls(a, b) = 2")
    assert check_outcome(both, {"a": 1}, {"b"}) == "cannot fail"


def test_check_outcome_of_a_default() -> None:
    assert check_outcome(expression("kind IN ('x', 'y')"), {"kind": "z"}) == "must fail"
    assert check_outcome(expression("kind IN ('x', 'y')"), {"kind": "x"}) == "cannot fail"


@pytest.mark.parametrize(
    ("condition", "outcome"),
    [
        ("(kind = 'user') = (user_id IS NOT NULL)", "must fail"),
        ("(kind = 'user' AND user_id IS NOT NULL) OR (kind = 'guest' AND user_id IS NULL)", "must fail"),
        ("kind <> 'user' OR user_id IS NOT NULL", "may fail"),
        ("num_nonnulls(user_id, a) = 1", "must fail"),
        ("num_nonnulls(user_id, a) >= 1", "may fail"),
        ("num_nonnulls(user_id, a) <= 1", "cannot fail"),
        ("user_id IS NULL OR a > 0", "cannot fail"),
        ("user_id IS NULL", "cannot fail"),  # no row with a user can exist
        ("user_id IS NOT NULL", "must fail"),
        ("some_function(user_id)", "may fail"),
    ],
)
def test_change_outcome_uses_that_the_check_held_before(condition: str, outcome: str) -> None:
    assert change_outcome(expression(condition), {"user_id": SOME_VALUE}, {"user_id": None}, {"kind"}) == outcome


def test_a_check_that_is_null_passes_so_a_nullable_kind_escapes() -> None:
    check = expression("(kind = 'user') = (user_id IS NOT NULL)")
    assert change_outcome(check, {"user_id": SOME_VALUE}, {"user_id": None}) == "may fail"


NAMES = ("a", "b", "c")
CONSTANTS = (None, 1, 2)


def trees() -> st.SearchStrategy[object]:
    literals = [Constant("null" if c is None else "number", None if c is None else str(c)) for c in CONSTANTS]
    leaf = st.one_of(st.sampled_from([ColumnRef(n) for n in NAMES]), st.sampled_from(literals))
    test = st.one_of(
        st.builds(NullTest, leaf, st.booleans()),
        st.builds(lambda o, a, b: Operation(o, (a, b)), st.sampled_from(["=", "<>", "<", ">="]), leaf, leaf),
        st.builds(Distinct, leaf, leaf, st.booleans()),
    )
    return st.recursive(
        test,
        lambda inner: st.one_of(
            st.builds(lambda a: BooleanOp("not", (a,)), inner),
            st.builds(lambda o, a, b: BooleanOp(o, (a, b)), st.sampled_from(["and", "or"]), inner, inner),
        ),
        max_leaves=5,
    )


@given(tree=trees(), known=st.sets(st.sampled_from(NAMES)), row=st.tuples(*[st.sampled_from([None, 1, 2, 3])] * 3))
def test_what_is_said_of_a_partly_known_row_holds_for_every_full_row(
    tree: object, known: set[str], row: tuple[int | None, ...]
) -> None:
    full = dict(zip(NAMES, row, strict=True))
    exact = truth(tree, full)
    assert len(exact) == 1
    assert exact <= truth(tree, {n: full[n] for n in known})


@given(tree=trees(), new=st.sampled_from(CONSTANTS))
def test_outcomes_are_sound(tree: object, new: int | None) -> None:
    rows = [dict(zip(NAMES, values, strict=True)) for values in product((None, 1, 2, 3), repeat=3)]
    check = Expression("", tree)
    fails = {truth(tree, {**row, "a": new}) == {False} for row in rows}
    said = check_outcome(check, {"a": new})
    assert {"must fail": fails == {True}, "cannot fail": fails == {False}}.get(said, True)
    held = [row for row in rows if row["a"] is not None and truth(tree, row) != {False}]
    fails = {truth(tree, {**row, "a": new}) == {False} for row in held}
    said = change_outcome(check, {"a": SOME_VALUE}, {"a": new})
    assert {"must fail": fails <= {True}, "cannot fail": fails <= {False}}.get(said, True)


def test_many_columns_are_not_split_and_stay_sound() -> None:
    names = [f"c{i}" for i in range(14)]
    tree = BooleanOp("or", tuple(NullTest(ColumnRef(n), is_null) for n in names for is_null in (True, False)))
    assert check_outcome(Expression("", tree), {"a": None}) in ("may fail", "cannot fail")
    assert EITHER < UNKNOWN
