"""Every test file is collected: of two that have one name pytest takes only one, unless a package tells them apart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

TESTS = Path(__file__).parent


def test_no_two_test_files_have_one_name() -> None:
    loose = Counter(path.name for path in TESTS.rglob("test_*.py") if not (path.parent / "__init__.py").exists())
    assert loose["test_docs.py"] == 1
    assert [name for name, number in loose.items() if number > 1] == []
