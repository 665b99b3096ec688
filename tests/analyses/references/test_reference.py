"""How a reference is named, and whether a foreign key could take its place."""

from __future__ import annotations

import pytest

from ondelete.analyses.references import Grade, Kind, Reference
from ondelete.catalog import Location, QualifiedName


def made(*columns: str, kind: Kind = Kind.NAME, to: str | None = "users", met: tuple[str, ...] = ("id",)) -> Reference:
    target = QualifiedName("public", to) if to is not None else None
    table = QualifiedName("app", "posts")
    return Reference(table, columns, target, met, kind, Grade.STRONG, "name of the table", Location("s.sql", 1))


@pytest.mark.parametrize(
    ("columns", "id_", "shown"),
    [
        (("user_id",), "app.posts.user_id", "app.posts.user_id"),
        (("tenant_id", "user_id"), "app.posts.(tenant_id, user_id)", "app.posts.(tenant_id, user_id)"),
        (("User",), "app.posts.User", 'app.posts."User"'),
    ],
)
def test_names(columns: tuple[str, ...], id_: str, shown: str) -> None:
    assert (made(*columns).id, made(*columns).shown) == (id_, shown)


@pytest.mark.parametrize(
    ("reference", "can_be_key"),
    [
        (made("user_id"), True),
        (made("user_id", kind=Kind.LOOSE), True),
        (made("user_id", met=()), False),
        (made("user_ids", kind=Kind.ARRAY), False),
        (made("data", kind=Kind.JSON), False),
        (made("o_type", "o_id", kind=Kind.POLYMORPHIC, to=None), False),
    ],
)
def test_a_key_needs_to_know_what_it_meets(reference: Reference, *, can_be_key: bool) -> None:
    assert reference.can_be_key is can_be_key
