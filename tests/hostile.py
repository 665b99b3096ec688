"""Names that try to be something else in an output, and a schema in which everything is called so."""

from __future__ import annotations

HOSTILE = (
    "::error::x",
    "  ::warning file=a::x",
    "\t::stop-commands::x",
    "\u00a0::set-output name=a::x",
    "::",
    "##[error]x",
    "a##[group]",
    "###[endgroup]",
    "##",
    "[a",
    "##vso[task.setvariable variable=a]x",
    "##teamcity[publishArtifacts '.']",
    "two\n::error::lines",
    "cr\r::error::x",
    "crlf\r\n##[error]x",
    "esc\x1b[31m::error::red",
    "\x1b[0m::error::x",
    "c1\x9b31m",
    "nel\x85::error::x",
    "ls\u2028::error::x",
    "rtl\u202egnp",
    "beam\U0001d173",
    "kaithi\U000110bd",
    "filler\u3164",
    "choseong\u115f\u1160",
    "half\uffa0",
    "joiner\u034f",
    "braille\u2800",
    "vs\ufe0f\U000e0100",
    "tag\U000e0041",
    "pua\ue000",
    "unassigned\u0378",
    "<script>window.ran=1</script>",
    "<img src=x onerror=alert(1)>",
    'a""b',
    "it's",
    "`tick` ``` x",
    "a|b \\|",
    "]]>",
    "*/ x",
    "/* x",
    "-- x",
    "#{exit 9}",
    '"; exit 9; "',
    "=cmd|' /C calc'!A0",
    "+1",
    "@SUM(1)",
    "@user #1 GH-2",
    "[x](javascript:alert(1))",
    "$witness$",
    "%0A::error::x",
    "a.b",
    "U&\\0041",
)


def quoted(name: str) -> str:
    """Quote a name as plainly as SQL allows: what it holds stands there as it is."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def hostile_schema(*, bodies: bool = True) -> str:
    """Return SQL in which each name is that of a table, column, key, index, check, trigger, value and comment.

    All tables are emptied or changed with ``hub``, whose own name is as bad. ``bodies``: with triggers and rules.
    """
    parts = [
        f"CREATE SCHEMA {quoted(HOSTILE[0])};",
        f"CREATE FUNCTION {quoted(HOSTILE[0])}.{quoted(HOSTILE[12])}() RETURNS trigger LANGUAGE plpgsql"
        " AS 'BEGIN RETURN NULL; END';",
        f"CREATE TABLE {quoted(HOSTILE[0])}.{quoted(HUB)} (id int PRIMARY KEY, b int);",
    ]
    for number, name in enumerate(HOSTILE):
        table, column = f"public.{quoted(name)}", quoted(name)
        action = ("CASCADE", "SET NULL", "RESTRICT", "SET DEFAULT", "NO ACTION")[number % 5]
        parts += [
            f"CREATE TABLE {table} ({column} int PRIMARY KEY, {quoted('r' + name)} int, v text DEFAULT {text(name)},",
            f"  CONSTRAINT {quoted('c' + name)} CHECK (v <> {text(name + '!')}));",
            f"COMMENT ON TABLE {table} IS {text(name)};",
            f"CREATE INDEX {quoted('i' + name)} ON {table} (v) WHERE v <> {text(name)};",
        ]
        if bodies and number % 4 == 0:
            parts.append(
                f"CREATE TRIGGER {quoted('t' + name)} AFTER DELETE ON {table} FOR EACH STATEMENT"
                f" EXECUTE FUNCTION {quoted(HOSTILE[0])}.{quoted(HOSTILE[12])}();"
            )
        parts.append(
            f"ALTER TABLE {table} ADD CONSTRAINT {quoted('k' + name)} FOREIGN KEY ({quoted('r' + name)})"
            f" REFERENCES {quoted(HOSTILE[0])}.{quoted(HUB)} ON DELETE {action};"
        )
        if number % 9 == 1:
            before = quoted(HOSTILE[number - 1])
            parts.append(
                f"ALTER TABLE {table} ADD CONSTRAINT {quoted('s' + name)} FOREIGN KEY ({column})"
                f" REFERENCES public.{before} ON DELETE CASCADE;"
            )
    return "\n".join(parts) + "\n"


HUB = "hub ##[error]\n::error::\u3164"


def ruby(name: str) -> str:
    """Return a name as a string of Ruby, every character escaped."""
    return '"' + "".join(f"\\u{{{ord(character):x}}}" for character in name) + '"'


def hostile_models() -> dict[str, str]:
    """Return files of models in which everything is called so, by their names below app/models."""
    hub = f"class Hub < ApplicationRecord\n  self.table_name = {ruby(quoted(HUB))}\n"
    for number, name in enumerate(HOSTILE):
        key, option = ruby(name), ruby(HOSTILE[-number - 1]) if number % 2 else ":destroy"
        hub += f"  has_many {key}, class_name: 'Other{number}', foreign_key: {ruby('r' + name)}, dependent: {option}\n"
        hub += f"  before_destroy {key}\n  belongs_to {ruby('b' + name)}, foreign_key: {key}\n"
    others = "".join(
        f"class Other{number} < ApplicationRecord\n  self.table_name = {ruby(quoted(name))}\n"
        f"  belongs_to :hub, foreign_key: {ruby('r' + name)}\n  after_destroy {ruby(name)}\nend\n"
        for number, name in enumerate(HOSTILE)
    )
    names = [name.replace("/", "").replace("\0", "") for name in HOSTILE]
    broken = {f"{name}.rb": f"class {name}\n  has_many :a,, {name}\n" for name in names}
    return {"hub.rb": f"{hub}end\n", "others.rb": others, **broken}
