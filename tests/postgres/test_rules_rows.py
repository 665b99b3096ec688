"""R10 and R15: all constraints of a changed row, and of the partition that it comes to, asked of real servers.

Each case is a schema, the rows, and what the servers say. What the schema alone predicts must explain it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.deletion.kinds import Verdict
from ondelete.deletion.predict import predict_statically

if TYPE_CHECKING:
    from server import Server

P = "CREATE TABLE p (id int PRIMARY KEY);"
NULL = "ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p ON DELETE SET NULL;"
ROW = "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1);"
BY_A = "CREATE TABLE c (id int, a int, b int) PARTITION BY LIST (a); CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1);"
BROKEN = "ALTER TABLE c DISABLE TRIGGER ALL;"

CHECKS = {
    "a NOT VALID CHECK of another column": (
        "CREATE TABLE c (id int, a int, b int);" + NULL,
        "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 5);"
        "ALTER TABLE c ADD CONSTRAINT k CHECK (b < 3) NOT VALID;",
        "23514",
    ),
    "a CHECK that calls a function whose answer changes": (
        "CREATE FUNCTION fine(int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT true';"
        "CREATE TABLE c (id int, a int, b int, CONSTRAINT k CHECK (fine(b)));" + NULL,
        "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 5);"
        "CREATE OR REPLACE FUNCTION fine(int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT false';",
        "23514",
    ),
    "a CHECK that depends on the time zone": (
        "CREATE TABLE c (id int, a int, due timestamptz, CONSTRAINT k CHECK (due::date = '2026-01-02'));" + NULL,
        "SET timezone = 'UTC'; INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, '2026-01-02 01:00+00');"
        "SET timezone = 'America/New_York';",
        "23514",
    ),
    "a CHECK of the whole row by the name of the table": (
        "CREATE TABLE c (id int, a int, CONSTRAINT k CHECK (NOT (c IS NULL) AND c IS NOT NULL));" + NULL,
        ROW,
        "23514",
    ),
    "a CHECK of a field of the whole row": (
        "CREATE TABLE c (id int, a int, CONSTRAINT k CHECK (((c).a) IS NOT NULL));" + NULL,
        ROW,
        "23514",
    ),
    "a CHECK takes the root of a number": (
        "CREATE TABLE c (id int, a int, CONSTRAINT k CHECK (sqrt(coalesce(a, -1)) > 0));" + NULL,
        ROW,
        "2201F",
    ),
    "a NOT VALID CHECK divides by what was there before": (
        "CREATE TABLE c (id int, a int, b int);" + NULL,
        "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 0);"
        "ALTER TABLE c ADD CONSTRAINT k CHECK (6 / b > 1) NOT VALID;",
        "22012",
    ),
    "a function of the file with the name of a built-in one": (
        "CREATE FUNCTION abs(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT coalesce($1, 0)';"
        "SET search_path = public, pg_catalog;"
        "CREATE TABLE c (id int, a int, CONSTRAINT k CHECK (abs(a) > 0));" + NULL,
        ROW,
        "23514",
    ),
    "a CHECK that divides": (
        "CREATE TABLE c (id int, a int, CONSTRAINT k CHECK (6 / coalesce(a, 0) > 0));" + NULL,
        ROW,
        "22012",
    ),
    "the domain below is asked first": (
        "CREATE DOMAIN low AS int CONSTRAINT z CHECK (VALUE IS NOT NULL);"
        "CREATE DOMAIN high AS low CONSTRAINT a CHECK (VALUE IS NOT NULL);"
        "CREATE TABLE c (id int, a high NOT NULL);" + NULL,
        ROW,
        "23514",
    ),
    "a domain's NOT NULL comes before all CHECKs": (
        "CREATE DOMAIN low AS int CONSTRAINT z CHECK (VALUE IS NOT NULL); CREATE DOMAIN high AS low NOT NULL;"
        "CREATE TABLE c (id int, a high);" + NULL,
        ROW,
        "23502",
    ),
    "an index expression divides": (
        "CREATE TABLE c (id int, a int); CREATE INDEX i ON c ((6 / coalesce(a, 0)));" + NULL,
        ROW,
        "22012",
    ),
    "a predicate of an index divides": (
        "CREATE TABLE c (id int, a int); CREATE INDEX i ON c (id) WHERE 6 / coalesce(a, 0) > 1;" + NULL,
        ROW,
        "22012",
    ),
    "the whole row in ROW(...)": (
        "CREATE TABLE c (id int, a int, CONSTRAINT k CHECK (ROW(c.*) IS NOT NULL));" + NULL,
        ROW,
        "23514",
    ),
    "two columns in parentheses": (
        "CREATE TABLE c (id int, a int, CONSTRAINT k CHECK ((id, a) IS NOT NULL));" + NULL,
        ROW,
        "23514",
    ),
    "a generated column's type holds fewer digits": (
        "CREATE TABLE c (id int, a int, g numeric(3,1) GENERATED ALWAYS AS (coalesce(a, 1000)) STORED);" + NULL,
        ROW,
        "22003",
    ),
    "a generated column's type holds fewer characters": (
        "CREATE TABLE c (id int, a int, g varchar(2) GENERATED ALWAYS AS (CASE WHEN a IS NULL THEN 'none' END) STORED);"
        + NULL,
        ROW,
        "22001",
    ),
    "a generated column's type holds smaller numbers": (
        "CREATE TABLE c (id int, a int, g smallint GENERATED ALWAYS AS (coalesce(a, 40000)) STORED);" + NULL,
        ROW,
        "22003",
    ),
    "a generated column computes more than an integer holds": (
        "CREATE TABLE c (id int, a int, g int GENERATED ALWAYS AS (coalesce(a, 2000000000) * 2) STORED);" + NULL,
        ROW,
        "22003",
    ),
    "a generated column calls a function of the file that raises": (
        "CREATE FUNCTION no(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS"
        " 'BEGIN IF $1 IS NULL THEN RAISE ''no''; END IF; RETURN 1; END';"
        "CREATE TABLE c (id int, a int, g int GENERATED ALWAYS AS (no(a)) STORED);" + NULL,
        ROW,
        "P0001",
    ),
    "a generated column calls a function that raises": (
        "CREATE TABLE c (id int, a int,"
        " g text GENERATED ALWAYS AS (substr('abc', coalesce(a, 1), coalesce(a, -1))) STORED);" + NULL,
        ROW,
        "22011",
    ),
}

PARTITIONS = {
    "the partition is partitioned by the column": (
        "CREATE TABLE c (id int, a int) PARTITION BY LIST (id);"
        "CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1) PARTITION BY RANGE (a);"
        "CREATE TABLE c1a PARTITION OF c1 FOR VALUES FROM (1) TO (5);" + NULL,
        ROW,
        "23514",
    ),
    "two columns of a range": (
        "CREATE TABLE c (id int, a int) PARTITION BY RANGE (id, a);"
        "CREATE TABLE c1 PARTITION OF c FOR VALUES FROM (1, 1) TO (5, 5);" + NULL,
        ROW,
        "23514",
    ),
    "an expression of a range": (
        "CREATE TABLE c (id int, a int) PARTITION BY RANGE ((a + 1));"
        "CREATE TABLE c1 PARTITION OF c FOR VALUES FROM (1) TO (5);" + NULL,
        ROW,
        "23514",
    ),
    "an expression of a partition key divides": (
        "CREATE TABLE c (id int, a int) PARTITION BY LIST (id);"
        "CREATE TABLE c1 PARTITION OF c DEFAULT PARTITION BY LIST ((6 / coalesce(a, 0)));"
        "CREATE TABLE c11 PARTITION OF c1 DEFAULT; CREATE TABLE c12 PARTITION OF c1 FOR VALUES IN (1);" + NULL,
        ROW,
        "22012",
    ),
    "an index of the partition that a row comes to divides by a column that stays": (
        BY_A + "CREATE TABLE rest PARTITION OF c DEFAULT; CREATE INDEX i ON rest ((6 / b));" + NULL,
        "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 0);",
        "22012",
    ),
    "a CHECK of the partition that a row comes to divides by a column that stays": (
        BY_A + "CREATE TABLE rest PARTITION OF c DEFAULT; ALTER TABLE rest ADD CHECK (6 / b < 99);" + NULL,
        "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 0);",
        "22012",
    ),
    "a remainder without a partition": (
        "CREATE TABLE c (id int, a int) PARTITION BY HASH (a);"
        "CREATE TABLE c0 PARTITION OF c FOR VALUES WITH (MODULUS 2, REMAINDER 1);" + NULL,
        "INSERT INTO p SELECT generate_series(1, 20); INSERT INTO p VALUES (0);"
        "INSERT INTO c SELECT 1, n FROM p AS x(n) WHERE satisfies_hash_partition('c'::regclass, 2, 1, n) LIMIT 1;",
        "23514",
    ),
    "NOT NULL of the partition that a row comes to": (
        BY_A + "CREATE TABLE rest PARTITION OF c DEFAULT; ALTER TABLE rest ALTER b SET NOT NULL;" + NULL,
        ROW,
        "23502",
    ),
    "a CHECK of the partition that a row comes to": (
        BY_A + "CREATE TABLE cn PARTITION OF c (CONSTRAINT k CHECK (b IS NOT NULL)) FOR VALUES IN (NULL);" + NULL,
        ROW,
        "23514",
    ),
    "an index of the partition divides by a column that is unchanged": (
        BY_A + "CREATE TABLE rest PARTITION OF c DEFAULT; CREATE INDEX ON rest ((6 / b));" + NULL,
        "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 0);",
        "22012",
    ),
    "a CHECK of the partition divides by a column that is unchanged": (
        BY_A + "CREATE TABLE rest PARTITION OF c (CONSTRAINT k CHECK (6 / b > 1)) DEFAULT;" + NULL,
        "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 0);",
        "22012",
    ),
    "a unique constraint of the level between": (
        BY_A
        + "CREATE TABLE m PARTITION OF c DEFAULT PARTITION BY LIST (id); CREATE TABLE m1 PARTITION OF m DEFAULT;"
        + "ALTER TABLE m ADD CONSTRAINT u UNIQUE (id);"
        + NULL,
        "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 1), (1, NULL, 2);",
        "23505",
    ),
    "an exclusion constraint of one partition": (
        BY_A + "CREATE TABLE cn PARTITION OF c DEFAULT; ALTER TABLE cn ADD CONSTRAINT x EXCLUDE (b WITH =);" + NULL,
        "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 7), (2, NULL, 7);",
        "23P01",
    ),
    "the key of a partition meets the identity of its table": (
        "CREATE TABLE c (id int, a int GENERATED ALWAYS AS IDENTITY) PARTITION BY LIST (id);"
        "CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1);" + NULL.replace("TABLE c ", "TABLE c1 "),
        "INSERT INTO p VALUES (1); INSERT INTO c OVERRIDING SYSTEM VALUE VALUES (1, 1);",
        "23502|428C9",
    ),
}

CHAIN = (
    "CREATE TABLE m (a {0} UNIQUE DEFAULT {1} CONSTRAINT f REFERENCES q ON DELETE SET DEFAULT);"
    "CREATE TABLE c (a {2} CONSTRAINT g REFERENCES m (a) ON UPDATE CASCADE);"
)
WIDTHS = {
    "bigint to integer": ("bigint", "9000000000", "integer", "22003"),
    "numeric to integer": ("numeric", "1.5", "integer", "23503"),
    "numeric to fewer digits": ("numeric", "12345", "numeric(4,0)", "22003"),
    "text to a length": ("text", "'abcdef'", "character varying(3)", "22001"),
    "double precision to real": ("double precision", "1e300", "real", "22003"),
    "timestamp to fewer digits": ("timestamp", "'2026-06-01 00:00:00.25'", "timestamp(0)", "23503"),
}


def outcome(server: Server, ddl: str, rows: str, delete: str) -> str:
    """Return the SQLSTATE with which a DELETE ends on a server, or "success"."""
    with server.database() as database:
        server.execute(ddl, database)
        server.execute(rows, database)
        try:
            server.execute(delete, database)
        except psycopg.Error as error:
            return error.sqlstate or ""
    return "success"


def predicted(ddl: str, table: str) -> set[str]:
    """Return the SQLSTATEs that the schema alone predicts."""
    prediction = predict_statically(catalog_of(ddl), QualifiedName("public", table))
    assert prediction.verdict is not Verdict.CLEAR
    return {sqlstate for failure in prediction.failures for sqlstate in failure.sqlstates}


def accounts_for(found: set[str], sqlstate: str) -> bool:
    """Whether a SQLSTATE is among those predicted; 22000 stands for its class."""
    return sqlstate in found or (sqlstate.startswith("22") and "22000" in found)


@pytest.mark.parametrize(("ddl", "rows", "expected"), {**CHECKS, **PARTITIONS}.values(), ids={**CHECKS, **PARTITIONS})
def test_r10_r15_every_constraint_of_a_changed_row_counts(server: Server, ddl: str, rows: str, expected: str) -> None:
    found = outcome(server, P + ddl, rows, "DELETE FROM p")
    assert found in expected.split("|")
    # A constraint that stands among the rows is one that a dump holds too.
    late = "".join(s + ";" for s in rows.split(";") if "ADD CONSTRAINT" in s)
    assert accounts_for(predicted(P + ddl + late, "p"), found)


@pytest.mark.parametrize(("wide", "default", "narrow", "expected"), WIDTHS.values(), ids=WIDTHS)
def test_r11_a_narrower_column_refuses_or_rounds_what_is_passed_on(
    server: Server, wide: str, default: str, narrow: str, expected: str
) -> None:
    ddl = f"CREATE TABLE q (id {wide} PRIMARY KEY);" + CHAIN.format(wide, default, narrow)
    first = {"text": "'a'", "timestamp": "'2026-01-01'"}.get(wide, "1")
    rows = (
        f"INSERT INTO q VALUES ({first}), ({default}); INSERT INTO m VALUES ({first}); INSERT INTO c VALUES ({first});"
    )
    assert outcome(server, ddl, rows, f"DELETE FROM q WHERE id = {first}") == expected
    assert accounts_for(predicted(ddl, "q"), expected)


def test_r10_a_not_valid_check_that_the_action_mends(server: Server) -> None:
    ddl = P + "CREATE TABLE c (id int, a int, b int);" + NULL
    late = "ALTER TABLE c ADD CONSTRAINT k CHECK (num_nonnulls(a, b) = 1) NOT VALID;"
    rows = "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 1);"
    assert outcome(server, ddl, rows + late, "DELETE FROM p") == "success"
    failures = predict_statically(catalog_of(ddl + late), QualifiedName("public", "p")).failures
    assert [(failure.constraint, failure.certainty) for failure in failures] == [("k", "may")]


HARMLESS = {
    "a row of which one column is never NULL": (
        "CREATE TABLE c (id int NOT NULL, a int, CONSTRAINT k CHECK (NOT ((id, a) IS NULL)));"
    ),
    "a generated column gives NULL": "CREATE TABLE c (id int, a int, g smallint GENERATED ALWAYS AS (a * 9) STORED);",
    "a generated column gives a value that its type holds": (
        "CREATE TABLE c"
        " (id int, a int, g varchar(4) GENERATED ALWAYS AS (CASE WHEN a IS NULL THEN 'none  ' END) STORED);"
    ),
    "a generated column copies another of its type": (
        "CREATE TABLE c"
        " (id int, a int, v varchar(9), g varchar(9) GENERATED ALWAYS AS (coalesce(a::varchar(9), v)) STORED);"
    ),
    "a partition key that gives NULL": (
        "CREATE TABLE c (id int, a int) PARTITION BY LIST ((6 / a)); CREATE TABLE c1 PARTITION OF c DEFAULT;"
    ),
    "a CHECK over the remainder of a count": (
        "CREATE TABLE c (id int, a int, CONSTRAINT k CHECK (mod(num_nonnulls(VARIADIC ARRAY[a, a]), 2) = 0));"
    ),
}


@pytest.mark.parametrize("ddl", HARMLESS.values(), ids=HARMLESS)
def test_r10_what_cannot_fail_is_not_named(server: Server, ddl: str) -> None:
    assert outcome(server, P + ddl + NULL, ROW, "DELETE FROM p") == "success"
    prediction = predict_statically(catalog_of(P + ddl + NULL), QualifiedName("public", "p"))
    assert (prediction.verdict, prediction.failures) == (Verdict.CLEAR, ())


def test_r10_a_not_null_that_is_not_valid(server18: Server) -> None:
    ddl = P + "CREATE TABLE c (id int, a int, b int);" + NULL
    late = "ALTER TABLE c ADD CONSTRAINT k NOT NULL b NOT VALID;"
    rows = "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, NULL);"
    assert outcome(server18, ddl, rows + late, "DELETE FROM p") == "23502"
    assert predicted(ddl + late, "p") == {"23502"}
    for checked in ("ALTER TABLE c VALIDATE CONSTRAINT k;", "ALTER TABLE c ALTER b SET NOT NULL;"):
        assert outcome(server18, ddl + late + checked, ROW.replace("1, 1)", "1, 1, 1)"), "DELETE FROM p") == "success"
        prediction = predict_statically(catalog_of(ddl + late + checked), QualifiedName("public", "p"))
        assert prediction.verdict is Verdict.CLEAR


def test_r10_a_not_valid_check_is_valid_in_a_table_made_like_it(server: Server) -> None:
    check = "ALTER TABLE o ADD CONSTRAINT k CHECK (num_nonnulls(a, b) = 1) NOT VALID;"
    ddl = P + "CREATE TABLE o (id int, a int, b int);" + check + "CREATE TABLE c (LIKE o INCLUDING CONSTRAINTS);" + NULL
    assert outcome(server, ddl, ROW, "DELETE FROM p") == "23514"
    with server.database() as database:
        server.execute(ddl, database)
        asked = "SELECT convalidated FROM pg_constraint WHERE conrelid = 'c'::regclass AND conname = 'k'"
        assert server.execute(asked, database) == [(True,)]
    failures = predict_statically(catalog_of(ddl), QualifiedName("public", "p")).failures
    assert [(failure.constraint, failure.certainty) for failure in failures] == [("k", "must")]


def test_r15_a_partition_computes_by_its_own_expression_from_16_on(server: Server) -> None:
    if server.version < 16:
        pytest.skip("there a partition has the expressions of its table")
    computed = "CREATE TABLE {} (id int, a int, b int, g int GENERATED ALWAYS AS ({}) STORED)"
    ddl = (
        f"{P}{computed.format('c', '1')} PARTITION BY LIST (a); CREATE TABLE c1 PARTITION OF c FOR VALUES IN (1);"
        f"{computed.format('rest', '6 / b')}; ALTER TABLE c ATTACH PARTITION rest DEFAULT; {NULL}"
    )
    rows = "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 0);"
    assert outcome(server, ddl, rows, "DELETE FROM p") == "22012"
    assert "22012" in predicted(ddl, "p")


def test_r08_a_partitions_own_key_that_is_created_first_cannot_move_the_row(server: Server) -> None:
    """The two keys set the same column to NULL, and are rivals all the same: one of them sees the partition alone."""
    tables = P + BY_A + "CREATE TABLE rest PARTITION OF c DEFAULT;"
    own = (
        NULL.replace("TABLE c ", "TABLE c1 ")
        .replace(" f ", " own ")
        .replace("ON DELETE", "ON UPDATE CASCADE ON DELETE")
    )
    rows = "INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 1, 1);"
    assert outcome(server, tables + NULL + own, rows, "DELETE FROM p") == "success"
    assert outcome(server, tables + own + NULL, rows, "DELETE FROM p") == "23514"
    for file in (tables + NULL + own, tables + own + NULL):
        failures = predict_statically(catalog_of(file), QualifiedName("public", "p")).failures
        told = [(failure.sqlstates, failure.key.name, failure.certainty) for failure in failures]
        assert told == [(("23514",), "own", "order-dependent")]
        assert failures[0].other_order is not None


def test_r10_functions_taken_for_immutable_are_so(server: Server) -> None:
    from ondelete.deletion.expressions.volatility import IMMUTABLE_FUNCTIONS, IMMUTABLE_WITH_ONE_ARGUMENT

    every = ", ".join(f"'{name}'" for name in IMMUTABLE_FUNCTIONS)
    one = ", ".join(f"'{name}'" for name in IMMUTABLE_WITH_ONE_ARGUMENT)
    found = server.execute(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND provolatile <> 'i'"
        f" AND (proname IN ({every}) OR (proname IN ({one}) AND pronargs = 1))"
    )
    assert found == []
