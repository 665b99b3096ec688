"""The fix of a key without an index, run by psql on a server: we and the planner find the next dump of it full.

Everything goes through pg_dump, as it does for a user: the fix is made from a dump, and the dump after it is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from ri_plans import FULL, NONE, WEAK, Planner

from helpers import catalog_of, index_fixes_sql
from ondelete.analyses.index_coverage import index_coverage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server import Server

    from ondelete.analyses.index_coverage import KeyCoverage, Verdict

P = "CREATE TABLE p (id bigint PRIMARY KEY, a bigint, b text, UNIQUE (a, b));\n"
LONG = "a_table_whose_name_is_as_long_as_postgresql_lets_a_name_be_63_b"
UNICODE = "Ünïcödé \U0001f980 table, with „quotes“ \"and\" 'others'; a name"
LEVELS = """\
CREATE TABLE c (id bigint, day date, fk bigint REFERENCES p) PARTITION BY LIST (id);
CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1);
CREATE TABLE c2 PARTITION OF c FOR VALUES IN (2) PARTITION BY RANGE (day);
CREATE TABLE c2_old PARTITION OF c2 FOR VALUES FROM ('2020-01-01') TO ('2024-01-01');
CREATE TABLE c2_rest PARTITION OF c2 DEFAULT;
"""


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


CASES: Mapping[str, tuple[str, Verdict]] = {
    "plain": ("CREATE TABLE c (id bigint, fk bigint REFERENCES p);", NONE),
    "a weak index": ("CREATE TABLE c (id bigint, fk bigint REFERENCES p); CREATE INDEX i ON c (id, fk);", WEAK),
    "composite": ("CREATE TABLE c (y text, x bigint, FOREIGN KEY (x, y) REFERENCES p (a, b));", NONE),
    "composite, half there": (
        "CREATE TABLE c (y text, x bigint, FOREIGN KEY (x, y) REFERENCES p (a, b)); CREATE INDEX i ON c (x);",
        WEAK,
    ),
    "two levels of partitions": (LEVELS, NONE),
    "two levels, some indexes there": (
        f"{LEVELS}CREATE INDEX i2 ON c2 (fk); CREATE INDEX other ON c1 USING hash (id);",
        NONE,
    ),
    "two levels, attached in part": (
        f"{LEVELS}CREATE INDEX i ON ONLY c (fk); CREATE INDEX i2 ON ONLY c2 (fk); CREATE INDEX i21 ON c2_old (fk);\n"
        "ALTER INDEX i2 ATTACH PARTITION i21; ALTER INDEX i ATTACH PARTITION i2;",
        NONE,
    ),
    "two levels, a part with an operator class is attached": (
        f"{LEVELS}CREATE INDEX i ON ONLY c (fk DESC); CREATE INDEX i1 ON c1 (fk int8_ops);\n"
        "ALTER INDEX i ATTACH PARTITION i1;",
        NONE,
    ),
    "two levels, another index on all": (f"{LEVELS}CREATE INDEX ON c (fk) WHERE fk > 0;", NONE),
    "two levels in two schemas": (
        "CREATE SCHEMA other; CREATE TABLE c (id bigint, fk bigint REFERENCES p) PARTITION BY LIST (id);\n"
        "CREATE TABLE other.c PARTITION OF c DEFAULT PARTITION BY LIST (id);\n"
        "CREATE TABLE other.c_fk_idx PARTITION OF other.c DEFAULT;",
        NONE,
    ),
    "a long name": (f"CREATE TABLE {LONG} (fk bigint REFERENCES p, another_long_column_name bigint);", NONE),
    "long names that are cut alike": (
        f"CREATE TABLE {LONG} (a_long_column_name_1 bigint REFERENCES p, a_long_column_name_2 bigint REFERENCES p);",
        NONE,
    ),
    "a long partitioned table": (
        f'CREATE TABLE {LONG} (id bigint, "Fk" bigint REFERENCES p) PARTITION BY HASH (id);\n'
        f"CREATE TABLE {LONG[:-1]}1 PARTITION OF {LONG} FOR VALUES WITH (MODULUS 2, REMAINDER 0);\n"
        f"CREATE TABLE {LONG[:-1]}2 PARTITION OF {LONG} FOR VALUES WITH (MODULUS 2, REMAINDER 1);",
        NONE,
    ),
    "quoted and unicode": (
        f"CREATE TABLE {quoted(UNICODE[:40])} ({quoted('Ключ ' + 'ж' * 20)} bigint REFERENCES p);",
        NONE,
    ),
    "keywords, quotes, lines": (
        'CREATE SCHEMA "my.app"; CREATE TABLE "my.app"."select; ""T""\n-- x" ("order" bigint REFERENCES p);',
        NONE,
    ),
    "names that are taken": (
        "CREATE TABLE c (id bigint, fk bigint REFERENCES p); CREATE TABLE c_fk_idx (id bigint);\n"
        "CREATE SEQUENCE c_fk_idx1; CREATE VIEW c_fk_idx2 AS SELECT 1;",
        NONE,
    ),
    "a column that is cast": ("CREATE TABLE q (id numeric PRIMARY KEY); CREATE TABLE c (fk int REFERENCES q);", NONE),
    "a column of another collation": (
        'CREATE TABLE q (id name PRIMARY KEY); CREATE TABLE c ("Fk" text REFERENCES q);',
        NONE,
    ),
}


def coverage(server: Server, database: str) -> Mapping[str, KeyCoverage]:
    return index_coverage(catalog_of(server.dump(database)))


def fixes_in(server: Server, database: str) -> Mapping[str, str]:
    return index_fixes_sql(catalog_of(server.dump(database)))


@pytest.mark.parametrize("name", CASES)
def test_the_next_dump_after_the_fix_is_full(name: str, server: Server) -> None:
    ddl, verdict = CASES[name]
    with server.database() as database:
        server.load(P + ddl, database)
        before, fixes = coverage(server, database), fixes_in(server, database)
        assert {entry.verdict for entry in before.values()} == {verdict}
        assert list(fixes) == list(before)
        for sql in fixes.values():
            names_fit(sql)
            server.load(sql, database)
        assert {entry.verdict for entry in coverage(server, database).values()} == {FULL}
        planner = Planner(server, database)
        assert [planner.verdict(key) for key in planner.refresh()] == [FULL] * len(before)
        assert planner.ask("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid") == []


def stored_name(written: str) -> str:
    """Return a name as it is stored, without cutting it."""
    if not written.endswith('"'):
        return written
    text = written.removeprefix("U&")[1:-1].replace('""', '"')
    return re.sub(r"\\([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text) if written[0] == "U" else text


def names_fit(sql: str) -> None:
    """Whatever does not fit PostgreSQL cuts, and says so only in a notice."""
    found = re.findall(r'INDEX (?:CONCURRENTLY )?((?:(?:U&)?"(?:[^"]|"")*")|[^\s.]+) ON ', sql)
    assert len(found) == sql.count("CREATE INDEX")
    for name in found:
        assert len(stored_name(name).encode()) <= 63, name
