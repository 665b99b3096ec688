"""Fixes of keys, as SQL and as Rails migrations; servers run them in tests/postgres/test_fixes.py."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.catalog import ForeignKey, ReferentialAction
from ondelete.findings import Phase
from ondelete.fixes.builders import defer_keys, drop_key, recreate_key, validate_key

PARENT = "CREATE TABLE p (id int PRIMARY KEY);\n"
HOSTILE = f'{PARENT}CREATE TABLE "C ""#{{x}}" ("f k" int CONSTRAINT "k;--" REFERENCES p);'


def key_of(sql: str) -> ForeignKey:
    return catalog_of(sql).foreign_keys[0]


def test_a_plain_key_in_sql_and_in_ruby() -> None:
    key = key_of(f"{PARENT}CREATE TABLE c (fk int REFERENCES p);")
    dropped, valid, deferred = drop_key(key), validate_key(key), defer_keys([key])
    assert dropped.sql == "ALTER TABLE public.c DROP CONSTRAINT c_fk_fkey;"
    assert 'remove_foreign_key :c, name: "c_fk_fkey"' in (dropped.rails or "")
    assert valid.sql.splitlines()[-1] == "ALTER TABLE public.c VALIDATE CONSTRAINT c_fk_fkey;"
    assert "SELECT count(*) FROM public.c AS o WHERE o.fk IS NOT NULL AND NOT EXISTS" in valid.sql
    assert "validate_foreign_key :c, name: :c_fk_fkey" in (valid.rails or "")
    assert deferred.sql == "ALTER TABLE public.c ALTER CONSTRAINT c_fk_fkey DEFERRABLE INITIALLY DEFERRED;"
    assert [fix.phase for fix in (dropped, valid, deferred)] == [
        Phase.DROP_CONSTRAINT,
        Phase.VALIDATE,
        Phase.REPLACE_KEY,
    ]
    assert {fix.touches for fix in (dropped, valid, deferred)} == {(key.id,)}


def test_a_name_with_a_quote_is_said_in_sql_alone() -> None:
    key = key_of(HOSTILE)
    assert drop_key(key).sql == 'ALTER TABLE public."C ""#{x}" DROP CONSTRAINT "k;--";'
    for fix in (drop_key(key), validate_key(key), defer_keys([key])):
        assert 'execute "ALTER TABLE public.\\"C \\"\\"\\#{x}\\"' in (fix.rails or "")


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE c (fk int REFERENCES gone);",
        "CREATE TABLE p (id int, r int4range, PRIMARY KEY (id, r WITHOUT OVERLAPS));"
        "CREATE TABLE c (id int, r int4range, FOREIGN KEY (id, PERIOD r) REFERENCES p (id, PERIOD r));",
    ],
)
def test_a_key_that_is_not_all_known_or_can_have_no_other_action_is_not_made_anew(sql: str) -> None:
    catalog = catalog_of(sql)
    assert recreate_key(catalog, catalog.foreign_keys[0], ReferentialAction.CASCADE) is None
