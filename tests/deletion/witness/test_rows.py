"""Which rows a witness needs: those that the DELETE reaches, and safe ones for every other reference."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.witness.rows import Candidate, Conflict, Style, rows_by_table

C, D = QualifiedName("public", "c"), QualifiedName("public", "d")


def candidate(ddl: str, style: Style | None = None) -> Candidate:
    return Candidate(catalog_of(ddl), style or Style())


def rows(found: Candidate) -> list[tuple[str, dict[str, object]]]:
    return [(row.table.name, dict(row.values)) for row in found.rows]


REQUIRED = "CREATE TABLE d (id int PRIMARY KEY); CREATE TABLE c (id int PRIMARY KEY, d int NOT NULL REFERENCES d);"
SELF = "CREATE TABLE c (id int PRIMARY KEY, up int NOT NULL REFERENCES c);"


def test_what_a_row_must_reference_goes_before_it() -> None:
    found = candidate(REQUIRED)
    found.add(C, fixed={}, doomed=True)
    assert rows(found) == [("d", {"id": 2}), ("c", {"id": 1, "d": 2})]


def test_a_nullable_key_references_nothing_unless_asked() -> None:
    ddl = REQUIRED.replace("NOT NULL ", "")
    for style, count in ((Style(), 1), (Style(fill=True), 2)):
        found = candidate(ddl, style)
        found.add(C, fixed={}, doomed=True)
        assert len(found.rows) == count


def test_a_row_references_one_that_is_there() -> None:
    found = candidate(REQUIRED)
    found.add(C, fixed={}, doomed=True)
    found.add(C, fixed={}, doomed=False)
    assert [name for name, _ in rows(found)] == ["d", "c", "c"]
    assert found.family(C)[1].values == {"id": 2, "d": 2}


def test_every_reference_has_a_row_of_its_own_if_asked() -> None:
    found = candidate(REQUIRED, Style(fresh=True))
    found.add(C, fixed={}, doomed=True)
    found.add(C, fixed={}, doomed=False)
    assert [name for name, _ in rows(found)] == ["d", "c", "d", "c"]


def test_a_doomed_row_references_itself_if_asked() -> None:
    found = candidate(SELF, Style(loops=True))
    found.add(C, fixed={}, doomed=True)
    assert rows(found) == [("c", {"id": 1, "up": 1})]


def test_rows_that_cannot_be() -> None:
    found = candidate(REQUIRED)
    found.add(D, fixed={"id": 1}, doomed=True)
    with pytest.raises(Conflict, match=r"two rows of public\.d are needed that d_pkey refuses side by side"):
        found.add(D, fixed={"id": 1}, doomed=True)
    with pytest.raises(Conflict, match=r"no values were found that satisfy CHECK c_id_check of public\.c"):
        candidate("CREATE TABLE c (id int CHECK (id > 5));").add(C, fixed={"id": 1}, doomed=True)
    with pytest.raises(Conflict, match=r"public\.d is not defined in the file"):
        candidate("CREATE TABLE c (id int);").add(D, fixed={}, doomed=True)


def test_rows_as_the_simulator_takes_them() -> None:
    found = candidate(REQUIRED)
    found.add(C, fixed={}, doomed=True)
    assert rows_by_table(found.rows) == {D: [{"id": 2}], C: [{"id": 1, "d": 2}]}
