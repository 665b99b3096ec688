"""The name of a table as people read it: the same in a sentence, a heading, a tree and a picture."""

from __future__ import annotations

from ondelete.text.quoting import quote_identifier

HOME = "public"
"""The schema that a name can leave out if no search path is known."""


def shown_name(name: str) -> str:
    """Return one name as SQL takes it, except that keywords stay bare: people read ``user``, not ``"user"``.

    >>> shown_name("user"), shown_name("Odd Name")
    ('user', '"Odd Name"')
    """
    quoted = quote_identifier(name)
    return name if quoted[1:-1] == name and name.isascii() and name.isidentifier() and name.islower() else quoted


def shown_table(schema: str, name: str, home: str = HOME) -> str:
    """Return the name of a table, without the schema if that is ``home``, the first one of the search path.

    >>> shown_table("public", "users"), shown_table("app", "Users"), shown_table("app", "users", home="app")
    ('users', 'app."Users"', 'users')
    """
    bare = shown_name(name)
    return bare if schema == home else f"{shown_name(schema)}.{bare}"
