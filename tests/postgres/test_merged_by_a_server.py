"""What a server makes one thing of: the catalogs are equal, and nothing is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from catalog_queries import catalog_facts, server_facts

from helpers import catalog_of

if TYPE_CHECKING:
    from server import Server

TABLES = """
CREATE TABLE a (id int PRIMARY KEY, id2 int UNIQUE);
CREATE TABLE p (k int, x int, y int) PARTITION BY RANGE (k);
ALTER TABLE p ADD CONSTRAINT above FOREIGN KEY (x) REFERENCES a ON DELETE SET NULL;
CREATE TABLE c (k int, x int, y int);
"""
ATTACH = "ALTER TABLE p ATTACH PARTITION c FOR VALUES FROM (1) TO (9);"

KEYS = {
    "equal": "(x) REFERENCES a (id) ON DELETE SET NULL",
    "another action": "(x) REFERENCES a ON DELETE CASCADE",
    "another action on update": "(x) REFERENCES a ON DELETE SET NULL ON UPDATE CASCADE",
    "another match": "(x) REFERENCES a MATCH FULL ON DELETE SET NULL",
    "another timing": "(x) REFERENCES a ON DELETE SET NULL DEFERRABLE",
    "another column": "(y) REFERENCES a ON DELETE SET NULL",
    "another referenced column": "(x) REFERENCES a (id2) ON DELETE SET NULL",
}
KEY = f"ALTER TABLE c ADD CONSTRAINT below FOREIGN KEY {KEYS['equal']};"
SCRIPTS = {
    **{
        f"attached, {name}": f"{TABLES}ALTER TABLE c ADD CONSTRAINT below FOREIGN KEY {key}; {ATTACH}"
        for name, key in KEYS.items()
    },
    "attached, two equal": f"{TABLES}{KEY} ALTER TABLE c ADD CONSTRAINT second FOREIGN KEY {KEYS['equal']}; {ATTACH}",
    "attached and detached": f"{TABLES}{KEY} {ATTACH} ALTER TABLE p DETACH PARTITION c;",
    "detached with a copy": f"{TABLES}{ATTACH} ALTER TABLE p DETACH PARTITION c;",
    "the parent's key comes later": f"{TABLES}ALTER TABLE p DROP CONSTRAINT above; {KEY} {ATTACH}"
    f"ALTER TABLE p ADD CONSTRAINT above FOREIGN KEY {KEYS['equal']};",
    "equal below a middle": f"{TABLES}{KEY}"
    "CREATE TABLE m (k int, x int, y int) PARTITION BY RANGE (k);"
    "ALTER TABLE m ATTACH PARTITION c FOR VALUES FROM (1) TO (5);"
    "ALTER TABLE p ATTACH PARTITION m FOR VALUES FROM (1) TO (9);",
    "attached to a middle": f"{TABLES}{KEY}"
    "CREATE TABLE m PARTITION OF p FOR VALUES FROM (1) TO (9) PARTITION BY RANGE (k);"
    "ALTER TABLE m ATTACH PARTITION c FOR VALUES FROM (1) TO (5);",
    **{
        f"of two columns, {name}": "CREATE TABLE a (x int, y int, PRIMARY KEY (x, y));"
        "CREATE TABLE p (k int, x int, y int) PARTITION BY RANGE (k); CREATE TABLE c (k int, x int, y int);"
        "ALTER TABLE p ADD CONSTRAINT above FOREIGN KEY (x, y) REFERENCES a ON DELETE SET NULL (x);"
        f"ALTER TABLE c ADD CONSTRAINT below FOREIGN KEY {key}; {ATTACH}"
        for name, key in {
            "all set": "(x, y) REFERENCES a ON DELETE SET NULL",
            "the same set": "(x, y) REFERENCES a ON DELETE SET NULL (x)",
            "another set": "(x, y) REFERENCES a ON DELETE SET NULL (y)",
            "in another order": "(y, x) REFERENCES a (y, x) ON DELETE SET NULL (x)",
        }.items()
    },
    "a CHECK written again": "CREATE TABLE q (i int, CONSTRAINT k CHECK (i > 0));"
    "CREATE TABLE d (j int, CONSTRAINT k CHECK ((i > 0)), CONSTRAINT l CHECK (j > 0), PRIMARY KEY (i)) INHERITS (q);",
    "a CHECK added again": "CREATE TABLE q (i int, CONSTRAINT k CHECK (i > 0)); CREATE TABLE d () INHERITS (q);"
    "ALTER TABLE d ADD CONSTRAINT k CHECK (i > 0);",
    "a partition's CHECK written again": "CREATE TABLE q (i int, CONSTRAINT k CHECK (i > 0)) PARTITION BY LIST (i);"
    "CREATE TABLE d PARTITION OF q (CONSTRAINT k CHECK (i > 0)) FOR VALUES IN (1);",
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_one_thing(name: str, server: Server) -> None:
    catalog = catalog_of(SCRIPTS[name])
    assert catalog.skipped == ()
    ours = catalog_facts(catalog)
    with server.database() as database:
        server.execute(SCRIPTS[name], database)
        theirs = server_facts(server, database)
    for what in ("foreign keys", "checks", "tables"):
        assert ours[what] == theirs[what], what


def test_a_key_that_is_not_valid_stays_a_second_one_before_18() -> None:
    catalog = catalog_of(f"{TABLES}{KEY.replace(';', ' NOT VALID;')} {ATTACH}")
    assert [key.name for key in catalog.foreign_keys] == ["above", "below"]


@pytest.mark.parametrize(
    "drops",
    [
        "DROP TABLE public.t;",
        "DROP TRIGGER g ON public.t; DROP FUNCTION public.f(); DROP INDEX public.i; DROP TYPE public.m; DROP DOMAIN d;",
        "ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT; DROP SEQUENCE public.s; DROP TABLE public.t; DROP SCHEMA s;",
        "DROP VIEW public.v; DROP PUBLICATION b; DROP TABLE public.t, public.u;",
    ],
)
def test_drops_at_the_head_are_no_news(drops: str) -> None:
    made = "CREATE TABLE public.t (a int);"
    assert catalog_of(f"{drops} {made}").skipped == ()
    assert len(catalog_of(f"{made} DROP TABLE public.t; DROP TABLE public.t;").skipped) == 1
    assert len(catalog_of(f"{made} DROP TABLE public.u;").skipped) == 1


def test_a_drop_that_fails_undoes_its_transaction() -> None:
    assert len(catalog_of("BEGIN; DROP TABLE t; CREATE TABLE t (a int); COMMIT;").skipped) == 1
