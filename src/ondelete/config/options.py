"""The options of a rule, from TOML; a mistake is explained by a library made for that, loaded only then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from ondelete.config.values import did_you_mean, one_of
from ondelete.errors import BadConfig
from ondelete.rules import Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

O = TypeVar("O", bound=Options)  # noqa: E741 - an option type

_NOUNS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a table",
    "string": "a text",
}
"""The types of JSON Schema, as people write TOML."""


def options_at(path: Path | None, key: str, kind: type[O], given: Mapping[str, Any]) -> O:
    """Return the options that a table gives.

    Args:
        path: the file, for messages.
        key: the table.
        kind: the type of the options.
        given: the values, as TOML has them.

    Raises:
        BadConfig: a value is not what the option can be; the message names its place and what would be right.
    """
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        # msgspec's text is for programmers, and each version may word it anew: it is the last resort.
        _refuse(path, key, kind, given)
        raise BadConfig(f"{path}: {key}: {error}") from None


def _refuse(path: Path | None, key: str, kind: type[Options], given: Mapping[str, Any]) -> None:
    """Raise what is wrong, by the JSON Schema of the options; return if that finds nothing wrong."""
    # Only a mistake pays for loading these.
    from jsonschema import Draft202012Validator, validators
    from jsonschema.exceptions import best_match

    # JSON Schema takes 2.0 for a whole number, msgspec and TOML do not.
    types = Draft202012Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
    strict = validators.extend(Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call] # has no stub
    validator: Validator = strict(msgspec.json.schema(kind))
    best = best_match(_unknown_first(validator.iter_errors(given)))
    if best is not None:
        place = key + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in best.absolute_path)
        if best.validator == "enum":
            allowed: Any = best.validator_value
            one_of(path, place, best.instance, allowed)
        raise BadConfig(f"{path}: {place}: {_needed(best)}") from None


def _unknown_first(errors: Iterable[ValidationError]) -> list[ValidationError]:
    """Return the errors; only those about unknown names if there are any: a misspelt name is also a missing one."""
    found = list(errors)
    return [error for error in _flat(found) if error.validator == "additionalProperties"] or found


def _flat(errors: Iterable[ValidationError]) -> Iterable[ValidationError]:
    for error in errors:
        yield error
        yield from _flat(error.context)


def _needed(error: ValidationError) -> str:
    """Return what is wrong with a value, or what is needed in its place."""
    wanted: Any = error.validator_value
    given: Any = error.instance
    match error.validator:
        case "additionalProperties":
            schema: Any = error.schema
            known = list(schema["properties"])
            name = next(name for name in given if name not in known)
            return f"{name}: not known; {did_you_mean(name, known)}"
        case "required":
            return f"{next(name for name in wanted if name not in given)} is missing"
        case "type" | "anyOf":
            wanted = [error] if error.validator == "type" else error.context
            nouns = [_NOUNS[str(each.validator_value)] for each in wanted if each.validator == "type"]
            return f"{' or '.join(dict.fromkeys(nouns))} is needed here"
        case "minimum":
            return f"a number is needed here, {wanted} or more"
        case "minItems":
            return f"a list is needed here, of {wanted} or more"
        case "pattern" | "minLength":
            return "a text is needed here, and it must not be empty"
        case _:
            return error.message
