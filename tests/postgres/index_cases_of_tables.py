"""Cases of index coverage: keys of two columns, partitions, temporal keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index_case import CONTRIB, Case, pair, parts
from ri_plans import FULL, NONE, WEAK

if TYPE_CHECKING:
    pass


TABLE_CASES = [
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
