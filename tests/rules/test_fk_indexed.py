"""Keys that no index serves: what counts as an index, what needs none, and what weighs how much."""

from __future__ import annotations

import pytest

from ondelete.findings import Finding, Severity
from rule_runs import HOSTILE, by_default, found, quoted, subjects

RULE = "fk-indexed"
USERS = "CREATE TABLE users (id bigint PRIMARY KEY, a int, b int, c int, d int, e int, UNIQUE (a, b));\n"
POSTS = f"{USERS}CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users, x int);\n"
PAIRS = f"{USERS}CREATE TABLE posts (id bigint, x int, a int, b int, FOREIGN KEY (a, b) REFERENCES users (a, b));\n"
PREFIX = 'match = "prefix"'
GRADES = 'severity = "error"\nwide = "warning"\nlookup = "info"\nweak = "off"'

FIXED = [
    POSTS,
    PAIRS,
    "CREATE TABLE p (id bigint PRIMARY KEY);\n"
    "CREATE TABLE c (at date, p_id bigint REFERENCES p) PARTITION BY RANGE (at);\n"
    "CREATE TABLE c1 PARTITION OF c FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');",
]


@pytest.mark.parametrize(
    ("index", "planner", "prefix"),
    [
        ("", True, True),
        ("CREATE INDEX i ON posts (user_id);", False, False),
        ("CREATE INDEX i ON posts (user_id, x);", False, False),
        ("CREATE INDEX i ON posts (x, user_id);", True, True),
        ("CREATE INDEX i ON posts (x) INCLUDE (user_id);", True, True),
        ("CREATE INDEX i ON posts ((user_id + 0));", True, True),
        ("CREATE INDEX i ON posts (user_id) WHERE user_id IS NOT NULL;", False, False),
        ("CREATE INDEX i ON posts (user_id) WHERE x IS NOT NULL;", True, True),
        ("CREATE INDEX i ON posts (user_id) WHERE user_id > 0;", True, True),
        ("CREATE INDEX i ON posts (user_id) WHERE user_id IS NOT NULL AND true;", False, True),
        ("CREATE INDEX i ON posts USING brin (user_id);", True, False),
        ("ALTER TABLE posts ADD UNIQUE (user_id);", False, False),
    ],
)
def test_what_serves_a_key_of_one_column(index: str, planner: bool, prefix: bool) -> None:
    assert bool(found(POSTS + index, RULE)) is planner
    assert bool(found(POSTS + index, RULE, PREFIX)) is prefix


@pytest.mark.parametrize(
    ("index", "prefix"),
    [
        ("", True),
        ("CREATE INDEX i ON posts (b, a);", False),
        ("CREATE INDEX i ON posts (a, b, x);", False),
        ("CREATE INDEX i ON posts (a, x, b);", True),
        ("CREATE INDEX i ON posts (a);", True),
        ("CREATE INDEX i ON posts (b, a) WHERE b IS NOT NULL;", False),
        ("CREATE INDEX i ON posts (b, a) WHERE a IS NOT NULL;", True),
        ("CREATE INDEX i ON posts (a) INCLUDE (b);", True),
        ("ALTER TABLE posts ADD PRIMARY KEY (b, a);", False),
    ],
)
def test_by_prefix_the_columns_stand_first_in_any_order(index: str, prefix: bool) -> None:
    assert bool(found(PAIRS + index, RULE, PREFIX)) is prefix


@pytest.mark.parametrize("options", ["", PREFIX])
def test_the_fix_makes_the_finding_go_away(options: str) -> None:
    for schema in FIXED:
        findings = found(schema, RULE, options)
        repairs = "\n".join(finding.fix.sql for finding in findings if finding.fix and finding.fix.sql)
        assert repairs
        assert found(f"{schema}\n{repairs}", RULE, options) == []


def test_by_prefix_each_partition_is_looked_at_by_itself() -> None:
    schema = f"{FIXED[2]}\nCREATE TABLE c2 PARTITION OF c DEFAULT;\nCREATE INDEX i ON c1 (p_id);"
    assert subjects(found(schema, RULE, PREFIX)) == ["public.c.c_p_id_fkey", "public.c.c_p_id_fkey public.c2"]
    assert len(found(schema, RULE)) == 1
    off = f'{PREFIX}\n[[rules.{RULE}.per-table]]\ntables = ["c2"]\nseverity = "off"'
    assert subjects(found(schema, RULE, off)) == ["public.c.c_p_id_fkey"]


def test_an_index_on_the_root_alone_leaves_the_finding_to_its_partition() -> None:
    schema = f"{FIXED[2]}\nCREATE INDEX i ON ONLY c (p_id);"
    (finding,) = found(schema, RULE, PREFIX)
    assert str(finding.table) == "public.c1"
    assert finding.fix is not None
    assert found(f"{schema}\n{finding.fix.sql}", RULE, PREFIX) == []


@pytest.mark.parametrize(
    "entry",
    ["posts.user_id", "public.posts.user_id", "posts.*", "*.user_id", "posts.posts_user_id_fkey", "public.posts.*fkey"],
)
@pytest.mark.parametrize("match", ["planner", "prefix"])
def test_an_exempt_key_needs_no_index(entry: str, match: str) -> None:
    options = f'match = "{match}"\nexempt = ["{entry}"]'
    assert found(POSTS, RULE, options) == []
    (stale,) = found(f"{POSTS}CREATE INDEX i ON posts (user_id);", RULE, options)
    assert entry in stale.message
    assert "not needed" in stale.message


@pytest.mark.parametrize(
    ("entry", "holds"),
    [("posts.(a, b)", True), ("*.(a, *)", True), ("posts.(b, a)", False), ("posts.a", False), ("other.*", False)],
)
def test_a_key_of_several_columns_is_exempt_by_all_of_them(entry: str, holds: bool) -> None:
    findings = found(PAIRS, RULE, f'exempt = ["{entry}"]\nstale = "off"')
    assert (findings == []) is holds


def test_stale_entries_have_a_weight_of_their_own_and_stand_where_their_table_does() -> None:
    options = 'severity = "error"\nstale = "info"\nexempt = ["posts.gone_id", "nowhere.user_id"]'
    severities = {finding.subject: finding.severity.value for finding in found(POSTS, RULE, options)}
    assert severities == {
        "public.posts.posts_user_id_fkey": "error",
        "exempt posts.gone_id": "info",
        "exempt nowhere.user_id": "info",
    }
    lines = {finding.subject: finding.location.line for finding in found(POSTS, RULE, options)}
    assert lines["exempt posts.gone_id"] == 2


def test_a_skipped_key_is_not_looked_at_and_never_stale() -> None:
    assert found(PAIRS, RULE, 'skip-keys = ["*.(a, *)", "nowhere.*"]') == []


def test_an_exemption_can_be_given_for_some_tables() -> None:
    options = f'[[rules.{RULE}.per-table]]\ntables = ["posts"]\nexempt = ["*.user_id"]'
    assert found(POSTS, RULE, options) == []
    assert len(found(POSTS, RULE, options.replace('"posts"', '"other"'))) == 1


def severity_of(findings: list[Finding]) -> list[str]:
    return [finding.severity.value for finding in findings]


WIDE = "CREATE TABLE orgs (id bigint PRIMARY KEY);\n"
LOOKUP = "CREATE TABLE plans (id int PRIMARY KEY, name text);\n"


@pytest.mark.parametrize(
    ("schema", "severity"),
    [
        (f"{WIDE}CREATE TABLE c (o bigint REFERENCES orgs);", "error"),
        (f"{LOOKUP}CREATE TABLE c (p int REFERENCES plans);", "info"),
        (f"{LOOKUP}CREATE TABLE c (p int REFERENCES plans ON DELETE SET NULL);", "info"),
        (f"{LOOKUP}CREATE TABLE c (p int REFERENCES plans ON DELETE CASCADE);", "error"),
        (f"{LOOKUP}ALTER TABLE plans ADD x int, ADD y int, ADD z int, ADD zz int;"
         "CREATE TABLE c (p int REFERENCES plans);", "error"),
        (f"{WIDE}{LOOKUP}ALTER TABLE plans ADD org bigint REFERENCES orgs; CREATE INDEX i ON plans (org);"
         "CREATE TABLE c (p int REFERENCES plans);", "error"),
        (f"{WIDE}{LOOKUP}ALTER TABLE plans ADD org bigint REFERENCES orgs ON DELETE CASCADE;"
         "CREATE INDEX i ON plans (org); CREATE TABLE c (p int REFERENCES plans);", "warning"),
        (f"{WIDE}ALTER TABLE orgs ADD up bigint REFERENCES orgs ON DELETE CASCADE; CREATE INDEX i ON orgs (up);"
         "CREATE TABLE c (o bigint REFERENCES orgs);", "warning"),
    ],
)  # fmt: skip
def test_the_severity_follows_the_reach_of_the_referenced_table(schema: str, severity: str) -> None:
    assert severity_of(found(schema, RULE, GRADES)) == [severity]


@pytest.mark.parametrize(("reach", "severity"), [(4, "error"), (3, "warning")])
def test_a_delete_that_reaches_many_tables_is_wide(reach: int, severity: str) -> None:
    tables = "".join(
        f"CREATE TABLE t{n} (o bigint REFERENCES orgs ON DELETE CASCADE); CREATE INDEX i{n} ON t{n} (o);\n"
        for n in range(3)
    )
    schema = f"{WIDE}{tables}CREATE TABLE c (o bigint REFERENCES orgs);"
    assert severity_of(found(schema, RULE, f"{GRADES}\nwide-reach = {reach}")) == [severity]


def test_the_action_orders_findings_of_one_severity_cascades_first() -> None:
    schema = USERS + "".join(
        f"CREATE TABLE t{n} (u bigint REFERENCES users {action});\n"
        for n, action in enumerate(["", "ON DELETE RESTRICT", "ON DELETE SET NULL", "ON DELETE CASCADE"])
    )
    assert [str(finding.table) for finding in found(schema, RULE)] == [f"public.t{n}" for n in (3, 2, 0, 1)]


LOOSE = '[[loose.keys]]\ntable = "posts"\ncolumn = "x"\nreferences = "users"\non-delete = "async_delete"'


@pytest.mark.parametrize("match", ["planner", "prefix"])
def test_a_loose_key_needs_its_index_too(match: str) -> None:
    schema = f"{USERS}CREATE TABLE posts (id bigint, x bigint);"
    options = f'loose = true\nmatch = "{match}"'
    (finding,) = found(schema, RULE, options, LOOSE)
    assert finding.key is None
    assert finding.columns == ("x",)
    assert finding.subject == "public.posts.x → public.users"
    assert finding.fix is not None
    assert found(f"{schema}\n{finding.fix.sql}", RULE, options, LOOSE) == []
    assert found(schema, RULE, f'match = "{match}"\nloose = false', LOOSE) == []
    assert found(schema, RULE, f'{options}\nexempt = ["posts.x"]', LOOSE) == []
    assert found(f"{USERS}CREATE TABLE posts (id bigint);", RULE, options, LOOSE) == []


def test_a_declared_key_speaks_for_a_loose_one_on_the_same_column() -> None:
    assert len(found(f"{USERS}CREATE TABLE posts (x bigint REFERENCES users);", RULE, "", LOOSE)) == 1


def test_hostile_names_are_quoted_in_the_fix() -> None:
    name = quoted(HOSTILE)
    schema = f"{USERS}CREATE TABLE {name} ({name} bigint REFERENCES users);"
    for options in ("", PREFIX):
        (finding,) = found(schema, RULE, options)
        assert finding.fix is not None
        assert found(f"{schema}\n{finding.fix.sql}", RULE, options) == []


PARENT = "CREATE TABLE p (id bigint PRIMARY KEY);\n"


def test_a_key_without_index_is_a_warning_and_one_with_half_of_it_an_information() -> None:
    table = f"{PARENT}CREATE TABLE c (fk bigint REFERENCES p ON DELETE CASCADE, x int);\n"
    (none,) = by_default(table, "fk-indexed")
    (weak,) = by_default(f"{table}CREATE INDEX i ON c (x, fk);", "fk-indexed")
    assert (none.severity, weak.severity) == (Severity.WARNING, Severity.INFO)
    assert none.fix is not None
    assert none.fix.sql == "CREATE INDEX CONCURRENTLY c_fk_idx ON public.c (fk);"
    assert by_default(f"{table}{none.fix.sql}", "fk-indexed") == []


def test_tables_outside_public_are_named_with_their_schema() -> None:
    table = f"{PARENT}CREATE SCHEMA s; CREATE TABLE s.p (fk bigint REFERENCES public.p ON DELETE CASCADE);"
    (finding,) = by_default(table, "fk-indexed")
    assert finding.message.startswith("Deleting from p reads the whole of s.p.")
