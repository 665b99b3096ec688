"""The search path in force: what the session has set, what a transaction sets for itself, which schemas are there.

Facts: namespace.c and guc.c of PostgreSQL 18; a schema of the path that does not exist is passed over.
"""

from __future__ import annotations

DEFAULT_PATH = ("public",)
_BUILT_IN = ("$user", *DEFAULT_PATH)


class SearchPath:
    """The path of one connection after the other.

    Attributes:
        of_databases: what ALTER DATABASE ... SET gives to connections made after it, by database.
        dropped: schemas that were there and are not any more, under that name.
    """

    def __init__(self) -> None:
        self.of_databases: dict[str, tuple[str, ...]] = {}
        self.dropped: set[str] = set()
        self._default: tuple[str, ...] = _BUILT_IN
        self._session: tuple[str, ...] = _BUILT_IN
        self._local: tuple[str, ...] | None = None

    def connect(self, database: str | None) -> None:
        """Start a connection; ``database`` is None where it is the same one as before, whose name is not known."""
        self._default = self._session = self.of_databases.get(database or "", _BUILT_IN)
        self._local = None

    def set(self, names: tuple[str, ...] | None, *, local: bool) -> None:
        """Set the path, for the session or the rest of the transaction; None stands for the default."""
        names = self._default if names is None else names
        if local:
            self._local = names
        else:
            self._session, self._local = names, None

    def keep_current(self, *, local: bool) -> None:
        """SET ... FROM CURRENT."""
        self.set(self._session if self._local is None else self._local, local=local)

    def end_transaction(self) -> None:
        """Forget what SET LOCAL has set."""
        self._local = None

    def schemas(self) -> tuple[str, ...]:
        """Return the schemas in force, as far as they exist; ``pg_temp`` is among them where it is named."""
        return self._existing(self._session if self._local is None else self._local)

    def of_a_user(self) -> tuple[str, ...]:
        """Return the path of a user of the schema.

        A dump switches it for its own needs: to the empty path, and before PostgreSQL 11 to ``schema, pg_catalog``.
        Neither is what a user has.
        """
        names = self._session
        found = tuple(name for name in self._existing(names) if name != "pg_temp")
        ours = not found or (names[-1] == "pg_catalog" and len(names) == 2)
        return DEFAULT_PATH if ours else found

    def _existing(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple([n for n in names if n not in ("", "$user", "pg_catalog") and n not in self.dropped])
