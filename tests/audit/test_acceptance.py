"""What is accepted: by the configuration, by comments in the database, from the baseline; and what is left over."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.audit import run_rules
from ondelete.audit.baseline import Baseline
from ondelete.catalog import Comment, Location, QualifiedName
from ondelete.config.policies import load_policy
from ondelete.findings import Acceptance, Audit, KnownFinding
from ondelete.rules import Ignore, Policy, RuleContext
from ondelete.rules.base import ignores_of

HERE = Location("ondelete.toml", 5)
SCHEMA = (
    "CREATE TABLE p (id bigint PRIMARY KEY);\n"
    "CREATE TABLE c (fk bigint CONSTRAINT k REFERENCES p ON DELETE CASCADE, id bigint);\n"
    'CREATE TABLE s."d.d" ("x.y" bigint CONSTRAINT "k.1" REFERENCES public.p ON DELETE CASCADE);\n'
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE c AS 'library';\n"
    "CREATE TRIGGER t AFTER DELETE ON p FOR EACH ROW EXECUTE FUNCTION f();\n"
    "CREATE RULE r AS ON DELETE TO c DO ALSO SELECT elsewhere.g();\n"
)
ALL = {("fk-indexed", "public.c.k"), ("fk-indexed", 's."d.d"."k.1"'), ("delete-trigger", "public.p t")}
ALL |= {("delete-trigger", "public.c r")}


def audit(*ignores: Ignore, sql: str = "", baseline: Baseline | None = None, only: tuple[str, ...] = ()) -> Audit:
    default = load_policy("default")
    policy = Policy("test", "", default.rules, ignores)
    return run_rules(RuleContext.of(catalog_of(SCHEMA + sql)), policy, only=only, baseline=baseline)


def ignored(audit: Audit) -> set[tuple[str, str]]:
    return {(finding.rule, finding.subject) for finding in audit.accepted}


def test_nothing_is_accepted_by_itself() -> None:
    assert audit().accepted == ()
    assert {(finding.rule, finding.subject) for finding in audit().findings} == ALL


@pytest.mark.parametrize(
    ("rule", "subject", "found"),
    [
        ("fk-indexed", "public.c.k", {"public.c.k"}),
        ("fk-indexed", "c.k", {"public.c.k"}),
        ("fk-indexed", "public.c", {"public.c.k"}),
        ("fk-indexed", "c", {"public.c.k"}),
        ("fk-indexed", "public.c.fk", {"public.c.k"}),
        ("fk-indexed", "c.fk", {"public.c.k"}),
        ("fk-indexed", "c.*", {"public.c.k"}),
        ("fk-indexed", "*", {"public.c.k", 's."d.d"."k.1"'}),
        ("fk-indexed", 's."d.d"."k.1"', {'s."d.d"."k.1"'}),
        ("fk-indexed", "s.d.d", {'s."d.d"."k.1"'}),
        ("fk-indexed", "s.d.d.x.y", {'s."d.d"."k.1"'}),
        ("fk-indexed", 's."d.d"."x.y"', {'s."d.d"."k.1"'}),
        ("fk-indexed", "s.*", {'s."d.d"."k.1"'}),
        ("fk-*", "c", {"public.c.k"}),
        ("*", "c", {"public.c.k", "public.c r"}),
        ("[!f]*", "c", {"public.c r"}),
        ("delete-trigger", "p", {"public.p t"}),
        ("delete-trigger", "p.t", {"public.p t"}),
        ("delete-trigger", "public.p.t", {"public.p t"}),
        ("delete-trigger", "public.p t", {"public.p t"}),
        ("delete-trigger", "c.r", {"public.c r"}),
        ("cascade-cycle", "c", set()),
        ("fk-indexed", "C", set()),
        ("fk-indexed", "d.d", set()),
        ("fk-indexed", "public", set()),
        ("fk-indexed", "p", set()),
    ],
)
def test_an_ignore_of_the_configuration_names_a_rule_and_what_it_is_about(
    rule: str, subject: str, found: set[str]
) -> None:
    done = audit(Ignore(rule, subject, "twelve rows", HERE))
    assert {name for _, name in ignored(done)} == found
    assert all(f.accepted == Acceptance("config", "twelve rows", HERE) for f in done.accepted)
    left = {(f.rule, f.subject) for f in done.findings if f.rule != "unused-ignore"}
    assert left == ALL - ignored(done)


COMMENT = "COMMENT ON {} IS 'ondelete: ignore {} because it is fine';"


@pytest.mark.parametrize(
    ("on", "rule", "found"),
    [
        ("CONSTRAINT k ON c", "fk-indexed", {"public.c.k"}),
        ("COLUMN c.fk", "fk-indexed", {"public.c.k"}),
        ("TABLE c", "fk-indexed", {"public.c.k"}),
        ("TABLE c", "*", {"public.c.k", "public.c r"}),
        ("TABLE c", "fk-indexed, delete-trigger", {"public.c.k", "public.c r"}),
        ("TABLE p", "fk-indexed", set()),
        ("COLUMN c.id", "fk-indexed", set()),
        ("TRIGGER t ON p", "delete-trigger", {"public.p t"}),
        ("RULE r ON c", "delete-trigger", {"public.c r"}),
        ('CONSTRAINT "k.1" ON s."d.d"', "fk-indexed", {'s."d.d"."k.1"'}),
        ('COLUMN s."d.d"."x.y"', "fk-indexed", {'s."d.d"."k.1"'}),
        ('TABLE s."d.d"', "fk-indexed", {'s."d.d"."k.1"'}),
    ],
)
def test_a_comment_accepts_findings_on_its_own_object(on: str, rule: str, found: set[str]) -> None:
    done = audit(sql=COMMENT.format(on, rule))
    assert {name for _, name in ignored(done)} == found
    for finding in done.accepted:
        assert finding.accepted == Acceptance("comment", "it is fine", Location("schema.sql", 7))


def test_a_name_with_a_wildcard_in_it_means_itself_in_a_comment() -> None:
    sql = (
        'CREATE TABLE "c*" (fk bigint REFERENCES p ON DELETE CASCADE);\n'
        "COMMENT ON TABLE \"c*\" IS 'ondelete: ignore fk-indexed because so';"
    )
    assert ignored(audit(sql=sql)) == {("fk-indexed", "public.c*.c*_fk_fkey")}


def sentences(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    found, rest = ignores_of(Comment("table", QualifiedName("public", "c"), None, text, HERE))
    return [(ignore.rule, ignore.reason) for ignore in found], rest


@pytest.mark.parametrize(
    ("text", "understood", "rest"),
    [
        ("ondelete: ignore a because b", [("a", "b")], []),
        ("Our table. ondelete: ignore a because b c\nd", [("a", "b c d")], []),
        ("ondelete:ignore a-b,c because d", [("a-b", "d"), ("c", "d")], []),
        ("ondelete: ignore a because b; ondelete: ignore c because d", [("a", "b;"), ("c", "d")], []),
        ("ondelete: ignore * because b", [("*", "b")], []),
        ("ondelete: ignore fk-* because b", [("fk-*", "b")], []),
        ("ondelete: ignore a", [], ["ignore a"]),
        ("ondelete: ignore a because", [], ["ignore a because"]),
        ("ondelete: ignore a because   ", [], ["ignore a because"]),
        ("ondelete: ignore because b", [], ["ignore because b"]),
        ("ondelete: ignore a b because c", [], ["ignore a b because c"]),
        ("ondelete: accept a because b", [], ["accept a because b"]),
        ("ondelete:", [], [""]),
        ("ondelete: ondelete: ignore a because b", [("a", "b")], [""]),
        ("ondelete: ignore a because ondelete: ignore b because c", [("b", "c")], ["ignore a because"]),
        ("nothing to us", [], []),
    ],
)
def test_the_sentences_of_a_comment_are_read_one_by_one(
    text: str, understood: list[tuple[str, str]], rest: list[str]
) -> None:
    assert sentences(text) == (understood, rest)


def test_the_configuration_speaks_before_a_comment_and_both_before_the_baseline() -> None:
    key = next(f for f in audit().findings if f.subject == "public.c.k")
    known = Baseline("base.json", (KnownFinding(key.fingerprint, key.rule, key.subject),))
    comment = COMMENT.format("TABLE c", "fk-indexed")
    ignore = Ignore("fk-indexed", "c", "config", HERE)
    by = [
        audit(ignore, sql=comment, baseline=known),
        audit(sql=comment, baseline=known),
        audit(baseline=known),
    ]
    assert [run.accepted[0].accepted.by for run in by if run.accepted[0].accepted] == ["config", "comment", "baseline"]
    stale = [[f.rule for f in run.findings if f.rule == "stale-baseline"] for run in by]
    assert stale == [["stale-baseline"], ["stale-baseline"], []]


def test_of_two_ignores_for_one_finding_both_are_used() -> None:
    done = audit(Ignore("fk-indexed", "c", "one", HERE), Ignore("*", "c.k", "two", HERE))
    assert not [f for f in done.findings if f.rule == "unused-ignore"]


def test_a_baseline_knows_as_many_as_it_counted() -> None:
    twice = "EXECUTE plan;\nEXECUTE plan;\n"
    entry = next(f for f in audit(sql=twice).findings if f.rule == "unread-statement")

    def run(count: int) -> tuple[int, int, int]:
        known = Baseline("base.json", (KnownFinding(entry.fingerprint, entry.rule, entry.subject, count),))
        done = audit(sql=twice, baseline=known)
        rules = [f.rule for f in done.findings]
        return len(done.accepted), rules.count("unread-statement"), rules.count("stale-baseline")

    assert [run(count) for count in (1, 2, 3)] == [(1, 1, 0), (2, 0, 0), (2, 0, 1)]
