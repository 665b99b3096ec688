"""Run a mutation tester over modules of a room: ``python -m tests.mutation deletion/static/order.py ...``.

cosmic-ray makes the mutants (``making``). Its own runner starts pytest for each of them, which takes seconds; here the
tests are collected once, and each mutant lives in a fork of that process, where the code of its function is replaced.
It meets the tests of its folder and its room that reach the changed line, those of its own test file first, until one
fails. A mutant outside of
functions meets its own test file in a process of its own.

What survives and has no judgement in the room's ``survivors.toml`` is printed, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import coverage
import pytest

from .making import mutants_of
from .replacing import replace_code
from .survivors import judged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .making import Mutant

TESTS = Path(__file__).parents[1]
SOURCES = TESTS.parent / "src" / "ondelete"
# They ask many schemas for the same: too long for each mutant.
_LONG = ("test_soundness.py", "test_precision.py")


class Reached(NamedTuple):
    """Which tests execute a line, by their place in the collection, and how long each takes in seconds."""

    by_line: dict[str, dict[int, list[int]]]
    seconds: dict[int, float]


class Runner:
    """A pytest plugin that runs mutants in the place of the tests that were collected."""

    def __init__(self, modules: Sequence[str], most_seconds: int, results: Path | None) -> None:
        self.modules, self.most_seconds, self.results = modules, most_seconds, results
        self.failed = False
        self.unjudged = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = [item for item in session.items if item.path.name not in _LONG]
        reached = _in_fork(self._cover)
        for module in self.modules:
            self._run_module(module, reached)
        return True

    def _run(self, place: int) -> bool:
        """Run one test; return whether it passed."""
        item = self.items[place]
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return not self.failed

    def _cover(self) -> Reached:
        paths = {module: str(SOURCES / module) for module in self.modules}
        watch = coverage.Coverage(data_file=None, include=list(paths.values()), config_file=False)
        watch.start()
        seconds = {}
        for place in range(len(self.items)):
            watch.switch_context(str(place))
            began = time.perf_counter()
            if not self._run(place):
                raise SystemExit(f"{self.items[place].nodeid} fails without a mutant")
            seconds[place] = time.perf_counter() - began
        watch.stop()
        data = watch.get_data()
        by_line = {
            module: {line: [int(c) for c in contexts if c] for line, contexts in data.contexts_by_lineno(path).items()}
            for module, path in paths.items()
        }
        return Reached(by_line, seconds)

    def _run_module(self, module: str, reached: Reached) -> None:
        began, counts = time.monotonic(), dict.fromkeys(("killed", "timeout", "judged", "survived"), 0)
        for mutant in mutants_of(SOURCES / module):
            outcome = self._outcome(module, mutant, reached)
            if outcome == "survived" and judged(module, mutant):
                outcome = "judged"
            counts[outcome] += 1
            if outcome == "survived":
                self.unjudged += 1
                print(f"{module}:{mutant.line}: {mutant.operator}\n  - {mutant.was}\n  + {mutant.becomes}", flush=True)
        summary = {"module": module, **counts, "seconds": round(time.monotonic() - began)}
        print(json.dumps(summary), flush=True)
        if self.results is not None:
            with self.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(summary) + "\n")

    def _outcome(self, module: str, mutant: Mutant, reached: Reached) -> str:
        status = _in_fork(lambda: self._meet(module, mutant, reached), self.most_seconds)
        if status == "outside of functions":
            return _alone(module, mutant)
        return str(status)

    def _meet(self, module: str, mutant: Mutant, reached: Reached) -> str:
        if not replace_code(SOURCES / module, mutant.text):
            return "outside of functions"
        own = f"test_{Path(module).name}"
        places = _near(reached.by_line[module], mutant.line)
        places.sort(key=lambda place: (self.items[place].path.name != own, reached.seconds[place]))
        left = self.most_seconds / 4  # a mutant that is slow, and no survivor, takes longer than that
        for place in places:
            left -= reached.seconds[place]
            if left > 0 and not self._run(place):
                return "killed"
        return "survived"


def _nearest(modules: Sequence[str]) -> list[str]:
    """Return the folders that hold the modules' own test files, and the test files of their rooms beside them."""
    folders = {TESTS / Path(module).parent for module in modules}
    rooms = {TESTS / Path(module).parts[0] for module in modules}
    files = {file for room in rooms - folders for file in room.glob("test_*.py")}
    return sorted(str(path) for path in {*folders, *files})


def _near(by_line: dict[int, list[int]], line: int) -> list[int]:
    """Return the tests that execute a line; of a line that begins no statement, those of the nearest one before."""
    while line > 0 and not by_line.get(line):
        line -= 1
    return list(dict.fromkeys(by_line.get(line, ())))


def _in_fork(what: Callable[[], object], most_seconds: int = 0) -> object:
    """Return what a function returns in a copy of this process; a copy that takes too long or dies is ``timeout``."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(most_seconds)
        os.close(reading)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        if most_seconds:
            os.dup2(quiet, 2)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump(what(), pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return pickle.loads(answer) if answer else "timeout"  # noqa: S301  # our own child wrote it


def _alone(module: str, mutant: Mutant) -> str:
    """Run the module's own tests over a copy of the sources."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "src"
        shutil.copytree(SOURCES, copy / "ondelete", ignore=shutil.ignore_patterns("__pycache__"))
        (copy / "ondelete" / module).write_text(mutant.text, encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
        own = TESTS / Path(module).parent / f"test_{Path(module).name}"
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", str(own)]
        try:
            run = subprocess.run(command, env=environment, cwd=TESTS.parent, capture_output=True, timeout=120)
        except subprocess.TimeoutExpired:
            return "timeout"
    return "survived" if run.returncode == 0 else "killed"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__.split("\n", 1)[0])
    parser.add_argument("modules", nargs="+", help="modules of src/ondelete, as deletion/static/order.py")
    parser.add_argument("--seconds", type=int, default=20, help="the most that a mutant may take")
    parser.add_argument("--results", type=Path, help="add a line of counts for each module to this file")
    arguments = parser.parse_args()
    runner = Runner(arguments.modules, arguments.seconds, arguments.results)
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:faulthandler", "-s"]
    status = pytest.main([*options, *_nearest(arguments.modules)], plugins=[runner])
    return int(status) or int(runner.unjudged > 0)


if __name__ == "__main__":
    sys.exit(main())
