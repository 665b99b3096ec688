"""Pieces: tables, keys, indexes, views, schemas, in the forms that dumps and migrations have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psql_scripts import Name, Piece, World, kind

if TYPE_CHECKING:
    from collections.abc import Iterator

ACTIONS = ("", " on delete cascade", " on delete set null", " on delete restrict", " on update cascade")


def literal(world: World) -> str:
    """Return a string constant in one of its many spellings."""
    choices = [
        "'x'",
        "'it''s'",
        "'a;b'",
        "'--'",
        "'/*'",
        "$$a;'b$$",
        "$q$;$$;$q$",
        "'('",
        r"E'a\'b'",
        r"E'\\'",
        r"e'\';'",
        "E'foo'\n'b\\' c'",
        "'foo'\n  ';bar'",
        "'a' -- it's\n 'b;'",
        "'$$'",
        "'\"'",
        "''",
        "'a'\n''''",
        "' -- '",
        "N'x;'",
        "('x'||';')",
        "$_$\\$_$",
        "'\t'",
        "'\n;\n'",
        "E'\\x3b'",
        "E'\\'\n--'",
        "E'x'\n'\\''\n'\\\\'",
    ]
    if world.conforming:
        choices += [r"'\'", r"'a\'", r"U&'\003b'", r"U&'d!0061' UESCAPE '!'", r"'\'':x;'", r"'\' || E'\''"]
    else:
        choices += [r"'\''", r"'a\';'", r"'\\'", "'b'\n'\\';'"]
    return world.random.choice(choices)


def columns(world: World, name: Name) -> str:
    found = [world.pick("id int primary key", "id int primary key", "id serial primary key", "id int unique")]
    if world.chance(0.4):
        found.append(f"a text default {literal(world)}")
    if world.chance(0.15):
        found.append("b bit(4) default B'1010'")
    if world.chance(0.15):
        found.append(f"c text check (c <> {literal(world)})")
    if world.chance(0.1):
        found.append("d int[] default array[1,2]")
    if world.chance(0.5) and world.tables:
        target = world.a_table()
        found.append(f"r int references {target.full}{world.pick(*ACTIONS)}")
    comma = world.pick(", ", ",", ",\n", ", -- ;\n", ", /* ; */ ")
    return f"{name.full} ({comma.join(found)})"


@kind(26)
def table(world: World) -> Iterator[Piece]:
    name = world.new_table()
    head = world.pick("create table ", "CREATE TABLE ", "Create\nTable ", "create table if not exists ")
    yield world.piece(f"{head}{columns(world, name)};", "table", name.known)


@kind(8)
def foreign_key(world: World) -> Iterator[Piece]:
    one, other, key = world.a_table(), world.a_table(), world.new("k")
    only = world.pick("", "only ")
    yield world.piece(
        f"alter table {only}{one.full}\n    add constraint {key.sql} foreign key (id) references {other.full}(id)"
        f"{world.pick(*ACTIONS)};",
        "key",
        {*one.known, *other.known, key.name},
    )


@kind(8)
def alter(world: World) -> Iterator[Piece]:
    name, new = world.a_table(), world.new("t")
    form = world.pick(
        "add column n{n} int",
        "add n{n} text default {text}",
        "rename column id to n{n}",
        "drop column id",
        "drop column if exists a cascade",
        "alter id drop not null",
        "alter id set not null",
        "set schema {schema}",
        "alter column id type bigint",
        "add constraint u{n} unique (id)",
        "add primary key (id)",
        "rename to {new}",
        "add check (id > 0)",
        "disable trigger all",
        "set unlogged",
        "owner to postgres",
        "inherit zz",
    )
    number = world.random.randint(100, 999)
    change = form.format(n=number, text=literal(world), schema=world.a_schema(), new=new.sql)
    word = world.pick("table", "table", "table", "table if exists")
    if form.startswith("rename to"):
        world.tables.append(new._replace(schema=name.schema))
    yield world.piece(f"alter {word} {name.full} {change};", "alter", name.known | new.known)


@kind(7)
def alter_as_another_kind(world: World) -> Iterator[Piece]:
    """ALTER VIEW takes a table's name for some commands, ALTER INDEX and the others too or not."""
    name, new = world.a_table(), world.new("t")
    word = world.pick("view", "index", "sequence", "materialized view", "foreign table", "view if exists", "table")
    change = world.pick(
        f"rename to {new.sql}", f"set schema {world.a_schema()}", "rename column id to z", "owner to postgres"
    )
    if change.startswith("rename to"):
        world.tables.append(new._replace(schema=name.schema))
    yield world.piece(f"alter {word} {name.full} {change};", "alter as another kind", name.known | new.known)


@kind(8)
def drop(world: World) -> Iterator[Piece]:
    name, other = world.a_table(), world.a_table()
    names = world.pick(name.full, name.full, f"{name.full}, {other.full}")
    word = world.pick("table", "table", "table", "table if exists")
    tail = world.pick("", " cascade", " restrict", " cascade")
    yield world.piece(f"drop {word} {names}{tail};", "drop", name.known | other.known)


@kind(5)
def drop_as_another_kind(world: World) -> Iterator[Piece]:
    name = world.a_table()
    word = world.pick("view", "sequence", "foreign table", "materialized view", "index", "type", "domain")
    tail = world.pick(" cascade", "", " if exists", " if exists")
    exists = " if exists" if "if" in tail else ""
    yield world.piece(
        f"drop {word}{exists} {name.full}{' cascade' if 'cascade' in tail else ''};", "drop as another kind", name.known
    )


@kind(5)
def index(world: World) -> Iterator[Piece]:
    name, made = world.a_table(), world.new("i")
    what = world.pick("(id)", "using btree (id desc)", "(id) where id > 0", "((id + 1))", "using hash (id)")
    yield world.piece(
        f"create {world.pick('', 'unique ')}index {world.pick(made.sql, '')} on {name.full} {what};",
        "index",
        name.known | made.known,
    )


@kind(4)
def view(world: World) -> Iterator[Piece]:
    name, made = world.a_table(), world.new("v")
    yield world.piece(
        f"create {world.pick('', 'or replace ')}view {made.sql} as select * from {name.full};", "view", made.known
    )
    if world.chance(0.3):
        new = world.new("v")
        yield world.piece(f"alter view {made.sql} rename to {new.sql};", "view", made.known | new.known)
    elif world.chance(0.3):
        yield world.piece(f"drop view {made.sql};", "view", made.known)


@kind(4)
def view_of_columns(world: World) -> Iterator[Piece]:
    """A view keeps the columns that it uses from being dropped or retyped."""
    name, made = world.new_table(), world.new("v")
    yield world.piece(f"create table {name.full} (id int primary key, w int, x int, y text);", "table", name.known)
    yield world.piece(
        world.pick(
            f"create view {made.sql} as select id, w from {name.full};",
            f"create view {made.sql} as select * from {name.full};",
            f"create view {made.sql} as select a.id from {name.full} a where a.w > 0 order by a.x;",
            f"create view {made.sql}(w) as select x from {name.full};",
            f"create materialized view {made.sql} as select w from {name.full};",
            f"create view {made.sql} as select count(*) from {name.full};",
            f"create view {made.sql} as select a from {name.full} a;",
            f"create view {made.sql} as with w as (select x from {name.full}) select w.x from w;",
            f"create view {made.sql} as select za.id from za, {name.full} where y is null;",
            f"create rule ru as on insert to {name.full} do also update za set id = new.w;",
            f"create view {made.sql} as select id, sum(w) from {name.full} group by id;",
        ),
        "view",
        made.known | name.known | {"ru", "za"},
    )
    if world.chance(0.2):
        yield world.piece(f"drop {world.pick('view', 'view if exists')} {made.sql};", "view", made.known)
    change = world.pick(
        "drop column w",
        "drop column x",
        "drop w cascade",
        "alter w type bigint",
        "alter column x type bigint",
        "drop column y",
        "alter y type varchar(9)",
        "rename w to u",
        "rename to {new}",
        "drop column if exists id",
    )
    new = world.new("t")
    yield world.piece(
        f"alter table {name.full} {change.format(new=new.sql)};", "alter", name.known | new.known | made.known
    )
    if world.chance(0.3):
        text = f"drop table {name.full}{world.pick('', ' cascade')};"
        yield world.piece(text, "drop", name.known | made.known)


@kind(6)
def schema(world: World) -> Iterator[Piece]:
    name = world.new("s", odd=0)
    world.schemas.append(name.name)
    form = world.pick("", "", "", " authorization postgres", " elements")
    if form != " elements":
        word = world.pick("create schema ", "create schema if not exists ", "CREATE  SCHEMA\n")
        yield world.piece(f"{word}{name.sql}{form};", "schema", name.known)
        return
    if world.chance(0.2):
        name = Name(world.schemas[-2], world.schemas[-2])
    one, other = world.new("t"), world.new("t")
    world.tables += [one._replace(schema=name.name), other._replace(schema=name.name)]
    elements = [
        f" create table {one.sql} (id int primary key)",
        f" create table {other.sql} (id int primary key, r int references {one.sql})",
        f" create view v_{name.name} as select * from {one.sql}",
        f" create index on {one.sql} (id)",
    ]
    if world.chance(0.4):
        world.random.shuffle(elements)
    word = world.pick("create schema", "create schema", "create schema if not exists")
    yield world.piece(
        "\n".join([f"{word} {name.sql}", *elements]) + ";",
        "schema with elements",
        {name.name, one.name, other.name, f"v_{name.name}"},
    )


@kind(5)
def schema_change(world: World) -> Iterator[Piece]:
    name = world.random.choice(world.schemas[-3:])
    inside = {name, *(each.name for each in world.tables if each.schema == name)}
    if world.chance(0.5):
        new = world.new("s", odd=0)
        if world.chance(0.25):
            taken = world.a_schema()
            new = Name(taken, taken)
        world.schemas.append(new.name)
        world.tables += [each._replace(schema=new.name) for each in world.tables if each.schema == name]
        text = f"alter schema {name} rename to {new.name};"
        yield world.piece(text, "rename schema", inside | new.known, reaches=True)
    else:
        word = world.pick("schema", "schema if exists")
        yield world.piece(
            f"drop {word} {name}{world.pick('', ' cascade', ' cascade')};", "drop schema", inside, reaches=True
        )


@kind(6)
def from_a_query(world: World) -> Iterator[Piece]:
    """CREATE TABLE AS and SELECT INTO, with keys that come later."""
    made, source = world.new_table(), world.a_table()
    text = world.pick(
        f"create table {made.full} as select 1 as id;",
        f"create table {made.full} as select * from {source.full};",
        f"create table {made.full} as table {source.full} with no data;",
        f"select 1 as id into {made.full};",
        f"select * into table {made.full} from {source.full};",
        f"with w as (select 1 as id) select * into {made.full} from w;",
        f"create table if not exists {made.full} (id) as values (1);",
        f"(select 2 as id) union select 3 as id;\nselect id into {made.full} from (values (1)) v(id);",
    )
    yield world.piece(text, "table from a query", made.known | (source.known if source.sql in text else set()))
    if world.chance(0.6):
        yield world.piece(f"alter table {made.full} add primary key (id);", "key", made.known)
    if world.chance(0.6):
        yield world.piece(
            f"alter table {made.full} add foreign key (id) references {source.full}(id) on delete cascade;",
            "key",
            made.known | source.known,
        )


@kind(4)
def temporary(world: World) -> Iterator[Piece]:
    """A temporary table, sometimes with the name of another one, which it hides."""
    hidden = world.a_table()
    name = hidden._replace(schema=None) if world.chance(0.4) else world.new("t")
    head = world.pick(
        "create temp table ", "create temporary table ", "create local temp table ", "create table pg_temp."
    )
    tail = world.pick("", " on commit drop", " on commit delete rows")
    yield world.piece(f"{head}{name.sql} (id int primary key, w int){tail};", "temporary table", name.known)
    if world.chance(0.4):
        target = world.new("t")
        world.tables.append(target._replace(schema=world.path))
        yield world.piece(
            f"create table {target.sql} (id int primary key, x int references {name.sql});",
            "table that references a temporary one",
            target.known | name.known,
        )
    if world.chance(0.5):
        yield world.piece(
            world.pick(
                f"drop table {name.sql};",
                f"alter table {name.sql} add column y int;",
                "discard temp;",
                f"alter table {name.sql} rename to {world.new('t').sql};",
                f"create index on {name.sql} (id);",
                f"drop table pg_temp.{name.sql};",
            ),
            "change of a temporary table",
            name.known,
            reaches=True,
        )


@kind(3)
def inheriting(world: World) -> Iterator[Piece]:
    parent, made = world.a_table(), world.new_table()
    text = world.pick(
        f"create table {made.full} (x{world.random.randint(100, 999)} int) inherits ({parent.full});",
        f"create table {made.full} (like {parent.full} including all);",
        f"create table {made.full} (like {parent.full});",
        f"create table {made.full} (id int primary key) partition by range (id);",
    )
    yield world.piece(text, "table like another", made.known | parent.known)
