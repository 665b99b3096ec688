"""Types come and go: the constraints of a domain occupy names, as those of tables do."""

from __future__ import annotations

from ondelete.catalog import Domain, DomainCheck, Expression, Location, QualifiedName
from ondelete.catalog.expressions import Constant
from ondelete.dump.replay.changes.user_types import drop_type, put_type
from ondelete.dump.replay.model.state import State

NAME = QualifiedName("public", "d")
TRUE = Expression("true", Constant("boolean", "true"))


def domain(*checks: str, base: QualifiedName | None = None) -> Domain:
    made = tuple(DomainCheck(check, TRUE) for check in checks)
    return Domain(NAME, "text", base, False, None, made, Location("x.sql", 1))


def taken(state: State, names: str) -> str:
    return "".join(name for name in names if state.constraint_exists("public", name))


def test_the_names_of_its_constraints_are_taken_while_it_is_there() -> None:
    state = State()
    put_type(domain("a"), state)
    put_type(domain("a", "b"), state)
    assert taken(state, "abc") == "ab"
    put_type(domain("b", "c"), state)
    assert taken(state, "abc") == "bc"
    assert drop_type(NAME, state) == domain("b", "c")
    assert (taken(state, "abc"), state.types) == ("", {})


def test_a_name_that_two_domains_have_is_free_when_both_are_gone() -> None:
    state = State()
    other = Domain(QualifiedName("public", "e"), "text", None, False, None, domain("a").checks, Location("x.sql", 1))
    put_type(domain("a"), state)
    put_type(other, state)
    drop_type(NAME, state)
    assert taken(state, "a") == "a"
    drop_type(other.name, state)
    assert taken(state, "a") == ""


def test_a_domain_uses_the_type_below_it() -> None:
    state = State()
    put_type(domain(base=QualifiedName("public", "b")), state)
    assert list(state.type_users[QualifiedName("public", "b")]) == [NAME]
