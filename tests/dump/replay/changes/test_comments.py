"""Comments that speak to this program: which are kept, on what, and where they go when their object moves."""

from __future__ import annotations

import pytest

from helpers import catalog_of

TABLES = (
    "CREATE SCHEMA s;\n"
    "CREATE TABLE p (id bigint PRIMARY KEY);\n"
    "CREATE TABLE c (id bigint, fk bigint CONSTRAINT k REFERENCES p, CONSTRAINT chk CHECK (id > 0));\n"
    "CREATE INDEX i ON c (fk);\n"
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END';\n"
    "CREATE TRIGGER t AFTER DELETE ON c FOR EACH ROW EXECUTE FUNCTION f();\n"
    "CREATE RULE r AS ON DELETE TO c DO ALSO NOTHING;\n"
)
TEXT = "ondelete: ignore x because y"


def comments(sql: str) -> list[tuple[str, str, str | None]]:
    return [(comment.kind, str(comment.table), comment.name) for comment in catalog_of(sql).comments]


OBJECTS = {
    "TABLE c": ("table", "public.c", None),
    "TABLE public.c": ("table", "public.c", None),
    "COLUMN c.fk": ("column", "public.c", "fk"),
    "COLUMN public.c.fk": ("column", "public.c", "fk"),
    "CONSTRAINT k ON c": ("constraint", "public.c", "k"),
    "CONSTRAINT k ON public.c": ("constraint", "public.c", "k"),
    "CONSTRAINT chk ON c": ("constraint", "public.c", "chk"),
    "INDEX i": ("index", "public.c", "i"),
    "INDEX public.p_pkey": ("index", "public.p", "p_pkey"),
    "TRIGGER t ON c": ("trigger", "public.c", "t"),
    "RULE r ON public.c": ("rule", "public.c", "r"),
}


@pytest.mark.parametrize(("on", "place"), OBJECTS.items())
def test_a_comment_is_kept_on_its_object(on: str, place: tuple[str, str, str | None]) -> None:
    (comment,) = catalog_of(f"{TABLES}COMMENT ON {on} IS '{TEXT}';").comments
    assert (comment.kind, str(comment.table), comment.name) == place
    assert (comment.text, comment.location.line) == (TEXT, 8)


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        ("'Ours. ondelete: ignore x because it''s öffentlich ✓'", "Ours. ondelete: ignore x because it's öffentlich ✓"),
        ("E'two\\nlines; ondelete: ignore x because y'", "two\nlines; ondelete: ignore x because y"),
        ("$$ondelete: ignore x because y; $$", "ondelete: ignore x because y; "),
        ("'first\nondelete: ignore x because y'", "first\nondelete: ignore x because y"),
    ],
)
def test_the_text_is_the_literals_value(literal: str, text: str) -> None:
    (comment,) = catalog_of(f"{TABLES}COMMENT ON TABLE c IS {literal};").comments
    assert comment.text == text


@pytest.mark.parametrize(
    "statement",
    [
        "COMMENT ON TABLE c IS 'nothing to us'",
        "COMMENT ON COLUMN c.fk IS 'on delete: see above'",
        f"COMMENT ON FUNCTION f() IS '{TEXT}'",
        f"COMMENT ON SCHEMA s IS '{TEXT}'",
        f"COMMENT ON VIEW v IS '{TEXT}'",
        "COMMENT ON TABLE c IS NULL",
    ],
)
def test_other_comments_are_not_kept(statement: str) -> None:
    catalog = catalog_of(f"{TABLES}CREATE VIEW v AS SELECT 1;\n{statement};")
    assert catalog.comments == ()
    assert catalog.skipped == ()


@pytest.mark.parametrize("on", OBJECTS)
def test_a_later_comment_takes_the_place_of_an_earlier_one(on: str) -> None:
    first = f"{TABLES}COMMENT ON {on} IS '{TEXT}';\n"
    (kept,) = catalog_of(f"{first}COMMENT ON {on} IS 'ondelete: ignore z because w';").comments
    assert kept.text == "ondelete: ignore z because w"
    for other in ("NULL", "'something else'", "''"):
        assert comments(f"{first}COMMENT ON {on} IS {other};") == []


@pytest.mark.parametrize(
    ("on", "statement", "place"),
    [
        ("TABLE c", "ALTER TABLE c RENAME TO d", ("table", "public.d", None)),
        ("COLUMN c.fk", "ALTER TABLE c RENAME TO d", ("column", "public.d", "fk")),
        ("CONSTRAINT k ON c", "ALTER TABLE c SET SCHEMA s", ("constraint", "s.c", "k")),
        ("INDEX i", "ALTER TABLE c SET SCHEMA s", ("index", "s.c", "i")),
        ("TRIGGER t ON c", "ALTER SCHEMA public RENAME TO q", ("trigger", "q.c", "t")),
        ("COLUMN c.fk", "ALTER TABLE c RENAME fk TO p_id", ("column", "public.c", "p_id")),
        ("CONSTRAINT k ON c", "ALTER TABLE c RENAME CONSTRAINT k TO k2", ("constraint", "public.c", "k2")),
        ("CONSTRAINT chk ON c", "ALTER TABLE c RENAME CONSTRAINT chk TO k2", ("constraint", "public.c", "k2")),
        ("CONSTRAINT p_pkey ON p", "ALTER TABLE p RENAME CONSTRAINT p_pkey TO pk", ("constraint", "public.p", "pk")),
        ("INDEX p_pkey", "ALTER TABLE p RENAME CONSTRAINT p_pkey TO pk", ("index", "public.p", "pk")),
        ("CONSTRAINT p_pkey ON p", "ALTER INDEX p_pkey RENAME TO pk", ("constraint", "public.p", "pk")),
        ("INDEX i", "ALTER INDEX i RENAME TO j", ("index", "public.c", "j")),
        ("TRIGGER t ON c", "ALTER TRIGGER t ON c RENAME TO u", ("trigger", "public.c", "u")),
        ("RULE r ON c", "ALTER RULE r ON c RENAME TO q", ("rule", "public.c", "q")),
    ],
)
def test_a_comment_follows_its_object(on: str, statement: str, place: tuple[str, str, str | None]) -> None:
    assert comments(f"{TABLES}COMMENT ON {on} IS '{TEXT}';\n{statement};") == [place]


@pytest.mark.parametrize(
    ("on", "statements"),
    [
        ("TABLE c", "DROP TABLE c; CREATE TABLE c (id bigint)"),
        ("COLUMN c.fk", "ALTER TABLE c DROP fk; ALTER TABLE c ADD fk bigint"),
        ("CONSTRAINT k ON c", "ALTER TABLE c DROP CONSTRAINT k; ALTER TABLE c ADD CONSTRAINT k CHECK (id > 1)"),
        ("CONSTRAINT k ON c", "DROP TABLE p CASCADE; ALTER TABLE c ADD CONSTRAINT k CHECK (id > 1)"),
        ("CONSTRAINT k ON c", "ALTER TABLE c DROP COLUMN fk; ALTER TABLE c ADD CONSTRAINT k CHECK (id > 1)"),
        ("INDEX i", "DROP INDEX i; CREATE INDEX i ON c (id)"),
        ("TRIGGER t ON c", "DROP TRIGGER t ON c"),
        ("RULE r ON c", "DROP RULE r ON c"),
    ],
)
def test_a_comment_goes_with_its_object(on: str, statements: str) -> None:
    assert comments(f"{TABLES}COMMENT ON {on} IS '{TEXT}';\n{statements};") == []


def test_a_comment_on_what_another_file_defines_stays() -> None:
    sql = f"{TABLES}COMMENT ON CONSTRAINT other ON elsewhere IS '{TEXT}';\nDROP TABLE c;"
    assert comments(sql) == [("constraint", "public.elsewhere", "other")]
