"""A rule's page in Markdown: its docstring, then its options, then its severity in each policy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ondelete.findings import Severity
    from ondelete.rules.base import Rule


HEADINGS = (
    "What it does",
    "Why is this bad",
    "Example",
    "Use instead",
    "How to fix",
    "When to ignore it",
)
"""The headings of every rule's docstring, in this order; ``Links`` can follow."""

_LAST = "Links"


def rule_page(rule: Rule, severities: Mapping[str, Severity | None]) -> str:
    """Return a rule's page, which ``docs/rules/NAME.md`` contains and ``rules NAME`` prints.

    Args:
        rule: the rule.
        severities: its severity by the name of each policy of this program, None if it is off.

    Raises:
        ValueError: the rule's text lacks a heading.
    """
    sections = sections_of(rule)
    links = sections.pop(_LAST, None)
    parts = [f"# {rule.name} ({rule.code})", rule.summary]
    parts += [f"## {heading}\n\n{text}" for heading, text in sections.items()]
    parts += [_options(rule), _weights(severities)]
    if links is not None:
        parts.append(f"## {_LAST}\n\n{links}")
    return "\n\n".join(parts) + "\n"


def sections_of(rule: Rule) -> dict[str, str]:
    """Return the text below each heading of a rule's text, in order.

    Raises:
        ValueError: a heading is missing, empty, unknown or out of place.
    """
    _, *parts = re.split(r"^## (.+)$", rule.text.strip(), flags=re.MULTILINE)
    sections = {heading: text.strip() for heading, text in zip(parts[::2], parts[1::2], strict=True)}
    if tuple(parts[::2]) not in (HEADINGS, (*HEADINGS, _LAST)) or not all(sections.values()):
        wanted = ", ".join(HEADINGS)
        raise ValueError(
            f"the text of {rule.name} must have the headings {wanted}, each with text, and may have {_LAST}"
        )
    return sections


def _options(rule: Rule) -> str:
    lines = [f"- `{name}`: {meaning}" for name, meaning in rule.grades.items()]
    lines += [f"- `{name}` (default `{default}`): {meaning}" for name, default, meaning in _fields(rule)]
    return "## Options\n\n" + ("\n".join(lines) or "This rule has no options.")


def _fields(rule: Rule) -> Iterator[tuple[str, str, str]]:
    hints = get_type_hints(rule.options, include_extras=True)
    for field in msgspec.structs.fields(rule.options):
        default = field.default_factory() if field.default is msgspec.NODEFAULT else field.default
        yield field.encode_name, toml_value(default), _description(hints[field.name])


def _description(hint: Any) -> str:
    notes = [note for note in get_args(hint) if isinstance(note, msgspec.Meta)]
    return notes[0].description or "" if notes else ""


def toml_value(value: Any) -> str:
    """Return a default value in TOML.

    >>> toml_value("planner"), toml_value(("a",)), toml_value(True), toml_value(15)
    ('"planner"', '["a"]', 'true', '15')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple | list | frozenset):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, dict):
        return "{}" if not value else f"{{ {', '.join(f'{key} = {toml_value(v)}' for key, v in value.items())} }}"
    return str(value)


def _weights(severities: Mapping[str, Severity | None]) -> str:
    rows = "\n".join(f"- {severity or 'off'} in policy `{policy}`" for policy, severity in severities.items())
    return f"## Severity\n\n{rows}"


def examples(text: str, language: str = "sql") -> list[str]:
    """Return the fenced blocks of a page in a language. The rule reports the first SQL block, but not the second."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
