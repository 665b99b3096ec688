"""Running the program inside the test process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from ondelete.cli import run

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


class Outcome(NamedTuple):
    """What a run left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LC_ALL", "LC_CTYPE", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "ONDELETE_DEBUG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.fixture
def ondelete(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Outcome]:
    """Run the program with these arguments."""

    def invoke(*arguments: object) -> Outcome:
        status = run([str(argument) for argument in arguments])
        out, err = capsysbinary.readouterr()
        return Outcome(status, out.decode(), err.decode())

    return invoke


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
