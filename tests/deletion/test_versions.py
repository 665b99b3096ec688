"""What of a prediction holds on one version of PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.predict import predict_delete
from ondelete.deletion.versions import VERSIONS, covered, for_version, sqlstate_versions

if TYPE_CHECKING:
    from ondelete.deletion.effects import Prediction


def prediction(action: str) -> Prediction:
    ddl = f"CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c (t int REFERENCES t {action});"
    return predict_delete(catalog_of(ddl), QualifiedName("public", "t"))


@pytest.mark.parametrize(
    ("action", "version", "sqlstates"),
    [
        ("ON DELETE RESTRICT", 17, ("23503",)),
        ("ON DELETE RESTRICT", 18, ("23001",)),
        ("ON DELETE RESTRICT", None, ("23503", "23001")),
        ("", 18, ("23503",)),
    ],
)
def test_restrict_has_an_sqlstate_of_its_own_from_18_on(
    action: str, version: int | None, sqlstates: tuple[str, ...]
) -> None:
    (failure,) = for_version(prediction(action), version).failures
    assert failure.sqlstates == sqlstates


def test_the_versions_of_an_sqlstate() -> None:
    (failure,) = prediction("ON DELETE RESTRICT").failures
    assert sqlstate_versions(failure) == {"23503": (15, 16, 17), "23001": (18,)}


PARTITION = (
    "CREATE TABLE t (id int PRIMARY KEY);"
    "CREATE TABLE c (r int, a int GENERATED {} AS IDENTITY) PARTITION BY LIST (r);"
    "CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1);"
    "ALTER TABLE c1 ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES t ON DELETE {};"
)


@pytest.mark.parametrize(
    ("identity", "action", "version", "failures", "updated"),
    [
        ("ALWAYS", "SET NULL", 16, [("not null", "must")], []),
        ("ALWAYS", "SET NULL", 17, [("identity", "must")], []),
        ("ALWAYS", "SET NULL", None, [("identity", "must"), ("not null", "must")], []),
        ("ALWAYS", "SET DEFAULT", 16, [("not null", "must"), ("default", "may")], []),
        ("BY DEFAULT", "SET DEFAULT", 18, [("default", "may")], ["a"]),
        ("BY DEFAULT", "SET DEFAULT", None, [("not null", "may"), ("default", "may")], ["a"]),
    ],
)
def test_partitions_have_the_identity_of_their_table_from_17_on(
    identity: str, action: str, version: int | None, failures: list[tuple[str, str]], updated: list[str]
) -> None:
    found = predict_delete(catalog_of(PARTITION.format(identity, action)), QualifiedName("public", "t"))
    here = for_version(found, version)
    assert [(failure.kind, failure.certainty) for failure in here.failures] == failures
    assert [column for entry in here.updated for column in entry.columns] == updated
    assert (here.verdict == "must block") == any(certainty == "must" for _, certainty in failures)


def test_versions_that_answers_are_for() -> None:
    assert [covered(version) for version in (14, *VERSIONS, 19, None)] == [None, *VERSIONS, None, None]
