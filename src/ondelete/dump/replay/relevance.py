"""Which statements are worth parsing, told by their first words.

A statement that is not named here is parsed; what no handler knows is then reported as not understood.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from ondelete.dump.statements import Statement

# None of these changes a table, key, index, trigger, rule, type or the search path. Data counts as none of them.
_HARMLESS = r"""
    grant | revoke | insert | update | delete | merge | truncate | copy | values | table | show | explain | analyze
  | vacuum | reindex | cluster | checkpoint | refresh | listen | notify | unlisten | load | lock | prepare | deallocate
  | declare | fetch | move | close | discard \s+ (?!all) | begin | start | commit | end | savepoint | release
  | security | reassign | set (?! \s+ (?:local\s+|session\s+)? (?:"?search_path"? | schema)\b) | reset (?! \s+ (?:"?search_path"? | all)\b)
  | comment \s+ on \s+ (?! table \b)
  | create \s+ (?:or \s+ replace \s+)? (?:
        (?:trusted \s+)? (?:procedural \s+)? language | function | procedure | aggregate | operator | extension | cast
      | collation | conversion | transform | access | policy | publication | subscription | server | user | role | group
      | database | tablespace | event \s+ trigger | statistics | text \s+ search | default \s+ conversion
      | foreign \s+ data )
  | alter \s+ (?:
        (?:procedural \s+)? language | function (?!.*\bset\s+schema\b) | procedure | routine | aggregate | operator
      | extension | collation | database (?= \s (?! .* \b search_path \b)) | conversion | default \s+ privileges | event | foreign \s+ data | group | large | policy | publication | role
      | server | statistics | subscription | system | tablespace | text \s+ search | user
      | (?: (?:foreign \s+)? table | (?:materialized \s+)? view | sequence | index | type | domain | schema )
        \s+ (?:if \s+ exists \s+)? (?:only \s+)? [\w."$]+ \s+ (?: owner \s+ to | replica \s+ identity | cluster \s+ on
          | (?:enable|disable|force|no \s+ force) \s+ row ) \s [^,]* $ )
  | alter \s+ sequence \s+ (?: (?!rename\b | set \s+ schema\b) . )* $
  | drop \s+ (?:
        cast | collation | conversion | event | group | language | operator | policy | publication | role | server
      | statistics | subscription | tablespace | text | transform | user | database | access | owned \s+ by \s+ nobody
      | extension | foreign \s+ data ) \b (?! .* \b cascade \s* $)
  | drop \s+ (?: event \s+ trigger | policy | publication | role | user | database | text \s+ search | server
      | foreign \s+ data | statistics | subscription | language ) \b
"""
_PATTERN = re.compile(rf"(?:{_HARMLESS})(?![\w$])|(?:{_HARMLESS})\Z", re.IGNORECASE | re.VERBOSE | re.DOTALL)
_EXECUTED = re.compile(r"(do|call|execute|rollback|abort)(?![\w$])", re.IGNORECASE)

_REASONS = {
    "do": "a DO block runs code that is not read",
    "call": "a procedure runs code that is not read",
    "execute": "a prepared statement is not followed",
    "rollback": "a rollback is not replayed: what it undoes is still counted",
    "abort": "a rollback is not replayed: what it undoes is still counted",
}


def cannot_matter(text: str) -> bool:
    """Return whether a statement changes nothing that a catalog holds, by its first words."""
    return _PATTERN.match(text) is not None


def executes(text: str) -> str | None:
    """Return why a statement's effect cannot be known (it runs code), None where it runs none."""
    match = _EXECUTED.match(text)
    return _REASONS[match.group(1).lower()] if match is not None else None


_WITH_OIDS = re.compile(r"\bWITH\s+OIDS\b(?=[^']*\Z)", re.IGNORECASE)


def without_oids(statement: Statement) -> Statement:
    """Return a CREATE TABLE without the WITH OIDS that PostgreSQL 11 and older wrote and no later grammar has."""
    if " OIDS" not in statement.text.upper():
        return statement
    return replace(statement, text=_WITH_OIDS.sub("", statement.text))
