"""Which statements are worth parsing, told by their first words, and which parsed ones are worth a word.

Only what certainly changes no table, key, index, trigger, rule or type is passed over. Everything else is parsed,
and what no handler knows is reported.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.dump.replay.model.firing import may_fire
from ondelete.text.patterns import later

if TYPE_CHECKING:
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.cutter import Statement

_WORD = later(r"[A-Za-z]+")
_HARMLESS_WORDS = frozenset(
    """
    grant revoke show analyze analyse vacuum reindex cluster checkpoint refresh listen notify unlisten load
    lock prepare deallocate fetch move close savepoint release security reassign
    """.split()
)
# Harmless but for what they call.
_QUERIES = frozenset("insert update delete merge copy truncate values explain declare".split())
SETTINGS = "pg_settings"
"""The view whose UPDATE is a SET."""
_ANALYZE = later(r"(?i)analy[sz]e")
_NAME = r'(?>(?:[\w$.]++|"(?>(?:[^"]++|"")*)")+)'
# By first word: the rest of statements that cannot matter.
_HARMLESS_REST = {
    "comment": r"\s++on\s++(?!table\b)(?!.*ondelete:)",
    "create": r"""\s+(?:or\s+replace\s+)? (?: function|procedure|aggregate|operator|extension|collation
        |subscription|server|user|role|database|tablespace|statistics|text\s+search
        |(?:trusted\s+)?(?:procedural\s+)?language|foreign\s+data|access\s+method|conversion|transform )\b""",
    "alter": rf"""\s+ (?: (?:procedure|aggregate|operator|extension|collation|policy|subscription|server
            |group|tablespace|statistics|text\s+search|default\s+privileges|system
            |large\s+object|(?:procedural\s+)?language|foreign\s+data|conversion)\b
        | function\b (?! .*\b(?:rename|schema)\b)
        | (?:database|role|user)\b (?! .*\b(?:search_path|transaction_read_only|default_transaction_read_only|reset)\b)
        | sequence\b (?! .*\b(?:rename|schema)\b)
        | (?:foreign\s+)?(?:table|view|materialized\s+view|type|domain|schema|index)\s+(?:if\s+exists\s+)?(?:only\s+)?
            {_NAME}\s+ (?: owner\s+to\s+{_NAME}\s*\Z | cluster\s+on\s[^,]*\Z
                | (?:enable|disable|force|no\s+force)\s+row\s+level\s+security\s*\Z ) )""",
    "set": r"""\s++(?!(?:local|session|search_path|schema|(?:default_)?transaction_read_only)\b)
        [a-z_][a-z_.]*+\s*+(?:=|to\b)""",
    "reset": r"\s++(?!(?:search_path|all|default_transaction_read_only)\b)[a-z_]",
    "select": r"\s+(?:pg_catalog\.)?setval\s*\([^()]*\)\s*\Z",
}
_PATTERNS = {word: later(rest, re.IGNORECASE | re.VERBOSE | re.DOTALL) for word, rest in _HARMLESS_REST.items()}
REASONS = {
    "ExecuteStmt": "a prepared statement runs that is not followed",
    "ImportForeignSchemaStmt": "only the server knows the foreign tables that it makes",
    "DropOwnedStmt": "who owns what is not followed",
}
"""Why a statement of that kind is not replayed."""

HARMLESS_KINDS = frozenset(
    f"{name}Stmt"
    for name in """
    AlterCollation AlterDatabase AlterDatabaseRefreshColl AlterDefaultPrivileges AlterExtension
    AlterExtensionContents AlterFdw AlterForeignServer AlterFunction AlterObjectDepends AlterOpFamily AlterOperator
    AlterOwner AlterPolicy  AlterRole AlterSeq AlterStats AlterSubscription AlterSystem
    AlterTSConfiguration AlterTSDictionary AlterTableMoveAll AlterTableSpaceOptions AlterType AlterUserMapping
    CheckPoint ClosePortal Cluster ConstraintsSet CreateAm CreateConversion
    CreateExtension CreateFdw CreateForeignServer CreateOpClass CreateOpFamily CreatePLang
    CreateRole CreateStats CreateSubscription CreateTableSpace CreateTransform CreateUserMapping
    Createdb Deallocate DropRole DropSubscription DropTableSpace DropUserMapping Dropdb
    Fetch Grant GrantRole Listen Load Lock Notify Prepare ReassignOwned RefreshMatView Reindex
    Return SecLabel Unlisten Vacuum VariableShow
    """.split()
)
"""Kinds of statements that cannot matter, for those whose first words did not tell."""


def cannot_matter(statement: Statement, state: State) -> bool:
    """Return whether a statement changes nothing that a catalog holds, as far as its first words tell."""
    text = statement.text
    match = _WORD.match(text)
    if match is None:
        return not text.strip()
    word = match[0].lower()
    if word in _HARMLESS_WORDS:
        return True
    if word in _QUERIES:
        if word == "update" and SETTINGS in text:
            return False
        if may_fire(text, state):
            return False
        return not state.functions.may_be_called(text) and (word != "explain" or _ANALYZE.search(text) is None)
    if word == "comment" and state.comments:
        return False  # it may take the place of one of these
    rest = _PATTERNS.get(word)
    if rest is None or rest.match(text, match.end()) is None:
        return False
    if word == "create":
        state.functions.note(text, next(iter(state.search_path), ""), statement.location)
    return True


_WITH_OIDS = later(r"\bWITH\s++OIDS\b", re.IGNORECASE)


def without_oids(statement: Statement) -> Statement:
    """Return a CREATE TABLE without the WITH OIDS that PostgreSQL 11 and older wrote and no later grammar has."""
    quoted, quote, rest = statement.text.rpartition("'")
    return replace(statement, text=quoted + quote + _WITH_OIDS.sub("", rest))
