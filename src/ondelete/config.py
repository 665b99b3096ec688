"""Configuration: ``ondelete.toml`` or ``[tool.ondelete]`` in ``pyproject.toml``, and the policies that come with us."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from ondelete.catalog import Location
from ondelete.errors import BadConfig
from ondelete.findings import Severity
from ondelete.rules import Ignore, Policy, RuleSetting, all_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Config", "Policy", "load_config", "load_policy", "policy_names"]

_POLICIES = Path(__file__).parent / "policies"
_WEIGHTS = (*Severity, "off")
_KEYS = ("schema", "policy", "rules", "ignore")


class Config(msgspec.Struct, frozen=True):
    """What a project says about itself. ``schema`` are its schema files, empty where it names none."""

    policy: Policy
    schema: tuple[str, ...] = ()
    path: str | None = None


def load_config(place: Path | None = None, *, policy: str | None = None) -> Config:
    """Return the configuration of a folder (the current one): ``ondelete.toml``, else ``pyproject.toml``, else none.

    Args:
        place: where to look (folders above are not searched), or the file itself, of either kind.
        policy: a policy to use in place of the one that the file names.

    Raises:
        BadConfig: the file is no TOML, or has a key or value that means nothing.
    """
    found = _find(place or Path())
    if found is None:
        return Config(load_policy(policy or "default"))
    path, table = found
    _refuse_unknown(path, "", table, _KEYS)
    chosen = load_policy(policy or _text(path, "policy", table.get("policy", "default")))
    own = _table(path, "rules", table.get("rules", {}))
    settings = {name: setting for name, setting in chosen.rules.items() if own.get(name) != "off"}
    settings.update(_settings(path, own, chosen.rules))
    return Config(
        policy=Policy(chosen.name, chosen.summary, settings, tuple(_ignores(path, table.get("ignore", [])))),
        schema=_schema(path, table.get("schema", [])),
        path=str(path),
    )


def load_policy(name: str) -> Policy:
    """Return one of the policies that come with this program.

    Raises:
        BadConfig: there is none of that name.
    """
    if name not in policy_names():
        raise BadConfig(f"policy {name!r}: there is none of that name; there are {', '.join(policy_names())}")
    path = _POLICIES / f"{name}.toml"
    table = _read(path)
    return Policy(name=name, summary=table["summary"], rules=_settings(path, table["rules"]))


def policy_names() -> tuple[str, ...]:
    """Return the names of the policies that come with this program."""
    return tuple(sorted(path.stem for path in _POLICIES.glob("*.toml")))


def _find(place: Path) -> tuple[Path, dict[str, Any]] | None:
    """Return the file in force and our part of it."""
    if not place.is_dir():
        if not place.is_file():
            raise BadConfig(f"{place}: no such file")
        return place, (_own_part(place) or {}) if place.name == "pyproject.toml" else _read(place)
    own, shared = place / "ondelete.toml", place / "pyproject.toml"
    if own.is_file():
        return own, _read(own)
    part = _own_part(shared) if shared.is_file() else None
    return None if part is None else (shared, part)


def _own_part(path: Path) -> dict[str, Any] | None:
    """Return ``[tool.ondelete]`` of a pyproject.toml, None where it has none."""
    tools = _table(path, "tool", _read(path).get("tool", {}))
    return _table(path, "tool.ondelete", tools["ondelete"]) if "ondelete" in tools else None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfig(f"{path}: not valid TOML: {error}") from None
    except OSError as error:
        raise BadConfig(f"{path}: cannot be read: {error.strerror}") from None


def _schema(path: Path, value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return tuple(value)
    raise BadConfig(f"{path}: schema: give the path of a file, or a list of paths")


def _settings(path: Path, rules: object, base: Mapping[str, RuleSetting] | None = None) -> dict[str, RuleSetting]:
    """Return the settings of all rules that a table names and does not turn off.

    A rule of which only the severity is given keeps the weights that ``base`` gives its milder findings.
    """
    table = _table(path, "rules", rules)
    _refuse_unknown(path, "rules.", table, all_rules())
    return {
        name: _setting(path, name, value, (base or {}).get(name)) for name, value in table.items() if value != "off"
    }


def _setting(path: Path, name: str, value: object, base: RuleSetting | None) -> RuleSetting:
    table = {"severity": value} if isinstance(value, str) else _table(path, f"rules.{name}", value)
    grades = all_rules()[name].grades
    _refuse_unknown(path, f"rules.{name}.", table, ("severity", *grades))
    severity = _weight(path, f"rules.{name}", table.get("severity"))
    if severity is None:
        raise BadConfig(f'{path}: rules.{name}.severity: to turn a rule off write {name} = "off"')
    weights = {grade: _weight(path, f"rules.{name}.{grade}", table[grade]) for grade in grades if grade in table}
    return RuleSetting(severity, {**(base.grades if base else {}), **weights})


def _weight(path: Path, key: str, value: object) -> Severity | None:
    if not isinstance(value, str) or value not in _WEIGHTS:
        raise BadConfig(f"{path}: {key}: {value!r} is none of {', '.join(_WEIGHTS)}")
    return None if value == "off" else Severity(value)


def _ignores(path: Path, entries: object) -> Iterable[Ignore]:
    if not isinstance(entries, list):
        raise BadConfig(f"{path}: ignore: write each entry as a table of its own, [[ignore]]")
    lines = _lines_of_ignores(path)
    for number, entry in enumerate(entries):
        key = f"ignore (entry {number + 1})"
        table = _table(path, key, entry)
        _refuse_unknown(path, f"{key}: ", table, ("rule", "subject", "reason"))
        rule, subject, reason = (
            _text(path, f"{key}: {name}", table.get(name)) for name in ("rule", "subject", "reason")
        )
        if rule != "*":
            _refuse_unknown(path, f"{key}: rule ", {rule: None}, all_rules())
        line = lines[number] if number < len(lines) else 1
        yield Ignore(rule, subject, reason, Location(str(path), line))


def _lines_of_ignores(path: Path) -> list[int]:
    """Return the 1-based lines of the [[ignore]] headings, which the TOML reader does not tell."""
    heading = re.compile(r"\s*\[\[\s*(tool\.ondelete\.)?ignore\s*\]\]")
    lines = path.read_text("utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if heading.match(line)]


def _text(path: Path, key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadConfig(f"{path}: {key}: a text is needed here, and it must not be empty")
    return value


def _table(path: Path, key: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadConfig(f"{path}: {key}: a table is needed here")
    return value


def _refuse_unknown(path: Path, prefix: str, given: Iterable[str], known: Iterable[str] | Mapping[str, object]) -> None:
    allowed = list(known)
    for key in given:
        if key not in allowed:
            from difflib import get_close_matches

            close = get_close_matches(key, allowed, n=1)
            hint = f"did you mean {close[0]}? " if close else ""
            raise BadConfig(f"{path}: {prefix}{key}: not known; {hint}allowed: {', '.join(allowed)}")
