"""Types and domains."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, reasons
from ondelete.catalog import CompositeType, Domain, EnumType, OtherType, UserType

E = "CREATE TYPE y AS ENUM ('a', 'b');"
LABELS = {
    "ADD VALUE 'x'": ["a", "b", "x"],
    "ADD VALUE 'x' BEFORE 'a'": ["x", "a", "b"],
    "ADD VALUE 'x' AFTER 'a'": ["a", "x", "b"],
    "ADD VALUE IF NOT EXISTS 'a'": ["a", "b"],
    "RENAME VALUE 'a' TO 'x'": ["x", "b"],
    "ADD VALUE 'x'; ALTER TYPE y RENAME TO z; ALTER TYPE z ADD VALUE 'w' AFTER 'x'": ["a", "b", "x", "w"],
    "ADD VALUE 'x'; DROP TYPE y; CREATE TYPE y AS ENUM ('c')": ["c"],
}


def made(sql: str) -> UserType:
    [found] = clean(sql).types.values()
    return found


@pytest.mark.parametrize("sql", LABELS)
def test_the_values_of_an_enumeration(sql: str) -> None:
    found = made(f"{E} ALTER TYPE y {sql};")
    assert isinstance(found, EnumType)
    assert list(found.labels) == LABELS[sql]


def test_a_composite_type_and_others() -> None:
    composite = made("CREATE TYPE y AS (a int, b numeric(5));")
    assert isinstance(composite, CompositeType)
    assert [(each.name, each.type) for each in composite.columns] == [("a", "integer"), ("b", "numeric(5,0)")]
    span = made("CREATE TYPE y AS RANGE (subtype = int4, subtype_diff = f);")
    assert isinstance(span, OtherType)
    assert (span.kind, span.subtype) == ("range", "integer")
    base = made("CREATE TYPE y; CREATE TYPE y (INPUT = f, OUTPUT = g);")
    assert isinstance(base, OtherType)
    assert base.kind == "base"
    assert clean("CREATE AGGREGATE y (int) (sfunc = f, stype = int);").types == {}


D = "CREATE DOMAIN d AS int DEFAULT 1 CONSTRAINT c CHECK (VALUE > 0);"
DOMAINS = {
    "": (False, "1", {"c": "VALUE > 0"}),
    "SET NOT NULL": (True, "1", {"c": "VALUE > 0"}),
    "SET DEFAULT 2 + 2": (False, "2 + 2", {"c": "VALUE > 0"}),
    "DROP DEFAULT": (False, None, {"c": "VALUE > 0"}),
    "ADD CHECK (VALUE > 1)": (False, "1", {"c": "VALUE > 0", "d_check": "VALUE > 1"}),
    "ADD CONSTRAINT e CHECK (VALUE > 1) NOT VALID": (False, "1", {"c": "VALUE > 0", "e": "VALUE > 1"}),
    "DROP CONSTRAINT c": (False, "1", {}),
    "DROP CONSTRAINT IF EXISTS nope": (False, "1", {"c": "VALUE > 0"}),
    "VALIDATE CONSTRAINT c": (False, "1", {"c": "VALUE > 0"}),
}


@pytest.mark.parametrize("sql", DOMAINS)
def test_a_domain(sql: str) -> None:
    found = made(D + (f"ALTER DOMAIN d {sql};" if sql else ""))
    assert isinstance(found, Domain)
    default = found.default.sql if found.default is not None else None
    checks = {check.name: check.expression.sql for check in found.checks}
    assert (found.not_null, default, checks) == DOMAINS[sql]


def test_a_not_null_of_a_domain_goes_by_its_name() -> None:
    found = made("CREATE DOMAIN d AS int NOT NULL; ALTER DOMAIN d DROP CONSTRAINT d_not_null;")
    assert isinstance(found, Domain)
    assert not found.not_null


def test_a_domain_over_a_domain_has_its_default() -> None:
    _, found = clean(D + "CREATE DOMAIN e AS d;").types.values()
    assert isinstance(found, Domain)
    assert found.default is not None
    assert (found.base, str(found.base_name), found.default.sql) == ("public.d", "public.d", "1")


def test_the_functions_of_casts() -> None:
    casts = (
        "CREATE CAST (y AS int) WITH FUNCTION app.number(y) AS IMPLICIT;"
        "CREATE CAST (y AS bigint) WITHOUT FUNCTION; CREATE CAST (y AS text) WITH INOUT;"
        "CREATE CAST (text AS y) WITH FUNCTION of_text(text, int) AS ASSIGNMENT;"
    )
    found = clean(E + casts).casts
    assert found == {("public.y", "integer"): ".number", ("text", "public.y"): ".of_text"}


REFUSED = {
    E: "type public.y already exists",
    "CREATE DOMAIN y AS int;": "type public.y already exists",
    "ALTER TYPE nope ADD VALUE 'x';": "enum nope is not defined",
    "ALTER TYPE y ADD VALUE 'a';": "enum public.y has the label a already",
    "ALTER TYPE y ADD VALUE 'x' BEFORE 'c';": "enum public.y has no label c",
    "ALTER TYPE y RENAME VALUE 'c' TO 'x';": "enum public.y has no label c",
    "ALTER TYPE y RENAME VALUE 'a' TO 'b';": "enum public.y has the label b already",
    "ALTER DOMAIN y SET NOT NULL;": "domain y is not defined",
    "CREATE DOMAIN d AS int CONSTRAINT c CHECK (VALUE > 0) CONSTRAINT c CHECK (VALUE > 1);": (
        "constraint c of domain public.d already exists"
    ),
    "CREATE DOMAIN d AS int; ALTER DOMAIN d DROP CONSTRAINT nope;": "constraint nope of domain public.d does not exist",
}


@pytest.mark.parametrize("sql", REFUSED)
def test_refused(sql: str) -> None:
    assert reasons(E + sql) == [REFUSED[sql]]
