"""Which command lines to try on the samples."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import click

import ondelete
from ondelete.cli._group import ondelete as group
from ondelete.deletion.effects import Prediction

SAMPLES = Path(__file__).resolve().parents[2] / "samples"

GROUP_CONTEXT = click.Context(group)
COMMANDS = tuple(group.list_commands(GROUP_CONTEXT))
"""The names of all commands."""

OTHER_WAYS = (
    ("explain", "TABLE", "--full"),
    ("explain", "TABLE", "--invert"),
    ("explain", "TABLE", "--truncate"),
)
"""Command lines with another answer than the command has without options."""

ON_EVERY_SAMPLE = {"why": ("--all",), "indexes": ("--full",)}
"""Options with which a command says more."""


def command_named(name: str) -> click.Command:
    """Return a command."""
    found = group.get_command(GROUP_CONTEXT, name)
    assert found is not None
    return found


def formats_of(name: str) -> tuple[str, ...]:
    """Return what ``--format`` of a command offers, nothing if it has no such option."""
    kinds = [parameter.type for parameter in command_named(name).params if "--format" in parameter.opts]
    return tuple(kinds[0].choices) if kinds and isinstance(kinds[0], click.Choice) else ()


def _in_short(name: str) -> tuple[str, ...]:
    arguments = [parameter for parameter in command_named(name).params if isinstance(parameter, click.Argument)]
    tables = ("TABLE",) * sum(argument.name != "files" for argument in arguments)  # TABLE... [FILE]... is one
    return (name, *tables, *ON_EVERY_SAMPLE.get(name, ()))


NEEDS_MODELS = {"models"}
"""Commands that also read the models of an application, which only samples/museum has."""


def _reads_a_schema(name: str) -> bool:
    parameters = {parameter.name for parameter in command_named(name).params}
    return name not in NEEDS_MODELS and not parameters.isdisjoint({"files", "tables_and_files"})


SCHEMA_COMMANDS = (
    *(_in_short(name) for name in COMMANDS if _reads_a_schema(name) and {"json", "markdown"} <= set(formats_of(name))),
    *OTHER_WAYS,
)
"""A command line for every command that answers about a schema in text, JSON and Markdown."""


@cache
def tables_of(case: str) -> tuple[str, ...]:
    """Return the names of a sample's tables, the one with the widest reach first."""
    schema = ondelete.read_schema(SAMPLES / case / "schema.sql")
    ranked = sorted(schema.catalog.tables, key=lambda table: (*_reach(schema.predict_delete(table)), table))
    return tuple(table.sql for table in ranked)


def _reach(prediction: Prediction) -> tuple[int, int]:
    return -len(prediction.deleted), -len(prediction.steps)


def roots_of(command: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the command once for some tables of the sample in the current directory, or as it stands."""
    if "TABLE" not in command:
        return [command]
    tables = tables_of(Path.cwd().name)
    chosen = tables[:6]
    return [
        tuple(
            table if (word, number) == ("TABLE", 1) else tables[-1] if word == "TABLE" else word
            for number, word in enumerate(command)
        )
        for table in chosen
    ]
