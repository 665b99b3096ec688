"""What can be repaired, step by step, and what is left."""

from __future__ import annotations

from helpers import catalog_of
from ondelete.fixes.plan import fix_plan
from ondelete.reports.fix import report_fix
from ondelete.schema import Schema
from reports.reporting import TREE, body


def fixes_of(sql: str, *, rails: bool = False) -> str:
    schema = Schema(catalog_of(sql))
    return body(report_fix(fix_plan(schema.audit().findings), schema.catalog, "default", rails=rails))


def test_each_step_says_what_it_repairs() -> None:
    text = fixes_of(TREE)
    assert text.startswith("2 fixes for 2 findings; run them outside a transaction")
    assert "fk-indexed: Deleting from users reads the whole of posts." in text
    assert "CREATE INDEX CONCURRENTLY posts_user_id_idx ON public.posts (user_id);" in text


def test_rails_gets_migrations() -> None:
    text = fixes_of(TREE, rails=True)
    assert "add_index :posts, :user_id" in text
    assert "CREATE INDEX" not in text


def test_nothing_to_fix_is_said() -> None:
    assert fixes_of("CREATE TABLE t (id int PRIMARY KEY);").startswith("Nothing to run: no finding has a fix.")
