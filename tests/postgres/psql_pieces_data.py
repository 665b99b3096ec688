"""Pieces: COPY with its rows, INSERT, and rows that look like SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psql_scripts import Piece, World, kind

if TYPE_CHECKING:
    from collections.abc import Iterator


@kind(7)
def copy(world: World) -> Iterator[Piece]:
    """COPY FROM stdin: its rows are no SQL, where the server takes them."""
    target, hidden = world.a_table(), world.new("t", odd=0)
    if world.chance(0.5):
        target = world.new("t")
        yield world.piece(f"create table {target.sql} (a text);", "table", target.known)
    row = world.random.choice(
        [
            f"create table {hidden.sql} (id int);",
            "it's",
            "\\\\.",
            "/*",
            "--",
            "\\N",
            "$$",
            "",
            "\\q",
            "1",
            "1\t2",
            "\\.x",
            " \\.",
            f"x;\ncreate table {hidden.sql} (id int);",
            "\\connect other",
            "set search_path = nowhere;",
            "a\\",
            '"',
            "(",
            "'; drop table zp;",
            "\\if false",
            "a\n\nb",
            "pg_dump: reading x",
            "\\..",
            ":x",
        ]
    )
    head = world.pick(
        "copy {} from stdin;",
        "COPY {} FROM stdin;",
        "copy {} (a) from stdin;",
        "copy {} from stdin with (format text);",
        "copy {} from stdin csv;",
        "copy {} from\nstdin /* ; */ with csv header;",
        "\\copy {} from stdin",
        "\\copy {} (a) from stdin csv",
        "copy {} from stdin \\g",
        "copy {} from stdin with delimiter ';';",
        "\\copy {} from pstdin",
        "copy {} from stdin where true;",
        "copy {} from stdin; select 1;",
        "copy {} from stdin -- ;\n;",
        "\\copy {} from '/nowhere/x'",
        "copy {} from '/nowhere/x';",
        "copy {} to stdout;",
        "\\copy {} to stdout",
        "copy (select 1) to stdout;",
        "\\copy (select ';') to stdout",
        "copy {} from program 'true';",
        "copy/**/{}/**/from/**/stdin;",
        "select 1 \\; copy {} from stdin;",
        "\\copy {} from stdin with (format csv, header)",
    )
    end = world.pick("\\.", "\\.", "\\.", "\\.", "\\. ", "")
    rows = f"\n{row}\n{end}" if "stdin" in head and "'" not in head.replace("';'", "") else ""
    yield world.piece(
        head.replace("{}", target.full) + rows, "copy", target.known | hidden.known, reaches=True, noisy=end != "\\."
    )


@kind(4)
def insert(world: World) -> Iterator[Piece]:
    target = world.a_table()
    yield world.piece(
        world.pick(
            f"insert into {target.full} values (1), (2);",
            f"INSERT INTO {target.full} VALUES ('it''s; x');",
            f"insert into {target.full} default values;",
            f"insert into {target.full} (id) select generate_series(10, 12);",
            f"with w as (insert into {target.full} values (9) returning 1) select * from w;",
            f"delete from {target.full}; update {target.full} set id = id + 1;",
            f"insert into {target.full} values (E'\\';'), ($$;$$);",
            "select setval('no_sequence', 1);",
        ),
        "rows",
        target.known,
    )
