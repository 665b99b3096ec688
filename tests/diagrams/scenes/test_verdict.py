"""The words beside a verdict, and which verdict counts if a picture has several roots."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.kinds import Verdict
from ondelete.deletion.predict import predict_delete
from ondelete.diagrams.scenes.verdict import because_of, worst_of
from ondelete.diagrams.scenes.views import View, scene_of

SQL = """
CREATE TABLE free (id int PRIMARY KEY);
CREATE TABLE held (id int PRIMARY KEY);
CREATE TABLE doubted (id int PRIMARY KEY);
CREATE TABLE h1 (x int REFERENCES held ON DELETE RESTRICT);
CREATE TABLE h2 (x int REFERENCES held, y int REFERENCES held ON DELETE RESTRICT);
CREATE TABLE d1 (x int REFERENCES doubted DEFERRABLE INITIALLY DEFERRED);
CREATE RULE r AS ON DELETE TO doubted DO ALSO SELECT elsewhere.g();
"""
CATALOG = catalog_of(SQL)


def name(table: str) -> QualifiedName:
    return QualifiedName("public", table)


@pytest.mark.parametrize(
    ("table", "verdict", "because"),
    [
        ("free", Verdict.CLEAR, "nothing in the schema stops it"),
        ("held", Verdict.MUST_BLOCK, "while a row of h1 and h2 references it"),
        (
            "doubted",
            Verdict.MAY_BLOCK,
            "by 1 foreign key on the way and 1 trigger or rule that is not read",
        ),
    ],
)
def test_by_what(table: str, verdict: Verdict, because: str) -> None:
    prediction = predict_delete(CATALOG, name(table))
    assert (prediction.verdict, because_of(prediction, lambda found: found.shown)) == (verdict, because)
    scene = scene_of(CATALOG, [name(table)], View())
    assert (scene.verdict, scene.because) == (verdict, because)


def test_the_worst_verdict_of_several_roots_counts() -> None:
    predictions = [predict_delete(CATALOG, name(table)) for table in ("free", "doubted", "held")]
    assert worst_of(predictions).table == name("held")
    assert worst_of(predictions[:2]).table == name("doubted")


def test_a_picture_of_no_delete_has_no_verdict() -> None:
    scene = scene_of(CATALOG, [], View())
    assert scene.verdict is None
    assert scene.counts == scene.figures
