"""Witnesses of schemas beyond the generator's reach: every proved one is what a server does with its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from witness_runs import run_witnesses

from helpers import catalog_of

if TYPE_CHECKING:
    from server import Server

SCHEMAS = {
    "a hash partition takes what PostgreSQL's hash gives it": (
        """
        CREATE TABLE p (id integer PRIMARY KEY) PARTITION BY HASH (id);
        CREATE TABLE p0 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        CREATE TABLE c (p integer REFERENCES p ON DELETE CASCADE, q integer REFERENCES p1 ON DELETE SET NULL);
        """,
        1,
    ),
    "a leaf refuses rows of other leaves": (
        """
        CREATE TABLE k (id integer PRIMARY KEY);
        CREATE TABLE p (id integer, k integer REFERENCES k ON DELETE SET NULL, UNIQUE (id, k)) PARTITION BY LIST (k);
        CREATE TABLE p1 PARTITION OF p FOR VALUES IN (7);
        CREATE TABLE p2 PARTITION OF p DEFAULT;
        CREATE TABLE c (id integer, k integer, FOREIGN KEY (id, k) REFERENCES p (id, k) ON DELETE CASCADE);
        """,
        1,
    ),
    "a generated column's key needs a row": (
        """
        CREATE TABLE p (id integer PRIMARY KEY);
        CREATE TABLE q (id integer PRIMARY KEY);
        CREATE TABLE c (p integer REFERENCES p ON DELETE SET NULL,
                        q integer GENERATED ALWAYS AS (coalesce(p, 1)) STORED REFERENCES q);
        """,
        0,
    ),
    "tables whose partitions are made at run time": (
        """
        CREATE TABLE p (id integer PRIMARY KEY) PARTITION BY RANGE (id);
        CREATE TABLE q (id integer PRIMARY KEY);
        CREATE TABLE c (id integer, p integer REFERENCES p ON DELETE CASCADE, q integer REFERENCES q ON DELETE SET NULL,
                        k integer NOT NULL CHECK (k > 4), UNIQUE (k, p)) PARTITION BY LIST (k);
        CREATE TABLE d (k integer, p integer, FOREIGN KEY (k, p) REFERENCES c (k, p) ON DELETE RESTRICT);
        """,
        4,
    ),
    "CHECKs of arrays and JSON": (
        """
        CREATE TABLE p (id integer PRIMARY KEY);
        CREATE TABLE c (p integer REFERENCES p ON DELETE CASCADE, a integer[] NOT NULL, j jsonb NOT NULL, n jsonb,
                        CHECK (array_position(a, NULL::integer) IS NULL), CHECK (jsonb_typeof(j) = 'array'),
                        CHECK (jsonb_typeof(n) = 'object'));
        """,
        1,
    ),
    "a composite value has no operator beside a bare text": (
        """
        CREATE TYPE pair AS (x integer, y integer);
        CREATE TABLE p (id pair PRIMARY KEY);
        CREATE TABLE c (p pair REFERENCES p ON DELETE CASCADE);
        """,
        1,
    ),
    "no row leaves a partition that is partitioned and referenced": (
        """
        CREATE TABLE p (id integer PRIMARY KEY);
        CREATE TABLE c (id integer, t integer, p integer REFERENCES p ON DELETE SET NULL, UNIQUE (id, t, p))
            PARTITION BY LIST (t);
        CREATE TABLE m PARTITION OF c FOR VALUES IN (1) PARTITION BY LIST (p);
        CREATE TABLE m1 PARTITION OF m FOR VALUES IN (1);
        CREATE TABLE mn PARTITION OF m DEFAULT;
        CREATE TABLE d (x integer, y integer, z integer, FOREIGN KEY (x, y, z) REFERENCES m (id, t, p));
        """,
        0,
    ),
    "NaN and the infinities in bounds": (
        """
        CREATE TABLE p (id double precision PRIMARY KEY);
        CREATE TABLE c (p double precision DEFAULT 'NaN' REFERENCES p ON DELETE SET DEFAULT) PARTITION BY RANGE (p);
        CREATE TABLE c1 PARTITION OF c FOR VALUES FROM (0) TO ('infinity');
        CREATE TABLE d (p double precision DEFAULT 'nan' REFERENCES p ON DELETE SET DEFAULT) PARTITION BY LIST (p);
        CREATE TABLE d1 PARTITION OF d FOR VALUES IN (1, 'NaN');
        """,
        0,
    ),
    "two spellings of one date": (
        """
        CREATE TABLE p (id date PRIMARY KEY);
        CREATE TABLE c (p date DEFAULT 'Jan 5 2020' REFERENCES p ON DELETE SET DEFAULT, CHECK (p <> '2020-01-05'));
        """,
        0,
    ),
    "a remainder of an expression": (
        """
        CREATE TABLE p (id integer PRIMARY KEY);
        CREATE TABLE c (p integer REFERENCES p ON DELETE SET NULL) PARTITION BY HASH ((coalesce(p, 0)));
        CREATE TABLE c1 PARTITION OF c FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        """,
        0,
    ),
    "domains over domains": (
        """
        CREATE DOMAIN low AS integer DEFAULT 3 CHECK (value <> 2);
        CREATE DOMAIN mid AS low;
        CREATE DOMAIN high AS mid NOT NULL;
        ALTER DOMAIN low SET DEFAULT 1;
        ALTER DOMAIN mid DROP DEFAULT;
        CREATE TABLE k (id integer PRIMARY KEY);
        CREATE TABLE a (x mid REFERENCES k ON DELETE SET DEFAULT, y high REFERENCES k ON DELETE SET NULL);
        CREATE TABLE b (x low REFERENCES k ON DELETE SET DEFAULT, y high REFERENCES k ON DELETE SET DEFAULT);
        """,
        6,
    ),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_what_is_proved_happens(name: str, servers: list[Server]) -> None:
    sql, least = SCHEMAS[name]
    catalog = catalog_of(sql)
    for server in servers:
        with server.database() as database:
            server.load(sql, database)
            tally = run_witnesses(server, database, catalog, catalog.tables)
            assert tally.differences == []
            assert tally.reproduced >= least, tally.reasons
