"""Pieces: psql's variables, conditions and commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psql_scripts import Piece, World, kind, some_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator


@kind(6)
def variable(world: World) -> Iterator[Piece]:
    """A variable that holds a name, a part of a statement, a whole one or several."""
    name, made, other = world.new("x", odd=0).name, world.new_table(), world.new_table()
    names = made.known | other.known
    plain = made.name.isalnum() and made.name.isascii()
    table = made.name if plain else "tt"
    setting, use = world.random.choice(
        [
            (f"\\set {name} {table}", f"create table :{name} (id int primary key);"),
            (f"\\set {name} {table}", f'create table :"{name}" (id int primary key);'),
            (f"\\set {name} '{table}'", f"create table :{name}_no (id int);"),
            (
                f"\\set {name} 'create table {table}(id int); create table {other.name if other.name.isalnum() else 'uu'}(id int)'",
                f":{name};",
            ),
            (f"\\set {name} 'create table {table}(id int);'", f":{name}"),
            (f"\\set {name} ';'", f"create table {table} (id int) :{name}\ncreate table {table}b (id int);"),
            (f"\\set {name} 'it''s; '", f"create table {table} (id int, a text default :'{name}');"),
            (f"\\set {name} 'a\\\\b'", f"create table {table} (id int, a text default :'{name}');"),
            (
                f"\\set {name} int",
                f"create table {table} (id :{name}, b text default 'x'::varchar, c int[] default '{{1}}'::int[]);",
            ),
            (f"\\set {name} int", f"create table {table} (a text default ':{name}', \"b:{name}\" int); -- :{name}"),
            (f"\\set {name} ''''", f"create table {table} (id int, a text default :{name};:{name});"),
            (f"\\set {name} 1", f"create table {table} (id int); select :{{?{name}}}, :{{?nothing}};"),
            (f"\\set {name} a b c", f'create table :"{name}" (id int);'),
            (f"\\set {name} '(id int'", f"create table {table} :{name});"),
            (f"\\set {name} '$$'", f"create table {table} (id int, a text default :{name};:{name});"),
            (f"\\set {name} {table}\n\\unset {name}", f"create table {table} (id int default :{name});"),
            (f"\\set {name} '\\\\echo hi'", f"create table {table} (id int); :{name}\n"),
            (f"\\set {name} {table}\\\\ create table {table}(id int);", f"create table :{name}_c(id int);"),
            (f"\\set inner '{table}'\n\\set {name} ':inner'", f"create table :{name} (id int);"),
            (f"\\set inner '{table}'\n\\set {name} :inner", f"create table :{name}(id int);"),
            (f"\\set {name} 1 -- a comment", f"create table {table} (id int default :{name}\n);"),
            (f"\\set {name} '--'", f":{name} x'; y;\ncreate table {table} (id int);\n:{name};"),
            (f"\\set {name} '--'", f"create table {table} (id int :{name} it's; )\n);"),
            (f"\\set {name} '--'", f":{name} it's\ncreate table {table} (id int); -- '"),
            (f"\\set {name} '-'", f"create table {table} (id int); :{name}- x\ncreate table {table}b (id int);"),
            (f"\\set {name} '/*'", f":{name} it's */ create table {table} (id int);"),
            (
                f"\\set {name} '-- x'",
                f"create table {table} (id int); :{name}; select 1;\ncreate table {table}b(i int);",
            ),
            (
                f"\\set {name} '(id int); --'",
                f"create table {table} :{name} no comment\n;create table {table}b (id int);",
            ),
            (f"\\set {name} `true`", f"create table {table} (id int);"),
        ]
    )
    names |= {table, f"{table}b", "tt", "uu", "ttb", "abc", table.lower(), f"{table}b".lower()}
    yield world.piece(setting, "variable", names)
    yield world.piece(use, "use of a variable", names, noisy="'--'" in setting)


@kind(3)
def clash_of_colons(world: World) -> Iterator[Piece]:
    """Colons that are no variables."""
    made = world.new_table()
    text = world.pick(
        f"create table {made.full} (id int, a int[] default (array[1,2,3])[1:2]);",
        f"create table {made.full} (a text default 'x'::text, t time default '10:30:00'::time);",
        f"create table {made.full} (a text default ':DBNAME');",
        f"create table {made.full} (a text default :'DBNAME');",
        f"create table {made.full} (a text default :'NOT_SET_AT_ALL');",
        f"create table {made.full} (id int check (id > :VERSION_NUM));",
        f"create table {made.full} (id int default :SERVER_VERSION_NUM);",
        f"create table {made.full} (a bool default :{{?DBNAME}});",
        f"create table :USER (id int); create table {made.full} (id int);",
    )
    yield world.piece(text, "colons", made.known | {"postgres"})


@kind(7)
def condition(world: World) -> Iterator[Piece]:
    """\\if with a condition that is known from the file, or only to the server."""
    sets, test = world.random.choice(
        [
            ("", "true"),
            ("", "false"),
            ("", "0"),
            ("", "1"),
            ("", "on"),
            ("", "no"),
            ("", "nonsense"),
            ("", ""),
            ("", "t"),
            ("\\set yes 1\n", ":yes"),
            ("\\set yes off\n", ":yes"),
            ("", ":never_set"),
            ("", ":{?never_set}"),
            ("\\set yes 1\n", ":{?yes}"),
            ("select true as ok \\gset\n", ":ok"),
            ("select false as ok \\gset\n", ":ok"),
            ("select :SERVER_VERSION_NUM >= 150000 as ok\n\\gset\n", ":ok"),
            ("", ":{?DBNAME}"),
            ("", "'false'"),
            ("", "tRue -- x"),
        ]
    )
    known = "gset" not in sets and test != ":never_set"
    inside: list[list[Piece]] = []
    world.depth += 1
    branches = world.random.randint(1, 3)
    for _ in range(branches):
        inside.append(list(some_pieces(world, world.random.randint(0, 2))) if world.depth < 3 else [])
    world.depth -= 1
    names = frozenset[str]().union(*(piece.names for branch in inside for piece in branch))
    lasting = any(piece.reaches for branch in inside for piece in branch)
    ends = world.chance(0.97)
    yield world.piece(f"{sets}\\if {test}", "if", names, reaches=lasting or not ends, noisy=not known)
    yield from inside[0]
    for branch in inside[1:-1]:
        tested = world.pick("true", "false", "1", ":never_set")
        flags = {"reaches": lasting or not ends, "noisy": tested == ":never_set"}
        yield world.piece(f"\\elif {tested}", "elif", names, **flags)
        yield from branch
    if branches > 1:
        if world.chance(0.1):
            stop = world.pick("\\q", "\\quit", "select 'x;")
            yield world.piece(stop, "in a branch", names, reaches=True, noisy=True)
            yield world.piece("';", "in a branch", names, reaches=True)
        yield world.piece("\\else", "else", names, reaches=lasting or not ends)
        yield from inside[-1]
    if ends:
        yield world.piece("\\endif", "endif", names, reaches=lasting)


@kind(1)
def stray_condition(world: World) -> Iterator[Piece]:
    yield world.piece(world.pick("\\else", "\\elif true", "\\endif"), "stray condition", reaches=True)


@kind(1)
def quit_(world: World) -> Iterator[Piece]:
    if world.chance(0.4):
        yield world.piece(world.pick("\\q", "\\quit", "\\q now", "  \\q;"), "quit", reaches=True)


@kind(6)
def sent_otherwise(world: World) -> Iterator[Piece]:
    """Statements that end without a semicolon, or do not run at all."""
    made, other = world.new_table(), world.new_table()
    sql = f"create table {made.full} (id int primary key)"
    text = world.random.choice(
        [
            f"{sql} \\g",
            f"{sql}\n\\g",
            f"{sql} \\gx",
            f"{sql} \\g /dev/null",
            f"{sql} \\gdesc",
            f"{sql} \\gset",
            f"select '{sql.replace(chr(39), chr(39) * 2)}' \\gexec",
            f"select 'create table {other.name.split(chr(39))[0]}(id int)'\n\\gexec",
            f"{sql} \\r\ncreate table {other.full} (id int);",
            f"{sql}\n\\p\n;",
            f"{sql} \\echo hi\n;",
            f"{sql} \\; select 1;",
            f"{sql} \\crosstabview",
            f"{sql} \\gdesc\n;",
            f"{sql}\n\\reset\n;",
            f"select 1 as a \\gset\n{sql};",
            f"select 'x;y' as a \\gset p_\ncreate table {made.full} (a text default :'p_a');",
            f"{sql} \\bind \\g",
            f"select $1 \\bind 1 \\g\n{sql};",
            f"{sql} \\w /dev/null\n;",
            f"{sql} \\g (format=unaligned)",
            f"{sql} \\parse s1\n\\bind_named s1 \\g",
            f"\\g\n{sql};",
            f"{sql};\n\\g",
            f"{sql} \\\\ ;",
            f"select 1 \\g | cat\n{sql};",
            f"{sql} \\watch i=0.01 c=1",
        ]
    )
    yield world.piece(
        text,
        "sent otherwise",
        made.known | other.known | {other.name.split("'")[0].strip().lower()},
        noisy="gexec" in text,
    )


@kind(5)
def command(world: World) -> Iterator[Piece]:
    """Commands that change no table, with quotes and semicolons that open nothing."""
    yield world.piece(
        world.random.choice(
            [
                "\\echo it''s",
                "\\echo 'a;b'",
                '\\echo "x',
                "\\echo 'open",
                "\\! true",
                '\\! echo "it\'s; create table nope(id int);"',
                "\\pset pager off",
                "\\pset null '(null)'",
                "\\timing off",
                "\\d",
                "\\dt *.*",
                "\\x off",
                "\\a",
                "\\t off",
                "\\o /dev/null",
                "\\o",
                "\\qecho ;",
                "\\warn (",
                "\\restrict abc'",
                "\\unrestrict abc'",
                "\\h select ;",
                "\\prompt",
                "\\nonsense 'x",
                "\\",
                "\\set",
                "\\set x",
                "\\unset",
                "\\cd /",
                "\\conninfo",
                "\\errverbose",
                "\\dx",
                "\\f ','",
                "\\H",
                "\\copyright",
                "\\echo hi \\\\ select 1;",
                "\\echo `echo ;`",
                "\\password_",
                "\\setenv A b'",
                "\\sf nope",
                "\\z",
                "\\l;",
                "\\dt;",
                "\\echo :x'y",
                "\\echo $$",
                "\\echo /*",
                "\\echo --",
                "\\?",
                "\\C 'x",
                "\\encoding",
                "\\getenv x HOME",
                "\\echo '\\''",
            ]
        ),
        "command",
        reaches=True,
    )


@kind(2)
def command_inside(world: World) -> Iterator[Piece]:
    """A command in the middle of a statement."""
    made = world.new_table()
    yield world.piece(
        world.pick(
            f"create table {made.full} (id int,\n\\echo between; 'x'\nb int);",
            f"create table {made.full} (id int, \\echo it \\\\ b int);",
            f"create table {made.full} (id int) \\set y 'z'\n;",
            f"create table {made.full} (id int,\n\\set w int\nb :w);",
            f"create table {made.full} (id int,\n\\if false\nb int,\n\\endif\nc int);",
            f"create table {made.full} (id int,\n\\if true\nb int,\n\\else\nbb int\n\\endif\nc int);",
        ),
        "command in a statement",
        made.known,
        noisy=True,
    )
