"""Printing: answers go to standard output, or to a file that is replaced in one step; messages go to standard error."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from ondelete.cli._files import write_file
from ondelete.cli._formats import format_module
from ondelete.errors import OndeleteError
from ondelete.text.runner_commands import disarmed
from ondelete.text.unsafe_characters import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from ondelete.report import Report

_WIDTHS = (40, 100)
_SYMBOLS = "├─→⚠…"


class Stream(Protocol):
    """What this module uses of standard output and standard error."""

    encoding: str

    def isatty(self) -> bool: ...


def render(report: Report, format: str, *, to_file: bool, ascii_only: bool = False) -> str:  # noqa: A002 - as the option
    """Return the report in a format; text is fitted to the terminal, if there is one."""
    if format == "script":
        from ondelete.formats import as_script

        return as_script.render(report, unicode=not ascii_only)
    if format != "text":
        return cast("Callable[[Report], str]", format_module(format).render)(report)
    from ondelete.formats import as_text

    if to_file:
        return as_text.render(report, unicode=not ascii_only)
    return as_text.render(
        report,
        width=_terminal_width(),
        colour=_wants_colour(sys.stdout),
        unicode=not ascii_only and _shows_unicode(sys.stdout),
    )


def write(text: str, output: str | None, *, encoding: str | None = None) -> None:
    """Write text to a file, or to standard output if ``output`` is None or ``-``.

    Raises:
        OndeleteError: the file cannot be written.
    """
    if output is None or output == "-":
        _to_stdout(text, encoding)
    else:
        write_file(Path(output), text.encode("utf-8", "backslashreplace"))


def say(*lines: str) -> None:
    """Print lines on standard error. Control characters are escaped, and a missing reader is ignored.

    A line feed is escaped, too: a file name must not be able to add a line.
    """
    text = disarmed("\n".join(map(visible, ("ondelete: " + lines[0], *lines[1:]))))
    if sys.stderr is None:
        return
    with contextlib.suppress(OSError, ValueError):
        encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        sys.stderr.flush()


def _to_stdout(text: str, encoding: str | None) -> None:
    """Write and flush; neither a closed reader (``| head``) nor a character that the encoding lacks is an error."""
    if sys.stdout is None:
        raise OndeleteError("standard output is closed: there is nowhere to print to")
    encoding = encoding or getattr(sys.stdout, "encoding", None) or "utf-8"
    content = text.encode(encoding, "backslashreplace")
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes once more at exit, and would complain: give it something to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OndeleteError(f"cannot write to standard output: {error.strerror or error}") from None


def _wants_colour(stream: object) -> bool:
    """Whether to colour: https://no-color.org first, then https://force-color.org, then whether a terminal reads."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (is_terminal(stream) and os.environ.get("TERM") != "dumb")


def is_terminal(stream: object) -> bool:
    """Whether a person reads the stream; a closed one has no reader."""
    try:
        return bool(cast("Stream", stream).isatty())
    except (AttributeError, ValueError):
        return False


def _terminal_width() -> int:
    if not is_terminal(sys.stdout):
        return 80
    import shutil

    low, high = _WIDTHS
    return max(low, min(high, shutil.get_terminal_size().columns))


def _shows_unicode(stream: object) -> bool:
    """Whether symbols can be shown: the encoding has them, and the user has not set the C locale."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or ""
    if locale in ("C", "POSIX"):
        return False
    try:
        _SYMBOLS.encode(getattr(stream, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
