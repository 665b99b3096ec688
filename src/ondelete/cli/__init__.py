"""The command line: one command per file of this folder, loaded when it is asked for."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
"""What a shell reports for a program ended by Ctrl-C: 128 + SIGINT."""


def main() -> NoReturn:
    """Run the program on ``sys.argv`` and exit."""
    from ondelete.cli._stopping import Stopped, die_of, listen

    listen()
    gc.disable()  # imports and reading make no cyclic garbage; the code that has read a schema enables it again
    try:
        status = run(sys.argv[1:])
    except Stopped as stopped:
        die_of(stopped)
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):
            status = status or 2  # a refused write has been reported already; Python would report it again
    # Freeing a large catalog value by value takes a tenth of the whole run; the system takes the memory back at once.
    os._exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the exit status: 0 answered, 1 findings, 2 could not answer. Raises no Exception."""
    try:
        return _run(list(arguments))
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:  # for example, --help onto a full disk: no mistake of this program
        return _refused(error)
    except Exception as error:  # the last resort: nobody should have to read a traceback
        return _internal_error(error)


def _run(arguments: list[str]) -> int:
    import click

    from ondelete.cli._group import ondelete
    from ondelete.cli._output import say
    from ondelete.errors import OndeleteError

    try:
        status = ondelete.main(arguments, prog_name="ondelete", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.UsageError as error:
        usage = error.ctx.command.get_usage(error.ctx) if error.ctx else ""
        command = error.ctx.command_path if error.ctx else "ondelete"
        say(" ".join(error.format_message().split()), *usage.splitlines(), f"Try '{command} --help'.")
        return 2
    except (click.ClickException, OndeleteError) as error:
        say(error.format_message() if isinstance(error, click.ClickException) else str(error))
        return 2
    except click.Abort:
        return INTERRUPTED
    return status if isinstance(status, int) else 0


def _refused(error: OSError) -> int:
    from ondelete.cli._output import say

    say(f"the system refused: {error.strerror or error}{f': {error.filename}' if error.filename else ''}")
    return 2


def _internal_error(error: Exception) -> int:
    from ondelete.cli._output import say

    if os.environ.get("ONDELETE_DEBUG"):
        import traceback

        say("", *"".join(traceback.format_exception(error)).splitlines())
    say(
        f"internal error: {type(error).__name__}: {error}",
        "This is a bug in ondelete. Please report it, with the schema if you can share it. "
        "ONDELETE_DEBUG=1 shows where it happened.",
    )
    return 2
