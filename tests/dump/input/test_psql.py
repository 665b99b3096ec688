r"""psql's own lines: the name of a command, its arguments, and whether it can matter."""

from __future__ import annotations

import pytest

from ondelete.dump.input.psql import database_of, meta_command
from ondelete.dump.input.variables import Variables

COMMANDS = {
    r"\set a b": ("set", ("a", "b"), ""),
    r"\set a 'it''s \n\x41\102'": ("set", ("a", "it's \nAB"), ""),
    r'\connect "My Db" - h': ("connect", ('"My Db"', "-", "h"), ""),
    r"\echo a'b c'd e": ("echo", ("ab cd", "e"), ""),
    r"\t \x on": ("t", (), r"\x on"),
    r"\pset null 0 \\ SELECT 1;": ("pset", ("null", "0"), " SELECT 1;"),
    r"\copy t from 'x' with csv": ("copy", ("t from 'x' with csv",), ""),
    r"\! rm -rf '": ("!", ("rm -rf '",), ""),
    r"\; SELECT 1": (";", (), " SELECT 1"),
    r"\echo 'open": ("echo", (), ""),
    r"\nonsense a b": ("nonsense", ("a b",), ""),
    r"\dt+ s.*": ("dt+", ("s.*",), ""),
}


@pytest.mark.parametrize("text", COMMANDS)
def test_a_command_its_arguments_and_what_follows(text: str) -> None:
    command = meta_command(text.encode(), 0, Variables("x"), 1)
    assert (command.name, command.arguments, text[command.end :]) == COMMANDS[text]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (r"\i other.sql", None),
        (r"\gexec", "psql would execute the result of this query as SQL"),
        (r"\nonsense", "this is no command of psql; is something missing before it?"),
        (r"\echo x", None),
        (r"\dt+", None),
        (r"\if :a", None),
        (r"\restrict abc", None),
    ],
)
def test_a_command_that_can_matter_is_said(text: str, reason: str | None) -> None:
    assert meta_command(text.encode(), 0, Variables("x"), 1).reason == reason


@pytest.mark.parametrize(("text", "known"), [(r"\c a", True), (r"\c `whoami`", False), (r"\c :DBNAME", False)])
def test_what_only_psql_knows(text: str, known: bool) -> None:
    assert meta_command(text.encode(), 0, Variables("x"), 1).known is known


@pytest.mark.parametrize(
    ("arguments", "database"),
    [
        (("shop",), "shop"),
        (("shop;",), "shop"),
        (('"My ""Db"""',), 'My "Db"'),
        (("-",), None),
        ((), None),
        (("-reuse-previous=on", "dbname='my db' host=x"), "my db"),
        (("dbname=shop",), "shop"),
        (("postgresql://joe@host:5432/shop?sslmode=require",), "shop"),
    ],
)
def test_the_database_of_a_connect(arguments: tuple[str, ...], database: str | None) -> None:
    assert database_of(arguments) == database
