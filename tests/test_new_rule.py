"""The skeleton of a rule: files that are in order, and that fail until the rule is written."""

from __future__ import annotations

import ast
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from new_rule import ROOT, main, next_code, skeleton
from ondelete.audit import all_rules
from ondelete.audit.page import rule_page
from ondelete.rules.base import Rule


def made(folder: Path, name: str = "some-rule") -> Rule:
    for part in ("src/ondelete/rules", "tests/rules"):
        (folder / part).mkdir(parents=True)
    assert main([name, "--group", "2"], folder) == 0
    path = folder / "src/ondelete/rules/some_rule.py"
    spec = importlib.util.spec_from_file_location("some_rule", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rule: Rule = module.RULE
    return rule


def test_the_skeleton_is_a_rule_with_a_page(tmp_path: Path) -> None:
    rule = made(tmp_path)
    assert rule.name == "some-rule"
    assert rule.code == next_code(2)
    assert rule_page(rule, {"default": None}).startswith(f"# some-rule ({rule.code})")


def test_the_skeleton_passes_the_linter(tmp_path: Path) -> None:
    pytest.importorskip("ruff")
    made(tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "tests" / "rule_runs.py").touch()  # so that ruff takes it for ours
    for words in (["check", "-q", "src", "tests"], ["format", "-q", "--check", "src", "tests"]):
        subprocess.run([sys.executable, "-m", "ruff", *words, "--no-cache"], check=True, cwd=tmp_path)


def test_a_code_is_free() -> None:
    taken = {rule.code for rule in all_rules().values()}
    assert taken.isdisjoint(next_code(group) for group in range(4))


@pytest.mark.parametrize("name", ["fk-indexed", "Fk-Other", "one", "a_b", "../x-y", "x-y.py"])
def test_a_name_that_is_taken_or_none_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as refused:
        main([name], tmp_path)
    assert refused.value.code == 2


def test_nothing_is_written_over(tmp_path: Path) -> None:
    made(tmp_path)
    with pytest.raises(FileExistsError):
        main(["some-rule"], tmp_path)


def test_every_file_is_python() -> None:
    for text in skeleton("some-rule", 1).values():
        ast.parse(text)
