"""The name of a table as people read it: the same in a sentence, a heading, a tree and a picture."""

from __future__ import annotations

from ondelete.text.quoting import quote_identifier

HOME = "public"
"""The schema that a name can leave out if no search path is known."""


class Elsewhere(str):
    """The schema of a table that lies in another database, with the name by which the configuration knows that one.

    >>> Elsewhere("ci", "public", is_home=True), Elsewhere("ci", "public", is_home=True).shown
    ('ci:public', 'ci:')
    """

    database: str
    schema: str
    is_home: bool

    def __new__(cls, database: str, schema: str, *, is_home: bool) -> Elsewhere:
        """Make one; ``is_home`` is whether names in that database can leave the schema out."""
        made = super().__new__(cls, f"{database}:{schema}")
        made.database, made.schema, made.is_home = database, schema, is_home
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, bool]]:
        return (self.database, self.schema), {"is_home": self.is_home}

    @property
    def shown(self) -> str:
        """What stands before the name of a table, as a person writes it."""
        return f"{self.database}:" if self.is_home else f"{self.database}:{shown_name(self.schema)}."


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
    if isinstance(schema, Elsewhere):
        return f"{schema.shown}{bare}"
    return bare if schema == home else f"{shown_name(schema)}.{bare}"
