"""Strings of dumps in which a backslash escapes."""

from __future__ import annotations

import pytest

from dump.files import texts

OLD_STRINGS = {
    "before, a backslash is a character": (r"a '\'; b;", [r"a '\'", "b"]),
    "after, it escapes, and the text says so": (
        r"SET standard_conforming_strings = off; a 'it\'s;', 'x'; b;",
        ["SET standard_conforming_strings = off", r"a  E'it\'s;', 'x'", "b"],
    ),
    "a string in two parts is one": (
        "SET standard_conforming_strings = off; a 'b'\n'\\';'; c;",
        ["SET standard_conforming_strings = off", "a  E'b'\n'\\';'", "c"],
    ),
    "an escape string stays one": (
        r"set session standard_conforming_strings to 'off'; a E'\'';",
        ["set session standard_conforming_strings to 'off'", r"a E'\''"],
    ),
    "set_config counts too, and on turns it back": (
        r"SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false); a '\''; "
        r"SET standard_conforming_strings = on; b '\';",
        [
            "SELECT pg_catalog.set_config('standard_conforming_strings', 'off', false)",
            r"a  E'\''",
            "SET standard_conforming_strings = on",
            r"b '\'",
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), OLD_STRINGS.values(), ids=OLD_STRINGS)
def test_strings_of_old_dumps(text: str, expected: list[str]) -> None:
    assert texts(text) == expected
