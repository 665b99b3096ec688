"""cross-group-fk: which keys lead from one group to another, and what of the list of allowed ones is stale."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import catalog_of
from ondelete.audit import run_rules
from ondelete.config import find_config
from ondelete.findings import Finding, Severity
from ondelete.rules import RuleContext

FIXED: list[str] = []

TABLES = """
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint, CONSTRAINT fk_author FOREIGN KEY (user_id) REFERENCES users);
CREATE TABLE pairs (a bigint, b bigint, PRIMARY KEY (a, b));
CREATE TABLE links (id bigint PRIMARY KEY, x bigint, y bigint, FOREIGN KEY (y, x) REFERENCES pairs (b, a));
CREATE TABLE loners (id bigint PRIMARY KEY, user_id bigint REFERENCES users);
"""
GROUPS = (
    '[groups]\nmain = ["users", "pairs"]\nci = ["posts"]\nsec = "links*"\n[rules.cross-group-fk]\nseverity = "error"\n'
)


def audit(folder: Path, toml: str, sql: str = TABLES) -> list[Finding]:
    (folder / "ondelete.toml").write_text(toml, encoding="utf-8")
    config, catalog = find_config(folder), catalog_of(sql)
    context = RuleContext.of(catalog, declared=config.declarations(catalog))
    return list(run_rules(context, config.policy(), only=["cross-group-fk"]).findings)


def subjects(findings: list[Finding]) -> set[str]:
    return {finding.subject for finding in findings}


CROSSING = {"public.posts.fk_author", "public.links.links_y_x_fkey"}


def test_a_key_between_two_groups_is_found_and_one_of_a_table_in_none_is_not(tmp_path: Path) -> None:
    findings = audit(tmp_path, GROUPS)
    assert subjects(findings) == CROSSING
    assert {finding.severity for finding in findings} == {Severity.ERROR}
    (message,) = (f.message for f in findings if f.subject == "public.posts.fk_author")
    assert message.startswith("user_id makes posts (group ci) reference users (group main): ")


def test_without_groups_there_is_nothing_to_cross(tmp_path: Path) -> None:
    assert audit(tmp_path, '[rules]\ncross-group-fk = "error"') == []


@pytest.mark.parametrize(
    "name",
    [
        "posts.user_id",
        "public.posts.user_id",
        "public.posts.fk_author",
        "posts.fk_author",
        "posts.*",
        "public.po*",
    ],
)
def test_a_key_is_allowed_by_its_columns_or_name(tmp_path: Path, name: str) -> None:
    findings = audit(tmp_path, f'{GROUPS}allow = [{{ key = "{name}", reason = "until May" }}]')
    assert subjects(findings) == CROSSING - {"public.posts.fk_author"}


@pytest.mark.parametrize(("name", "left"), [("links.y.x", 1), ("links.x.y", 3), ("links.y", 3), ("links.x", 3)])
def test_a_composite_key_is_named_by_all_its_columns_in_its_own_order(tmp_path: Path, name: str, left: int) -> None:
    findings = audit(tmp_path, f'{GROUPS}allow = [{{ key = "{name}", reason = "until May" }}]')
    assert len(findings) == left


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("posts.gone_id", "matches no foreign key"),
        ("loners.user_id", "not between two groups"),
        ("nothing.*", "matches no foreign key"),
    ],
)
def test_an_entry_that_nothing_needs_is_stale(tmp_path: Path, name: str, words: str) -> None:
    text = f'{GROUPS}stale = "warning"\nallow = [{{ key = "{name}", reason = "until May" }}]'
    (stale,) = (f for f in audit(tmp_path, text) if f.subject not in CROSSING)
    assert stale.subject == f"allow {name}"
    assert words in stale.message
    assert stale.message.endswith("(until May); remove the entry.")
    assert stale.severity is Severity.WARNING
    assert (stale.location.path, stale.location.line) == (str(tmp_path / "ondelete.toml"), 5)


def test_an_entry_that_together_makes_superfluous_is_stale(tmp_path: Path) -> None:
    allow = 'allow = [{ key = "posts.user_id", reason = "until May" }]\n'
    findings = audit(tmp_path, f'{GROUPS}{allow}together = [["ci", "main"]]')
    assert subjects(findings) == {"allow posts.user_id", "public.links.links_y_x_fkey"}


@pytest.mark.parametrize(
    ("together", "left"),
    [
        ('["main", "ci"]', {"public.links.links_y_x_fkey"}),
        ('["ci", "main"]', {"public.links.links_y_x_fkey"}),
        ('["main", "ci", "sec"]', set()),
        ('["sec", "ci"]', CROSSING),
        ('{ groups = ["main", "ci"] }', {"public.links.links_y_x_fkey"}),
        ('{ groups = ["main", "ci"], tables = ["posts"] }', {"public.links.links_y_x_fkey"}),
        ('{ groups = ["main", "ci"], tables = ["users"] }', CROSSING),
        ('{ groups = ["ci", "main"], tables = ["users"] }', {"public.links.links_y_x_fkey"}),
        ('{ groups = ["ci", "main"], tables = ["public.user*"] }', {"public.links.links_y_x_fkey"}),
        ('{ groups = ["ci", "main"], tables = ["posts"] }', CROSSING),
    ],
)
def test_groups_can_be_allowed_together_in_both_directions(tmp_path: Path, together: str, left: set[str]) -> None:
    assert subjects(audit(tmp_path, f"{GROUPS}together = [{together}]")) == left


def test_a_group_that_there_is_not_is_stale(tmp_path: Path) -> None:
    findings = audit(tmp_path, f'{GROUPS}together = [["main", "cii"]]')
    assert subjects(findings) == {*CROSSING, "together cii"}


def test_tables_in_no_group_are_found_where_that_is_asked_for(tmp_path: Path) -> None:
    findings = audit(tmp_path, f'{GROUPS}ungrouped = true\nno-group = "info"')
    assert subjects(findings) == {*CROSSING, "public.loners.loners_user_id_fkey"}
    (found,) = (f for f in findings if f.severity is Severity.INFO)
    assert "loners is in no group" in found.message


def test_a_partition_is_in_the_group_of_its_root_unless_it_has_its_own(tmp_path: Path) -> None:
    sql = (
        "CREATE TABLE p (id bigint PRIMARY KEY) PARTITION BY HASH (id);\n"
        "CREATE TABLE p_0 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 0);\n"
        "CREATE TABLE p_1 PARTITION OF p FOR VALUES WITH (MODULUS 2, REMAINDER 1);\n"
        "CREATE TABLE c (x bigint REFERENCES p_0, y bigint REFERENCES p_1, z bigint REFERENCES p);\n"
    )
    toml = '[groups]\none = ["p"]\ntwo = ["c", "p_1"]\n[rules]\ncross-group-fk = "error"'
    assert subjects(audit(tmp_path, toml, sql)) == {"public.c.c_x_fkey", "public.c.c_z_fkey"}


def test_a_key_that_is_not_enforced_counts_too(tmp_path: Path) -> None:
    sql = "CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE c (x bigint REFERENCES p NOT ENFORCED);"
    toml = '[groups]\none = "p"\ntwo = "c"\n[rules]\ncross-group-fk = "error"'
    assert len(audit(tmp_path, toml, sql)) == 1


def test_tables_can_have_a_list_of_their_own(tmp_path: Path) -> None:
    toml = (
        f'{GROUPS}[[rules.cross-group-fk.per-table]]\ntables = "posts"\n'
        'allow = [{ key = "posts.*", reason = "old" }, '
        '{ key = "posts.gone", reason = "older" }]\n'
        '[[rules.cross-group-fk.per-table]]\ntables = "links"\nseverity = "off"\n'
    )
    assert subjects(audit(tmp_path, toml)) == {"allow posts.gone"}


def test_names_with_dots_quotes_and_stars_are_told_apart(tmp_path: Path) -> None:
    sql = (
        'CREATE TABLE "us.ers" (id bigint PRIMARY KEY);\n'
        'CREATE TABLE "po*sts" ("a""b" bigint, CONSTRAINT "k.1" FOREIGN KEY ("a""b") REFERENCES "us.ers");\n'
        'CREATE TABLE "pots" (x bigint REFERENCES "us.ers");\n'
    )
    toml = "[groups]\none = 'us.ers'\ntwo = ['po[*]sts', 'pots']\n[rules.cross-group-fk]\nseverity = 'error'\n"
    found = {'public.po*sts."k.1"', "public.pots.pots_x_fkey"}
    assert subjects(audit(tmp_path, toml, sql)) == found
    for name in ('po[*]sts.a"b', 'public.po*sts."k.1"', "po[*]sts.k.1"):
        allowed = f"{toml}allow = [{{ key = '{name}', reason = 'x' }}]"
        assert subjects(audit(tmp_path, allowed, sql)) == {"public.pots.pots_x_fkey"}, name


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ('allow = [{ key = "x" }]', "reason"),
        ('allow = [{ key = "x", reason = " " }]', "allow[0].reason"),
        ('allow = [{ key = "", reason = "x" }]', "allow[0].key"),
        ('allow = [{ key = "x", reason = "x", why = "y" }]', "why: not known"),
        ('allow = ["x"]', "allow[0]"),
        ("together = [3]", "together[0]"),
        ('together = [{ groups = ["x"] }]', "together[0].groups"),
        ('together = [{ groups = ["x", "y"], table = "z" }]', "table: not known"),
        ("ungrouped = 1", "ungrouped"),
    ],
)
def test_options_that_mean_nothing_are_refused(tmp_path: Path, option: str, words: str) -> None:
    from ondelete.errors import BadConfig

    with pytest.raises(BadConfig) as caught:
        audit(tmp_path, GROUPS + option)
    assert words in str(caught.value)
    assert "rules.cross-group-fk" in str(caught.value)


NAMES = ("t0", "t1", "t2", "t3")
GROUP_NAMES = ("g0", "g1", "g2")


@st.composite
def databases(draw: st.DrawFn) -> tuple[dict[str, str], list[tuple[str, str]], dict[str, dict[str, list[str] | None]]]:
    """Draw the group of each table, keys between tables, and which group allows keys to which others."""
    groups = {name: draw(st.sampled_from(GROUP_NAMES)) for name in NAMES}
    pairs = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES))
    keys = draw(st.lists(pairs, min_size=1, max_size=6, unique=True))
    tables = st.none() | st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True)
    allows = {group: draw(st.dictionaries(st.sampled_from(GROUP_NAMES), tables, max_size=2)) for group in GROUP_NAMES}
    return groups, keys, {g: {o: t for o, t in listed.items() if o != g} for g, listed in allows.items()}


@given(databases(), st.lists(st.sampled_from(NAMES), max_size=3, unique=True))
def test_it_finds_what_gitlabs_own_check_finds(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: tuple[dict[str, str], list[tuple[str, str]], dict[str, dict[str, list[str] | None]]],
    listed: list[str],
) -> None:
    """GitLab: a key is allowed if one of its two groups lists the other, and where that names tables, this one."""
    groups, keys, allows = drawn

    def crosses(table: str, other: str) -> bool:
        ends = {groups[table], groups[other]}
        for group in ends:
            rest = ends - {group} - set(allows[group])
            named = [allows[group].get(groups[t]) for t in (table, other)]
            if not rest and all(tables is None or t in tables for t, tables in zip((table, other), named, strict=True)):
                return False
        return len(ends) > 1

    crossing = {f"{table}.to_{other}" for table, other in keys if crosses(table, other)}
    allowed = {f"{table}.to_{NAMES[0]}" for table in listed}
    together = [
        f'{{ groups = ["{group}", "{other}"]{f", tables = {tables}" if tables else ""} }}'
        for group, others in allows.items()
        for other, tables in others.items()
    ]
    entries = ", ".join(f'{{ key = "{name}", reason = "known" }}' for name in sorted(allowed))
    members = [f"{g} = {[t for t in NAMES if groups[t] == g] or ['none']}" for g in GROUP_NAMES]
    toml = (
        "[groups]\n" + "\n".join(members) + f'\n[rules.cross-group-fk]\nseverity = "error"\nallow = [{entries}]\n'
        f"together = [{', '.join(together)}]\n"
    )
    sql = "".join(
        f"CREATE TABLE {t} (id bigint PRIMARY KEY{''.join(f', to_{o} bigint' for o in NAMES)});\n" for t in NAMES
    ) + "".join(f"ALTER TABLE {t} ADD CONSTRAINT to_{o} FOREIGN KEY (to_{o}) REFERENCES {o};\n" for t, o in keys)
    found = subjects(audit(tmp_path_factory.mktemp("groups"), toml, sql))
    expected = {f"public.{name}" for name in crossing - allowed} | {f"allow {name}" for name in allowed - crossing}
    assert found == expected
