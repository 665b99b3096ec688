"""The SQLSTATEs with which a server reports what a DELETE meets."""

from __future__ import annotations

from typing import Final

VERSIONS: Final = (15, 16, 17, 18)
"""The major versions that answers are for, if none is named."""


class SqlState:
    """The SQLSTATEs with which a DELETE can end, by their names in PostgreSQL's errcodes.txt."""

    FEATURE_NOT_SUPPORTED: Final = "0A000"
    DATA_EXCEPTION: Final = "22000"
    """Stands for all of class 22, if it is not known which."""
    STRING_TOO_LONG: Final = "22001"
    NUMERIC_OUT_OF_RANGE: Final = "22003"
    NULL_VALUE_NOT_ALLOWED: Final = "22004"
    INVALID_DATETIME_FORMAT: Final = "22007"
    DATETIME_FIELD_OVERFLOW: Final = "22008"
    SUBSTRING_ERROR: Final = "22011"
    DIVISION_BY_ZERO: Final = "22012"
    INVALID_REGULAR_EXPRESSION: Final = "2201B"
    INVALID_ARGUMENT_FOR_LOGARITHM: Final = "2201E"
    INVALID_ARGUMENT_FOR_POWER_FUNCTION: Final = "2201F"
    INVALID_ARGUMENT_FOR_WIDTH_BUCKET_FUNCTION: Final = "2201G"
    INVALID_PARAMETER_VALUE: Final = "22023"
    INVALID_ESCAPE_SEQUENCE: Final = "22025"
    BIT_LENGTH_MISMATCH: Final = "22026"
    ARRAY_SUBSCRIPT_ERROR: Final = "2202E"
    INVALID_ARGUMENT_FOR_SQL_JSON_DATETIME_FUNCTION: Final = "22031"
    INVALID_SQL_JSON_SUBSCRIPT: Final = "22033"
    SINGLETON_SQL_JSON_ITEM_REQUIRED: Final = "22038"
    SQL_JSON_ARRAY_NOT_FOUND: Final = "22039"
    SQL_JSON_MEMBER_NOT_FOUND: Final = "2203A"
    INVALID_TEXT_REPRESENTATION: Final = "22P02"
    RESTRICT_VIOLATION: Final = "23001"
    NOT_NULL_VIOLATION: Final = "23502"
    FOREIGN_KEY_VIOLATION: Final = "23503"
    UNIQUE_VIOLATION: Final = "23505"
    CHECK_VIOLATION: Final = "23514"
    EXCLUSION_VIOLATION: Final = "23P01"
    GENERATED_ALWAYS: Final = "428C9"
    INTERNAL_ERROR: Final = "XX000"
    INVALID_COLUMN_REFERENCE: Final = "42P10"
    OBJECT_NOT_IN_PREREQUISITE_STATE: Final = "55000"
    SYNTAX_ERROR: Final = "42601"
    UNDEFINED_OBJECT: Final = "42704"
    DATATYPE_MISMATCH: Final = "42804"
    INVALID_OBJECT_DEFINITION: Final = "42P17"
    PROGRAM_LIMIT_EXCEEDED: Final = "54000"
    RAISE_EXCEPTION: Final = "P0001"
    """What RAISE in a function of the file gives, unless it names another."""
