"""The same work on many things, in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any, TypeVar

from ondelete.errors import OndeleteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

A = TypeVar("A")
B = TypeVar("B")

_MOST_PROCESSES = 8

_work: Callable[[Any], Any] | None = None
"""What the processes do. They inherit it when they are forked: a function inside of another cannot be sent to them."""


def in_parallel(work: Callable[[A], B], items: Sequence[A]) -> Iterator[B]:
    """Yield what ``work`` makes of each item, in the order of the items.

    Args:
        work: the work, whose result can be pickled; what it raises ends the iteration.
        items: each can be pickled.

    Raises:
        OndeleteError: a process was killed.
    """
    global _work
    processes = min(len(items), os.cpu_count() or 1, _MOST_PROCESSES)
    if processes < 2 or sys.platform == "win32":
        yield from map(work, items)
        return
    _work = work
    with ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), _die_quietly) as pool:
        try:
            yield from pool.map(_one, items)
        except BrokenProcessPool:
            raise OndeleteError(
                "a process of this run was killed, perhaps because memory ran out: free some, or name fewer files"
            ) from None
        except Exception:  # what the work itself has raised: the processes are well, and end what they have begun
            pool.shutdown(cancel_futures=True)
            raise
        except BaseException:  # Ctrl-C, or a signal: nobody waits for what is still to be done
            pool.shutdown(wait=False, cancel_futures=True)
            for process in multiprocessing.active_children():
                process.terminate()
            raise


def _die_quietly() -> None:
    """Let a signal end this process: only the first process has anything to clean up, or to say."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name)
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup
            signal.signal(number, signal.SIG_DFL)


def _one(item: Any) -> Any:
    assert _work is not None  # noqa: S101 - set before any process is made
    return _work(item)
