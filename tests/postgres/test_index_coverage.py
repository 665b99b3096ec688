"""The planner is the judge: each verdict is compared with the generic plan of the real RI query, on each server.

How a plan is judged stands in ``ri_plans``. The rows of docs/indexes.md name the groups of cases.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest
from ri_plans import FULL, NONE, WEAK, Planner

from helpers import catalog_of, index_fixes_sql
from ondelete.analyses.index_coverage import index_coverage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from server import Server

    from ondelete.analyses.index_coverage import KeyCoverage, Verdict

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


CASES = [
    single("no index", "SELECT 1", NONE),
    # methods and forms of one column
    single("btree", "CREATE INDEX i ON c (fk)", FULL),
    single("btree desc", "CREATE INDEX i ON c (fk DESC NULLS LAST)", FULL),
    single("btree leading", "CREATE INDEX i ON c (fk, x)", FULL),
    single("unique", "CREATE UNIQUE INDEX i ON c (fk)", FULL),
    single("unique constraint", "ALTER TABLE c ADD UNIQUE (fk)", FULL),
    single("deferrable unique constraint", "ALTER TABLE c ADD UNIQUE (fk) DEFERRABLE INITIALLY DEFERRED", FULL),
    single("primary key", "ALTER TABLE c ADD PRIMARY KEY (fk)", FULL),
    single("nulls not distinct", "CREATE UNIQUE INDEX i ON c (fk) NULLS NOT DISTINCT", FULL, 15),
    single("hash", "CREATE INDEX i ON c USING hash (fk)", FULL),
    single("include other", "CREATE INDEX i ON c (fk) INCLUDE (x)", FULL),
    single("only in include", "CREATE INDEX i ON c (x) INCLUDE (fk)", NONE),
    single("not leading", "CREATE INDEX i ON c (x, fk)", WEAK),
    single("behind an expression", "CREATE INDEX i ON c ((x + 1), fk)", WEAK),
    single("brin", "CREATE INDEX i ON c USING brin (fk)", WEAK),
    single("brin, second column", "CREATE INDEX i ON c USING brin (x, fk)", WEAK),
    single("brin minmax multi", "CREATE INDEX i ON c USING brin (fk int8_minmax_multi_ops)", WEAK),
    single("brin bloom", "CREATE INDEX i ON c USING brin (fk int8_bloom_ops)", WEAK),
    single("other column", "CREATE INDEX i ON c (x)", NONE),
    single("expression", "CREATE INDEX i ON c ((fk + 0))", NONE),
    single("expression coalesce", "CREATE INDEX i ON c ((coalesce(fk, 0)))", NONE),
    single("exclusion by btree", "ALTER TABLE c ADD EXCLUDE USING btree (fk WITH =)", FULL),
    single("exclusion by hash", "ALTER TABLE c ADD EXCLUDE USING hash (fk WITH =)", FULL),
    single("gin", "CREATE INDEX i ON c USING gin (fk)", FULL, CONTRIB),
    single("gin, second column", "CREATE INDEX i ON c USING gin (x, fk)", FULL, CONTRIB),
    single("gist", "CREATE INDEX i ON c USING gist (fk)", FULL, CONTRIB),
    single("gist, second column", "CREATE INDEX i ON c USING gist (x, fk)", FULL, CONTRIB),
    single("exclusion by gist", "ALTER TABLE c ADD EXCLUDE USING gist (x WITH <>, fk WITH =)", FULL, CONTRIB),
    single("bloom of integers", "CREATE INDEX i ON c USING bloom (fk)", FULL, CONTRIB, pk="integer", fk="integer"),
    texts("bloom of texts", "CREATE INDEX i ON c USING bloom (t, fk)", FULL, CONTRIB),
    single("partial exclusion", "ALTER TABLE c ADD EXCLUDE USING btree (fk WITH =) WHERE (fk IS NOT NULL)", FULL),
    single("exclusion for some rows", "ALTER TABLE c ADD EXCLUDE USING hash (fk WITH =) WHERE (x = 1)", NONE),
    # operator classes
    texts("text_pattern_ops", "CREATE INDEX i ON c (fk text_pattern_ops)", FULL),
    texts("varchar_pattern_ops", "CREATE INDEX i ON c (fk varchar_pattern_ops)", FULL),
    texts("hash text_pattern_ops", "CREATE INDEX i ON c USING hash (fk text_pattern_ops)", FULL),
    texts("hash varchar_pattern_ops", "CREATE INDEX i ON c USING hash (fk varchar_pattern_ops)", FULL),
    texts("hash bpchar_pattern_ops", "CREATE INDEX i ON c USING hash (fk bpchar_pattern_ops)", NONE),
    texts("spgist", "CREATE INDEX i ON c USING spgist (fk)", FULL),
    texts("bpchar_pattern_ops", "CREATE INDEX i ON c (fk bpchar_pattern_ops)", NONE),
    texts("gin_trgm_ops", "CREATE INDEX i ON c USING gin (fk gin_trgm_ops)", FULL, CONTRIB),
    texts("gist_trgm_ops", "CREATE INDEX i ON c USING gist (fk gist_trgm_ops)", FULL, CONTRIB),
    texts("gist of text", "CREATE INDEX i ON c USING gist (fk)", FULL, CONTRIB),
    # collations
    texts("the same collation", 'CREATE INDEX i ON c (fk COLLATE "default")', FULL),
    texts("another collation", 'CREATE INDEX i ON c (fk COLLATE "C")', NONE),
    texts("another collation, hash", 'CREATE INDEX i ON c USING hash (fk COLLATE "C")', NONE),
    texts("another collation, leading", 'CREATE INDEX i ON c (fk COLLATE "POSIX", x)', NONE),
    single("a column's own collation", "CREATE INDEX i ON c (fk)", FULL, pk="text", fk='text COLLATE "C"'),
    single(
        "back to the default collation",
        'CREATE INDEX i ON c (fk COLLATE "default")',
        NONE,
        pk="text",
        fk='text COLLATE "C"',
    ),
    # predicates
    partial("fk IS NOT NULL", FULL),
    partial("NOT (fk IS NULL)", FULL),
    partial("NOT NOT (fk IS NOT NULL)", FULL),
    partial("fk IS DISTINCT FROM NULL", FULL),
    partial("NULL IS DISTINCT FROM fk", FULL),
    partial("NOT (fk IS NOT DISTINCT FROM NULL)", FULL),
    partial("(fk IS NULL) = false", FULL),
    partial("(fk IS NOT NULL) = true", FULL),
    partial("(fk IS NULL) <> true", FULL),
    partial("fk IS NOT NULL OR x > 3", FULL),
    partial("x > 3 OR fk IS NOT NULL", FULL),
    partial("NOT (fk IS NULL AND x > 3)", FULL),
    partial("NOT (fk IS NULL OR x IS NULL)", NONE),
    partial("fk IS NOT NULL AND true", FULL),
    partial("fk IS NOT NULL OR false", FULL),
    partial("true", FULL),
    partial("NOT false", FULL),
    partial("1 = 1", FULL),
    partial("fk > 10", NONE),
    partial("fk <> 0", NONE),
    partial("fk IN (1, 2)", NONE),
    partial("fk = fk", NONE),
    partial("fk IS NULL", NONE),
    partial("x IS NOT NULL", NONE),
    partial("n IS NOT NULL", NONE),
    partial("x = 3", NONE),
    partial("fk IS NOT NULL AND x = 3", NONE),
    partial("fk IS NOT NULL AND x IS NOT NULL", NONE),
    partial("abs(fk) IS NOT NULL", NONE),
    partial("(fk::text) IS NOT NULL", NONE),
    partial("fk::text = 'true'", NONE),
    # partial indexes that hold the rows, and not the key: read as a whole
    single("another column where fk is set", "CREATE INDEX i ON c (x) WHERE fk IS NOT NULL", WEAK),
    single("INCLUDE fk where fk is set", "CREATE INDEX i ON c (x) INCLUDE (fk) WHERE NOT fk IS NULL", WEAK),
    single("an expression where fk is set", "CREATE INDEX i ON c ((fk + 1)) WHERE fk IS NOT NULL OR x = 1", WEAK),
    single("another column where true", "CREATE INDEX i ON c (x) WHERE fk IS NOT NULL OR true", NONE),
    single("another column where x is set", "CREATE INDEX i ON c (x) WHERE x IS NOT NULL", NONE),
    single("another column for some fk", "CREATE INDEX i ON c (x) WHERE fk > 10", NONE),
    single("hash of another column where fk is set", "CREATE INDEX i ON c USING hash (x) WHERE fk IS NOT NULL", NONE),
    *(
        single(
            f"{method} of another column where fk is set", f"CREATE INDEX i ON c USING {method} ({what}) {IS_SET}", WEAK
        )
        for method, what in (
            ("gin", "to_tsvector('simple', t)"),
            ("gist", "point(x, x)"),
            ("spgist", "t"),
            ("brin", "x"),
        )
    ),
    single("bloom of another column where fk is set", f"CREATE INDEX i ON c USING bloom (t) {IS_SET}", WEAK, CONTRIB),
    texts("another collation where fk is set", f'CREATE INDEX i ON c (fk COLLATE "C") {IS_SET}', WEAK),
    # several indexes: the best of them counts
    single("a better one", f"CREATE INDEX i ON c (fk); CREATE UNIQUE INDEX j ON c (n, fk) {IS_SET}", FULL),
    single("two weak ones", f"CREATE INDEX i ON c (x, fk); CREATE INDEX j ON c (x) {IS_SET}", WEAK),
    pair("one index for each column", "CREATE INDEX i ON c (a); CREATE INDEX j ON c (b)", WEAK),
    pair(
        "a unique one for a column beside one for both",
        "CREATE UNIQUE INDEX i ON c (a); CREATE INDEX j ON c (b, a)",
        FULL,
    ),
    # type pairs
    typed("bigint", "integer", FULL),
    typed("integer", "bigint", FULL),
    typed("smallint", "bigint", FULL),
    typed("bigint", "integer", FULL, using="hash (fk)"),
    typed("bigint", "integer", WEAK, using="brin (fk)"),
    typed("bigint", "integer", NONE, CONTRIB, "gin (fk)"),
    typed("bigint", "integer", NONE, CONTRIB, "gist (fk)"),
    typed("bigint", "integer", NONE, CONTRIB, "bloom (fk)"),
    typed("integer", "bigint", NONE, using="brin (fk int8_bloom_ops)"),
    typed("text", "varchar(20)", FULL),
    typed("varchar(20)", "text", FULL),
    typed("varchar(20)", "varchar(9)", FULL),
    typed("text", "varchar", FULL, using="spgist (fk)"),
    typed("text", "varchar", FULL, using="btree (fk varchar_pattern_ops)"),
    typed("text", "varchar", FULL, CONTRIB, "gin (fk)"),
    typed("text", "varchar", FULL, CONTRIB, "gist (fk)"),
    typed("text", "varchar", FULL, CONTRIB, "bloom (fk)"),
    typed("timestamptz", "timestamptz(3)", FULL),
    typed("timestamptz", "timestamp", FULL),
    typed("timestamp", "date", FULL),
    typed("timestamp", "date", NONE, using="hash (fk)"),
    typed("date", "date", FULL, using="hash (fk)"),
    typed("inet", "cidr", FULL),
    typed("inet", "inet", FULL, using="spgist (fk)"),
    typed("inet", "inet", FULL, using="gist (fk inet_ops)"),
    typed("real", "double precision", FULL),
    typed("double precision", "real", FULL, using="hash (fk)"),
    typed("numeric", "integer", NONE),
    typed("numeric(10,2)", "numeric", FULL),
    typed("real", "integer", NONE),
    typed("double precision", "bigint", NONE),
    typed("double precision", "numeric", NONE),
    typed("numeric", "bigint", NONE),
    typed("real", "numeric", NONE),
    typed("oid", "integer", NONE),
    typed("oid", "bigint", NONE),
    typed("oid", "integer", FULL, using="btree (fk oid_ops)"),
    typed("oid", "regclass", FULL),
    typed("char(5)", "char(9)", FULL),
    typed("char(5)", "char(5)", FULL, using="btree (fk bpchar_pattern_ops)"),
    typed("text", "char(5)", NONE),
    typed("varchar(5)", "char(5)", NONE),
    typed("char(5)", "text", NONE),
    typed("char(5)", "text", FULL, using="btree (fk bpchar_ops)"),
    typed("char(5)", "text", FULL, using="btree ((fk::bpchar))"),
    typed("name", "varchar", NONE, using="btree ((fk::name))"),
    typed("name", "varchar", FULL, using='btree ((fk::name) COLLATE "C")'),
    typed("interval", "time", FULL, using="btree ((fk::interval))"),
    typed("text", "name", FULL),
    typed("name", "text", NONE),
    typed("name", "text", FULL, using='btree (fk COLLATE "C")'),
    typed("name", "varchar", NONE),
    typed("name", "name", FULL),
    typed("citext", "citext", FULL, CONTRIB),
    typed("citext", "citext", FULL, CONTRIB, "btree (fk citext_pattern_ops)"),
    typed("text", "citext", NONE, CONTRIB),
    typed("text", "citext", FULL, CONTRIB, "btree (fk text_ops)"),
    *(typed("text", "citext", FULL, CONTRIB, f"{method} (fk)") for method in ("gin", "gist", "spgist", "bloom")),
    *(typed("citext", "citext", NONE, CONTRIB, f"{method} (fk)") for method in ("gin", "gist", "brin", "bloom")),
    typed("text", "citext", WEAK, CONTRIB, "brin (fk)"),
    typed("text", "name", NONE, using="brin (fk)"),
    Case(
        "a domain over varchar to name",
        "CREATE DOMAIN short AS varchar(7); CREATE TABLE p (id name PRIMARY KEY);\n"
        "CREATE TABLE c (fk short REFERENCES p); CREATE INDEX i ON c (fk);",
        NONE,
    ),
    typed("interval", "time", NONE),
    typed("timetz", "time", NONE),
    typed("uuid", "uuid", FULL),
    typed("uuid", "uuid", FULL, using="hash (fk)"),
    typed("uuid", "uuid", FULL, CONTRIB, "gin (fk)"),
    typed("boolean", "boolean", FULL),
    typed("jsonb", "jsonb", FULL),
    typed("jsonb", "jsonb", NONE, using="gin (fk)"),
    typed("int4range", "int4range", FULL),
    typed("int4range", "int4range", FULL, using="gist (fk)"),
    typed("int4range", "int4range", FULL, using="spgist (fk)"),
    typed("bigint[]", "bigint[]", FULL),
    typed("bigint[]", "bigint[]", FULL, using="gin (fk)"),
    typed("bigint[]", "bigint[]", FULL, using="hash (fk)"),
    typed("bigint[]", "bigint[]", FULL, using="hash (fk array_ops)"),
    typed("bigint[]", "bigint[]", FULL, using="btree (fk array_ops)"),
    typed("int4range", "int4range", FULL, using="hash (fk range_ops)"),
    typed("varchar(20)", "varchar(9)", FULL, using="btree ((fk::varchar))"),
    typed("macaddr8", "macaddr", NONE),
    typed("bit varying(5)", "bit(5)", NONE),
    typed("bit varying(5)", "bit(5)", FULL, CONTRIB, "gin (fk varbit_ops)"),
    typed("char(5)", "text", FULL, CONTRIB, "gist (fk gist_bpchar_ops)"),
    typed("oid", "integer", FULL, CONTRIB, "gin (fk oid_ops)"),
    typed("oid", "integer", WEAK, using="brin (fk oid_bloom_ops)"),
    typed("text", "varchar", NONE, CONTRIB, "gin (fk bpchar_ops)"),
    typed("bit varying(5)", "bit(5)", FULL, CONTRIB, "gist ((fk::bit varying))"),
    typed("numeric", "integer", FULL, using="btree ((fk::numeric))"),
    typed("numeric", "integer", NONE, using="btree ((fk::double precision))"),
    typed("text", "char(5)", FULL, using="btree ((fk::text))"),
    Case(
        "domains count as what they are over",
        "CREATE DOMAIN small AS integer; CREATE DOMAIN smaller AS small CHECK (VALUE < 9);\n"
        "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE c (fk smaller REFERENCES p); CREATE INDEX i ON c (fk);",
        FULL,
    ),
    Case(
        "domains over types that do not mix",
        "CREATE DOMAIN money_like AS numeric(10,2);\n"
        "CREATE TABLE p (id money_like PRIMARY KEY); \n"
        "CREATE TABLE c (fk integer REFERENCES p); CREATE INDEX i ON c (fk);",
        NONE,
    ),
    Case(
        "a cast to the column's own type",
        "CREATE DOMAIN short AS varchar(7); CREATE TABLE p (id short PRIMARY KEY);\n"
        "CREATE TABLE c (fk short REFERENCES p); CREATE INDEX i ON c ((fk::short));",
        FULL,
    ),
    Case(
        "enums",
        "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE p (id mood PRIMARY KEY);\n"
        "CREATE TABLE c (fk mood REFERENCES p); CREATE INDEX i ON c USING hash (fk);",
        FULL,
    ),
    Case(
        "a key to the table itself",
        "CREATE TABLE c (id bigint PRIMARY KEY, fk bigint REFERENCES c);\n"
        "CREATE INDEX i ON c (fk) WHERE fk IS NOT NULL;",
        FULL,
    ),
    # two columns
    pair("as declared", "CREATE INDEX i ON c (a, b)", FULL),
    pair("swapped", "CREATE INDEX i ON c (b, a)", FULL),
    pair("with a gap", "CREATE INDEX i ON c (a, x, b)", FULL),
    pair("not leading", "CREATE INDEX i ON c (x, a, b)", WEAK),
    pair("a alone", "CREATE INDEX i ON c (a)", WEAK),
    pair("b alone", "CREATE INDEX i ON c (b)", WEAK),
    pair("a, then INCLUDE b", "CREATE INDEX i ON c (a) INCLUDE (b)", WEAK),
    pair("hash of a", "CREATE INDEX i ON c USING hash (a)", WEAK),
    pair("brin", "CREATE INDEX i ON c USING brin (a, b)", WEAK),
    pair("gin, any order", "CREATE INDEX i ON c USING gin (x, b, a)", FULL, CONTRIB),
    pair("gist, any order", "CREATE INDEX i ON c USING gist (x, b, a)", FULL, CONTRIB),
    pair("a and an expression", "CREATE INDEX i ON c (a, (b + 0))", WEAK),
    pair("in reverse, descending", "CREATE UNIQUE INDEX i ON c (b DESC, a) INCLUDE (x)", FULL),
    pair("gin of b", "CREATE INDEX i ON c USING gin (x, b)", WEAK, CONTRIB),
    pair("where a is set", "CREATE INDEX i ON c (a, b) WHERE a IS NOT NULL", FULL),
    pair("where b is set", "CREATE INDEX i ON c (a, b) WHERE b IS NOT NULL", FULL),
    pair("a alone, where b is set", "CREATE INDEX i ON c (a) WHERE b IS NOT NULL", WEAK),
    pair("where both are set", "CREATE INDEX i ON c (a, b) WHERE NOT (a IS NULL OR b IS NULL)", FULL),
    pair("x, where a is set", "CREATE INDEX i ON c (x) WHERE a IS NOT NULL", WEAK),
    pair("where x is set", "CREATE INDEX i ON c (a, b) WHERE x IS NOT NULL", NONE),
    pair("where x or a is set", "CREATE INDEX i ON c (a, b) WHERE x IS NOT NULL OR a IS NOT NULL", FULL),
    pair("neither", "CREATE INDEX i ON c (x)", NONE),
    Case(
        "one of two columns is cast",
        "CREATE TABLE p (a bigint, b numeric, PRIMARY KEY (a, b));\n"
        "CREATE TABLE c (a bigint, b bigint, FOREIGN KEY (a, b) REFERENCES p); CREATE INDEX i ON c (a, b);",
        WEAK,
    ),
    Case(
        "columns in another order than the primary key's",
        "CREATE TABLE p (a bigint, b text, PRIMARY KEY (b, a));\n"
        "CREATE TABLE c (a bigint, b text, FOREIGN KEY (b, a) REFERENCES p MATCH FULL); CREATE INDEX i ON c (a, b);",
        FULL,
    ),
    # partitions
    parts("no index", "SELECT 1", NONE),
    parts("index of the root", "CREATE INDEX i ON c (fk)", FULL),
    parts("index ON ONLY the root", "CREATE INDEX i ON ONLY c (fk)", NONE),
    parts("each partition its own", "CREATE INDEX i1 ON c1 (fk); CREATE INDEX i2 ON c21 (fk)", FULL),
    parts(
        "each its own, at different levels", "CREATE INDEX i1 ON c1 USING hash (fk); CREATE INDEX i2 ON c2 (fk)", FULL
    ),
    parts("only some partitions", "CREATE INDEX i1 ON c1 (fk)", NONE),
    parts("the other partition", "CREATE INDEX i2 ON c21 (fk)", NONE),
    parts("as good as the worst", "CREATE INDEX i1 ON c1 (fk); CREATE INDEX i2 ON c21 (id, fk)", WEAK),
    parts(
        "attached at every level",
        "CREATE INDEX i ON ONLY c (fk); CREATE INDEX i1 ON c1 (fk); CREATE INDEX i2 ON ONLY c2 (fk);\n"
        "CREATE INDEX i21 ON c21 (fk); ALTER INDEX i2 ATTACH PARTITION i21; ALTER INDEX i ATTACH PARTITION i2;\n"
        "ALTER INDEX i ATTACH PARTITION i1",
        FULL,
    ),
    parts(
        "attached at one partition",
        "CREATE INDEX i ON ONLY c (fk); CREATE INDEX i1 ON c1 (fk); ALTER INDEX i ATTACH PARTITION i1",
        NONE,
    ),
    parts(
        "partitions added later have copies of an index ON ONLY the root, an earlier one has its own",
        "CREATE INDEX i ON ONLY c (fk);\nCREATE TABLE c3 PARTITION OF c FOR VALUES FROM (20) TO (30);\n"
        "CREATE INDEX i1 ON c1 (fk); CREATE INDEX i21 ON c21 (fk)",
        FULL,
    ),
    parts(
        "partitions added later have copies of an index ON ONLY the root, the earlier ones none",
        "CREATE INDEX i ON ONLY c (fk);\nCREATE TABLE c3 PARTITION OF c FOR VALUES FROM (20) TO (30)",
        NONE,
    ),
    parts("copies that no statement names", "CREATE INDEX i ON c USING hash (fk) WHERE fk > 7", NONE),
    parts("a partitioned partition's own index", "CREATE INDEX i2 ON c2 (fk)", NONE),
    parts(
        "a partition added later has the root's index",
        "CREATE INDEX i ON c (fk); CREATE TABLE c3 PARTITION OF c FOR VALUES FROM (20) TO (30)",
        FULL,
    ),
    Case(
        "collations that disagree",
        'CREATE TABLE p (id name PRIMARY KEY); CREATE TABLE c (fk text COLLATE "POSIX" REFERENCES p);\n'
        "CREATE INDEX i ON c (fk);",
        NONE,
    ),
    Case(
        "a partition's own key",
        "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE r (id bigint, fk bigint) PARTITION BY LIST (id);\n"
        "CREATE TABLE c PARTITION OF r DEFAULT; ALTER TABLE c ADD FOREIGN KEY (fk) REFERENCES p;\n"
        "CREATE INDEX i ON r (fk);",
        FULL,
    ),
    Case(
        "an inheriting table's index is not its parent's",
        "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE c (id bigint, fk bigint REFERENCES p);\n"
        "CREATE TABLE h () INHERITS (c); CREATE INDEX i ON h (fk);",
        NONE,
    ),
    # temporal keys
    *(
        Case(
            f"period, {index}",
            "CREATE TABLE p (id int4range, v daterange, PRIMARY KEY (id, v WITHOUT OVERLAPS));\n"
            "CREATE TABLE c (id int4range, v daterange, FOREIGN KEY (id, PERIOD v) REFERENCES p (id, PERIOD v));\n"
            f"CREATE INDEX i ON c USING {index};",
            verdict,
            18,
        )
        for index, verdict in (
            ("gist (id, v)", FULL),
            ("gist (v, id)", FULL),
            ("gist (v)", WEAK),
            ("btree (id, v)", WEAK),
            ("spgist (v)", WEAK),
        )
    ),
]


NO_FIX = {"time to timetz, btree (fk)", "collations that disagree"}
"""Cases that no index can serve: its expression would depend on a setting, or no index has the collation."""


@pytest.fixture(scope="module")
def at(start_server: Callable[[int], Server]) -> Iterator[Callable[[int], Planner]]:
    """Give a function that returns a planner on the server of a version, with every extension that it has."""
    places: dict[int, Planner] = {}

    def find(version: int) -> Planner:
        if version not in places:
            server = start_server(version)
            places[version] = Planner(server, server.new_database())
            create_extensions(places[version])
        return places[version]

    yield find
    for planner in places.values():
        planner.server.drop_database(planner.database)


def create_extensions(planner: Planner) -> None:
    available = {row[0] for row in planner.ask("SELECT name FROM pg_available_extensions")}
    for extension in sorted(available.intersection(EXTENSIONS)):
        planner.ask(f"CREATE EXTENSION {extension} SCHEMA pg_catalog")


def runs_on(case: Case, version: int) -> bool:
    """Debian's PostgreSQL 15 is the one with contrib extensions."""
    return version == 15 if case.needs == CONTRIB else version >= int(case.needs)


def load(planner: Planner, ddl: str) -> KeyCoverage:
    planner.ask("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    planner.ask(ddl)
    (entry,) = index_coverage(catalog_of(ddl)).values()
    return entry


@pytest.mark.parametrize(
    ("version", "case"),
    [(version, case) for version in (15, 16, 18) for case in CASES if runs_on(case, version)],
    ids=lambda value: value.name if isinstance(value, Case) else f"pg{value}",
)
def test_the_planner_agrees(case: Case, version: int, at: Callable[[int], Planner]) -> None:
    planner = at(version)
    entry = load(planner, case.ddl)
    (key,) = planner.refresh()
    assert planner.verdict(key) is case.verdict, "the table of cases is wrong"
    assert entry.verdict is case.verdict, entry.reason
    if entry.index is not None and planner.is_of(key, entry.index):
        assert planner.verdict_by(key, entry.index) is case.verdict, "another index than the one that is named"
    assert (not index_fixes_sql(catalog_of(case.ddl))) is (entry.verdict is FULL or case.name in NO_FIX)


@pytest.mark.parametrize(
    ("version", "case"),
    [
        (version, case)
        for version in (15, 18)
        for case in CASES
        if runs_on(case, version) and case.verdict is not FULL and case.name not in NO_FIX
    ],
    ids=lambda value: value.name if isinstance(value, Case) else f"pg{value}",
)
def test_the_fix_serves(case: Case, version: int, at: Callable[[int], Planner]) -> None:
    planner = at(version)
    load(planner, case.ddl)
    (fix,) = index_fixes_sql(catalog_of(case.ddl)).values()
    for statement in fix.splitlines():
        planner.ask(statement)
    (after,) = index_coverage(catalog_of(f"{case.ddl};\n{fix}")).values()
    assert after.verdict is FULL, (fix, after.reason)
    assert planner.only_verdict() is FULL, fix


def test_a_weak_index_is_chosen_over_a_full_one_only_while_there_are_no_rows(at: Callable[[int], Planner]) -> None:
    planner = at(18)
    load(planner, "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE c (n bigint, fk bigint REFERENCES p);")
    planner.ask("CREATE INDEX i ON c (fk); CREATE UNIQUE INDEX j ON c (n, fk) WHERE fk IS NOT NULL")
    (key,) = planner.refresh()
    assert (planner.chosen(key), planner.verdict(key)) == (WEAK, FULL)
    planner.ask("INSERT INTO p SELECT generate_series(1, 100)")
    planner.ask("INSERT INTO c SELECT g, 1 + g % 100 FROM generate_series(1, 5000) g; ANALYZE")
    assert (planner.chosen(key), planner.verdict(key)) == (FULL, FULL)


@pytest.mark.parametrize("predicate", ["fk > 10", "fk <> 0"])
def test_some_partial_indexes_serve_a_plan_for_one_value_and_no_generic_one(
    predicate: str, at: Callable[[int], Planner]
) -> None:
    planner = at(16)
    load(planner, partial(predicate, NONE).ddl)
    (key,) = planner.refresh()
    assert planner.verdict(key) is NONE
    one_value = key.explain.replace("EXECUTE ri (NULL)", "EXECUTE ri (11)")
    plan = planner.ask(f"SET plan_cache_mode = force_custom_plan; {one_value}")
    planner.ask("SET plan_cache_mode = force_generic_plan")
    assert "'Index Name': 'i'" in str(plan)


ATOMS = (
    "fk IS NULL;fk IS NOT NULL;x IS NULL;x IS NOT NULL;n IS NOT NULL;fk > 10;fk <> x;x = 3;true;false;2 = 2;"
    "fk IS DISTINCT FROM NULL;NULL IS NOT DISTINCT FROM fk;x IS DISTINCT FROM NULL;t = 'true';fk IN (1, 2);"
    "NULL::boolean"
).split(";")


def predicate(random: Random, depth: int) -> str:
    if depth == 0:
        return f"({random.choice(ATOMS)})"
    one, other = (predicate(random, random.randrange(depth)) for _ in range(2))
    forms = (
        f"{one} AND {other}",
        f"{one} OR {other}",
        f"NOT {one}",
        f"{one} = true",
        f"{one} <> true",
        f"false = {one}",
    )
    return f"({random.choice(forms)})"


@pytest.mark.parametrize("version", [16, 18])
def test_the_planner_agrees_about_random_predicates(version: int, at: Callable[[int], Planner]) -> None:
    planner = at(version)
    random = Random(7)
    verdicts = []
    for _ in range(150):
        case = partial(predicate(random, 3), NONE)
        entry = load(planner, case.ddl)
        verdicts.append(planner.only_verdict())
        assert entry.verdict is verdicts[-1], case.name
    assert verdicts.count(FULL) > 30
    assert verdicts.count(NONE) > 30
