"""A statement in pg_dump's plain words gives the very catalog that it gives by way of PostgreSQL's parser."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.catalog import Location
from ondelete.dump.replay import replay
from ondelete.dump.replay.plain import replay_plain
from ondelete.dump.statements.cutter import Statement

if TYPE_CHECKING:
    from ondelete.catalog import Catalog
    from ondelete.dump.replay.model.state import State

BEFORE = """
CREATE TABLE public.t (id bigint NOT NULL, a int, b int);
CREATE TABLE p (c int, d int, PRIMARY KEY (c, d), UNIQUE (c));
CREATE TABLE a.t (a int, b int, CONSTRAINT f CHECK (a > 0));
CREATE TABLE b.p (c int, d int);
CREATE TABLE "T" ("A" int, a int);
CREATE TABLE parent (a int);
CREATE TABLE child (e int) INHERITS (parent);
CREATE VIEW seen AS SELECT 1 AS a;
CREATE TABLE parted (a int, b int) PARTITION BY LIST (a);
CREATE TABLE parts.one PARTITION OF parted FOR VALUES IN (1);
CREATE INDEX top ON ONLY parted (b);
CREATE INDEX bottom ON parts.one (b);
ALTER TABLE t ADD CONSTRAINT taken CHECK (a > 1)
"""
PLAIN = [
    "CREATE TABLE new (\n    id bigint NOT NULL,\n    a text DEFAULT 'x'::text NOT NULL,\n    b numeric(10,2)\n)",
    "CREATE TABLE public.new (\n    a int[] DEFAULT '{}'::integer[],\n    CONSTRAINT c CHECK ((a <> '{1}'::int[])),\n"
    "    b timestamp(3) with time zone DEFAULT (now() - '1 day'::interval),\n    CONSTRAINT d CHECK ((b > now()))\n)",
    "CREATE TABLE new (\n    CONSTRAINT c CHECK ((a > 0))\n)",
    "CREATE TABLE t (\n    id bigint\n)",
    "CREATE INDEX i ON public.t USING btree (a, b)",
    'CREATE UNIQUE INDEX "I x" ON ONLY "T" USING hash ("A")',
    "ALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (id, b)",
    "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)",
    "ALTER TABLE ONLY a.t\n    ADD CONSTRAINT f FOREIGN KEY (a, b) REFERENCES b.p(c, d)",
    "ALTER TABLE t\n    ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p(c) ON UPDATE SET DEFAULT ON DELETE SET NULL",
    "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p(c) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED",
    "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p(c) ON UPDATE RESTRICT DEFERRABLE NOT VALID",
    "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p(c) INITIALLY DEFERRED",
    "ALTER TABLE ONLY public.t ALTER COLUMN id SET DEFAULT nextval('public.t_id_seq'::regclass)",
    "ALTER TABLE t ADD CONSTRAINT taken UNIQUE (a)",
    "ALTER TABLE ONLY parted ADD CONSTRAINT p PRIMARY KEY (a)",
    "ALTER TABLE nowhere ADD CONSTRAINT n FOREIGN KEY (a) REFERENCES elsewhere(b)",
    "ALTER TABLE seen ADD CONSTRAINT n FOREIGN KEY (a) REFERENCES t(a)",
    "ALTER TABLE parent ALTER COLUMN a SET DEFAULT nextval('s'::regclass)",
    "ALTER TABLE ONLY parent ALTER COLUMN missing SET DEFAULT nextval('s'::regclass)",
    "CREATE TABLE new (\n    a int,\n    b int NOT NULL\n)\nPARTITION BY RANGE (b, a)",
    "CREATE TABLE new (\n    a int,\n    CONSTRAINT c CHECK ((a > 0))\n)\nPARTITION BY HASH (a)",
    "CREATE TABLE new (\n    a int,\n    CONSTRAINT c CHECK ((a > 0)),\n    CONSTRAINT c CHECK ((a > 1))\n)",
    "CREATE TABLE new (\n    a int,\n    CONSTRAINT c CHECK (((a)::mood > 'x'::mood))\n)",
    "CREATE TABLE new (\n    a int,\n    b text,\n    CONSTRAINT c CHECK ((num_nonnulls(a, b) = 1)),\n"
    "    CONSTRAINT d CHECK (((a IS NULL) OR (char_length(b) <= 255))),\n"
    "    CONSTRAINT e CHECK ((b ~ '^[a]+$'::text))\n)",
    "CREATE INDEX i ON t USING btree (a DESC, b NULLS FIRST, id DESC NULLS LAST) WHERE (a IS NOT NULL)",
    "CREATE INDEX i ON t USING btree (a NULLS LAST, b DESC NULLS FIRST)",
    "CREATE INDEX i ON t USING gin (a gin_trgm_ops) WITH (fastupdate='false')",
    "CREATE UNIQUE INDEX i ON t USING btree (a text_pattern_ops DESC, b) "
    "WHERE ((a = 1) AND (NOT (b = ANY (ARRAY[2, 3]))))",
    "CREATE INDEX i ON ONLY parted USING btree (a) WHERE ((a)::text = 'x'::text)",
    "ALTER TABLE ONLY parted ATTACH PARTITION a.t FOR VALUES IN (2, 'b')",
    "ALTER TABLE ONLY parted ATTACH PARTITION b.p FOR VALUES FROM ('2020-01-01') TO (MAXVALUE)",
    "ALTER TABLE parted ATTACH PARTITION parts.one FOR VALUES WITH (modulus 4, remainder 0)",
    "ALTER TABLE ONLY t ATTACH PARTITION a.t FOR VALUES IN (2)",
    "CREATE INDEX i ON t USING btree (a) WHERE (missing > 1)",
    "CREATE INDEX i ON nowhere USING btree (a) WHERE (a > 1)",
    "CREATE INDEX i ON seen USING btree (a) WHERE (a > 1)",
    "CREATE INDEX i ON t USING btree (a) WHERE ((a)::mood = 'x'::mood)",
    "CREATE INDEX over ON ONLY parted USING btree (a)",
    "CREATE INDEX taken ON nowhere USING btree (a)",
    "ALTER INDEX public.i ATTACH PARTITION parts.j",
    "ALTER INDEX top ATTACH PARTITION parts.bottom",
    "CREATE SEQUENCE public.s\n    START WITH 1\n    INCREMENT BY 1\n    NO MINVALUE\n    CACHE 1",
]
NOT_PLAIN = [
    "CREATE TABLE new (\n    id mood\n)",
    "CREATE TABLE new (\n    id text DEFAULT 'a'::mood\n)",
    "CREATE TABLE new (\n    id bigserial\n)",
    "CREATE TABLE new (\n    id int PRIMARY KEY\n)",
    "CREATE TABLE new (\n    id int GENERATED ALWAYS AS IDENTITY\n)",
    'CREATE TABLE new (\n    a text COLLATE "C"\n)',
    "CREATE TABLE new (\n    id int, b int\n)",
    "CREATE TABLE new (\n    id int -- one\n)",
    "CREATE TABLE new (\n    like t\n)",
    "CREATE TABLE new (\n    a text DEFAULT 'x,\n    b text,\n    c text'\n)",
    "CREATE TABLE new (\n    a int,\n    CONSTRAINT c CHECK ((a > 0)) NOT VALID,\n    CONSTRAINT u UNIQUE (a)\n)",
    "CREATE TABLE new (\n    a int) WITH (fillfactor = 10\n)",
    "CREATE INDEX i ON t USING btree (lower(a))",
    "CREATE INDEX i ON t USING btree (a desc)",
    "CREATE INDEX i ON t USING btree (a) WHERE a > 1",
    "CREATE INDEX i ON t USING btree (order)",
    "CREATE INDEX i ON only t USING btree (a)",
    'CREATE INDEX i ON t USING btree ("a""b")',
    'CREATE INDEX i ON t USING btree ("ä")',
    "CREATE INDEX I ON t USING btree (a)",
    "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p",
    "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p(b) ON DELETE SET NULL (a)",
    "ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a), ADD CONSTRAINT u UNIQUE (b)",
    "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a) INCLUDE (b)",
    "ALTER TABLE t ALTER COLUMN a SET DEFAULT nextval('it''s'::regclass)",
    "ALTER TABLE nowhere ATTACH PARTITION a.t FOR VALUES IN (2)",
    "ALTER TABLE parted ATTACH PARTITION nowhere FOR VALUES IN (2)",
    "CREATE INDEX i ON t USING btree (a) WHERE (a > 1) AND (b > 1)",
    "CREATE INDEX i ON t USING btree (a) INCLUDE (b)",
    "ALTER TABLE parted ATTACH PARTITION a.t DEFAULT",
    "ALTER TABLE parted ATTACH PARTITION a.t FOR VALUES IN (NULL)",
    f"CREATE INDEX {'i' * 64} ON t USING btree (a)",
]


def _statement(text: str, line: int) -> Statement:
    return Statement(text.strip(), Location("x.sql", line))


def _catalog(text: str) -> Catalog:
    before = [_statement(each, number) for number, each in enumerate(BEFORE.split(";"))]
    return replay([*before, _statement(text, 99)])


def _comparable(catalog: Catalog) -> dict[str, object]:
    """Return all that a catalog holds, in its order; of functions, which are read when asked for, the names."""
    values = {name: getattr(catalog, name) for name in catalog.__struct_fields__}
    values["programs"] = list(catalog.programs)
    return values | {name: list(value.items()) for name, value in values.items() if isinstance(value, dict)}


def _both_ways(text: str) -> tuple[dict[str, object], dict[str, object]]:
    plain = _comparable(_catalog(text))
    with patch("ondelete.dump.replay.replay_plain", return_value=False):
        return plain, _comparable(_catalog(text))


def _is_plain(text: str) -> bool:
    """Return whether the parser is not asked, after the statements before."""
    last = False

    def watched(statement: Statement, state: State) -> bool:
        nonlocal last
        last = True  # also if it is refused
        last = replay_plain(statement, state)
        return last

    with patch("ondelete.dump.replay.replay_plain", watched):
        _catalog(text)
    return last


@pytest.mark.parametrize("text", PLAIN)
def test_the_same_catalog_as_by_the_parser(text: str) -> None:
    assert _is_plain(text)
    plain, parsed = _both_ways(text)
    assert plain == parsed


def test_the_comparison_sees_a_difference() -> None:
    index = "CREATE INDEX i ON public.t USING btree ({})"
    one, other = _catalog(index.format("a, b")), _catalog(index.format("b, a"))
    assert _comparable(one) != _comparable(other)


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_anything_else_is_left_to_the_parser(text: str) -> None:
    assert not _is_plain(text)


@given(st.sampled_from(PLAIN), st.data())
def test_no_edit_makes_a_plain_statement_disagree_with_the_parser(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 4)))
    inserted = data.draw(st.text("abt_ONLY()\",.' \n19", max_size=4))
    edited = text[:start] + inserted + text[end:]
    if _is_plain(edited):
        plain, parsed = _both_ways(edited)
        assert plain == parsed
