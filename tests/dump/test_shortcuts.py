"""A shortcut gives the very node that PostgreSQL's parser gives, or none."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.dump.nodes import ParseError, decode, parse
from ondelete.dump.shortcuts import plain_node
from ondelete.dump.statement_nodes import AlterTableStmt, argument_of

PLAIN = [
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
    "ALTER INDEX public.i ATTACH PARTITION parts.j",
    "CREATE SEQUENCE public.s\n    START WITH 1\n    INCREMENT BY 1\n    NO MINVALUE\n    CACHE 1",
]
NOT_PLAIN = [
    "CREATE INDEX i ON t USING btree (lower(a))",
    "CREATE INDEX i ON t USING btree (a DESC)",
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
    f"CREATE INDEX {'i' * 64} ON t USING btree (a)",
]


def _comparable(node: object) -> object:
    if isinstance(node, AlterTableStmt):
        arguments = [msgspec.to_builtins(argument_of(entry.command)) for entry in node.cmds]
        rest = [(entry.command.subtype, entry.command.name, entry.command.behavior) for entry in node.cmds]
        return node.relation, node.objtype, node.missing_ok, rest, arguments
    return node


@pytest.mark.parametrize("text", PLAIN)
def test_the_same_node_as_the_parser(text: str) -> None:
    plain = plain_node(text)
    assert plain is not None
    kind, node = plain
    parsed_kind, parsed = parse(text)
    assert kind == parsed_kind
    assert _comparable(node) == _comparable(decode(parsed, type(node)))


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_anything_else_is_left_to_the_parser(text: str) -> None:
    assert plain_node(text) is None


@given(st.sampled_from(PLAIN), st.data())
def test_no_edit_makes_a_shortcut_disagree_with_the_parser(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 4)))
    inserted = data.draw(st.text("abt_ONLY()\",.' \n19", max_size=4))
    edited = text[:start] + inserted + text[end:]
    plain = plain_node(edited)
    if plain is None:
        return
    try:
        kind, parsed = parse(edited)
    except ParseError:
        pytest.fail(f"the parser refuses {edited!r}")
    assert kind == plain[0]
    assert _comparable(plain[1]) == _comparable(decode(parsed, type(plain[1])))
