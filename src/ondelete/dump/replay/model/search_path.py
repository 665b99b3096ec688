"""The search path in force: what the session has set, what a transaction sets for itself, which schemas are there.

Facts: namespace.c and guc.c of PostgreSQL 18; a schema of the path that does not exist is passed over.
"""

from __future__ import annotations

DEFAULT_PATH = ("public",)
_BUILT_IN = ("$user", *DEFAULT_PATH)
_CATALOG = "pg_catalog"


class SearchPath:
    """The path of one connection after the other.

    Attributes:
        of_databases: what ALTER DATABASE ... SET gives to connections made after it, by database.
        of_roles: the lines of ALTER ROLE ... SET search_path, by role and database.
        made: schemas that are surely there.
        dropped: schemas that were there and are not any more, under that name.
    """

    def __init__(self) -> None:
        self.of_databases: dict[str, tuple[str, ...]] = {}
        self.of_roles: dict[tuple[str, str], int] = {}
        self.made: set[str] = {*DEFAULT_PATH}
        self.dropped: set[str] = set()
        self._database = ""
        self._default: tuple[str, ...] = _BUILT_IN
        # Why the default may be another one.
        self._reason = ""
        self._session: tuple[str, ...] = _BUILT_IN
        self._local: tuple[str, ...] | None = None

    def connect(self, database: str | None) -> None:
        """Start a connection; ``database`` is None if it is the same one as before."""
        self._database = database or self._database
        self._default = self._session = self.of_databases.get(self._database, _BUILT_IN)
        self._local = None
        self._reason = ""
        if self.of_roles:
            line = min(self.of_roles.values())
            self._reason = f"ALTER ROLE in line {line} may give this connection another search path, which is not used"
        elif self.of_databases and not self._database:
            self._reason = "ALTER DATABASE may have given this connection another search path, which is not used"

    def make(self, schema: str) -> None:
        """Note that a schema is there."""
        self.made.add(schema)
        self.dropped.discard(schema)

    def drop(self, schema: str) -> None:
        """Note that a schema is gone, or has another name."""
        self.made.discard(schema)
        self.dropped.add(schema)

    def set(self, names: tuple[str, ...] | None, *, local: bool) -> None:
        """Set the path, for the session or the rest of the transaction; None stands for the default."""
        names = self._default if names is None else names
        if local:
            self._local = names
        else:
            self._session, self._local = names, None

    def keep_current(self, *, local: bool) -> None:
        """SET ... FROM CURRENT."""
        self.set(self._current, local=local)

    def end_transaction(self) -> None:
        """Forget what SET LOCAL has set."""
        self._local = None

    @property
    def _current(self) -> tuple[str, ...]:
        return self._session if self._local is None else self._local

    def schemas(self) -> tuple[str, ...]:
        """Return the schemas in force, as far as they exist; ``pg_temp`` is among them if it is named."""
        return self._existing(self._current)

    def doubt(self) -> str:
        """Return why a server may make a relation with a bare name elsewhere than in the first schema, "" if not."""
        if self._current is self._default and self._reason:
            return self._reason
        names = [name for name in self._current if name not in ("", "$user") and name not in self.dropped]
        if names and "," in names[0] and names[0] not in self.made:
            return f'the search path names one schema, "{names[0]}": write a list of schemas without quotes around it'
        if names[:1] == [_CATALOG] and len(names) > 1:
            return (
                f"{_CATALOG} comes first in the search path, but no server lets this be made there; {names[1]} is used"
            )
        if names and names[0] not in self.made and names[0] != "pg_temp":
            other = next((name for name in names[1:] if name in self.made), None)
            if other is not None:
                return (
                    f"schema {names[0]} of the search path is not made in this file: a server without it uses {other}"
                )
        return ""

    def of_a_user(self) -> tuple[str, ...]:
        """Return the search path of a user of the schema.

        A dump switches it for its own needs: to the empty path, and before PostgreSQL 11 to ``schema, pg_catalog``.
        Neither is what a user has.
        """
        names = self._session
        found = tuple(name for name in self._existing(names) if name != "pg_temp")
        ours = not found or (names[-1] == _CATALOG and len(names) == 2)
        return DEFAULT_PATH if ours else found

    def _existing(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple([n for n in names if n not in ("", "$user", _CATALOG) and n not in self.dropped])
