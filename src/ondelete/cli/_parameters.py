"""The arguments and options that commands share."""

from __future__ import annotations

import click

from ondelete.cli._variables import variables_parameter


def input_parameters() -> list[click.Parameter]:
    """Return FILE... and the options for reading it."""
    return [
        click.Argument(["files"], nargs=-1, metavar="[FILE]..."),
        click.Option(
            ["--prelude"],
            multiple=True,
            metavar="FILE",
            help="Read this file before FILE, as part of the same schema. Can be repeated.",
        ),
        click.Option(["--database"], metavar="NAME", help="Read this database of a pg_dumpall file."),
        config_parameter(),
        memory_parameter(),
        variables_parameter(),
    ]


def each_parameter(meaning: str) -> click.Parameter:
    """Return --each."""
    return click.Option(["--each"], is_flag=True, help=meaning)


def memory_parameter() -> click.Parameter:
    """Return --max-memory."""
    return click.Option(
        ["--max-memory"],
        type=click.IntRange(min=1, max=1 << 20),
        metavar="MIB",
        help="Memory limit for decompressing xz and Zstandard, in MiB; the default is 128.",
    )


def config_parameter() -> click.Parameter:
    """Return --config."""
    return click.Option(
        ["--config"], metavar="FILE", help="Read this configuration instead of ondelete.toml or pyproject.toml."
    )


def output_parameters(choice: click.Choice[str]) -> list[click.Parameter]:
    """Return the options for printing."""
    return [
        click.Option(
            ["--format"],
            type=choice,
            help="Output format. By default, the ending of --output decides, or else it is text.",
        ),
        click.Option(["-o", "--output"], metavar="FILE", help="Write to FILE instead of standard output."),
        click.Option(["--ascii", "ascii_only"], is_flag=True, help="Draw trees and symbols with ASCII characters."),
        quiet_parameter(),
    ]


def quiet_parameter() -> click.Parameter:
    """Return --quiet."""
    return click.Option(
        ["-q", "--quiet"], is_flag=True, help="Hide progress, and only count statements that were not understood."
    )
