"""Transaction blocks: what stands in one takes effect at its COMMIT, or never."""

from __future__ import annotations

import pytest

from dump.replay.scripts import reasons
from ondelete.catalog import Location, Skipped
from ondelete.dump.replay.session.transactions import OUT_OF_PLACE, Script
from ondelete.dump.statements.pieces import Connect, Statement

HERE = Location("x.sql", 1)


def effects(*texts: str) -> str:
    """Return what takes effect of statements, in order, without BEGIN and COMMIT; what is said in brackets."""
    script, found = Script(), list[str]()
    for text in texts:
        piece = Connect("d", HERE) if text == r"\c" else Statement(text, HERE)
        if isinstance(piece, Statement) and script.runs_at_once(piece):
            found.append(text)
        else:
            found += [_shown(each) for each in script.feed(piece)]
    found += [_shown(each) for each in script.end()]
    return " ".join(each for each in found if each.split()[0] not in ("BEGIN", "COMMIT", "START", "END", "PREPARE"))


def _shown(piece: object) -> str:
    if isinstance(piece, Statement):
        return piece.text
    return f"[{piece.reason}]" if isinstance(piece, Skipped) else r"\c"


NEVER = "[this transaction is never committed: psql undoes it; what it does counts here all the same]"
BLOCKS = {
    "no block": (["a", "b"], "a b"),
    "committed": (["a", "BEGIN", "b", "c", "COMMIT", "d"], "a b c d"),
    "rolled back": (["a", "BEGIN", "b", "ROLLBACK", "c"], "a c"),
    "in other words": (["START TRANSACTION", "a", "END", "begin work", "b", "abort", "c"], "a c"),
    "a block in a block is none": (["BEGIN", "a", "BEGIN", "b", "ROLLBACK", "c"], "c"),
    "back to a savepoint": (["BEGIN", "a", "SAVEPOINT s", "b", "ROLLBACK TO s", "c", "COMMIT"], "a c"),
    "twice": (
        ["BEGIN", "SAVEPOINT s", "a", "ROLLBACK TO s", "b", "ROLLBACK TO SAVEPOINT s", "c", "COMMIT"],
        "c",
    ),
    "a released savepoint": (
        ["BEGIN", "SAVEPOINT s", "a", "SAVEPOINT t", "b", "RELEASE t", "ROLLBACK TO s", "c", "COMMIT"],
        "c",
    ),
    "never committed": (["a", "BEGIN", "b"], f"a b {NEVER}"),
    "AND CHAIN": (["BEGIN", "a", "COMMIT AND CHAIN", "b", "ROLLBACK", "c"], "a c"),
    "a new connection undoes it": (["BEGIN", "a", r"\c", "b"], r"\c b"),
    "prepared": (
        ["BEGIN", "a", "PREPARE TRANSACTION 'x'", "b"],
        "a [whether this transaction is committed by COMMIT PREPARED is not followed; what it does counts here] b",
    ),
    "a word that only begins like one": (["BEGIN", "a", "COMMITTED", "ROLLBACK"], ""),
    "outside of a block": (["ROLLBACK", "COMMIT", "a"], "a"),
}


@pytest.mark.parametrize(("texts", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_what_takes_effect(texts: list[str], expected: str) -> None:
    assert effects(*texts) == expected


def test_a_savepoint_that_does_not_exist_is_said() -> None:
    said = effects("BEGIN", "a", "ROLLBACK TO s", "COMMIT")
    assert said.startswith("a [savepoint s does not exist; a server undoes the whole transaction")


def test_what_is_sent_together_is_one_transaction() -> None:
    script = Script()
    pieces = script.feed(Statement("a_table; b", HERE, several=True))
    assert [piece.text for piece in pieces if isinstance(piece, Statement)] == ["a_table; b"]
    parts = script.feed(Statement("SELECT 1; ROLLBACK; SELECT 2", HERE, several=True))
    assert [piece.text for piece in parts if isinstance(piece, Statement)] == ["BEGIN", "SELECT 2", "COMMIT"]


def test_an_end_within_what_is_sent_together_is_said() -> None:
    for text, told in {"a; ROLLBACK; b": 1, "a; COMMIT; b": 1, "a; ROLLBACK": 0, "a; b": 0, "BEGIN; a": 0}.items():
        pieces = Script().feed(Statement(text.replace("a", "SELECT 1").replace("b", "SELECT 2"), HERE, several=True))
        said = [piece.reason for piece in pieces if isinstance(piece, Skipped)]
        assert len(said) == told, text
        assert all(reason.startswith("psql sends these statements together") for reason in said)


SCRIPTS = {
    "ROLLBACK AND CHAIN;": [],
    "\\set ON_ERROR_STOP on\nROLLBACK AND CHAIN;": [
        f"{OUT_OF_PLACE}; psql stops here, by ON_ERROR_STOP; what follows counts all the same"
    ],
    "CREATE SCHEMA IF NOT EXISTS s CREATE TABLE x (); CREATE TABLE s.y ();": [
        "PostgreSQL's grammar does not accept it: CREATE SCHEMA IF NOT EXISTS cannot include schema elements",
        "schema s was dropped or refused, so a server refuses this; it counts all the same",
    ],
    "DROP TABLE nope;\n\\set ON_ERROR_STOP on\n": [
        "table public.nope does not exist",
        "if what is reported before this makes a statement fail, psql stops there; all counts here all the same",
    ],
}


@pytest.mark.parametrize("sql", SCRIPTS)
def test_what_a_server_refuses_where_it_stands(sql: str) -> None:
    assert reasons(f"CREATE TABLE t ();\n{sql}") == SCRIPTS[sql]
