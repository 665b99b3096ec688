"""Pieces: functions that make or drop tables, and the many statements that call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psql_scripts import Piece, World, kind

if TYPE_CHECKING:
    from collections.abc import Iterator


@kind(5)
def make_function(world: World) -> Iterator[Piece]:
    """A function whose body makes, changes or drops a table."""
    name, made, old = world.new("f", odd=0), world.new("t", odd=0), world.a_table()
    body, touched = world.random.choice(
        [
            (f"create table if not exists {made.sql} (id int primary key);", made.known),
            (f"create table {made.sql} (id int); create index on {made.sql} (id);", made.known),
            (f"drop table if exists {old.full} cascade;", old.known),
            (f"alter table {old.full} add column if not exists w int;", old.known),
            ("perform 1;", frozenset[str]()),
        ]
    )
    quote = world.pick("$$", "$body$", "$_$")
    head = world.pick("create function", "create or replace function", "CREATE FUNCTION")
    tail = world.pick("", " security definer", " set search_path = public", " volatile")
    yield world.piece(
        f"{head} {name.sql}() returns int language plpgsql{tail} as {quote}\nbegin\n  {body}\n  return 1;\nend {quote};",
        "function",
        name.known,
    )
    world.functions.append((name, touched))


@kind(5)
def call_function(world: World) -> Iterator[Piece]:
    """A statement that runs a function, of a kind that a reader may think harmless."""
    if not world.functions:
        yield from make_function(world)
    (name, touched), made, target = world.random.choice(world.functions), world.new("t"), world.a_table()
    call = f"{name.sql}()"
    text = world.random.choice(
        [
            f"select {call};",
            f"SELECT\n {call} AS x;",
            f"values ({call});",
            f"insert into {target.full} values ({call});",
            f"insert into {target.full}(id) select {call};",
            f"update {target.full} set id = {call};",
            f"delete from {target.full} where id = {call};",
            f"explain analyze select {call};",
            f"explain (analyze, costs off) select {call};",
            f"explain select {call};",
            f"copy (select {call}) to stdout;",
            f"do $$ begin perform {call}; end $$;",
            f"create table {made.sql} as select {call};",
            f"select {call} into {made.sql};",
            f"with w as (select {call}) select * from w;",
            f"(select {call});",
            f"prepare p{made.name[1:2]}x as select {call}; execute p{made.name[1:2]}x;",
            f"select 1 where {call} = 1;",
            f"declare c cursor with hold for select {call}; fetch all from c; close c;",
            f"create materialized view {made.sql} as select {call};",
            f"select * from {call};",
            f"table zz; select {call}\n;",
            f"merge into {target.full} t using (select {call} as id) s on t.id = s.id when matched then do nothing;",
            f"select set_config('a.b', {call}::text, false);",
            f"insert into {target.full} values (1) returning {call};",
            f"truncate {target.full}; select {call};",
            f"select {call} \\g",
            f"select {call} as a \\gset\n",
            f"explain analyze create table {made.sql} as select 1 as a;",
            f"execute nothing({call});",
            f"explain (analyze off) select {call};",
            f"analyze; select {call};",
        ]
    )
    yield world.piece(text, "call", name.known | touched | made.known | target.known, noisy=True)


@kind(2)
def call_later(world: World) -> Iterator[Piece]:
    """A function that runs by itself when something else is done."""
    if not world.functions:
        yield from make_function(world)
    (name, touched), target, made = world.random.choice(world.functions), world.a_table(), world.new("t")
    call = f"{name.sql}()"
    text = world.random.choice(
        [
            f"create table {made.sql} (id int default {call});\ninsert into {made.sql} default values;",
            f"create table {made.sql} (id int check (id <> {call}));\ninsert into {made.sql} values (5);",
            f"create rule ru as on insert to {target.full} do also select {call};\ninsert into {target.full} values (77);",
            f"create view {made.sql} as select {call} as a;\nselect * from {made.sql};",
            f"create view {made.sql} as select {call} as a;\ncopy {made.sql} to stdout;\ntable {made.sql};",
        ]
    )
    yield world.piece(text, "call in another", name.known | touched | made.known | target.known, noisy=True)


@kind(2)
def trigger(world: World) -> Iterator[Piece]:
    target, function, name = world.a_table(), world.new("f", odd=0), world.new("g")
    yield world.piece(
        f"create function {function.sql}() returns trigger language plpgsql as 'begin return null; end';\n"
        f"create trigger {name.sql} after delete on {target.full} for each row execute function {function.sql}();",
        "trigger",
        target.known | name.known | function.known,
    )
    if world.chance(0.3):
        yield world.piece(
            f"drop function {function.sql}{world.pick('', '()')}{world.pick('', ' cascade')};",
            "drop function",
            name.known | target.known | function.known,
        )


@kind(4)
def fired(world: World) -> Iterator[Piece]:
    """A trigger whose function makes or drops a table, and what fires it, or does not."""
    target, made, old = world.a_table(), world.new("t", odd=0), world.a_table()
    function, name = world.new("f", odd=0), world.new("g")
    body, touched = world.random.choice(
        [
            (f"create table if not exists {made.sql} (id int primary key);", made.known),
            (f"execute 'drop table if exists {old.full.replace(chr(39), chr(39) * 2)} cascade';", old.known),
            ("new := new;", frozenset[str]()),
        ]
    )
    event = world.pick("insert", "insert", "update", "delete", "truncate", "insert or update or delete")
    row = "" if "truncate" in event else world.pick("", " for each row")
    timing = world.pick("before", "after")
    yield world.piece(
        f"create function {function.sql}() returns trigger language plpgsql as $$ begin {body} return null; end $$;\n"
        f"create trigger {name.sql} {timing} {event} on {target.full}{row} execute {world.pick('function', 'procedure')}"
        f" {function.sql}();",
        "trigger that acts",
        target.known | touched | name.known | function.known,
    )
    if world.chance(0.2):
        yield world.piece(f"alter table {target.full} disable trigger {name.sql};", "alter", target.known | name.known)
    number = world.random.randint(1000, 9999)
    yield world.piece(
        world.pick(
            f"insert into {target.full} values ({number});",
            f"INSERT INTO {target.full} VALUES ({number}), ({number + 1});",
            f"insert into {target.full} (id) select {number};",
            f"with w as (insert into {target.full} (id) values ({number}) returning 1) select * from w;",
            f"copy {target.full} (id) from stdin;\n{number}\n\\.",
            f"update {target.full} set id = {number};",
            f"delete from {target.full};",
            f"truncate {target.full} cascade;",
            f"explain analyze delete from {target.full};",
            f"select * from {target.full};",
        ),
        "what may fire",
        touched | target.known,
        noisy=True,
    )


@kind(2)
def event_trigger(world: World) -> Iterator[Piece]:
    """A trigger that runs with the next CREATE, ALTER or DROP."""
    made, function, name = world.new("t", odd=0), world.new("f", odd=0), world.new("e", odd=0)
    body = world.pick(
        f"create table if not exists {made.sql} (id int primary key);",
        f"execute 'create table if not exists {made.sql} (id int)';",
        "perform 1;",
    )
    # It must not fire itself without end.
    guard = f"if to_regclass('{made.sql}') is null then {body} end if;"
    event = world.pick("ddl_command_start", "ddl_command_end", "sql_drop")
    yield world.piece(
        f"create function {function.sql}() returns event_trigger language plpgsql as $$ begin {guard} end $$;\n"
        f"create event trigger {name.sql} on {event} execute function {function.sql}();",
        "event trigger",
        made.known | function.known,
        reaches=True,
        noisy=True,
    )
    if world.chance(0.3):
        yield world.piece(
            world.pick(f"drop event trigger {name.sql};", f"alter event trigger {name.sql} disable;"),
            "no event trigger",
        )


@kind(2)
def atomic_function(world: World) -> Iterator[Piece]:
    """A body with semicolons of its own."""
    name = world.new("f", odd=0)
    text = world.pick(
        f"create function {name.sql}() returns int begin atomic select 1; select case when true then 2 end; end;",
        f"create procedure {name.sql}() begin atomic select 1; end;",
        f"create function {name.sql}(a int default 1) returns int return a + 1;",
        f"create function {name.sql}() returns int language sql as 'select 1; select 2;';",
        f"create function {name.sql}() returns int language sql as E'select 1; -- \\' \n select 2;';",
    )
    yield world.piece(text, "function", name.known)


@kind(2)
def code_block(world: World) -> Iterator[Piece]:
    made, old = world.new_table(), world.a_table()
    body = world.pick(
        f"create table {made.full} (id int primary key);",
        f"alter table {old.full} add foreign key (id) references {old.full}(id);",
        "perform 1;",
        f"execute 'create table {made.sql.replace(chr(39), chr(39) * 2)} (id int)';",
        f"drop table if exists {old.full} cascade;",
    )
    quote = world.pick("$$", "$do$")
    yield world.piece(f"do {quote}\nbegin\n  {body}\nend\n{quote};", "code block", made.known | old.known, noisy=True)


@kind(2)
def prepared(world: World) -> Iterator[Piece]:
    made = world.new_table()
    name = world.new("q", odd=0)
    text = world.pick(
        f"prepare {name.sql} as select 1 as id; create table {made.full} as execute {name.sql};",
        f"prepare {name.sql} as insert into {made.full} values (1); execute {name.sql};",
        f"prepare {name.sql}(int) as select $1 as id;\ncreate table {made.full} as execute {name.sql}(1);",
        f"explain analyze create table {made.full} as select 1 as id;",
        f"explain (analyze true) create table {made.full} as select 1 as id;",
        f"explain create table {made.full} as select 1 as id;",
        f"explain analyse select 1 as id into {made.full};",
    )
    yield world.piece(text, "prepared", made.known, noisy=True)
