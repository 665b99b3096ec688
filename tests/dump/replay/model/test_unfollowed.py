"""What is not followed may have changed what it names, and a command of psql may have changed anything."""

from __future__ import annotations

import pytest

from ondelete.dump.replay.model.unfollowed import Unfollowed

CASES = {
    "the table": (["DO $$ ALTER TABLE public.Users ADD UNIQUE (a) $$"], "users", True),
    "in quotes": (['ALTER TABLE "Users" DO'], "Users", True),
    "another table": (["ALTER TABLE users_old DO"], "users", False),
    "a name that is no word": (["ALTER TABLE x DO"], "my table", True),
    "a command of psql": (["\\i other.sql"], "users", True),
    "nothing": ([], "my table", False),
}


@pytest.mark.parametrize(("texts", "name", "may"), CASES.values(), ids=CASES)
def test_what_may_have_changed(texts: list[str], name: str, may: bool) -> None:
    found = Unfollowed()
    for text in texts:
        found.append(text)
    assert (found.may_change(name), bool(found)) == (may, bool(texts))
