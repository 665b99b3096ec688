"""A case of index coverage as a value, and the shapes that cases have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ondelete.analyses.index_coverage import Verdict
CONTRIB = "contrib"
IS_SET = "WHERE fk IS NOT NULL"
EXTENSIONS = ("btree_gin", "btree_gist", "bloom", "citext", "pg_trgm", "intarray", "hstore")


class Case(NamedTuple):
    name: str
    ddl: str
    verdict: Verdict
    needs: str | int = 0  # contrib, or the least major version


def single(
    name: str, index: str, verdict: Verdict, needs: str | int = 0, *, pk: str = "bigint", fk: str = "bigint"
) -> Case:
    ddl = (
        f"CREATE TABLE p (id {pk} PRIMARY KEY);\n"
        f"CREATE TABLE c (id bigint, fk {fk}, x bigint, n bigint NOT NULL, t text, FOREIGN KEY (fk) REFERENCES p);\n"
        f"{index};\n"
    )
    return Case(name, ddl, verdict, needs)


def texts(name: str, index: str, verdict: Verdict, needs: str | int = 0) -> Case:
    return single(name, index, verdict, needs, pk="text", fk="text")


def typed(pk: str, fk: str, verdict: Verdict, needs: str | int = 0, using: str = "btree (fk)") -> Case:
    return single(f"{fk} to {pk}, {using}", f"CREATE INDEX i ON c USING {using}", verdict, needs, pk=pk, fk=fk)


def partial(predicate: str, verdict: Verdict) -> Case:
    return single(f"where {predicate}", f"CREATE INDEX i ON c (fk) WHERE {predicate}", verdict)


def pair(name: str, index: str, verdict: Verdict, needs: str | int = 0) -> Case:
    ddl = (
        "CREATE TABLE p (a bigint, b bigint, PRIMARY KEY (a, b));\n"
        "CREATE TABLE c (id bigint, a bigint, b bigint, x bigint, FOREIGN KEY (a, b) REFERENCES p);\n"
        f"{index};\n"
    )
    return Case(f"(a, b): {name}", ddl, verdict, needs)


def parts(name: str, indexes: str, verdict: Verdict) -> Case:
    ddl = (
        "CREATE TABLE p (id bigint PRIMARY KEY);\n"
        "CREATE TABLE c (id bigint, fk bigint REFERENCES p) PARTITION BY RANGE (id);\n"
        "CREATE TABLE c1 PARTITION OF c FOR VALUES FROM (0) TO (10);\n"
        "CREATE TABLE c2 PARTITION OF c FOR VALUES FROM (10) TO (20) PARTITION BY LIST (id);\n"
        "CREATE TABLE c21 PARTITION OF c2 FOR VALUES IN (11);\n"
        f"{indexes};\n"
    )
    return Case(f"partitions: {name}", ddl, verdict)
