"""loose-fk: what is wrong with references that the application keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import catalog_of
from ondelete.audit import run_rules
from ondelete.config import find_config
from ondelete.findings import Finding, Severity
from ondelete.rules import RuleContext

USERS = "CREATE TABLE users (id bigint PRIMARY KEY);\n"
REVIEWS = "CREATE TABLE reviews (id bigint PRIMARY KEY, user_id bigint{}, state text);\n"
INDEX = "CREATE INDEX i ON reviews (user_id);\n"
KEY = '[[loose.keys]]\ntable = "reviews"\ncolumn = "user_id"\nreferences = "users"\non-delete = "{}"\n'
RULE = '[rules.loose-fk]\nseverity = "error"\n'

FIXED = [
    USERS + "CREATE TABLE reviews (id bigint PRIMARY KEY, user_id bigint);",
    USERS
    + "CREATE TABLE reviews (id bigint, user_id bigint) PARTITION BY RANGE (id);\n"
    + "CREATE TABLE reviews_1 PARTITION OF reviews FOR VALUES FROM (0) TO (9);",
]


def audit(folder: Path, toml: str, sql: str) -> list[Finding]:
    (folder / "ondelete.toml").write_text(toml, encoding="utf-8")
    config, catalog = find_config(folder), catalog_of(sql)
    context = RuleContext.of(catalog, declared=config.declarations(catalog))
    return list(run_rules(context, config.policy(), only=["loose-fk"]).findings)


def of_file(folder: Path, yaml: str, sql: str, options: str = "") -> list[Finding]:
    (folder / "loose.yml").write_text(yaml, encoding="utf-8")
    return audit(folder, f'{RULE}{options}\n[loose]\nfiles = "loose.yml"\n', sql)


@pytest.mark.parametrize(
    ("action", "column", "more", "words"),
    [
        ("async_delete", " NOT NULL", INDEX, None),
        ("async_nullify", "", INDEX, None),
        ("async_nullify", " CHECK (user_id > 0)", INDEX, None),
        ("async_nullify", " CHECK (user_id IS NOT NULL OR state IS NOT NULL)", INDEX, None),
        ("async_nullify", " NOT NULL", INDEX, "user_id would become NULL but is NOT NULL"),
        ("async_nullify", " CHECK (user_id IS NOT NULL)", INDEX, "violates CHECK reviews_user_id_check"),
        ("async_nullify", " CONSTRAINT c CHECK (num_nonnulls(user_id) = 1)", INDEX, "violates CHECK c"),
        (
            "async_nullify",
            "",
            INDEX + "ALTER TABLE reviews ADD CHECK (user_id IS NOT NULL) NOT VALID;",
            "violates CHECK",
        ),
        ("async_nullify", " GENERATED ALWAYS AS IDENTITY", INDEX, "GENERATED ALWAYS"),
        ("async_delete", "", "", "the job reads the whole of reviews. No index holds user_id."),
        (
            "async_delete",
            "",
            "CREATE INDEX i ON reviews (state, user_id);",
            "the job reads more of reviews than it needs",
        ),
        (
            "async_delete",
            "",
            "CREATE INDEX i ON reviews (state) INCLUDE (user_id);",
            "the job reads the whole of reviews",
        ),
        ("async_delete", " REFERENCES users", INDEX, "reviews_user_id_fkey (NO ACTION) stops the delete first"),
        ("async_delete", " REFERENCES users ON DELETE RESTRICT", INDEX, "(RESTRICT) stops the delete first"),
        ("async_delete", " REFERENCES users ON DELETE CASCADE", INDEX, "(CASCADE) deletes the rows first"),
        ("async_delete", " REFERENCES users ON DELETE SET NULL", INDEX, "(SET NULL) changes the rows first"),
        ("async_delete", " REFERENCES reviews ON DELETE CASCADE", INDEX, None),
        ("async_delete", " REFERENCES users NOT ENFORCED", INDEX, None),
    ],
)
def test_a_loose_key_fits_its_table(tmp_path: Path, action: str, column: str, more: str, words: str | None) -> None:
    findings = audit(tmp_path, RULE + KEY.format(action), USERS + REVIEWS.format(column) + more)
    assert len(findings) == (0 if words is None else 1)
    for finding in findings:
        assert finding.message.startswith("public.reviews.user_id → public.users: ")
        assert words is not None
        assert words in finding.message
        assert (finding.location.path, finding.location.line) == (str(tmp_path / "ondelete.toml"), 3)
        assert (str(finding.table), finding.columns) == ("public.reviews", ("user_id",))


@pytest.mark.parametrize(
    ("table", "column", "references", "words"),
    [
        ("revews", "user_id", "users", "no table revews"),
        ("reviews", "usr_id", "users", "reviews has no column usr_id"),
        ("reviews", "user_id", "usrs", "no table usrs"),
        ("other.reviews", "user_id", "users", "no table other.reviews"),
    ],
)
def test_the_names_of_a_loose_key_exist(tmp_path: Path, table: str, column: str, references: str, words: str) -> None:
    named = {'"reviews"': f'"{table}"', '"user_id"': f'"{column}"', '"users"': f'"{references}"'}
    key = KEY.format("async_delete")
    for old, new in named.items():
        key = key.replace(old, new)
    (finding,) = audit(tmp_path, RULE + key, USERS + REVIEWS.format(""))
    assert words in finding.message


def test_a_table_that_another_file_defines_is_taken_as_it_is(tmp_path: Path) -> None:
    sql = REVIEWS.format("") + INDEX + "ALTER TABLE reviews ADD FOREIGN KEY (id) REFERENCES users (id);"
    assert audit(tmp_path, RULE + KEY.format("async_delete"), sql) == []


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ('target-column = "state"\ntarget-value = "gone"\n', []),
        ('target-column = "state"\ntarget-value = 3\n', []),
        ('target-column = "stat"\ntarget-value = "gone"\n', ["sets stat, which reviews does not have"]),
        ('target-value = "gone"\n', ["needs the target column"]),
        ('target-column = "state"\n', ["needs the target value"]),
        ("", ["needs the target column", "needs the target value"]),
    ],
)
def test_update_column_to_has_a_target(tmp_path: Path, target: str, words: list[str]) -> None:
    toml = RULE + KEY.format("update_column_to") + target
    findings = audit(tmp_path, toml, USERS + REVIEWS.format("") + INDEX)
    assert len(findings) == len(words)
    assert all(word in finding.message for word, finding in zip(words, findings, strict=True))


def test_a_loose_key_is_declared_once(tmp_path: Path) -> None:
    toml = RULE + KEY.format("async_delete") + KEY.format("async_nullify") + KEY.format("async_delete")
    findings = audit(tmp_path, toml, USERS + REVIEWS.format("") + INDEX)
    assert [finding.message.partition("declared ")[2].partition(":")[0] for finding in findings] == ["twice", "3 times"]
    assert [finding.location.line for finding in findings] == [8, 13]
    assert all("ondelete.toml:3" in finding.message for finding in findings)
    assert len({finding.fingerprint for finding in findings}) == 2


def test_the_fix_of_a_missing_index_creates_it_without_a_lock(tmp_path: Path) -> None:
    sql = USERS + REVIEWS.format("")
    (finding,) = audit(tmp_path, RULE + KEY.format("async_delete"), sql)
    assert finding.fix is not None
    assert finding.fix.sql == "CREATE INDEX CONCURRENTLY reviews_user_id_idx ON public.reviews (user_id);"
    assert audit(tmp_path, RULE + KEY.format("async_delete"), sql + finding.fix.sql) == []


@pytest.mark.parametrize("sql", FIXED)
def test_every_fix_makes_its_finding_go_away(tmp_path: Path, sql: str) -> None:
    toml = RULE + KEY.format("async_nullify")
    findings = audit(tmp_path, toml, sql)
    assert findings
    fixes = [finding.fix.sql for finding in findings if finding.fix and finding.fix.sql]
    assert len(fixes) == len(findings)
    assert audit(tmp_path, toml, sql + "\n" + "\n".join(fixes)) == []


PREFIX = [
    ("CREATE INDEX i ON reviews (user_id);", True),
    ("CREATE INDEX i ON reviews (user_id, state);", True),
    ("CREATE INDEX i ON reviews (user_id) WHERE user_id IS NOT NULL;", True),
    ("CREATE INDEX i ON reviews (user_id) WHERE ((user_id IS NOT NULL));", True),
    ("CREATE INDEX i ON reviews (user_id) WHERE state IS NOT NULL;", False),
    ("CREATE INDEX i ON reviews (state, user_id);", False),
    ("CREATE INDEX i ON reviews ((user_id + 0));", False),
    ("", False),
]


@pytest.mark.parametrize(("index", "found"), PREFIX)
def test_an_index_can_be_asked_to_begin_with_the_column(tmp_path: Path, index: str, found: bool) -> None:
    toml = f'{RULE}match = "prefix"\n{KEY.format("async_delete")}'
    findings = audit(tmp_path, toml, USERS + REVIEWS.format("") + index)
    assert (findings == []) is found


@pytest.mark.parametrize(
    ("grade", "index"), [("unindexed", ""), ("weak", "CREATE INDEX i ON reviews (state, user_id);")]
)
def test_the_index_has_a_weight_of_its_own(tmp_path: Path, grade: str, index: str) -> None:
    sql = USERS + REVIEWS.format("") + index
    (finding,) = audit(tmp_path, f'{RULE}{grade} = "info"\n{KEY.format("async_delete")}', sql)
    assert finding.severity is Severity.INFO
    assert audit(tmp_path, f'{RULE}{grade} = "off"\n{KEY.format("async_delete")}', sql) == []


ENTRY = "  - table: users\n    column: user_id\n    on_delete: async_delete\n"
OTHERS = "CREATE TABLE others (user_id bigint); CREATE INDEX j ON others (user_id);\n"


def test_the_tables_of_a_file_are_in_order(tmp_path: Path) -> None:
    sql = USERS + REVIEWS.format("") + INDEX + OTHERS
    assert of_file(tmp_path, f"others:\n{ENTRY}reviews:\n{ENTRY}", sql) == []
    yaml = f"reviews:\n{ENTRY}others:\n{ENTRY}"
    (finding,) = of_file(tmp_path, yaml, sql, 'unsorted = "info"')
    assert finding.message.startswith("others is listed after reviews, ")
    assert (finding.location.path, finding.location.line) == (str(tmp_path / "loose.yml"), 5)
    assert finding.severity is Severity.INFO
    assert of_file(tmp_path, yaml, sql, 'unsorted = "off"') == []


def test_the_tables_of_a_file_stand_there_once(tmp_path: Path) -> None:
    sql = USERS + REVIEWS.format(", owner_id bigint") + INDEX + "CREATE INDEX k ON reviews (owner_id);"
    other = ENTRY.replace("user_id", "owner_id")
    (finding,) = of_file(tmp_path, f"reviews:\n{ENTRY}reviews:\n{other}", sql)
    assert finding.message.startswith("reviews is listed twice, first in line 1; ")
    assert finding.location.line == 5
    assert finding.subject == "loose.yml: reviews stands twice"


def test_a_table_without_keys_exists_too(tmp_path: Path) -> None:
    sql = USERS + REVIEWS.format("")
    assert of_file(tmp_path, "reviews: []\n", sql) == []
    (finding,) = of_file(tmp_path, "revews: []\n", sql)
    assert "no such table" in finding.message


TRIGGER = (
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END';\n"
    "CREATE TRIGGER {0}_loose_fk_trigger AFTER DELETE ON {0} FOR EACH STATEMENT EXECUTE FUNCTION f();\n"
)
WITH_TRIGGERS = f'{RULE}trigger = "*_loose_fk_trigger"\n'


def test_triggers_are_compared_with_loose_keys_where_that_is_asked_for(tmp_path: Path) -> None:
    key, sql = KEY.format("async_delete"), USERS + REVIEWS.format("") + INDEX
    assert audit(tmp_path, WITH_TRIGGERS + key, sql + TRIGGER.format("users")) == []
    assert audit(tmp_path, RULE + key, sql + TRIGGER.format("reviews")) == []
    missing, unused = sorted(
        audit(tmp_path, WITH_TRIGGERS + key, sql + TRIGGER.format("reviews")), key=lambda f: f.message
    )
    assert unused.message == (
        "Trigger reviews_loose_fk_trigger records deletes from reviews, but no loose foreign key references it."
    )
    assert unused.subject == "public.reviews.reviews_loose_fk_trigger"
    assert missing.message.startswith("No trigger records deletes from users, ")


def test_without_loose_keys_a_trigger_is_found_and_a_schema_without_either_is_clean(tmp_path: Path) -> None:
    assert len(audit(tmp_path, WITH_TRIGGERS, USERS + TRIGGER.format("users"))) == 1
    assert audit(tmp_path, WITH_TRIGGERS, USERS) == []


def test_a_trigger_on_a_partition_counts_for_its_root(tmp_path: Path) -> None:
    users = (
        "CREATE TABLE users (id bigint PRIMARY KEY) PARTITION BY HASH (id);\n"
        "CREATE TABLE users_0 PARTITION OF users FOR VALUES WITH (MODULUS 1, REMAINDER 0);\n"
    )
    sql = users + REVIEWS.format("") + INDEX + TRIGGER.format("users_0")
    assert audit(tmp_path, WITH_TRIGGERS + KEY.format("async_delete"), sql) == []


def test_tables_can_be_let_alone(tmp_path: Path) -> None:
    per_table = '[[rules.loose-fk.per-table]]\ntables = "rev*"\nseverity = "off"\n'
    assert audit(tmp_path, RULE + per_table + KEY.format("async_delete"), USERS + REVIEWS.format("")) == []
    per_table = '[[rules.loose-fk.per-table]]\ntables = "rev*"\nmatch = "prefix"\n'
    sql = USERS + REVIEWS.format("") + "CREATE INDEX i ON reviews USING hash (user_id);"
    assert audit(tmp_path, RULE + per_table + KEY.format("async_delete"), sql) == []


def test_strange_names_are_written_as_they_are_and_quoted_in_sql(tmp_path: Path) -> None:
    sql = 'CREATE TABLE "us""er.s" (id bigint PRIMARY KEY); CREATE TABLE "re\'v" (id int, "u\n$x" bigint);'
    key = KEY.format("async_delete").replace('"reviews"', '"re\'v"').replace('"user_id"', '"u\\n$x"')
    key = key.replace('"users"', '\'"us""er.s"\'')
    (finding,) = audit(tmp_path, RULE + key, sql)
    assert finding.fix is not None
    assert finding.fix.sql is not None
    assert finding.fix.sql.endswith('ON public."re\'v" (U&"u\\000a$x");')
    assert audit(tmp_path, RULE + key, sql + finding.fix.sql) == []
