"""Write the skeleton of a rule and of its test: ``python -m tests.new_rule NAME [--group 1]``.

The skeleton finds nothing, so its tests fail until the rule is written.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from ondelete.audit import all_rules, rule_names
from ondelete.audit.page import HEADINGS

ROOT = Path(__file__).parents[1]
GROUPS = {0: "the audit itself", 1: "what a delete does", 2: "indexes", 3: "keys and columns"}

RULE = '''"""One sentence that says what the rule finds.

{sections}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.rules.base import Complaint, Rule, RuleContext, Setting, key_complaint

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(context: RuleContext, _setting: Setting) -> Iterator[Complaint]:
    """Yield the keys that ..."""
    for key in context.keys:
        if not key.columns:
            yield key_complaint(key, "What is wrong, and what a delete then does.")


RULE = Rule(code="{code}", name="{name}", text=__doc__ or "", check=check)
'''

SECTIONS = {
    "What it does": "Reports each ...",
    "Why is this bad": "A delete then ...",
    "Example": '```toml\n[rules]\n{name} = "warning"\n```\n\n```sql\nCREATE TABLE users (id bigint PRIMARY KEY);\n```',
    "Use instead": "```sql\nCREATE TABLE users (id bigint PRIMARY KEY);\n```",
    "How to fix": "Do ...",
    "When to ignore it": "Ignore the finding if ...",
}

TEST = '''"""What {name} finds, and what it leaves alone."""

from __future__ import annotations

import pytest

from rule_runs import found, subjects

RULE = "{name}"
USERS = "CREATE TABLE users (id bigint PRIMARY KEY);\\n"


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("CREATE TABLE posts (user_id bigint REFERENCES users);", ["public.posts.posts_user_id_fkey"]),
    ],
)
def test_what_is_found(sql: str, expected: list[str]) -> None:
    assert subjects(found(USERS + sql, RULE)) == expected
'''


def next_code(group: int) -> str:
    """Return the code after the last one of a group."""
    taken = [int(rule.code.removeprefix("OD")) for rule in all_rules().values()]
    return f"OD{max([group * 100, *(code for code in taken if code // 100 == group)]) + 1:03}"


def skeleton(name: str, group: int) -> dict[Path, str]:
    """Return the files of a new rule with their texts, by their paths below the top of the repository."""
    sections = "\n\n".join(f"## {heading}\n\n{SECTIONS[heading]}" for heading in HEADINGS).replace("{name}", name)
    module = name.replace("-", "_")
    return {
        Path(f"src/ondelete/rules/{module}.py"): RULE.format(sections=sections, code=next_code(group), name=name),
        Path(f"tests/rules/test_{module}.py"): TEST.format(name=name),
    }


def main(words: list[str], root: Path = ROOT) -> int:
    """Write the files, none of which may be there; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.new_rule", description="Write the skeleton of a rule.")
    parser.add_argument("name", help="kebab-case, as in fk-indexed")
    groups = ", ".join(f"{number}: {meaning}" for number, meaning in GROUPS.items())
    parser.add_argument("--group", type=int, choices=GROUPS, default=1, help=f"the first digit of its code ({groups})")
    given = parser.parse_args(words)
    if not re.fullmatch(r"[a-z]+(-[a-z]+)+", given.name):
        parser.error(f"{given.name} is no name of a rule: write words in lower case with dashes, such as fk-indexed")
    if given.name in rule_names():
        parser.error(f"there is a rule {given.name} already")
    for path, text in skeleton(given.name, given.group).items():
        with (root / path).open("x", encoding="utf-8") as file:
            file.write(text)
        sys.stdout.write(f"{path}\n")
    sys.stdout.write(
        "Then turn it on in src/ondelete/policies, and write its page: pytest tests/audit --update-goldens\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
