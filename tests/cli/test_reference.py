"""docs/commands.md is what the program says of itself."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from ondelete.cli._group import ondelete as group

PAGE = Path(__file__).resolve().parents[2] / "docs" / "commands.md"

HEAD = """\
# Commands

This page is made from the program itself: `ondelete COMMAND --help` says the same.

FILE is a PostgreSQL schema dump (plain or compressed), `-` for standard input, or `REV:path` for a file at a git
revision; an existing file of that name wins. REV is a branch, a tag or a hash, each perhaps with `~N` or `^N`; the path
begins at the root of the repository, or with `./`. No git is needed, nothing of the repository runs and nothing is
fetched ([security](security.md)). Without FILE the first that exists is read: `schema` of the
configuration (`ondelete.toml`, or `[tool.ondelete]` of `pyproject.toml`), `db/structure.sql`, `structure.sql`,
`db/schema.sql`, `schema.sql`, `priv/repo/structure.sql`. Several files are read in order as one schema.

A table is named as in SQL: `users`, `public.users`, `"Odd Name"`. A bare name is looked up along the search path of
the dump; if it is not there, it may be the only one of that name in any schema.

| exit status | meaning |
|---|---|
| 0 | answered; nothing as severe as `--fail-on` |
| 1 | `audit` has such a finding |
| 2 | could not answer: an unreadable file, no such table, a bad configuration, a bad command line |

Data goes to standard output, everything else to standard error. A statement of the file that could matter and was
not understood is said there by every command, and listed as `skipped` in JSON. Colour is used on a terminal only, and
not where `NO_COLOR` is set; `FORCE_COLOR` asks for it elsewhere, in the log of a CI job, say. What takes longer than a
second shows how far it is, on standard error, where that is a terminal.
`ONDELETE_DEBUG=1` shows where an internal error happened. JSON is described by [JSON Schemas](json/), one per command;
[formats.md](formats.md) says what the other formats are for.

Without `--format` the ending of `--output` chooses, where the command has the format: `.json`, `.md` (Markdown),
`.csv`, `.sarif` or `.sarif.json`, `.xml` (JUnit).

`explain`, `reach` and the header of a picture count the same things:

- deleted: tables that can lose rows. The table of the DELETE counts only where a cascade leads back to it; "more
  tables" and "other tables" leave it out even then. A partitioned table counts once, with its partitions; each table
  that inherits from the table of the DELETE counts.
- updated: columns that can change. A column that several keys change counts once; a picture counts it once for each of
  NULL, default and new value.
- longest: steps of the longest chain of deletes; `null` or ∞ where a cycle of cascading keys leaves no bound.
- blockers: keys on whose behalf the delete can end in an error, however certain; a key with two errors counts once.
- unindexed: keys on the way whose lookup no index serves. `explain` lists those that one serves weakly, too.

The keys on the way are all keys that the delete meets, blockers and keys that never act included. A verdict is about
a row that has a referencing row behind every key: BLOCKED ("must block" in JSON and CSV) if a key to the table itself
always stops it, CAN FAIL ("may block") if any other error is possible or a trigger or rule is not modelled, else CLEAR
("clear").

"""


def page():
    """The page, made from the commands' own help."""
    context = click.Context(group, info_name="ondelete")
    return HEAD + "\n".join(section(context, name) for name in group.list_commands(context))


def section(context, name):
    command = import_module(f"ondelete.cli.{name}").command
    own = click.Context(command, info_name=name, parent=context)
    usage = " ".join(command.get_usage(own).removeprefix("Usage: ").split())
    text = "\n".join(line.strip() for line in command.help.splitlines())
    options = [option.get_help_record(own) for option in command.params if isinstance(option, click.Option)]
    rows = "".join(f"| `{cell(flags)}` | {cell(' '.join(meaning.split()))} |\n" for flags, meaning in options)
    table = f"| option | meaning |\n|---|---|\n{rows}" if rows else ""
    return f"## {name}\n\n```text\n{usage}\n```\n\n{text.strip()}\n\n{table}"


def cell(text):
    return text.replace("|", "\\|")


def test_the_page_is_current(request):
    if request.config.getoption("--update-goldens"):
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page()
