"""What a team declares about its schema and no dump contains: groups, sizes, loose keys, contracts, references."""

from ondelete.declarations.declared import (
    LARGE_ROWS,
    NOTHING,
    PERSONAL_TYPES,
    PERSONAL_WORDS,
    RECORD_WORDS,
    Contract,
    Declarations,
    DeclaredReference,
    LooseAction,
    LooseFile,
    LooseKey,
    Personal,
)
from ondelete.declarations.neighbours import ALONE, Neighbours
from ondelete.declarations.patterns import Patterns, spellings, table_named

__all__ = [
    "ALONE",
    "LARGE_ROWS",
    "NOTHING",
    "PERSONAL_TYPES",
    "PERSONAL_WORDS",
    "RECORD_WORDS",
    "Contract",
    "Declarations",
    "DeclaredReference",
    "LooseAction",
    "LooseFile",
    "LooseKey",
    "Neighbours",
    "Patterns",
    "Personal",
    "spellings",
    "table_named",
]
