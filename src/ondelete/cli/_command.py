"""Making a command: shared arguments and options, reading the schema, printing the report."""

from __future__ import annotations

from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import click

from ondelete.cli._formats import FormatChoice, endings_of
from ondelete.cli._inputs import Inputs
from ondelete.cli._output import render, write
from ondelete.cli._parameters import each_parameter, input_parameters, output_parameters
from ondelete.cli._progress import working
from ondelete.cli._supposing import with_heading, with_parameter
from ondelete.cli._tables import tables_and_files, tables_parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ondelete.report import Report
    from ondelete.schema import Schema

T = TypeVar("T")

Answered: TypeAlias = "Report | tuple[Report, int]"
"""What a command gives: a report, with exit status 0, or a report and its exit status."""

Maker: TypeAlias = "Callable[[Callable[..., Answered]], click.Command]"

_Asked: TypeAlias = "dict[str, Any]"
"""The values of a command line by the names of their parameters, without those about printing."""

_Run: TypeAlias = "Callable[[Callable[..., Answered], _Asked, bool], Answered]"
"""What runs the function of a command: on the values of a command line, and whether to be quiet."""


def schema_command(
    *,
    gives: Sequence[str] = ("report",),
    takes_config: bool = False,
    takes_progress: bool = False,
    text: str = "text",
    takes_each: bool = False,
    takes_with: bool = False,
    takes_tables: bool = False,
) -> Maker:
    """Make a command from a function that takes the Schema and its own parameters by name, and returns a report.

    Args:
        gives: what the report contains for formats to print: ``report`` (its text), ``rows``, ``findings``.
        takes_config: whether the function takes the configuration, too.
        takes_progress: whether the function reports its steps.
        text: the file of ``formats/`` that prints this command's text.
        takes_each: whether it has ``--each``, by which every file is a schema of its own.
        takes_with: whether it has ``--with``, and answers for a schema that nobody has written yet.
        takes_tables: whether it takes TABLE... before FILE, as ``tables``.
    """

    def run(function: Callable[..., Answered], asked: _Asked, quiet: bool) -> Answered:
        if takes_tables:
            asked["tables"], asked["files"] = tables_and_files(asked.pop("tables_and_files"))
        _refuse_swapped(asked.get("table"), asked["files"])
        inputs = _inputs(asked, asked.pop("files"))
        each, supposed = asked.pop("each", False), asked.pop("supposed", ())

        def answer(inputs: Inputs, *, quiet: bool) -> Answered:
            schema = inputs.read(quiet=quiet)
            if supposed:
                schema = schema.suppose(*supposed)
            own = {**asked, "config": inputs.config} if takes_config else asked
            with working("Following every foreign key", quiet=quiet) as progress:
                answered = function(schema, **own, **({"progress": progress} if takes_progress else {}))
            report, status = with_status(answered)
            if supposed:
                report, status = with_heading(report, status, schema)
            return _with_unsaid(report, schema), status

        several = inputs.each(asked=each) if takes_each else {}
        if not several:
            return answer(inputs, quiet=quiet)
        whole = bool(inputs.parts) and not asked.get("only")
        return _answer_each(several, lambda each: answer(each, quiet=True), asked, quiet=quiet, of_all=whole)

    own = [with_parameter()] if takes_with else []
    if takes_each:
        own.append(each_parameter("Read every FILE as a schema of its own, not all as one."))
    shared = [tables_parameter(), *input_parameters()[1:]] if takes_tables else input_parameters()
    return _maker(run, [*own, *shared], FormatChoice(gives), text)


def comparison_command(*, gives: Sequence[str] = ("report",)) -> Maker:
    """Make a command of a function that takes two Schemas, ``before`` and ``after``, and returns a report.

    It is also given the configuration, what the two sides are watched for (``changes.Watched``), and the progress.
    """

    def run(function: Callable[..., Answered], asked: _Asked, quiet: bool) -> Answered:
        from ondelete.cli._sides import each_side, read_sides

        ends, migrations, each = asked.pop("ends"), asked.pop("migration"), asked.pop("each")
        inputs = _inputs(asked, ())

        def answer(words: tuple[str, ...], inputs: Inputs, *, quiet: bool) -> Answered:
            before, after, watched = read_sides(words, migrations, inputs, quiet=quiet)
            with working("Comparing what deletes do", quiet=quiet) as progress:
                own = {**asked, "config": after.config, "watched": watched, "progress": progress}
                return function(before, after, **own)

        several = each_side(ends, migrations, inputs, asked=each)
        if not several:
            return answer(ends, inputs, quiet=quiet)
        return _answer_each(several, lambda side: answer(*side, quiet=True), asked, quiet=quiet)

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
    return _maker(run, [*own, *input_parameters()[1:]], FormatChoice(gives))


def history_command(*, gives: Sequence[str] = ("report",)) -> Maker:
    """Make a command of a function that takes the ``inputs`` unread and the progress, and returns a report."""

    def run(function: Callable[..., Answered], asked: _Asked, quiet: bool) -> Answered:
        file = asked.pop("file")
        options = {"prelude": (), **_taken(asked, "database", "config", "max_memory", "variables")}
        inputs = _inputs(options, (file,) if file is not None else ())
        with working("Reading every version", quiet=quiet) as progress:
            return function(inputs, progress=progress, **asked)

    shared = [parameter for parameter in input_parameters()[1:] if parameter.name != "prelude"]
    return _maker(run, [click.Argument(["file"], required=False, metavar="[FILE]"), *shared], FormatChoice(gives))


def plain_command(*more: click.Parameter, formats: Sequence[str] = ("text", "json")) -> Maker:
    """Make a command that reads no schema; ``more`` are shared parameters that its function takes."""
    return _maker(lambda function, asked, _: function(**asked), more, click.Choice(list(formats)))


def _maker(run: _Run, parameters: Sequence[click.Parameter], choice: click.Choice[str], text: str = "text") -> Maker:
    """Return what makes a command of a function: its own parameters first, then these, then those about printing.

    Args:
        run: runs the function on what the command line says.
        parameters: what the command has besides the parameters of its function.
        choice: the formats.
        text: see ``schema_command``.
    """

    def make(function: Callable[..., Answered]) -> click.Command:
        def callback(**asked: Any) -> int:
            output = _taken(asked, "format", "output", "ascii_only")
            answered = run(function, asked, asked.pop("quiet"))
            return emit(answered, choice=choice, text=text, **output)

        command = click.command()(update_wrapper(callback, function))
        command.params.extend([*parameters, *output_parameters(choice)])
        return command

    return make


def _inputs(asked: _Asked, files: Sequence[str]) -> Inputs:
    """Return the files to read, and take the options for reading them out of ``asked``."""
    return Inputs(files, **_taken(asked, "prelude", "database", "config", "max_memory", "variables"))


def _answer_each(
    several: Mapping[str, T], answer: Callable[[T], Answered], asked: _Asked, *, quiet: bool, of_all: bool = False
) -> Answered:
    from ondelete.cli._each import answer_each, refuse_shared_files

    refuse_shared_files(several, asked)
    with working("Answering for every schema", quiet=quiet) as progress:
        return answer_each(several, lambda one: with_status(answer(one)), progress, of_all=of_all)


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


def _with_unsaid(report: Report, schema: Schema) -> Report:
    if not schema.catalog.unsaid:
        return report
    from ondelete.reports.unsaid import with_unsaid

    return with_unsaid(report, schema.catalog)


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
