"""What a configuration declares of tables: groups, sizes and contracts, and how mistakes are met."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers import catalog_of
from ondelete.catalog import QualifiedName
from ondelete.config import find_config
from ondelete.declarations import NOTHING, Declarations, Patterns, table_named
from ondelete.errors import BadConfig

SCHEMA = 'CREATE TABLE p (id bigint PRIMARY KEY); CREATE TABLE s.p (id bigint); CREATE TABLE "Odd.Name" (id bigint);'


def declared(folder: Path, toml: str, sql: str = SCHEMA) -> Declarations:
    (folder / "ondelete.toml").write_text(toml, encoding="utf-8")
    return find_config(folder).declarations(catalog_of(sql))


def refusal(folder: Path, toml: str) -> str:
    with pytest.raises(BadConfig) as caught:
        declared(folder, toml)
    return str(caught.value).replace(f"{folder}/", "")


P, S_P, ODD = QualifiedName("public", "p"), QualifiedName("s", "p"), QualifiedName("public", "Odd.Name")


def test_without_a_word_nothing_is_declared(tmp_path: Path) -> None:
    assert declared(tmp_path, 'schema = "x.sql"') is NOTHING


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("p", {P}),
        ("public.p", {P}),
        ("s.p", {S_P}),
        ("*.p", {P, S_P}),
        ("s.*", {S_P}),
        ("public.*", {P, ODD}),
        ("*", {P, S_P, ODD}),
        ("?", {P}),
        ("[pq]", {P}),
        ("[!q]", {P}),
        ("Odd.Name", {ODD}),
        ("public.Odd.Name", {ODD}),
        ("odd.name", set()),
        ('"Odd.Name"', set()),
        ("P", set()),
        ("other.p", set()),
        ("p ", set()),
    ],
)
def test_a_pattern_means_tables_by_full_name_and_bare_ones_at_home(pattern: str, meant: set[QualifiedName]) -> None:
    assert {table for table in (P, S_P, ODD) if Patterns((pattern,)).matches(table, "public")} == meant


def test_home_is_the_first_schema_of_the_search_path(tmp_path: Path) -> None:
    sql = "SET search_path = s, public; CREATE TABLE p (id int); CREATE TABLE public.q (id int);"
    found = declared(tmp_path, '[groups]\na = "p"\nb = ["q", "public.q"]', sql)
    assert found.home == "s"
    assert found.group_of(S_P) == "a"
    assert found.group_of(P) is None
    assert found.group_of(QualifiedName("public", "q")) == "b"


@pytest.mark.parametrize("name", ["a*b", "a?b", "a[b", "a]b", "a[b]", "a\nb", "a.b", '"a"', "ä✓", " a ", "[", "*"])
def test_a_name_with_special_characters_means_itself_among_others(name: str) -> None:
    assert Patterns((name,)).holds(name)
    from glob import escape

    assert Patterns((escape(name),)).holds(name)
    assert not Patterns((escape(name),)).holds(f"{name}x")


def test_patterns_of_nothing_mean_nothing() -> None:
    assert not Patterns()
    assert not Patterns().matches(P, "public")
    assert not Patterns(("",)).matches(P, "public")


def test_parts_of_tables_are_meant_too() -> None:
    assert Patterns(("p.id",)).matches(P, "public", last="id")
    assert Patterns(("public.p.*",)).matches(P, "public", last="id")
    assert not Patterns(("p.id",)).matches(S_P, "public", last="id")
    assert not Patterns(("p",)).matches(P, "public", last="id")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("p", P),
        ("s.p", S_P),
        ('"Odd.Name"', ODD),
        ('public."Odd.Name"', ODD),
        ('"s"."p"', S_P),
        ("Users", QualifiedName("public", "Users")),
        ('"we""ird"', QualifiedName("public", 'we"ird')),
        ("db.s.p", S_P),
    ],
)
def test_a_declaration_names_a_table_quoted_or_as_it_is_stored(text: str, name: QualifiedName) -> None:
    assert table_named(text, "public") == name


def test_the_first_group_that_matches_counts(tmp_path: Path) -> None:
    found = declared(tmp_path, '[groups]\none = ["s.*"]\n"two words" = ["*"]')
    assert [found.group_of(table) for table in (P, S_P)] == ["two words", "one"]


def test_a_table_is_large_by_name_or_by_its_rows(tmp_path: Path) -> None:
    found = declared(tmp_path, '[sizes]\nlarge = "s.*"\nrows = { p = 2000000, "Odd" = 3 }')
    assert [found.is_large(table) for table in (P, S_P, ODD)] == [True, True, False]
    assert found.rows[P] == 2_000_000
    few = declared(tmp_path, "[sizes]\nlarge-rows = 4\nrows = { p = 4, q = 3.9 }")
    assert few.is_large(P)
    assert not few.is_large(QualifiedName("public", "q"))


@pytest.mark.parametrize(
    "text",
    [
        "p,10\ns.p,20\n",
        "table,rows\np,10\ns.p,20\n",
        "TABLE, ROWS \np,10\ns.p,20\n",
        "relname,reltuples\npublic.p,10.0\ns.p,2e1\n",
        "\ufefftable,rows\r\np,10\r\ns.p,20\r\n",
        '"table","rows"\n"p","10"\n"s.p","20"\n',
        "p,10\n\n\ns.p,20",
        " p , 10\ns.p,20\n",
    ],
)
def test_rows_are_read_from_a_csv_beside_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "rows.csv").write_bytes(text.encode("utf-8"))
    assert declared(tmp_path, '[sizes]\nrows = "rows.csv"').rows == {P: 10.0, S_P: 20.0}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ('"""Odd.Name""",5', ODD),
        ('"public.""Odd.Name""",5', ODD),
        ("Users,5", QualifiedName("public", "Users")),
        ('"a,b",5', QualifiedName("public", "a,b")),
        ('"two\nlines",5', QualifiedName("public", "two\nlines")),
    ],
)
def test_strange_names_are_read_from_a_csv(tmp_path: Path, line: str, name: QualifiedName) -> None:
    (tmp_path / "rows.csv").write_text(f"table,rows\n{line}\n", encoding="utf-8")
    assert declared(tmp_path, '[sizes]\nrows = "rows.csv"').rows == {name: 5.0}


def test_a_table_that_was_never_analysed_counts_no_rows(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("p,-1\n")
    assert declared(tmp_path, '[sizes]\nrows = "rows.csv"').rows == {P: 0.0}


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"p,ten\n", "rows.csv:1: a table and its rows"),
        (b"table,rows\np,1\nq\n", "rows.csv:3: a table and its rows"),
        (b"p,1,2\n", "rows.csv:1: a table and its rows"),
        (b"p,nan\n", "rows.csv:1: a table and its rows"),
        (b",5\n", "rows.csv:1: a table and its rows"),
        (b"\xff\xfe,1\n", "rows.csv: the row estimates cannot be read"),
    ],
)
def test_a_line_that_means_nothing_is_refused_with_its_number(tmp_path: Path, content: bytes, place: str) -> None:
    (tmp_path / "rows.csv").write_bytes(content)
    assert refusal(tmp_path, '[sizes]\nrows = "rows.csv"').startswith(place)


CONTRACT = '[[contract]]\ntables = ["p"]\nreason = "people leave"\nmust-not-reach = "q"\n'


def test_a_contract_is_read_with_its_line(tmp_path: Path) -> None:
    toml = f'# head\n{CONTRACT}\n [[ contract ]]\ntables = "s.*"\nreason = "sync"\ndeletable = true\naccept = "a"\n'
    toml += 'must-reach = ["b"]\nmust-not-reach = ["c"]\nnever-blocked-by = ["d"]\n'
    first, second = declared(tmp_path, toml).contracts
    assert (first.tables.listed, first.reason, first.deletable) == (("p",), "people leave", False)
    assert [contract.location.line for contract in (first, second)] == [2, 7]
    assert (second.accept.listed, second.reaches, second.spares.listed) == (("a",), ("b",), ("c",))
    assert (second.never_blocked_by.listed, second.deletable) == (("d",), True)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("groups = 3", ["ondelete.toml: groups: a table is needed"]),
        ("[groups]\na = 3", ["groups.a: a text or a list"]),
        ('[groups]\na = ["x", ""]', ["groups.a: a text or a list"]),
        ("[groups.a]\nx = 1", ["groups.a: a text or a list"]),
        ('[sizes]\nlarg = "x"', ["sizes.larg: not known; did you mean large?"]),
        ("[sizes]\nlarge-rows = -1", ["sizes.large-rows: a number is needed"]),
        ("[sizes]\nlarge-rows = true", ["sizes.large-rows: a number is needed"]),
        ("[sizes]\nlarge-rows = nan", ["sizes.large-rows: a number is needed"]),
        ("[sizes]\nrows = 3", ["sizes.rows"]),
        ('[sizes]\nrows = "no.csv"', ["no.csv: the row estimates cannot be read: No such file"]),
        ('[sizes.rows]\np = "many"', ["sizes.rows.p: a number is needed"]),
        ("[contract]\nx = 1", ["contract: write each entry as a table of its own, [[contract]]"]),
        ("[[contract]]", ["contract (entry 1): tables: a text or a list"]),
        ('[[contract]]\ntables = "p"', ["contract (entry 1): reason: a text is needed"]),
        (f"{CONTRACT}{CONTRACT}deletable = 1", ["contract (entry 2): deletable: true or false"]),
        (f"{CONTRACT}must-reech = 1", ["contract (entry 1): must-reech: not known; did you mean must-reach?"]),
        (f"{CONTRACT}accept = 1", ["contract (entry 1): accept: a text or a list"]),
        ('[[contract]]\ntables = "p"\nreason = "r"\naccept = "a"', ["contract (entry 1): it demands nothing"]),
        ("loose = 3", ["loose: a table is needed"]),
        ('[loose]\nfile = "x"', ["loose.file: not known; did you mean files?"]),
        ("[loose]\nkeys = 3", ["loose.keys: write each entry as a table of its own, [[loose.keys]]"]),
        ('[[loose.keys]]\ntable = "c"', ["loose.keys (entry 1): column: a text is needed"]),
    ],
)
def test_a_mistake_is_met_with_its_place_and_what_is_right(tmp_path: Path, toml: str, words: list[str]) -> None:
    message = refusal(tmp_path, toml)
    assert all(word in message for word in words), message


def test_of_many_groups_the_first_that_matches_counts() -> None:
    groups = tuple((f"g{number}", Patterns((f"t{number}_*", "*_last"))) for number in range(200))
    found = Declarations(groups=(*groups, ("rest", Patterns(("*",)))))
    tables = ("t0_x", "t70_x", "t199_x", "t70_last", "users")
    assert [found.group_of(QualifiedName("public", table)) for table in tables] == ["g0", "g70", "g199", "g0", "rest"]
