"""Progress of long work: a line on standard error, only at a terminal, and removed when the work is done."""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock, Timer
from typing import TYPE_CHECKING, Protocol, TypeVar

from ondelete.cli._output import is_terminal
from ondelete.text.unsafe_characters import visible
from ondelete.text.visible import columns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


T = TypeVar("T")

_CLEAR = "\r\x1b[K"
_UP = "\x1b[1A"
_PAUSE = 0.1  # seconds between two drawings
_BAR = 40  # columns: the shortest bar, the time left and the percentage beside the message


class Bar(Protocol):
    """What this module uses of the bar that click draws."""

    def update(self, n_steps: int) -> None: ...


class Progress:
    """One piece of work. After a while its name is shown, and a bar as soon as its size is known.

    Args:
        message: what is being done.
        shown: whether anybody can read it; if not, nothing is ever written.
        after: seconds before anything is shown.
    """

    def __init__(self, message: str, *, shown: bool, after: float) -> None:
        self._message, self._shown = visible(message), shown
        self._next = time.monotonic() + after
        self._pending = 0
        self._lock, self._stack = Lock(), ExitStack()
        self._bar: Bar | None = None
        self._said = False
        self._timer = Timer(after, self._say)
        self._timer.daemon = True

    def over(self, items: Iterable[T], length: int) -> Iterator[T]:
        """Pass ``length`` items through, and count those that are done."""
        for item in items:
            yield item
            self.advance(1, length)

    def advance(self, steps: int, length: int) -> None:
        """Count steps of work that has ``length`` steps."""
        self._pending += steps
        if not self._shown or time.monotonic() < self._next:
            return
        bar = self._bar or self._open(length)
        bar.update(self._pending)
        self._pending = 0
        self._next = time.monotonic() + _PAUSE

    def begin(self) -> None:
        """Start the clock."""
        if self._shown:
            self._timer.start()

    def end(self) -> None:
        """Remove the line."""
        self._timer.cancel()
        with self._lock:
            drawn, self._shown = self._bar is not None, False
        if drawn:
            self._stack.close()  # ends the bar's line
            _write(_UP + _CLEAR)
        elif self._said:
            _write(_CLEAR)

    def _say(self) -> None:
        with self._lock:
            if self._shown and self._bar is None:
                self._said = True
                _write(f"{_cut(self._message, _columns() - len(' ...') - 1)} ...")

    def _open(self, length: int) -> Bar:
        import click

        label = _cut(self._message, _columns() - _BAR)
        with self._lock:
            if self._said:
                _write(_CLEAR)
            bar = click.progressbar(length=length, label=label, file=sys.stderr, width=0)
            self._bar = self._stack.enter_context(bar)
        return self._bar


@contextmanager
def working(message: str, *, quiet: bool, after: float = 1.0) -> Iterator[Progress]:
    """Show progress, unless ``quiet`` or nobody reads; yields an object to which commands report steps."""
    shown = not quiet and is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"
    progress = Progress(message, shown=shown, after=after)
    progress.begin()
    try:
        yield progress
    finally:
        progress.end()


def watch_reading(progress: Progress, names: Sequence[str]) -> Callable[[int], None] | None:
    """Return a function that counts the bytes read from these files, None if their size is not known beforehand."""
    try:
        total = sum(Path(name).stat().st_size for name in names)
    except (OSError, ValueError):  # standard input, a git revision
        return None
    return (lambda count: progress.advance(count, total)) if total else None


def _columns() -> int:
    return shutil.get_terminal_size().columns


def _cut(text: str, room: int) -> str:
    text = text[: max(0, room)]  # a character may take no column; many files make a long message
    while columns_of(text) > max(0, room):
        text = text[:-1]
    return text


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
