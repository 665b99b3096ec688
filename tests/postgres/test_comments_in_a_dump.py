"""Comments that accept findings survive a real pg_dump, and mean the same afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers import catalog_of
from ondelete.audit import run_rules
from ondelete.config.policies import load_policy
from ondelete.rules import RuleContext

if TYPE_CHECKING:
    from server import Server

SCRIPT = r'''
CREATE TABLE p (id bigint PRIMARY KEY);
CREATE TABLE "Odd ""c""" (a bigint, CONSTRAINT "k.1" FOREIGN KEY (a) REFERENCES p, b bigint REFERENCES p, id bigint);
CREATE INDEX i ON "Odd ""c""" (id);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN EXECUTE OLD.id::text; RETURN OLD; END';
CREATE TRIGGER t BEFORE DELETE ON p FOR EACH ROW EXECUTE FUNCTION f();
COMMENT ON CONSTRAINT "k.1" ON "Odd ""c""" IS 'Größe: klein ✓
ondelete: ignore fk-indexed because it''s a small "table"; really
ondelete: ignore on-delete-explicit because so';
COMMENT ON COLUMN "Odd ""c""".b IS E'ondelete: ignore fk-* because\ttabs\\backslashes';
COMMENT ON TRIGGER t ON p IS 'ondelete: ignore delete-trigger because harmless';
COMMENT ON INDEX i IS 'ondelete: ignore fk-indexed because replaced';
COMMENT ON INDEX i IS 'replaced';
COMMENT ON TABLE p IS 'ondelete: ignore x because removed';
COMMENT ON TABLE p IS NULL;
'''


def accepted(sql: str) -> set[tuple[str, str, str]]:
    audit = run_rules(RuleContext.of(catalog_of(sql)), load_policy("default"))
    return {(f.rule, f.subject, f.accepted.reason) for f in audit.accepted if f.accepted is not None}


def test_comments_of_a_dump_are_those_of_the_script(server: Server) -> None:
    with server.database() as database:
        server.run("psql", "-X", "-q", "-f", "-", database=database, stdin=SCRIPT)
        dump = server.run("pg_dump", "--schema-only", "--no-owner", database=database)
    ours, theirs = ({(c.kind, c.table, c.name, c.text) for c in catalog_of(sql).comments} for sql in (SCRIPT, dump))
    assert ours == theirs
    assert {kind for kind, *_ in theirs} == {"constraint", "column", "trigger"}
    table = 'public.Odd "c"'
    assert (
        accepted(dump)
        == accepted(SCRIPT)
        == {
            ("fk-indexed", f'{table}."k.1"', 'it\'s a small "table"; really'),
            ("on-delete-explicit", f'{table}."k.1"', "so"),
            ("fk-indexed", f'{table}.Odd "c"_b_fkey', "tabs\\backslashes"),
            ("delete-trigger", "public.p t", "harmless"),
        }
    )
