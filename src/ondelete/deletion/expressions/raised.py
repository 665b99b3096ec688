"""With which SQLSTATEs the functions, operators and casts of pg_catalog end instead of giving a value.

All overloads of every function and operator were called with awkward values on PostgreSQL 15, 16 and 18;
``tests/postgres/test_raised.py`` has a call for each entry. What is not here may raise something of class 22.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.deletion.expressions.functions import COMPARISONS, TESTS
from ondelete.deletion.sqlstates import SqlState as S

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_FUNCTIONS: Mapping[tuple[str, ...], str] = {
    (S.NUMERIC_OUT_OF_RANGE,): (
        "abs acos acosd acosh asin asind atanh cos cosd cot cotd exp factorial gamma gcd lcm lgamma sin sind tan tand"
    ),
    (S.DIVISION_BY_ZERO,): "div mod",
    (S.INVALID_ARGUMENT_FOR_LOGARITHM,): "ln log10",
    (S.INVALID_ARGUMENT_FOR_LOGARITHM, S.DIVISION_BY_ZERO): "log",
    (S.INVALID_ARGUMENT_FOR_POWER_FUNCTION,): "sqrt",
    (S.INVALID_ARGUMENT_FOR_POWER_FUNCTION, S.NUMERIC_OUT_OF_RANGE): "pow power",
    (S.INVALID_ARGUMENT_FOR_WIDTH_BUCKET_FUNCTION, S.NUMERIC_OUT_OF_RANGE, S.ARRAY_SUBSCRIPT_ERROR): "width_bucket",
    (S.SUBSTRING_ERROR,): "substr",
    (S.SUBSTRING_ERROR, S.INVALID_REGULAR_EXPRESSION, S.INVALID_ESCAPE_SEQUENCE): "substring",
    (S.SUBSTRING_ERROR, S.NUMERIC_OUT_OF_RANGE): "overlay",
    (S.INVALID_REGULAR_EXPRESSION, S.INVALID_PARAMETER_VALUE): (
        "regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace regexp_split_to_array"
        " regexp_split_to_table regexp_substr"
    ),
    (S.INVALID_ESCAPE_SEQUENCE,): "like like_escape notlike similar_escape similar_to_escape",
    (S.DATETIME_FIELD_OVERFLOW,): ("age make_date make_interval make_time make_timestamp make_timestamptz overlaps"),
    (S.DATETIME_FIELD_OVERFLOW, S.INVALID_PARAMETER_VALUE): "date_add date_subtract timezone",
    (S.DATETIME_FIELD_OVERFLOW, S.FEATURE_NOT_SUPPORTED): "date_bin",
    (S.INVALID_PARAMETER_VALUE, S.FEATURE_NOT_SUPPORTED): "extract",
    (S.INVALID_PARAMETER_VALUE, S.FEATURE_NOT_SUPPORTED, S.DATETIME_FIELD_OVERFLOW): "date_part",
    (S.INVALID_PARAMETER_VALUE,): (
        "convert convert_from date_trunc encode format is_normalized json_array_elements json_array_elements_text"
        " json_array_length json_each json_each_text json_object_keys jsonb_array_elements jsonb_array_elements_text"
        " jsonb_array_length jsonb_each jsonb_each_text jsonb_object_keys normalize parse_ident set_masklen split_part"
    ),
    (S.INVALID_PARAMETER_VALUE, S.INVALID_TEXT_REPRESENTATION): "decode",
    (S.INVALID_PARAMETER_VALUE, S.PROGRAM_LIMIT_EXCEEDED): "chr",
    (S.PROGRAM_LIMIT_EXCEEDED,): "lpad repeat rpad",
    (S.INVALID_DATETIME_FORMAT,): "to_date",
    (S.INVALID_DATETIME_FORMAT, S.DATETIME_FIELD_OVERFLOW): "to_timestamp",
    (S.INVALID_DATETIME_FORMAT, S.SYNTAX_ERROR): "to_char",
    (S.INVALID_TEXT_REPRESENTATION, S.NUMERIC_OUT_OF_RANGE, S.SYNTAX_ERROR): "to_number",
    (S.SYNTAX_ERROR,): "to_tsquery unistr",
    (S.DATA_EXCEPTION, S.SYNTAX_ERROR): "daterange int4range int8range numrange tsrange tstzrange",
    (S.DATA_EXCEPTION,): "array_append array_prepend",
    (S.FEATURE_NOT_SUPPORTED,): "array_position array_positions array_remove",
    (S.FEATURE_NOT_SUPPORTED, S.UNDEFINED_OBJECT): "to_ascii",
    (S.NULL_VALUE_NOT_ALLOWED,): "array_to_tsvector",
    (S.NULL_VALUE_NOT_ALLOWED, S.ARRAY_SUBSCRIPT_ERROR): "array_fill json_object jsonb_object",
    (
        S.INVALID_PARAMETER_VALUE,
        S.INVALID_TEXT_REPRESENTATION,
        S.NULL_VALUE_NOT_ALLOWED,
        S.ARRAY_SUBSCRIPT_ERROR,
    ): "jsonb_insert jsonb_set jsonb_set_lax",
    (S.ARRAY_SUBSCRIPT_ERROR,): "get_bit get_byte set_byte trim_array",
    (S.ARRAY_SUBSCRIPT_ERROR, S.INVALID_PARAMETER_VALUE): "set_bit",
    (
        S.INVALID_PARAMETER_VALUE,
        S.INVALID_ARGUMENT_FOR_SQL_JSON_DATETIME_FUNCTION,
        S.INVALID_SQL_JSON_SUBSCRIPT,
        S.SQL_JSON_ARRAY_NOT_FOUND,
        S.SQL_JSON_MEMBER_NOT_FOUND,
    ): "jsonb_path_exists jsonb_path_query jsonb_path_query_array jsonb_path_query_first",
    (
        S.SINGLETON_SQL_JSON_ITEM_REQUIRED,
        S.INVALID_PARAMETER_VALUE,
        S.INVALID_ARGUMENT_FOR_SQL_JSON_DATETIME_FUNCTION,
        S.INVALID_SQL_JSON_SUBSCRIPT,
        S.SQL_JSON_ARRAY_NOT_FOUND,
        S.SQL_JSON_MEMBER_NOT_FOUND,
    ): "jsonb_path_match",
    (S.UNDEFINED_OBJECT,): "current_setting",
    (S.DATATYPE_MISMATCH,): "jsonb_populate_record json_populate_record",
}
FUNCTIONS = {name: states for states, names in _FUNCTIONS.items() for name in names.split()}
"""The SQLSTATEs of a function, by its bare name."""

_REGULAR = frozenset("~ ~* !~ !~*".split())
SILENT_OPERATORS = (
    COMPARISONS
    | frozenset("|| -> ->> #> #>> ? ?| ?& @> <@ && << >> <<= >>= &< &> -|- <-> @@ @? ^@ ~<~ ~<=~ ~>~ ~>=~".split())
    | (TESTS - _REGULAR)
)
"""Operators none of whose forms raises, except LIKE with a pattern that ends in its escape."""

_DATES = ("date", "time", "timestamp", "interval")
_NUMBERS = ("smallint", "integer", "bigint", "numeric", "real", "double precision", "money", "oid")
_EXACT = ("smallint", "integer", "bigint", "numeric")
_TEXTS = ("text", "character varying", "character", "bpchar", "name", '"char"')
_JSON = ("json", "jsonb")


def states_of_operator(operator: str, types: Sequence[str | None]) -> tuple[str, ...]:
    """Return with which SQLSTATEs an operator can end.

    Args:
        operator: its symbol, none of ``SILENT_OPERATORS``.
        types: those of its operands, as format_type prints them, None if unknown.
    """
    kinds = {_kind(each) for each in types}
    if operator in _REGULAR:
        return (S.INVALID_REGULAR_EXPRESSION,)
    if operator in "+-*/%":
        states = [S.NUMERIC_OUT_OF_RANGE] if "date" not in kinds else []
        states += [S.DATETIME_FIELD_OVERFLOW] if "date" in kinds or kinds == {None} else []
        return (*states, S.INVALID_PARAMETER_VALUE) if operator == "-" and "json" in kinds else tuple(states)
    if operator == "^":
        return (S.NUMERIC_OUT_OF_RANGE, S.INVALID_ARGUMENT_FOR_POWER_FUNCTION)
    if operator in "&|#":
        return () if "number" in kinds else (S.BIT_LENGTH_MISMATCH, S.INVALID_PARAMETER_VALUE)
    return (S.DATA_EXCEPTION,)


def states_of_cast(source: str | None, target: str) -> tuple[str, ...]:
    """Return with which SQLSTATEs a cast can end; ``source`` is None if it is unknown."""
    one, other = _kind(source), _kind(target)
    if other == "text" or (target == "boolean" and one not in ("text", "json")) or _is_wider(source, target):
        return ()
    if one == "text" or one is None:
        return _from_text(target, other)
    if other == "number":
        if one == "json":
            return (S.NUMERIC_OUT_OF_RANGE, S.INVALID_PARAMETER_VALUE)
        special = source is not None and source.startswith("numeric") and target in _EXACT  # NaN, the infinities
        return (S.NUMERIC_OUT_OF_RANGE, S.FEATURE_NOT_SUPPORTED) if special else (S.NUMERIC_OUT_OF_RANGE,)
    if one == other == "date":
        return (S.DATETIME_FIELD_OVERFLOW,)
    return (S.INVALID_PARAMETER_VALUE,) if one == "json" else (S.DATA_EXCEPTION,)


def _is_wider(source: str | None, target: str) -> bool:
    """Whether a type of exact numbers holds every value of another."""
    return source in _EXACT and target in _EXACT and _EXACT.index(source) <= _EXACT.index(target)


def _from_text(target: str, kind: str | None) -> tuple[str, ...]:
    if kind == "date":
        return (S.INVALID_DATETIME_FORMAT, S.DATETIME_FIELD_OVERFLOW)
    if target == "boolean":
        return (S.INVALID_TEXT_REPRESENTATION,)
    if kind == "number":
        return (S.INVALID_TEXT_REPRESENTATION, S.NUMERIC_OUT_OF_RANGE)
    if target.startswith("bit"):
        return (S.INVALID_TEXT_REPRESENTATION, S.BIT_LENGTH_MISMATCH, S.STRING_TOO_LONG)
    # A range with its bounds in the wrong order ends in 22000 itself, which also stands for what is not known.
    return (S.INVALID_TEXT_REPRESENTATION, S.DATA_EXCEPTION)


def _kind(type_name: str | None) -> str | None:
    """Return the group of a type, None if it is in none."""
    if type_name is None or type_name.endswith("[]"):
        return None
    base = type_name.split("(")[0].split(" with")[0].strip()
    groups = {"date": _DATES, "number": _NUMBERS, "text": _TEXTS, "json": _JSON}
    return next((group for group, names in groups.items() if base in names), None)
