"""The way up of a file with both ways, and its lines, which keep their numbers."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.dump.migrations.marks import Marks, by_lines
from ondelete.dump.migrations.tools import TOOLS

WORDS = [
    "-- +goose Up", "-- +goose Down", "-- +goose StatementBegin", "-- +goose StatementEnd", "-- migrate:up",
    "-- migrate:down", "-- +migrate Up", "-- +migrate Down", "--changeset a:1", "--changeset a:2 ignore:true",
    "--changeset a:3 endDelimiter:@@", "x@@", "--> statement-breakpoint", "SELECT 1;", "-- migration.sql --", "", "'\r",
]  # fmt: skip
BOTH = {tool.name: tool.lines for tool in TOOLS if tool.lines is not None}


def up(tool: str, *lines: str) -> list[str]:
    begin = BOTH[tool]
    assert begin is not None
    return begin()("\n".join(lines).encode()).decode().split("\n")


@pytest.mark.parametrize(
    ("tool", "given", "kept"),
    [
        ("goose", ["-- +goose Up", "a;", "-- +goose Down", "b;"], ["", "a;", ";", ""]),
        ("goose", ["--+goose up\r", "a", "-- +goose StatementEnd", "b;"], ["", "a", ";", "b;"]),
        ("goose", ["-- +goose Up", "'", "-- +goose Down", "';", "-- +goose Up", "c;"], ["", "'", ";", "", "", ""]),
        ("goose", ["-- +goose Upwards", "a;"], ["", ""]),
        ("dbmate", ["-- migrate:up transaction:false", "a", "-- migrate:down", "b"], ["", "a", ";", ""]),
        ("dbmate", ["-- migrate:up", "a", " -- migrate:down", "b"], ["", "a", " -- migrate:down", "b"]),
        ("sql-migrate", ["-- +migrate Up", "a;", "-- +migrate Down", "b;", "-- +migrate Up", "c;"],
         ["", "a;", ";", "", "", "c;"]),
        ("Drizzle", ["a--> statement-breakpoint", "b;"], ["a;", "b;"]),
        ("Atlas", ["-- atlas:txtar", "-- checks.sql --", "a;", "-- migration.sql --", "b;"], ["", "", "", "", "b;"]),
        ("Liquibase", ["--changeset a:1", "a", "--rollback b;", "--changeset a:2", "c"],
         [";", "a", "--rollback b;", ";", "c"]),
        ("Liquibase", ["--changeset a:1 dbms:mysql", "a", "--changeset a:2 dbms:h2,postgresql", "c"],
         [";", "", "", "c"]),
        ("Liquibase", ["--changeset a:1 endDelimiter:/", "a/", "1/2", "--changeset a:2", "/"],
         [";", "a;", "1/2", ";", "/"]),
        ("Liquibase", ["--ignoreLines:start", "a", "--ignoreLines:end", "b"],
         [";", "", "", "b"]),
    ],
)  # fmt: skip
def test_only_the_way_up_is_kept(tool: str, given: list[str], kept: list[str]) -> None:
    assert up(tool, *given) == kept


@pytest.mark.parametrize("tool", sorted(BOTH))
@given(lines=st.lists(st.sampled_from(WORDS), max_size=12))
def test_lines_keep_their_numbers(tool: str, lines: list[str]) -> None:
    assert len(up(tool, *lines)) == max(len(lines), 1)


@given(lines=st.lists(st.sampled_from(WORDS)), size=st.integers(1, 40))
def test_a_text_is_the_same_in_pieces_of_any_size(lines: list[str], size: int) -> None:
    text = "\n".join(lines).encode()
    marks = Marks(rb"(?m)^-- \+goose (?:(?P<up>Up)|(?P<down>Down))$", starts=False)
    stream = io.BytesIO(text)
    read = by_lines(lambda most: stream.read(min(most, size)), "x.sql", marks.begin())
    assert b"".join(iter(lambda: read(size), b"")) == marks.begin()(text)
