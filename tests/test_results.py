"""Results as rows for a table, schemas from text, and the questions that Python asks like the command line."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

import ondelete
from ondelete.catalog import Location, QualifiedName
from ondelete.deletion.kinds import Verdict
from ondelete.diagrams.formats import render
from ondelete.errors import CannotDraw, NoSuchTable, UnreadableSchema
from ondelete.showable import Results, plain

SQL = """
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE posts (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE);
CREATE TABLE notes (post_id int NOT NULL REFERENCES posts ON DELETE SET NULL);
CREATE TABLE logs (user_id int REFERENCES users ON DELETE SET NULL);
CREATE TABLE a (id int PRIMARY KEY, b int);
CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
"""
SCHEMA = ondelete.read_schema(text=SQL)


def test_a_schema_is_read_from_text() -> None:
    assert repr(SCHEMA) == "<Schema <text>: 6 tables>"
    assert SCHEMA.catalog.foreign_keys[0].location == Location("<text>", 3)


@pytest.mark.parametrize("arguments", [{}, {"path": "schema.sql", "text": SQL}])
def test_a_file_or_a_text_but_not_both(arguments: dict[str, str]) -> None:
    with pytest.raises(TypeError, match="a file or a text"):
        ondelete.read_schema(**arguments)


def test_a_text_without_a_table_is_told() -> None:
    with pytest.raises(UnreadableSchema, match="neither a table nor a foreign key"):
        ondelete.read_schema(text="SELECT 1;")


def test_a_prediction_is_a_row_for_each_effect() -> None:
    rows = SCHEMA.predict_delete("users").to_dicts()
    assert [(row["effect"], row["table"], row["key"], row["certainty"], row["to"]) for row in rows] == [
        ("deleted", "public.posts", None, None, None),
        ("updated", "public.logs", "public.logs.logs_user_id_fkey", None, "null"),
        ("error", "public.notes", "public.notes.notes_post_id_fkey", "must", None),
    ]
    assert len({tuple(row) for row in rows}) == 1, "every row has the same columns"


def test_findings_and_figures_are_rows() -> None:
    findings = SCHEMA.audit().to_dicts()
    assert {"rule", "severity", "message", "table"} <= set(findings[0])
    assert [(row["table"], row["verdict"]) for row in SCHEMA.reach.to_dicts()][:2] == [
        ("public.users", "may block"),
        ("public.posts", "must block"),
    ]


def test_chains_cycles_and_the_order() -> None:
    (chain,) = SCHEMA.why("users", "notes").chains
    assert [link.key.table.name for link in chain] == ["posts", "notes"]
    assert SCHEMA.why("users", "logs", every=True).complete
    assert SCHEMA.cycles.to_dicts()[0]["tables"] == ["public.a", "public.b"]
    assert [table.name for table in SCHEMA.order.load[0]] == ["b", "users"]


def test_fixes_and_witnesses() -> None:
    assert any("DROP NOT NULL" in (step.fix.sql or "") for step in SCHEMA.fixes().steps)
    (witness,) = SCHEMA.witness("users", "deleted:public.posts")
    assert witness.proved
    assert len(SCHEMA.witness("users")) == 3
    with pytest.raises(KeyError):
        SCHEMA.witness("users", "deleted:public.nothing")
    with pytest.raises(NoSuchTable):
        SCHEMA.why("users", "nothing")


def test_a_picture_is_text_and_svg(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = SCHEMA.diagram("users")
    assert repr(picture) == "<Picture: DELETE FROM users>"
    assert picture.dot.startswith("digraph")
    assert "deleted at once" in SCHEMA.diagram("users", style="sheet").dot
    assert SCHEMA.diagram().dot.startswith("digraph")
    if render.find_engine() is not None:
        shown = picture._repr_svg_()
        assert shown is not None
        assert ElementTree.fromstring(shown).attrib["style"] == "max-width:100%;height:auto"  # noqa: S314 - our own
    monkeypatch.setattr(render, "find_engine", lambda: None)
    assert picture._repr_svg_() is None
    with pytest.raises(CannotDraw, match="no Graphviz was found"):
        _ = picture.svg


def test_values_become_plain() -> None:
    key = SCHEMA.catalog.foreign_keys[0]
    value = (Verdict.CLEAR, QualifiedName("a", "b.c"), key, Location("s.sql", 2), None, 1.5, {"k": (1,)})
    assert plain(value) == [
        "clear",
        "a.b.c",
        "public.posts.posts_user_id_fkey",
        plain(Location("s.sql", 2)),
        None,
        1.5,
        {"k": [1]},
    ]
    assert Results((key,)).to_dicts()[0]["on_delete"] == "cascade"
