"""The parser loads without the Python classes of its trees, and these load when somebody asks for them."""

from __future__ import annotations

import subprocess
import sys


def run(script: str) -> str:
    """Return what a script prints in a Python of its own, where nothing has been imported yet."""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()


def test_the_classes_are_not_run_until_they_are_asked_for() -> None:
    script = "import sys; import ondelete.dump.nodes.parser; print(type(sys.modules['pglast.enums']).__name__)"
    assert run(script) == "_LazyModule"


def test_other_users_of_the_parser_have_them() -> None:
    script = "import ondelete.dump.nodes.parser, pglast; print(type(pglast.parse_sql('SELECT 1')[0].stmt).__name__)"
    assert run(script) == "SelectStmt"


def test_nothing_stays_behind_in_the_import_system() -> None:
    script = "import sys; had = len(sys.meta_path); import ondelete.dump.nodes.parser; print(len(sys.meta_path) - had)"
    assert run(script) == "0"
