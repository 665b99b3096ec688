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
fetched ([security](security.md)). Without FILE, the first of these that exists is read: `schema` of the
configuration (`ondelete.toml`, or `[tool.ondelete]` of `pyproject.toml`), `db/structure.sql`, `structure.sql`,
`db/schema.sql`, `schema.sql`, `priv/repo/structure.sql`. Several files are read in order, as one schema.

Name a table as in SQL: `users`, `public.users`, `"Odd Name"`. A name without a schema is looked up along the search
path of the dump. If it is not there, and only one schema has a table of that name, that table is meant.

| exit status | meaning |
|---|---|
| 0 | the command answered; no finding is as severe as `--fail-on` |
| 1 | `audit` has a finding that is as severe as `--fail-on`, or more severe |
| 2 | the command could not answer: an unreadable file, no such table, a bad configuration, a bad command line |

Answers go to standard output, everything else to standard error. If a statement of the file could matter and was not
understood, every command says so on standard error, and lists it as `skipped` in JSON. Colour is used only on a
terminal, and not if `NO_COLOR` is set. `FORCE_COLOR` turns it on elsewhere, for example in the log of a CI job. If a
command takes longer than a second, it shows its progress on standard error, if that is a terminal. `ONDELETE_DEBUG=1`
shows where an internal error happened.

`--format` chooses the output format; [formats](formats.md) says what each format is for. Without it, the ending of
`--output` chooses, if the command has the format: `.json`, `.md` (Markdown), `.csv`, `.sarif` or `.sarif.json`, `.xml`
(JUnit). A [JSON Schema](json/) for each command describes its JSON.

A verdict is about a row that is referenced through every foreign key:

- BLOCKED ("must block" in JSON and CSV): a foreign key to the table itself always stops the delete.
- CAN FAIL ("may block"): any other error is possible, or a trigger or rule is not modelled.
- CLEAR ("clear"): neither.

`explain`, `reach` and the header of a picture count the same things:

- deleted: tables that can lose rows. The table of the DELETE counts only if a cascade leads back to it; "more
  tables" and "other tables" leave it out even then. A partitioned table counts once, with its partitions. Each table
  that inherits from the table of the DELETE counts.
- updated: columns that can change. A column that several foreign keys change counts once. A picture counts it once for
  each of NULL, default and new value.
- longest: steps of the longest chain of deletes; `null` or ∞ if a cycle of cascading foreign keys has no limit.
- blockers: foreign keys that can end the delete in an error, however certain. One with two errors counts once.
- unindexed: foreign keys on the way that have no index. `explain` lists those with a weak index, too.

The foreign keys on the way are all those that the delete meets, even blockers and those that never act.

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
