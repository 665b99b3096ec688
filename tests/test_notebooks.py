"""What a notebook shows of results."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from helpers import catalog_of
from ondelete.deletion.predict import predict_delete
from ondelete.diagrams.formats import render
from ondelete.schema import Schema

SCHEMA = Schema(
    catalog_of(
        "CREATE TABLE users (id int PRIMARY KEY);\n"
        'CREATE TABLE "<b>" (id int REFERENCES users ON DELETE CASCADE, up int REFERENCES users ON DELETE RESTRICT);'
    )
)


def test_a_prediction_is_shown_as_picture_and_report(monkeypatch: pytest.MonkeyPatch) -> None:
    prediction = SCHEMA.predict_delete("users")
    svg = prediction._repr_svg_()
    if svg is None:
        pytest.skip("no Graphviz is installed")
    assert ElementTree.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - our own picture
    html = prediction._repr_html_()
    assert html.startswith("<svg")
    assert "DELETE FROM users" in html
    assert "<b>" not in html
    monkeypatch.setattr(render, "find_engine", lambda: None)
    assert prediction._repr_svg_() is None
    assert prediction._repr_html_().startswith('<div class="ondelete">')


def test_a_prediction_prints_what_explain_prints() -> None:
    prediction = SCHEMA.predict_delete("users")
    assert str(prediction).startswith("DELETE FROM users")
    assert repr(prediction) == "<Prediction for public.users: must block>"


def test_an_audit_is_shown_as_its_findings() -> None:
    audit = SCHEMA.audit()
    assert audit._repr_html_().startswith('<div class="ondelete">')
    assert "<b>" not in audit._repr_html_()
    assert str(audit).startswith("Audit, policy default")
    assert repr(audit) == "<Audit by policy default: 2 findings>"


def test_a_result_by_itself_shows_nothing_but_its_fields() -> None:
    alone = predict_delete(SCHEMA.catalog, SCHEMA.table("users"))
    assert alone._repr_html_() is alone._repr_svg_() is None
    assert str(alone) == repr(alone)
    assert repr(alone).startswith("Prediction(table=")


def test_how_a_result_is_shown_is_no_part_of_it() -> None:
    shown = SCHEMA.predict_delete("users")
    alone = predict_delete(SCHEMA.catalog, SCHEMA.table("users"))
    assert shown == alone == Schema(SCHEMA.catalog).predict_delete("users")
    assert hash(shown) == hash(alone)
    assert shown != SCHEMA.predict_delete('"<b>"')
    assert SCHEMA.audit() == SCHEMA.audit() != SCHEMA.audit("gitlab")
