"""Pieces: settings of the session, above all the search path, in every spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psql_scripts import DATABASE, OTHER_DATABASE, Piece, World, kind

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANKS = (
    " ",
    " ",
    " ",
    "  ",
    "\t",
    "\n",
    " /* ; */ ",
    " -- ;'\n",
    "/**/",
    "\r\n",
    " \f ",
    "/* /* nested ' */ */",
    "\v",
)


def blank(world: World) -> str:
    # A vertical tab is no blank for PostgreSQL before 16.
    return world.random.choice(BLANKS[:-1])


@kind(12)
def search_path(world: World) -> Iterator[Piece]:
    schema = world.a_schema()
    gap = [blank(world) for _ in range(5)]
    value = world.random.choice(
        [
            schema,
            f'"{schema}"',
            f"'{schema}'",
            f"{schema}, public",
            f"'{schema}, public'",
            "''",
            '""',
            "default",
            f"{schema},pg_catalog",
            '"$user", public',
            f"pg_temp, {schema}",
            f"pg_catalog, {schema}",
            f"nowhere, {schema}",
            f"'', {schema}",
            "pg_catalog",
            f'"$user", nowhere, {schema}',
            f"{schema.upper()}",
            f"{schema}{gap[0]},{gap[1]}public",
            f"E'{schema}'",
        ]
    )
    local = world.pick("", "", "", f"session{gap[3]}", f"local{gap[3]}")
    word, name = (
        world.pick("set", "SET", "Set"),
        world.pick("search_path", "search_path", '"search_path"', "SEARCH_PATH"),
    )
    text = world.random.choice(
        [
            f"{word}{gap[0]}{local}{name}{gap[1]}{world.pick('=', 'to', 'TO')}{gap[2]}{value}{world.pick('', gap[4])};",
            f"{word}{gap[0]}{local}{name} = {value};",
            f"{word}{gap[0]}{local}schema{gap[1]}'{schema}';",
            f"select{gap[0]}set_config{gap[1]}('search_path',{gap[2]}'{schema}', {world.pick('false', 'true')});",
            f"select pg_catalog.set_config('search_path', '{world.pick(schema, '')}', {world.pick('false', 'true', chr(39) + 'f' + chr(39))});",
            f"select * from set_config('search_path', '{schema}', false);",
            f"select set_config('search_path', '{schema}', false), 1;",
            f"select set_config('search_path', x, false) from (values ('{schema}')) v(x);",
            f"do $$ begin set search_path = {schema}; end $$;",
            f"update pg_settings set setting = '{schema}' where name = 'search_path';",
            f"select set_config('Search_Path', '{schema}', is_local => false);",
            "set search_path from current;",
        ]
    )
    world.path = schema
    yield world.piece(text, "search path", {schema}, reaches=True)


@kind(6)
def reset(world: World) -> Iterator[Piece]:
    gap = blank(world)
    text = world.pick(
        f"reset{gap}search_path;",
        f"reset{gap}all;",
        f"discard{gap}all;",
        "RESET ALL;",
        "discard plans;",
        "discard temp;",
        "reset session authorization;",
        "set session authorization default;",
        f"set{gap}search_path to default;",
        "discard sequences;",
        f'reset{gap}"search_path";',
        "reset role;",
    )
    world.path = "public"
    yield world.piece(text, "reset", set(), reaches=True)


@kind(5)
def connect(world: World) -> Iterator[Piece]:
    text = world.pick(
        "\\connect -",
        f"\\c {DATABASE}",
        f"\\connect {DATABASE}",
        "\\c",
        f'\\connect "{DATABASE}"',
        "\\c - - - -",
        f"\\connect -reuse-previous=on \"dbname='{DATABASE}'\"",
        "\\connect - postgres",
        f"\\connect {DATABASE};",
        "\\c :DBNAME",
        '\\c :"DBNAME"',
        f"  \\c {DATABASE}  ",
    )
    world.path = "public"
    yield world.piece(text, "connect", set(), reaches=True)


@kind(1)
def another_database(world: World) -> Iterator[Piece]:
    name = world.new("t")
    yield world.piece(f"\\connect {OTHER_DATABASE}", "connect", set(), reaches=True)
    yield world.piece(f"create table {name.sql} (id int primary key);", "table elsewhere", name.known)
    yield world.piece(f"\\connect {DATABASE}", "connect", set(), reaches=True)


@kind(3)
def of_database_or_role(world: World) -> Iterator[Piece]:
    schema = world.a_schema()
    text = world.pick(
        f"alter database {DATABASE} set search_path = {schema};",
        f"alter role postgres set search_path = {schema};",
        f"alter user postgres in database {DATABASE} set search_path to {schema}, public;",
        f"alter database {DATABASE} reset search_path;",
        f"alter role all set search_path = {schema};",
        f"alter database {DATABASE} set work_mem = '5MB';",
        f"alter role current_user set search_path = {schema};",
        "alter role postgres set default_transaction_read_only = on;",
        f"alter database {DATABASE} set default_transaction_read_only = on;",
        f"alter role pg_monitor set search_path = {schema};",
        "alter role postgres reset all;",
        f"alter role all in database {DATABASE} set search_path = nowhere, {schema};",
    )
    yield world.piece(text, "set for later", {schema}, reaches=True)
    if world.chance(0.7):
        yield world.piece(
            world.pick("\\c", "\\connect -", "discard all;", "reset search_path;"), "reset", set(), reaches=True
        )


@kind(6)
def other_setting(world: World) -> Iterator[Piece]:
    text = world.pick(
        "set statement_timeout = 0;",
        "SET check_function_bodies = false;",
        "set xmloption = content;",
        "set default_tablespace = '';",
        "set default_with_oids = false;",
        "set row_security = off;",
        "set time zone 'UTC';",
        "set local work_mem = '4MB';",
        "select pg_catalog.set_config('a.b', 'x', false);",
        "set session_replication_role = replica;",
        "set transaction isolation level serializable;",
        "set a.search_path = 'x';",
        "show search_path;",
        "select current_setting('search_path');",
        "set role postgres;",
        "set client_min_messages = warning;",
        "SET default_table_access_method = heap;",
        "set names 'UTF8';",
        "set bytea_output = 'escape';",
        "set session characteristics as transaction read only;",
        "set default_transaction_read_only = on;",
        "set default_transaction_read_only = off;",
        "set session default_transaction_read_only to true;",
        "set session characteristics as transaction read write;",
        "select set_config('default_transaction_read_only', 'on', false);",
        "reset default_transaction_read_only;",
        "set default_transaction_read_only to default;",
        "set transaction read only;",
        "set lock_timeout = 0;",
    )
    yield world.piece(text, "setting", set(), reaches=True)


@kind(3)
def backslashes(world: World) -> Iterator[Piece]:
    """standard_conforming_strings: how a backslash in a plain string reads."""
    value = world.pick("off", "off", "on", "'off'", "false", "0", "default", "ON")
    off = value.strip("'") in ("off", "false", "0")
    gap = blank(world)
    text = world.random.choice(
        [
            f"set{gap}standard_conforming_strings = {value};",
            f"set{gap}session standard_conforming_strings to {value};",
            f"select set_config('standard_conforming_strings', '{'off' if off else 'on'}', false);",
            f"SET standard_conforming_strings{gap}={gap}{value};",
        ]
    )
    world.conforming = not off
    yield world.piece(text, "conforming strings", set(), reaches=True)
    if world.chance(0.2):
        world.conforming = True
        yield world.piece(
            world.pick("reset standard_conforming_strings;", "reset all;", "discard all;", "\\c"),
            "conforming strings",
            set(),
            reaches=True,
        )


@kind(4)
def encoding(world: World) -> Iterator[Piece]:
    """client_encoding, to and fro, and a table whose name is written in it."""
    name, codec, sample = world.random.choice(
        [
            ("LATIN1", "latin-1", "é"),
            ("SJIS", "cp932", "表ソ"),
            ("EUC_JP", "euc_jp", "表"),
            ("UTF8", "utf-8", "é表"),
            ("WIN1252", "cp1252", "é"),
            ("BIG5", "big5", "功"),
            ("GBK", "gbk", "表乗"),
            ("SHIFT_JIS_2004", "shift_jis_2004", "表"),
            ("LATIN9", "iso8859_15", "œ"),
            ("KOI8R", "koi8_r", "ж"),
            ("UHC", "cp949", "표"),
            ("SQL_ASCII", "utf-8", "e"),
        ]
    )
    text = world.random.choice(
        [
            f"set client_encoding = '{name}';",
            f"set client_encoding to {name};",
            f"\\encoding {name}",
            f"set names '{name}';",
            f"SET CLIENT_ENCODING={name.lower()};",
            f"set{blank(world)}client_encoding = '{name}';",
            f"select pg_catalog.set_config('client_encoding', '{name}', false);",
            f"set session client_encoding to '{name}';",
        ]
    )
    yield world.piece(text, "encoding", set(), reaches=True)
    world.codec = codec
    made = world.new("t")
    made = made._replace(name=f"{made.name}{sample}", sql=f'"{made.name.replace(chr(34), chr(34) * 2)}{sample}"')
    yield world.piece(
        f"create table {made.sql} (id int, a text default '{sample}');",
        "table in an encoding",
        {made.name, *(made.name.encode(codec).decode(other, "replace") for other in ("utf-8", "latin-1"))},
    )
    if world.chance(0.6):
        world.codec = "utf-8"
        back = world.pick(
            "reset client_encoding;",
            "set client_encoding = 'UTF8';",
            "set client_encoding to default;",
            "\\encoding UTF8",
            "reset all;",
            "discard all;",
            "\\c",
            "set names default;",
        )
        yield world.piece(back, "encoding", set(), reaches=True)
