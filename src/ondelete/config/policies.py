"""Policies: the TOML files that come with this program, and what a team's own file changes of one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ondelete.audit import rule_named, rule_names
from ondelete.catalog import Location
from ondelete.config.options import options_at
from ondelete.config.values import (
    did_you_mean,
    key_line,
    one_of,
    read_toml,
    refuse_unknown,
    table_at,
    tables_at,
    texts_at,
)
from ondelete.declarations import Patterns
from ondelete.errors import BadConfig
from ondelete.findings import Severity
from ondelete.rules import Ignore, Policy, RuleSetting

if TYPE_CHECKING:
    from collections.abc import Mapping

_POLICIES = Path(__file__).parents[1] / "policies"
_WEIGHTS = (*Severity, "off")
_PER_TABLE = "per-table"


def policy_names() -> tuple[str, ...]:
    """Return the names of the policies that come with this program."""
    return tuple(sorted(path.stem for path in _POLICIES.glob("*.toml")))


def load_policy(name: str) -> Policy:
    """Return one of the policies that come with this program.

    Raises:
        BadConfig: there is none of that name.
    """
    return merged_policy(name, None, {}, ())


def merged_policy(
    name: str, path: Path | None, own: Mapping[str, Any], ignores: tuple[Ignore, ...], *, foreign: bool = False
) -> Policy:
    """Return a policy as a team's file changes it: of a rule, the keys that the file gives take the place of its own.

    Args:
        name: the policy.
        path: the team's file, for messages.
        own: its ``[rules]``.
        ignores: its ``[[ignore]]``.
        foreign: the file was written for another policy, so that it may well set options of rules that are off in this.

    Raises:
        BadConfig: there is no policy of that name, or the file's rules mean nothing.
    """
    if name not in policy_names():
        place = f"{path}: " if path is not None else ""
        raise BadConfig(f"{place}policy {name!r}: no such policy; {did_you_mean(name, policy_names())}")
    shipped = _shipped(name)
    refuse_unknown(path, "rules.", own, rule_names())
    rules = {}
    for rule in dict.fromkeys((*shipped["rules"], *own)):
        setting = _setting(path, rule, shipped["rules"].get(rule, "off"), own.get(rule, {}), foreign=foreign)
        if setting is not None:
            rules[rule] = setting
    return Policy(name=name, summary=shipped["summary"], rules=rules, ignores=ignores)


@cache
def _shipped(name: str) -> dict[str, Any]:
    return read_toml(_POLICIES / f"{name}.toml")


def _setting(path: Path | None, rule: str, base: object, own: object, *, foreign: bool) -> RuleSetting | None:
    key = f"rules.{rule}"
    own, base = _as_table(path, key, own), _as_table(path, key, base)
    given = {**(_without_graver(rule, base) if "severity" in own else base), **own}
    given.pop(_PER_TABLE, None)
    if _is_off(path, key, given):
        if own and "severity" not in own and not foreign:
            raise BadConfig(
                f"{path}: {key}.severity: this rule is off in the policy: give it one of {', '.join(Severity)}"
            )
        return None
    entries = [
        entry
        for table in (base, own)  # the last that matches counts: the team's
        for entry in tables_at(path, f"{key}.{_PER_TABLE}", table.get(_PER_TABLE, []), f"{key}.{_PER_TABLE}")
    ]
    return msgspec.structs.replace(
        _plain(path, key, rule, given),
        per_table=tuple(_for_tables(path, f"{key}.{_PER_TABLE}", rule, given, entry) for entry in entries),
        place=Location(str(path), key_line(path, "rules", rule)) if path is not None and own else None,
    )


def _without_graver(rule: str, base: Mapping[str, Any]) -> dict[str, Any]:
    """Return a policy's setting of a rule for another severity: only what it weighs less keeps its weight."""
    grades, weight = rule_named(rule).grades, _WEIGHTS.index(base["severity"])
    return {key: value for key, value in base.items() if key not in grades or _WEIGHTS.index(value) > weight}


def _as_table(path: Path | None, key: str, value: object) -> dict[str, Any]:
    return {"severity": value} if isinstance(value, str) else table_at(path, key, value)


def _is_off(path: Path | None, key: str, given: Mapping[str, Any]) -> bool:
    return one_of(path, f"{key}.severity", given["severity"], _WEIGHTS) == "off"


def _for_tables(
    path: Path | None, key: str, rule: str, base: Mapping[str, Any], entry: dict[str, Any]
) -> tuple[Patterns, RuleSetting | None]:
    own = {name: value for name, value in entry.items() if name != "tables"}
    patterns = Patterns(texts_at(path, f"{key}: tables", entry.get("tables")))
    given = {**base, **own}
    return patterns, None if _is_off(path, key, given) else _plain(path, key, rule, given)


def _plain(path: Path | None, key: str, rule: str, given: Mapping[str, Any]) -> RuleSetting:
    known = rule_named(rule)
    names = [field.encode_name for field in msgspec.structs.fields(known.options)]
    refuse_unknown(path, f"{key}.", given, ("severity", *known.grades, *names, _PER_TABLE))
    grades = {grade: _weight(path, f"{key}.{grade}", given[grade]) for grade in known.grades if grade in given}
    return RuleSetting(
        severity=Severity(given["severity"]),
        grades=grades,
        options=options_at(path, key, known.options, {name: given[name] for name in names if name in given}),
    )


def _weight(path: Path | None, key: str, value: object) -> Severity | None:
    found = one_of(path, key, value, _WEIGHTS)
    return None if found == "off" else Severity(found)


def severities_of(rule: str) -> dict[str, Severity | None]:
    """Return the severity of a rule in each policy that comes with this program, None if it is off."""
    found = {}
    for name in policy_names():
        setting = load_policy(name).rules.get(rule)
        found[name] = setting.severity if setting is not None else None
    return found
