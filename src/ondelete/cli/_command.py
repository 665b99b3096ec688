"""Making a command: shared arguments and options, reading the schema, printing the report."""

from __future__ import annotations

from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import click

from ondelete.cli._formats import FormatChoice, endings_of
from ondelete.cli._inputs import Inputs
from ondelete.cli._output import render, write
from ondelete.cli._progress import working
from ondelete.cli._supposing import with_heading, with_parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ondelete.report import Report

Answered: TypeAlias = "Report | tuple[Report, int]"
"""What a command gives: a report, with exit status 0, or a report and its exit status."""

Maker: TypeAlias = "Callable[[Callable[..., Answered]], click.Command]"


def schema_command(
    *,
    gives: Sequence[str] = ("report",),
    takes_config: bool = False,
    takes_progress: bool = False,
    text: str = "text",
    takes_each: bool = False,
    takes_with: bool = False,
) -> Maker:
    """Make a command from a function that takes the Schema and its own parameters by name, and returns a report.

    Args:
        gives: what the report contains for formats to print: ``report`` (its text), ``rows``, ``findings``.
        takes_config: whether the function takes the configuration, too.
        takes_progress: whether the function reports its steps.
        text: the file of ``formats/`` that prints this command's text.
        takes_each: whether it has ``--each``, by which every file is a schema of its own.
        takes_with: whether it has ``--with``, and answers for a schema that nobody has written yet.
    """
    choice = FormatChoice(gives)
    each_file = [each_parameter("Read every FILE as a schema of its own, not all as one.")] if takes_each else []

    def make(function: Callable[..., Answered]) -> click.Command:
        def callback(
            files: tuple[str, ...],
            prelude: tuple[str, ...],
            database: str | None,
            config: str | None,
            max_memory: int | None,
            **rest: Any,
        ) -> int:
            output = _taken(rest, "format", "output", "ascii_only")
            quiet: bool = rest.pop("quiet")
            _refuse_swapped(rest.get("table"), files)
            each = rest.pop("each", False)
            supposed: tuple[str, ...] = rest.pop("supposed", ())

            def answer(inputs: Inputs, *, quiet: bool) -> Answered:
                schema = inputs.read(quiet=quiet)
                if supposed:
                    schema = schema.suppose(*supposed)
                own = {**rest, "config": inputs.config} if takes_config else rest
                with working("Following every foreign key", quiet=quiet) as progress:
                    answered = function(schema, **own, **({"progress": progress} if takes_progress else {}))
                return with_heading(*with_status(answered), schema) if supposed else answered

            inputs = Inputs(files, prelude, database, config, max_memory)
            several = inputs.each(asked=each) if takes_each else {}
            if not several:
                return emit(answer(inputs, quiet=quiet), choice=choice, text=text, **output)
            from ondelete.cli._each import answer_each, refuse_shared_files

            refuse_shared_files(several, rest)
            with working("Reading every schema", quiet=quiet) as progress:
                answered = answer_each(
                    several,
                    lambda each: with_status(answer(each, quiet=True)),
                    progress,
                    of_all=bool(inputs.parts) and not rest.get("only"),
                )
            return emit(answered, choice=choice, text=text, **output)

        own = [*([with_parameter()] if takes_with else []), *each_file]
        return _command(callback, function, [*own, *input_parameters(), *output_parameters(choice)])

    return make


def comparison_command(*, gives: Sequence[str] = ("report",)) -> Maker:
    """Make a command of a function that takes two Schemas, ``before`` and ``after``, and returns a report.

    It is also given the configuration, what the two sides are watched for (``changes.Watched``), and the progress.
    """
    choice = FormatChoice(gives)

    def make(function: Callable[..., Answered]) -> click.Command:
        def callback(
            ends: tuple[str, ...],
            migration: tuple[str, ...],
            prelude: tuple[str, ...],
            database: str | None,
            config: str | None,
            max_memory: int | None,
            **rest: Any,
        ) -> int:
            from ondelete.cli._sides import each_side, read_sides

            output = _taken(rest, "format", "output", "ascii_only")
            quiet: bool = rest.pop("quiet")
            each: bool = rest.pop("each")
            inputs = Inputs((), prelude, database, config, max_memory)

            def answer(words: tuple[str, ...], inputs: Inputs, *, quiet: bool) -> Answered:
                before, after, watched = read_sides(words, migration, inputs, quiet=quiet)
                with working("Comparing what deletes do", quiet=quiet) as progress:
                    own = {**rest, "config": after.config, "watched": watched, "progress": progress}
                    return function(before, after, **own)

            several = each_side(ends, migration, inputs, asked=each)
            if not several:
                return emit(answer(ends, inputs, quiet=quiet), choice=choice, **output)
            from ondelete.cli._each import answer_each, refuse_shared_files

            refuse_shared_files(several, rest)
            with working("Comparing every schema", quiet=quiet) as progress:
                answered = answer_each(several, lambda side: with_status(answer(*side, quiet=True)), progress)
            return emit(answered, choice=choice, **output)

        own = [
            click.Argument(["ends"], nargs=-1, metavar="[BASE [HEAD]]"),
            click.Option(
                ["--migration"],
                multiple=True,
                metavar="FILE",
                help="Read this file after HEAD, or after BASE if no HEAD is named. Can be repeated.",
            ),
            each_parameter("What follows BASE are files: compare each with the same file of BASE, a revision."),
        ]
        return _command(callback, function, [*own, *input_parameters()[1:], *output_parameters(choice)])

    return make


def history_command(*, gives: Sequence[str] = ("report",)) -> Maker:
    """Make a command of a function that takes the ``inputs`` unread and the progress, and returns a report."""
    choice = FormatChoice(gives)

    def make(function: Callable[..., Answered]) -> click.Command:
        def callback(
            file: str | None, database: str | None, config: str | None, max_memory: int | None, **rest: Any
        ) -> int:
            output = _taken(rest, "format", "output", "ascii_only")
            quiet: bool = rest.pop("quiet")
            inputs = Inputs((file,) if file else (), (), database, config, max_memory)
            with working("Reading every version", quiet=quiet) as progress:
                answered = function(inputs, progress=progress, **rest)
            return emit(answered, choice=choice, **output)

        shared = [parameter for parameter in input_parameters()[1:] if parameter.name != "prelude"]
        own = click.Argument(["file"], required=False, metavar="[FILE]")
        return _command(callback, function, [own, *shared, *output_parameters(choice)])

    return make


def plain_command(*more: click.Parameter, formats: Sequence[str] = ("text", "json")) -> Maker:
    """Make a command that reads no schema; ``more`` are shared parameters that its function takes."""
    choice = click.Choice(list(formats))

    def make(function: Callable[..., Answered]) -> click.Command:
        def callback(**rest: Any) -> int:
            output = _taken(rest, "format", "output", "ascii_only")
            rest.pop("quiet")
            return emit(function(**rest), choice=choice, **output)

        return _command(callback, function, [*more, *output_parameters(choice)])

    return make


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


def emit(
    answered: Answered,
    *,
    choice: click.Choice[str],
    format: str | None,  # noqa: A002 - as the option is called
    output: str | None,
    ascii_only: bool,
    text: str = "text",
) -> int:
    """Print a report and return the exit status; ``text`` is the format that the command uses for text."""
    report, status = with_status(answered)
    chosen = format or _format_of(output, choice)
    form = text if chosen == "text" else chosen
    printed = render(report, form, to_file=output not in (None, "-"), ascii_only=ascii_only)
    write(printed, output, encoding=None if form == "text" else "utf-8")
    return status


def with_status(answered: Answered) -> tuple[Report, int]:
    """Return a report and its exit status."""
    return answered if isinstance(answered, tuple) else (answered, 0)


def _command(
    callback: Callable[..., int], function: Callable[..., Answered], shared: list[click.Parameter]
) -> click.Command:
    """Make the command: its own arguments and options first, then the shared ones."""
    command = click.command()(update_wrapper(callback, function))
    command.params.extend(shared)
    return command


def _refuse_swapped(table: str | None, files: Sequence[str]) -> None:
    """Notice ``explain schema.sql users``, which would otherwise end in a message about a file named users."""
    if table is not None and files and Path(table).is_file() and not Path(files[0]).exists():
        raise click.UsageError(f"TABLE comes first, then FILE: {files[0]} {table}")


def _taken(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: values.pop(name) for name in names}


def _format_of(output: str | None, choice: click.Choice[str]) -> str:
    """Return the format for the ending of a file name, text if the ending names none."""
    name = (output or "").lower()
    if "." not in name:
        return "text"
    endings = {ending: format_ for format_ in choice.choices for ending in endings_of(format_)}
    longest = max((ending for ending in endings if name.endswith(ending)), key=len, default="")
    return endings.get(longest, "text")
