"""Where versions of PostgreSQL differ, one is picked: by option, or by the version that a file was dumped from."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_delete
from ondelete.deletion.versions import covered, for_version, sqlstate_versions
from ondelete.dump import read_catalog

T = QualifiedName("public", "t")
SCHEMA = "CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c (a int REFERENCES t ON DELETE {});"


@pytest.mark.parametrize(
    ("action", "version", "sqlstates"),
    [
        ("RESTRICT", 15, ("23503",)),
        ("RESTRICT", 17, ("23503",)),
        ("RESTRICT", 18, ("23001",)),
        ("RESTRICT", None, ("23503", "23001")),
        ("NO ACTION", 18, ("23503",)),
    ],
)
def test_restrict_has_an_sqlstate_of_its_own_from_18_on(
    action: str, version: int | None, sqlstates: tuple[str, ...]
) -> None:
    prediction = for_version(predict_delete(catalog_of(SCHEMA.format(action)), T), version)
    assert [failure.sqlstates for failure in prediction.failures] == [sqlstates]


def test_without_a_version_each_sqlstate_names_its_own() -> None:
    (failure,) = predict_delete(catalog_of(SCHEMA.format("RESTRICT")), T).failures
    assert sqlstate_versions(failure) == {"23503": (15, 16, 17), "23001": (18,)}


@pytest.mark.parametrize(("dumped", "version"), [(14, None), (15, 15), (18, 18), (19, None), (None, None)])
def test_versions_that_are_not_covered_get_the_answer_for_all(dumped: int | None, version: int | None) -> None:
    assert covered(dumped) == version


@pytest.mark.parametrize(
    ("head", "version"),
    [
        ("-- Dumped from database version 16.14\n-- Dumped by pg_dump version 18.4\n", 16),
        ("-- Dumped from database version 17beta1\n", 17),
        ("-- written by hand\n", None),
        ("SELECT '-- Dumped from database version 16';\n", None),
    ],
)
def test_the_version_that_a_file_was_dumped_from(tmp_path, head: str, version: int | None) -> None:
    (tmp_path / "s.sql").write_text(head + "CREATE TABLE t (id int);")
    assert read_catalog([str(tmp_path / "s.sql")]).dumped_from == version
