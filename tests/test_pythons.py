"""No Python is promised that is not run: the classifiers, ``.ci/run`` and the workflow name the same ones."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
CI = (ROOT / ".ci/run").read_text("utf-8")


def promised() -> list[str]:
    """Return the versions in the classifiers."""
    classifiers = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["classifiers"]
    found = (re.fullmatch(r"Programming Language :: Python :: (3\.\d+)", classifier) for classifier in classifiers)
    return [match[1] for match in found if match]


def test_continuous_integration_looks_for_every_python_that_is_promised() -> None:
    listed = re.search(r"^promised=\((.*?)\)", CI, re.M)
    assert listed
    assert listed[1].split() == promised()
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))
    assert workflow["jobs"]["run"]["strategy"]["matrix"]["python"] == promised()


def test_the_oldest_python_that_is_promised_is_the_oldest_that_is_let_in() -> None:
    described = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert described["project"]["requires-python"] == f">={promised()[0]}"
    assert described["tool"]["mypy"]["python_version"] == promised()[0]


WORKS = "#!/bin/sh\necho {}\n"
IS_A_SHIM = "#!/bin/sh\necho 'pyenv: {}: command not found' >&2\nexit 127\n"
IS_NOT_FOR_US = "#!/bin/sh\n"  # the probe prints nothing: PyPy, a pre-release, a free-threaded build


def pythons(environment: dict[str, str] | None = None) -> str:
    command = [ROOT / ".ci/pythons"]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=True).stdout


@pytest.fixture
def find(tmp_path: Path):
    """Return what .ci/pythons finds, of the versions 3.80 to 3.99, given the programs of a made machine."""

    def found(programs: dict[str, str]) -> list[str]:
        for name, text in programs.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.format(path.name.removeprefix("python")), "utf-8")
            path.chmod(0o755)
        environment = {
            "PATH": os.pathsep.join((str(tmp_path / "shims"), str(tmp_path / "bin"), os.defpath)),
            "PYENV_ROOT": str(tmp_path / "pyenv"),
        }
        lines = pythons(environment).splitlines()
        return [line.replace(f"{tmp_path}/", "") for line in lines if re.match(r"3\.[89]\d ", line)]

    return found


@pytest.mark.parametrize(
    ("programs", "expected"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"bin/python3.90": WORKS}, ["3.90 bin/python3.90"], id="on the PATH"),
        pytest.param(
            {"pyenv/versions/3.90.1/bin/python3.90": WORKS},
            ["3.90 pyenv/versions/3.90.1/bin/python3.90"],
            id="of pyenv",
        ),
        pytest.param(
            {"shims/python3.90": IS_A_SHIM, "pyenv/versions/3.90.1/bin/python3.90": WORKS},
            ["3.90 pyenv/versions/3.90.1/bin/python3.90"],
            id="a shim is none, and what it stands before is found",
        ),
        pytest.param(
            {"bin/python3.90": IS_NOT_FOR_US, "bin/python3.91": WORKS}, ["3.91 bin/python3.91"], id="not for us"
        ),
        pytest.param(
            {"bin/python3.90": WORKS, "pyenv/versions/3.90.1/bin/python3.90": WORKS, "bin/python3.89": WORKS},
            ["3.89 bin/python3.89", "3.90 bin/python3.90"],
            id="one of each version",
        ),
    ],
)
def test_what_runs_is_found_and_what_does_not_is_passed_over(find, programs, expected) -> None:
    assert find(programs) == expected


def test_a_python_is_found_by_its_own_word() -> None:
    """Whatever this machine has: each that is printed starts, and is the version that is printed."""
    for version, path in (line.split(" ", 1) for line in pythons().splitlines()):
        said = subprocess.run([path, "--version"], capture_output=True, encoding="utf-8", check=True).stdout
        assert said.startswith(f"Python {version}.")
