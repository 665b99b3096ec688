"""Pieces: comments, quotes and the look of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psql_pieces_ddl import literal
from psql_scripts import Piece, World, kind

if TYPE_CHECKING:
    from collections.abc import Iterator


@kind(6)
def comment(world: World) -> Iterator[Piece]:
    made = world.new_table()
    sql = f"create table {made.full} (id int primary key);"
    text = world.random.choice(
        [
            f"-- it's; {sql}",
            f"/* {sql} */",
            f"/* /* {sql} */ {sql} */",
            f"-- x\r{sql}",
            f"-- /*\n{sql} -- */",
            f"/* ' */ {sql} /* ; */",
            f"/*/ {sql} /*/ */ */",
            f"--\n{sql}",
            f"--\r{sql}",
            f"-- \\\n{sql}",
            f"/* -- */ {sql}",
            f"/* $$ */ {sql} -- $$",
            f"{sql} -- x\r{sql}",
            f"-- a\r-- b\r\n{sql}",
            f"/*\n\\q\n*/ {sql}",
            f"/* \\\\ */{sql}",
            f"-- \\q\n{sql}",
            f"select 1 -- ;\n; {sql}",
            f"--{sql}\n/**/{sql}",
            f"-- a\x0b{sql}",
            f"-- a\x0c{sql}",
            f"-- a\u2028 b\n{sql}",
            f"---{sql}",
            f"select 1 --;\n/* ; */ ; {sql}",
            f"create table {made.full} (id int -- )\n, b int /* ) */);",
            f"create table {made.full} /* a */ (id int) -- z\r;",
            f"create/**/table/**/{made.full}/**/(id/**/int);",
            f"-- :'x' \n{sql}",
            f"/* :x */ {sql}",
        ]
    )
    yield world.piece(text, "comment", made.known)


@kind(6)
def odd_literals(world: World) -> Iterator[Piece]:
    """Strings that look as if they went on, or ended, elsewhere."""
    made = world.new_table()
    body = " || ".join(literal(world) for _ in range(world.random.randint(1, 3)))
    text = world.pick(
        f"select {body};\ncreate table {made.full} (id int);",
        f"create table {made.full} (id int, a text default ({body}));",
        f"insert into nope values ({body});\ncreate table {made.full} (id int);",
        f"comment on schema public is {literal(world)};\ncreate table {made.full} (id int);",
        f"create table {made.full} (a text); insert into {made.full} values ({literal(world)});",
        f'select {literal(world)} as "a;b", a$1$b from (values(1)) v(a$1$b);\ncreate table {made.full} (id int);',
        f"select 1 as a$b; create table {made.full} (id int, c$$d int);",
        f"select date'2020-01-01', text'\\'; create table {made.full} (id int); -- '",
        f"select -1 - -2, 4 /2, 2 *3, 1 <> 2; create table {made.full} (id int);",
        f"select 1 as e, e'x' 'y' ; create table {made.full} (id int);",
        f"select 1 a, _e'\\' ; create table {made.full} (id int); --'",
        f"select x'1f', b'01'\n'10', U&\"\\0061;\" from (select 1 as \"a;\") v; create table {made.full} (id int);",
        f"select $a$ $b$ ; $a$; create table {made.full} (id int); select $b$;$a$;$b$;",
        f"select $1; create table {made.full} (id int);",
        f"select $é$ ; $é$; create table {made.full} (id int);",
        f"select 1$$2$$; create table {made.full} (id int);",
        f"select 'a'/* x */'b'; create table {made.full} (id int);",
        f"select E'a'/* x */\n'\\''; create table {made.full} (id int);",
        f"select E'a'--x\n'\\';'; create table {made.full} (id int);",
        f"select E'a'\n\n  '\\'; create table {made.full} (id int); --'; create table {made.full} (id int, b int);",
        f"select U&'\\0027;' ; create table {made.full} (id int);",
        f"select 'a'\r'b;'; create table {made.full} (id int);",
        f"select E'a'\r'\\';'; create table {made.full} (id int);",
        f"select n'a'\n'\\' ; create table {made.full} (id int); -- '",
    )
    yield world.piece(text, "literals", made.known)


@kind(4)
def message(world: World) -> Iterator[Piece]:
    """Lines that look like the messages of pg_dump."""
    made = world.new_table()
    program = world.pick("pg_dump", "pg_restore", "pg_dumpall", "psql")
    text = world.pick(
        f"{program}: reading schemas\ncreate table {made.full} (id int primary key);",
        f"{program}: creating TABLE x; create table {made.full} (id int);",
        f"create table {made.full} (id int, a text default '\n{program}: reading x\n');",
        f"{program}: error: query failed\ncreate table {made.full} (id int);",
        f"{program}: create table {made.full} (id int);",
        f"select 1 as a, {program}\n: creating x from y;\ncreate table {made.full} (id int);",
        f"create table {made.full} (id int); -- {program}: dumping contents\n",
        f"create table {made.full} (id int{program}: creating TABLE x\n);",
        f"{program}: warning: x\n",
        f"create table {made.full} (\n{program}: dumping x\nid int);",
    )
    yield world.piece(text, "message", made.known, noisy=True)


@kind(2)
def blank_text(world: World) -> Iterator[Piece]:
    yield world.piece(
        world.random.choice(
            [
                "",
                ";",
                ";;;",
                "\f",
                "\t",
                "select 1;;",
                "\r",
                "\u00a0",
                "select 1 \u00a0;",
                "()",
                "(;);",
                "\x1a",
                ")",
                "\x0b;",
            ]
        ),
        "blanks",
        reaches=True,
    )


@kind(2)
def byte_order_mark(world: World) -> Iterator[Piece]:
    """psql passes over one at the head of a file, and over no other."""
    made, other = world.new_table(), world.new_table()
    mark = "\ufeff"
    text = world.pick(
        f"{mark}create table {made.full} (id int primary key);",
        f"{mark}-- a comment\ncreate table {made.full} (id int primary key);",
        f"{mark}\ncreate table {made.full} (id int primary key);\ncreate table {other.full} (id int);",
        f"{mark};\ncreate table {made.full} (id int);",
        f"{mark}insert into nope values (1);\ncreate table {made.full} (id int);",
        f"create table {made.full} (id int);{mark}\ncreate table {other.full} (id int);",
        f"{mark}{mark}create table {made.full} (id int);",
        f"/**/{mark}create table {made.full} (id int);",
        f"create table {made.full} (id int); -- {mark}\ncreate table {other.full} (id int);",
    )
    if world.codec == "utf-8":
        yield world.piece(text, "mark", made.known | other.known)


@kind(2)
def parentheses(world: World) -> Iterator[Piece]:
    made = world.new_table()
    yield world.piece(
        world.pick(
            f"create rule ru as on delete to {world.a_table().full} do also (select 1; select 2);\ncreate table {made.full} (id int);",
            f"select (1;2);\ncreate table {made.full} (id int);",
            f"select [1;2];\ncreate table {made.full} (id int);",
            f"select ')', (1);\ncreate table {made.full} (id int);",
            f"select 1);\ncreate table {made.full} (id int);",
        ),
        "parentheses",
        made.known | {"ru"} | {each.name for each in world.tables},
    )


@kind(1)
def broken(world: World) -> Iterator[Piece]:
    """What swallows everything up to the end of the file, or no encoding allows."""
    if world.chance(0.3):
        made = world.new_table()
        raw = world.random.choice(
            [
                b"select 'open;\n",
                b'select "open;\n',
                b"select $$ open;\n",
                b"/* open\n",
                b"select (1;\n",
                b"select '\xff\xfe';\n",
                b'create table "\xe9" (id int);\n',
                b"-- \xff\n",
                b"select 1;\0\n",
                b"select '\xc3';\n",
                b"\xc3\xa9;\n",
            ]
        )
        yield Piece(raw, "broken", made.known, reaches=True, noisy=True)
