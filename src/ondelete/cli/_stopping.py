"""Being stopped: a signal ends a run as an exception, so that half-written files are removed first."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

# What a runner, a shell or a closed terminal sends. Python raises KeyboardInterrupt for Ctrl-C by itself.
_SIGNALS = ("SIGTERM", "SIGHUP")


class Stopped(BaseException):
    """A signal came. This is no Exception, so that no code handles it as an error and goes on."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


def listen() -> None:
    """Turn the signals that end a run into ``Stopped``, once; an ignored signal (``nohup``) stays ignored."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def die_of(stopped: Stopped) -> NoReturn:
    """End by the signal itself, as its sender expects."""
    signal.signal(stopped.number, signal.SIG_DFL)
    os.kill(os.getpid(), stopped.number)
    os._exit(128 + stopped.number)


def _stop(number: int, _frame: FrameType | None) -> None:
    for name in ("SIGINT", *_SIGNALS):  # a second signal must not stop the clean-up
        other = getattr(signal, name, None)
        if other is not None:
            signal.signal(other, signal.SIG_IGN)
    raise Stopped(number)
