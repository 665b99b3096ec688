"""What a server and psql remember from statement to statement, as far as it changes how text reads."""

from __future__ import annotations

import pytest

from ondelete.dump.input.session import Session
from ondelete.errors import UnreadableSchema

OFF, LATIN1 = "SET standard_conforming_strings = off", "SET client_encoding = 'LATIN1'"
SETTINGS = {
    "nothing": ([], (True, "é")),
    "a setting": ([OFF], (False, "é")),
    "of the encoding": ([LATIN1], (True, "Ã©")),
    "in other words": (["set names 'latin1'"], (True, "Ã©")),
    "by a function": (["SELECT set_config('standard_conforming_strings', 'off', false)"], (False, "é")),
    "RESET": ([OFF, LATIN1, "RESET client_encoding"], (False, "é")),
    "RESET ALL": ([OFF, LATIN1, "RESET ALL"], (True, "é")),
    "DISCARD ALL": ([OFF, LATIN1, "DISCARD /* it */ ALL"], (True, "é")),
    "DEFAULT": ([LATIN1, "SET client_encoding TO DEFAULT"], (True, "é")),
    "LOCAL outside of a block": (["SET LOCAL standard_conforming_strings = off"], (True, "é")),
    "LOCAL in a block": (["BEGIN", "SET LOCAL standard_conforming_strings = off"], (False, "é")),
    "LOCAL after the block": (["BEGIN", "SET LOCAL standard_conforming_strings = off", "COMMIT"], (True, "é")),
    "committed": (["BEGIN", OFF, "COMMIT"], (False, "é")),
    "rolled back": (["BEGIN", OFF, LATIN1, "ROLLBACK"], (True, "é")),
    "rolled back to before the block": ([OFF, "BEGIN", "RESET ALL", "ROLLBACK"], (False, "é")),
    "rolled back to a savepoint": (["BEGIN", OFF, "ROLLBACK TO a"], (False, "é")),
}


@pytest.mark.parametrize(("statements", "expected"), SETTINGS.values(), ids=SETTINGS)
def test_what_is_in_force(statements: list[str], expected: tuple[bool, str]) -> None:
    session = Session("x.sql", recoded=False)
    for statement in statements:
        session.apply_setting(statement.encode())
    assert (session.conforming, session.text("é".encode(), 1)) == expected


def test_a_new_connection_begins_anew() -> None:
    session = Session("x.sql", recoded=False)
    session.apply_setting(OFF.encode())
    session.encode("LATIN1")
    session.begin_anew()
    assert (session.conforming, session.text("é".encode(), 1)) == (True, "é")


def test_a_file_that_was_recoded_stays_utf8() -> None:
    session = Session("x.sql", recoded=True)
    session.apply_setting(LATIN1.encode())
    assert session.text("é".encode(), 1) == "é"


@pytest.mark.parametrize(("raw", "line"), [(b"a\n\n\0", 9), (b"a '\xff'", 7)])
def test_bytes_that_are_no_text_are_said_with_their_line(raw: bytes, line: int) -> None:
    with pytest.raises(UnreadableSchema) as caught:
        Session("x.sql", recoded=False).text(raw, 7)
    assert caught.value.line == line


def test_a_backslash_that_escapes_is_told_by_an_e() -> None:
    session = Session("x.sql", recoded=False)
    session.apply_setting(OFF.encode())
    assert session.text(rb"a 'it\'s'  ", 1) == r"a  E'it\'s'"
