"""Pieces: transactions, errors in them, savepoints, and psql's own ways with both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psql_scripts import Piece, World, kind, some_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator


def error(world: World) -> Piece:
    """Return a statement that the server refuses."""
    name = world.a_table()
    text = world.pick(
        "select 1/0;",
        "drop table no_such_table;",
        f"create table {name.full} (id int);",
        "selec 1;",
        "create tabl x(a int);",
        f"insert into {name.full} values ('x');",
        "alter table no_such_table add column a int;",
        "select no_such_function();",
        "insert into no_such_table values (1);",
        "set no_such_setting = 1;",
        "raise exception 'x';",
        "drop view no_such_view;",
        "do $$ begin raise 'x'; end $$;",
        "alter table no_such_table rename to x;",
        "comment on table no_such_table is 'x';",
        "select 1 from no_such_table;",
        "lock table no_such_table;",
        "grant select on no_such_table to public;",
        "commit prepared 'x';",
        "create index on no_such_table (a);",
        "truncate no_such_table;",
        "create extension no_such_extension;",
        "savepoint;",
        "grant nothing at all;",
        "truncate;",
        "vacuum (nonsense;",
        "lock all tables please;",
        "comment on nothing is nothing;",
        "create function no_such(;",
        "create extension;",
        "revoke;",
        "notify 1;",
        "deallocate;",
        "analyze a b c;",
        "alter role;",
        "alter sequence;",
        "set work_mem;",
        "reset;",
    )
    return world.piece(text, "error", name.known | {"no_such_table"}, reaches=False)


@kind(10)
def transaction(world: World) -> Iterator[Piece]:
    """BEGIN, some pieces, perhaps an error or savepoints among them, and an end."""
    begin = world.pick(
        "begin;",
        "BEGIN;",
        "start transaction;",
        "begin work;",
        "begin isolation level serializable;",
        "begin /* ; */ transaction;",
        "begin;",
        "begin read only;",
        "start transaction isolation level serializable, read only;",
        "begin transaction read write;",
    )
    yield world.piece(begin, "begin", reaches="read only" in begin)
    if world.chance(0.05):
        yield world.piece(
            world.pick(
                "set transaction read only;",
                "set local transaction_read_only = on;",
                "set transaction read write;",
                "set transaction_read_only to 'on';",
            ),
            "setting",
            reaches=True,
        )
    world.in_transaction = True
    yield from _body(world)
    end = world.pick(
        "commit;",
        "commit;",
        "commit;",
        "COMMIT;",
        "end;",
        "rollback;",
        "abort;",
        "commit and chain;",
        "rollback and chain;",
        "prepare transaction 'x';",
        "end transaction;",
        "rollback work;",
        "",
    )
    world.in_transaction = False
    if end:
        yield world.piece(end, "end of transaction", reaches=True)
    if "chain" in end and world.chance(0.7):
        yield from _body(world)
        yield world.piece(world.pick("commit;", "rollback;"), "end of transaction", reaches=True)


def _body(world: World) -> Iterator[Piece]:
    world.depth += 1
    pieces = [*some_pieces(world, world.random.randint(1, 3))] if world.depth < 3 else []
    if world.chance(0.35):
        pieces.insert(world.random.randint(0, len(pieces)), error(world))
    if world.chance(0.3):
        pieces += _savepoints(world)
    world.depth -= 1
    yield from pieces


def _savepoints(world: World) -> Iterator[Piece]:
    name = world.pick("a", "b", '"A;"')
    yield world.piece(f"savepoint {name};", "savepoint", reaches=True)
    yield from some_pieces(world, 1)
    if world.chance(0.4):
        yield error(world)
    yield world.piece(
        world.pick(
            f"rollback to {name};",
            f"release {name};",
            f"rollback to savepoint {name};",
            f"release savepoint {name};",
            "rollback to c;",
        ),
        "savepoint",
        reaches=True,
    )
    yield from some_pieces(world, 1)


@kind(4)
def lone_error(world: World) -> Iterator[Piece]:
    yield error(world)


@kind(3)
def end_without_begin(world: World) -> Iterator[Piece]:
    yield world.piece(
        world.pick(
            "commit;",
            "rollback;",
            "savepoint x;",
            "rollback to x;",
            "end;",
            "release x;",
            "commit and chain;",
            "rollback and chain;",
        ),
        "stray end",
        reaches=True,
    )


@kind(3)
def psql_variable_of_errors(world: World) -> Iterator[Piece]:
    name = world.pick("ON_ERROR_STOP", "ON_ERROR_STOP", "ON_ERROR_ROLLBACK", "AUTOCOMMIT", "SINGLELINE", "SINGLESTEP_")
    value = world.pick("on", "1", "off", "0", "true", "interactive", "", "yes", "'on'", "no")
    text = world.pick(f"\\set {name} {value}", f"\\set {name} {value}", f"\\unset {name}", f"\\set {name} o''n")
    yield world.piece(text, "variable of errors", reaches=True)
    if world.chance(0.5):
        yield error(world)


@kind(2)
def several_in_one_message(world: World) -> Iterator[Piece]:
    """Statements that psql sends together are one transaction."""
    one, other = world.new_table(), world.new_table()
    broken = world.pick("", "", "select 1/0 \\;", "rollback \\;", "commit \\;", "begin \\;")
    yield world.piece(
        f"create table {one.full} (id int primary key) \\; {broken} create table {other.full} (id int primary key);",
        "several at once",
        one.known | other.known,
        reaches="begin" in broken or "commit" in broken or "rollback" in broken,
    )
