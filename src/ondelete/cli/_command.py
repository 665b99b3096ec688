"""How a command is made: shared arguments and options, reading the schema, printing the report."""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from ondelete.cli._inputs import Inputs
from ondelete.cli._output import render, write

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ondelete.report import Report

Answered: TypeAlias = "Report | tuple[Report, int]"
"""What a command gives: a report, with exit status 0, or a report and its exit status."""


def schema_command(*, formats: Sequence[str] = ("text", "json")) -> Callable[[Callable[..., Answered]], click.Command]:
    """Make a command of a function that takes the Schema, its own parameters by name, and returns a report."""

    def make(function: Callable[..., Answered]) -> click.Command:
        def callback(
            files: tuple[str, ...], prelude: tuple[str, ...], database: str | None, config: str | None, **rest: Any
        ) -> int:
            output = {option: rest.pop(option) for option in ("format", "output", "ascii_only")}
            quiet: bool = rest.pop("quiet")
            schema = Inputs(files, prelude, database, config).read(quiet=quiet)
            return emit(function(schema, **rest), formats=formats, **output)

        command = click.command()(update_wrapper(callback, function))
        command.params.extend([*input_parameters(), *output_parameters(formats)])
        return command

    return make


def plain_command(*, formats: Sequence[str] = ("text", "json")) -> Callable[[Callable[..., Answered]], click.Command]:
    """Make a command that reads no schema."""

    def make(function: Callable[..., Answered]) -> click.Command:
        def callback(quiet: bool, **rest: Any) -> int:
            output = {option: rest.pop(option) for option in ("format", "output", "ascii_only")}
            return emit(function(**rest), formats=formats, **output)

        command = click.command()(update_wrapper(callback, function))
        command.params.extend(output_parameters(formats))
        return command

    return make


def input_parameters() -> list[click.Parameter]:
    """Return FILE... and the options that say how to read."""
    return [
        click.Argument(["files"], nargs=-1, metavar="[FILE]..."),
        click.Option(
            ["--prelude"],
            multiple=True,
            metavar="FILE",
            help="Read this file before FILE, as part of the same schema. Can be repeated.",
        ),
        click.Option(["--database"], metavar="NAME", help="The database to read, of a pg_dumpall file."),
        click.Option(["--config"], metavar="FILE", help="Configuration instead of ondelete.toml or pyproject.toml."),
    ]


def output_parameters(formats: Sequence[str]) -> list[click.Parameter]:
    """Return the options that say how and where to print."""
    return [
        click.Option(
            ["--format"],
            type=click.Choice(list(formats)),
            help="How to print; without it by the ending of --output, else text.",
        ),
        click.Option(["-o", "--output"], metavar="FILE", help="Write to FILE, replaced in one step."),
        click.Option(["--ascii", "ascii_only"], is_flag=True, help="Draw with ASCII characters only."),
        click.Option(["-q", "--quiet"], is_flag=True, help="Only count what was not understood, and no progress."),
    ]


def emit(
    answered: Answered,
    *,
    formats: Sequence[str],
    format: str | None,  # noqa: A002 - as the option is called
    output: str | None,
    ascii_only: bool,
) -> int:
    """Print a report and return the exit status."""
    report, status = answered if isinstance(answered, tuple) else (answered, 0)
    chosen = format or _format_of(output, formats)
    to_file = output not in (None, "-")
    text = render(report, chosen, to_file=to_file, ascii_only=ascii_only)
    write(text, output, encoding=None if chosen == "text" else "utf-8")
    return status


def _format_of(output: str | None, formats: Sequence[str]) -> str:
    ending = output.rpartition(".")[2].lower() if output else ""
    return ending if ending in formats else "text"
