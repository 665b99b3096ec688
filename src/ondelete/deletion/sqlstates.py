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
    DIVISION_BY_ZERO: Final = "22012"
    BIT_LENGTH_MISMATCH: Final = "22026"
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
    RAISE_EXCEPTION: Final = "P0001"
    """What RAISE in a function of the file gives, unless it names another."""
