"""What may be dropped together: every index that goes leaves one that does its work."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from helpers import catalog_of
from ondelete.analyses.redundant_indexes import superfluous
from ondelete.catalog import QualifiedName

TABLE = "CREATE TABLE t (a int NOT NULL, b int NOT NULL, c int NOT NULL);\n"
COLUMNS = st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True)
INDEXES = st.lists(
    st.tuples(st.sampled_from(["INDEX", "UNIQUE INDEX", "CONSTRAINT"]), COLUMNS, st.sampled_from(["", " INCLUDE (c)"])),
    max_size=6,
)


def written(number: int, kind: str, columns: list[str], include: str) -> str:
    listed = f"({', '.join(columns)}){include}"
    if kind == "CONSTRAINT":
        return f"ALTER TABLE t ADD CONSTRAINT i{number} UNIQUE {listed};"
    return f"CREATE {kind} i{number} ON t {listed};"


@given(INDEXES)
def test_all_that_is_named_can_go_at_once(drawn: list[tuple[str, list[str], str]]) -> None:
    sql = TABLE + "\n".join(written(number, *index) for number, index in enumerate(drawn))
    indexes = catalog_of(sql).indexes_of.get(QualifiedName("public", "t"), ())
    named = {index.name: other for index, other in superfluous(indexes)}
    kept = [index for index in indexes if index.name not in named]
    assert list(superfluous(kept)) == []
    for index in indexes:
        other = named.get(index.name)
        if other is not None:
            assert index.constraint is None
            assert other in kept
            assert other.columns[: len(index.columns)] == index.columns
            assert set(index.include) <= {*other.columns, *other.include}
            assert not index.unique or (other.unique and other.columns == index.columns)
