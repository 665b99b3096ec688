"""Which rules there are: found by their files, loaded one by one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ondelete import rules
from ondelete.audit import all_rules, rule_named, rule_names

FOLDER = Path(rules.__path__[0])


def test_a_file_is_a_rule_and_nothing_else_is() -> None:
    files = {path.stem.replace("_", "-") for path in FOLDER.glob("*.py")} - {"--init--"}
    assert set(rule_names()) == files


def test_rules_stand_in_the_order_of_their_codes() -> None:
    codes = [rule.code for rule in all_rules().values()]
    assert codes == sorted(codes)


@pytest.mark.parametrize("name", ["base", "fk_indexed", "", "..config", "no-such-rule"])
def test_a_name_that_is_no_rule_is_refused(name: str) -> None:
    with pytest.raises(KeyError):
        rule_named(name)


def test_one_rule_loads_no_other() -> None:
    script = (
        "import sys; from ondelete.audit import rule_named; rule_named('unread-statement');"
        "print(sorted(name for name in sys.modules if name.startswith('ondelete.rules.') and 'base' not in name))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "['ondelete.rules.unread_statement']\n"
