"""Keys that were added NOT VALID."""

from __future__ import annotations

import pytest

from rule_runs import assert_fixed, findings_of

RULE = "not-valid-key"
TABLES = 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE "C c" (fk int);\n'
KEY = 'ALTER TABLE "C c" ADD CONSTRAINT "k.1" FOREIGN KEY (fk) REFERENCES p{};\n'

FIXED = [
    TABLES + KEY.format(" NOT VALID"),
    TABLES + KEY.format(" ON DELETE CASCADE NOT VALID"),
]


@pytest.mark.parametrize("sql", FIXED)
def test_validating_leaves_nothing_to_find(sql: str) -> None:
    assert_fixed(sql, RULE)


@pytest.mark.parametrize("end", ["", " NOT ENFORCED"])
def test_a_key_that_is_valid_or_does_nothing_is_not_found(end: str) -> None:
    assert findings_of(TABLES + KEY.format(end), RULE) == ()


def test_the_fix_names_the_key_as_sql_and_ruby_need_it() -> None:
    (finding,) = findings_of(FIXED[0], RULE)
    assert finding.fix is not None
    assert finding.fix.sql.splitlines()[1:] == [
        'SELECT count(*) FROM public."C c" AS o WHERE o.fk IS NOT NULL AND NOT EXISTS '
        "(SELECT FROM public.p AS r WHERE r.id = o.fk);",
        'ALTER TABLE public."C c" VALIDATE CONSTRAINT "k.1";',
    ]
    assert 'validate_foreign_key "C c", name: "k.1"' in (finding.fix.rails or "")
