"""What psql makes of a script on a server, what we make of its bytes, and whether a reader was told where they differ.

A difference is forgiven only where a warning stands in a piece that can have caused it: one that names an object of
the difference, or one that changes how what follows is read or run and stands before the last piece that names such
an object. A statement that failed in a transaction, and the end of that transaction, count for all pieces of it.
"""

from __future__ import annotations

import bisect
import re
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from catalog_queries import catalog_facts, server_facts
from psql_scripts import DATABASE, OTHER_DATABASE, text_of

from ondelete.dump import read_catalog
from ondelete.dump.input.lexer import JOINED
from ondelete.errors import OndeleteError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_queries import Facts
    from psql_scripts import Piece
    from server import Server

    from ondelete.catalog import Catalog

_CLEAN = """
DO $$ DECLARE s text; BEGIN
  FOR s IN SELECT evtname FROM pg_event_trigger LOOP
    EXECUTE format('DROP EVENT TRIGGER %I', s);
  END LOOP;
  FOR s IN SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
    EXECUTE format('DROP SCHEMA %I CASCADE', s);
  END LOOP;
  CREATE SCHEMA public;
  FOR s IN SELECT oid::regprocedure FROM pg_proc WHERE oid >= 16384 AND pronamespace = 'pg_catalog'::regnamespace LOOP
    EXECUTE 'DROP FUNCTION ' || s || ' CASCADE';
  END LOOP;
END $$;
"""
_RESET = f"""
SELECT 'ALTER ROLE postgres RESET ALL; ALTER ROLE ALL RESET ALL; ALTER ROLE postgres IN DATABASE {DATABASE} RESET ALL;
ALTER DATABASE {DATABASE} RESET ALL' WHERE EXISTS (SELECT FROM pg_db_role_setting)"""
_CONNECTED = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
_ERROR = re.compile(
    rb"^psql:[^\n]*?:(\d+): ((?:ERROR|FATAL|error|warning|invalid|\\\\|there|found|no |unterminated|reached)[^\n]*)",
    re.M,
)
# What a message of pg_dump has broken is read as pg_dump meant it (docs/security.md).
_MESSAGE = re.compile('near "(?:pg_dump|pg_dumpall|pg_restore|psql)"')
# A part of a dump names schemas and functions that are not in it.
_NO_SCHEMA = re.compile('schema "([^"]*)" does not exist')
_NO_FUNCTION = re.compile(r'function "?([^"(]*)"?\(')
_NO_RELATION = re.compile('relation "(.*)" does not exist')
# Kinds of pieces that name tables and make none.
_NEVER_MAKE = ("key", "rows", "drop", "drop as another kind", "index", "trigger", "error")
_NO_PATH = "no schema has been selected to create in"
# What fails because of rows, or because of what a server alone knows: no reader of a schema sees it.
_BEYOND = re.compile(
    "division by zero|violates|invalid input|null value|duplicate key|has more|but expression is of type|operator does"
    "|cannot insert|missing data|extra data"
    "|configuration parameter|invalid value|prepared transaction|extension|could not open|cursor"
    "|must be called before any query"
)
_QUERY = re.compile(rb"(?i)\s*(?:insert|select|update|delete|lock|truncate|merge|grant|comment)\b")
# Reasons of warnings that speak of all that follows.
_LASTING = re.compile(
    "no command of psql|refuses bare names|never committed|psql stops|would stop|psql undoes|counts here"
    "|it is read as UTF-8|is not made in this file|search path, which is not taken"
    "|comes first in the search path|without quotes around it"
)


class Ran(NamedTuple):
    """What psql did: the catalog that it left, its errors with their lines, and whether it stopped at one."""

    facts: Facts
    errors: tuple[tuple[int, str], ...]
    stopped: bool
    stderr: str


class Read(NamedTuple):
    """What we read: the catalog, the lines and reasons of warnings; or why the whole file was refused.

    ``loose`` are the lines and tables of keys to tables that the file does not make: a part of a dump is read as such,
    so these count as told where the server refused the statement.
    """

    facts: Facts | None
    warnings: tuple[tuple[int, str], ...]
    loose: tuple[tuple[int, str], ...] = ()


class Verdict(NamedTuple):
    """The differences of which no warning tells, and the warnings that nothing explains."""

    untold: tuple[str, ...]
    idle: tuple[tuple[int, str], ...]
    told: int
    refused: bool


class Psql:
    """Runs scripts on a server, each in an empty database."""

    def __init__(self, server: Server) -> None:
        self.server = server
        for name in (DATABASE, OTHER_DATABASE):
            server.drop_database(name)
            server.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        self._used: tuple[str, ...] = ()
        self._folder = tempfile.TemporaryDirectory()
        self.file = Path(self._folder.name) / "schema.sql"

    def close(self) -> None:
        for name in (DATABASE, OTHER_DATABASE):
            self.server.drop_database(name)
        self._folder.cleanup()

    def run(self, text: bytes) -> Ran:
        for name in self._used:
            self.server.execute(_CLEAN, name)
        self._used = (DATABASE, OTHER_DATABASE) if OTHER_DATABASE.encode() in text else (DATABASE,)
        for (statements,) in self.server.execute(_RESET):
            self.server.execute(statements)
        self.file.write_bytes(text)
        command = [str(self.server.bin / "psql"), "-X", "-q", "-h", str(self.server.socket), "-U", "postgres"]
        done = subprocess.run(
            [*command, "-d", DATABASE, "-f", str(self.file)],
            check=False, capture_output=True, stdin=subprocess.DEVNULL, timeout=60, cwd=self._folder.name,
        )  # fmt: skip
        errors = tuple((int(found[1]), found[2].decode(errors="replace")) for found in _ERROR.finditer(done.stderr))
        self._wait()
        facts = server_facts(self.server, DATABASE)
        return Ran(facts, errors, done.returncode == 3, done.stderr.decode(errors="replace"))

    def _wait(self) -> None:
        """Wait for psql's connection to end: until then its temporary tables are there."""
        for _ in range(200):
            if not self.server.execute(_CONNECTED, DATABASE):
                return
            time.sleep(0.01)

    def read(self, text: bytes) -> Read:
        return read(self.file, text)


def read(file: Path, text: bytes) -> Read:
    """Return what we read of a script; where it leads through several databases, of the one that psql began in."""
    file.write_bytes(text)
    try:
        try:
            catalog = read_catalog([str(file)], database=DATABASE)
        except OndeleteError as error:
            if "there is no database" not in str(error):
                raise
            catalog = read_catalog([str(file)])
    except OndeleteError as error:
        return Read(None, ((getattr(error, "line", None) or 1, str(error)),))
    warnings = tuple((entry.location.line, entry.reason) for entry in catalog.skipped)
    loose = tuple(
        (each.location.line, each.table.name)
        for each in (*catalog.foreign_keys, *catalog.indexes, *catalog.triggers, *catalog.rules)
        if _is_loose(each, catalog)
    )
    return Read(catalog_facts(catalog), warnings, loose)


def _is_loose(each: Any, catalog: Catalog) -> bool:
    """Whether something is on a table, or references one, that is not in the file, or comes later in it."""
    found = [catalog.tables.get(name) for name in (each.table, getattr(each, "referenced_table", each.table))]
    return any(table is None or table.location.line > each.location.line for table in found)


def judge(pieces: list[Piece], ran: Ran, ours: Read) -> Verdict:
    places = _Places(pieces, ran, ours)
    if ours.facts is None:
        line, reason = ours.warnings[0]
        fair = _is_fair(reason, ran) or any(p.kind == "broken" or p.noisy for p in places.up_to(line))
        return Verdict(() if fair else (f"refused in line {line}: {reason}",), (), 0, refused=True)
    found = list(differences(ours.facts, ran.facts))
    told = [names for *_, names in found if places.is_told(names, ours)]
    different = frozenset[str]().union(*told)
    left = [each for each in found if each[-1] not in told]
    # What fails on the server because something else is missing there, of which there is word, is told too.
    while follows := [each for each in left if places.follows(each[-1], different)]:
        different = different.union(*(names for *_, names in follows))
        left = [each for each in left if each not in follows]
    untold = tuple(f"{what} {name}: ours {one}, the server's {other}" for what, name, one, other, _ in left)
    different = frozenset[str]().union(*(names for *_, names in found))
    idle = tuple(
        (line, reason)
        for line, reason in ours.warnings
        if not places.explains(line) and not places.tells(line, different, reason)
    )
    return Verdict(untold, idle, len(found) - len(untold), refused=False)


def _is_fair(reason: str, ran: Ran) -> bool:
    """Whether a whole file may be refused: there is nothing in it, or psql trips over the same thing."""
    if "neither a table" in reason:
        return not ran.facts["tables"] or "could not be understood" in reason
    told = (
        "unterminated",
        "invalid command \\\n",
        "invalid byte sequence",
        "has no equivalent",
        "syntax error at end",
        "syntax error",
    )
    return (
        "several databases" in reason
        or "error message" in reason
        or "UTF-8 or UTF-16" in reason
        or any(word in ran.stderr for word in told)
    )


class _Places:
    """Which piece stands where, and how far what it does reaches."""

    def __init__(self, pieces: list[Piece], ran: Ran, ours: Read) -> None:
        self._pieces = pieces
        self._starts, line = [], 1
        for piece in pieces:
            self._starts.append(line)
            line += piece.text.count(b"\n")
        self._failed = {index for line, _ in ran.errors for index in self._at(line)}
        self._blocks = [*self._transactions(), *self._groups()]
        self._other = {
            index
            for line, said in ran.errors
            for index in self._at(line)
            if self._pieces[index].kind == "message" or _MESSAGE.search(said) or self._is_of_a_part(index, said)
        }
        # What a statement needs that has failed for that reason is missing too.
        self._missing = frozenset[str]().union(*(pieces[index].names for index in self._other))
        for index in sorted(self._failed):
            if pieces[index].names & self._missing and self._other and index > min(self._other):
                self._missing |= pieces[index].names
        self._stop = max(self._failed, default=-1) if ran.stopped else None
        loose = {index for line, _ in ours.loose for index in self._at(line)}
        # An error of what psql sends at once has the line of its end.
        loose = {index for index in loose if index in self._failed or any(index in group for group in self._groups())}
        unseen = [index for line, said in ran.errors for index in self._at(line) if self._is_beyond(index, said)]
        unseen += loose
        unseen += [index for index in self._failed if pieces[index].kind == "message"]
        unseen += [index for line, said in ran.errors for index in self._at(line) if _MESSAGE.search(said)]
        unseen += [index for line, said in ran.errors for index in self._at(line) if self._is_of_a_part(index, said)]
        self._beyond = [(index, index + 1) for index in unseen]
        # What a block undoes, or a script loses at its end, because of such an error.
        self._beyond += [(block.start, block.stop) for block in self._blocks if any(index in block for index in unseen)]
        # A SET of the encoding that a server passes over, after an error in a block that is rolled back.
        self._beyond += [
            (index, index + 1)
            for line, said in ran.errors
            for index in self._at(line)
            if "transaction is aborted" in said and pieces[index].kind in ("encoding", "conforming strings")
        ]
        if ran.stopped and self._stop in unseen:
            self._beyond.append((self._stop, len(pieces)))

    def _is_of_a_part(self, index: int, said: str) -> bool:
        """Whether psql misses a schema, table or function that no piece before makes: a part of a dump has none."""
        before = [piece for at, piece in enumerate(self._pieces[:index]) if self._surely_runs(at)]
        if found := _NO_SCHEMA.search(said):
            return not any(found[1] in piece.names and "schema" in piece.kind for piece in before)
        if _NO_PATH in said:
            made = frozenset[str]().union(*(piece.names for piece in before if "schema" in piece.kind))
            paths = [piece for piece in self._pieces[:index] if piece.kind in ("search path", "set for later")]
            named = frozenset[str]().union(*(piece.names for piece in paths))
            nowhere = any(b"nowhere" in piece.text for piece in self._pieces[:index])
            return nowhere or bool(named - made - {"public"})
        if found := _NO_RELATION.search(said):
            name = found[1].rpartition(".")[2]
            return not any(name in piece.names and piece.kind not in _NEVER_MAKE for piece in self._pieces[:index])
        found = _NO_FUNCTION.search(said)
        return found is not None and not any(found[1] in piece.names and piece.kind == "function" for piece in before)

    def _surely_runs(self, index: int) -> bool:
        """Whether a piece stands in no branch of a condition, nor in a block that may be rolled back."""
        in_block = any(index in block for block in self._blocks)
        return not in_block and not any(piece.kind == "if" for piece in self._pieces[:index])

    def _at(self, line: int) -> range:
        """Return the pieces that have a part of a line."""
        last = bisect.bisect_right(self._starts, line) - 1
        first = last
        while first > 0 and (self._starts[first] == line) and not self._pieces[first - 1].text.endswith(b"\n"):
            first -= 1
        return range(max(first, 0), last + 1)

    def up_to(self, line: int) -> list[Piece]:
        return self._pieces[: self._at(line).stop]

    def _is_beyond(self, index: int, said: str) -> bool:
        piece = self._pieces[index]
        is_query = _QUERY.match(piece.text) is not None and "does not exist" in said
        return is_query or _BEYOND.search(said) is not None

    def _groups(self) -> Iterator[range]:
        """Yield what psql may send at once: for it a string of two lines is two, so that it misses ends."""
        for start, piece in enumerate(self._pieces):
            if b"E'" in piece.text.upper() and JOINED.search(piece.text):
                yield from (range(start, index + 1) for index in self._failed if start < index)

    def _transactions(self) -> Iterator[range]:
        start = None
        for index, piece in enumerate(self._pieces):
            begins = piece.kind == "begin" or (piece.kind == "several at once" and b" begin " in piece.text)
            if begins and start is None:
                start = index
            elif piece.kind in ("end of transaction", "connect", "quit") and start is not None:
                yield range(start, index + 1)
                start = index if b"chain" in piece.text else None
        if start is not None:
            yield range(start, len(self._pieces))

    def explains(self, line: int) -> bool:
        """Whether a warning in that line needs no difference: psql complained there, or nobody could know better."""
        return any(index in self._failed or self._pieces[index].noisy for index in self._at(line))

    def is_told(self, names: frozenset[str], ours: Read) -> bool:
        """Whether a warning tells of a difference, or it is none of this fuzz's business."""
        return (
            any(self.tells(line, names, reason) for line, reason in ours.warnings)
            or any(table in names and self.failed(line) for line, table in ours.loose)
            or self.is_of_another_kind(names)
        )

    def follows(self, names: frozenset[str], told: frozenset[str]) -> bool:
        """Whether a statement that failed, or changed a thing of which there is word, brought a difference about."""
        kinds = ("alter", "rename", "table from", "table like", "view")
        changed = {index for index, piece in enumerate(self._pieces) if piece.kind.startswith(kinds)}
        touched = [self._pieces[index].names for index in self._failed | changed]
        if any(each & names and each & told for each in touched):
            return True
        # A statement that failed for that reason has undone its transaction.
        failed = [index for index in self._failed if self._pieces[index].names & told]
        undone = [block for block in self._blocks if any(index in block for index in failed)]
        return any(self._pieces[at].names & names for block in undone for at in block)

    def is_of_another_kind(self, names: frozenset[str]) -> bool:
        """Whether psql refused a statement for what is none of this fuzz's business, or what a reader must bear."""
        return bool(self._missing & names) or any(
            self._concerns(at, names) for start, end in self._beyond for at in range(start, end)
        )

    def _concerns(self, index: int, names: frozenset[str]) -> bool:
        """Whether a piece touches one of the names, or changes how a later piece that does is read or run."""
        piece = self._pieces[index]
        return bool(piece.names & names) or (piece.reaches and self._come_later(index, names))

    def _come_later(self, index: int, names: frozenset[str]) -> bool:
        return any(self._pieces[at].names & names for at in range(index + 1, len(self._pieces)))

    def failed(self, line: int) -> bool:
        return any(index in self._failed for index in self._at(line))

    def tells(self, line: int, names: frozenset[str], reason: str) -> bool:
        """Whether a warning in that line tells of a difference in things of these names."""
        lasting = _LASTING.search(reason) is not None
        undoes = "undoes the transaction" in reason
        return any(self._reaches(index, names, lasting=lasting, undoes=undoes) for index in self._at(line))

    def _reaches(self, index: int, names: frozenset[str], *, lasting: bool, undoes: bool) -> bool:
        piece = self._pieces[index]
        if piece.names & names:
            return True
        if (lasting or piece.reaches or index == self._stop) and self._come_later(index, names):
            return True
        closing = undoes or index in self._failed or piece.kind == "end of transaction"
        return closing and any(
            index in block and any(self._pieces[at].names & names for at in block) for block in self._blocks
        )


def differences(ours: Facts, theirs: Facts) -> Any:
    """Yield kind, name, our facts, theirs, and the names of all objects that are involved."""
    theirs = dict(theirs)
    parts = theirs.pop("parts")
    theirs["indexes"] = {n: index for n, index in theirs["indexes"].items() if n in ours["indexes"] or n not in parts}
    for what, facts in theirs.items():
        if what == "firing order":
            continue
        mine = ours[what]
        for name in sorted(mine.keys() | facts.keys()):
            # Views and sequences go with what they hang on, which we do not follow: they hold no rows.
            if mine.get(name) != facts.get(name) and what != "others":
                yield what, name, mine.get(name), facts.get(name), _names(what, name, mine.get(name), facts.get(name))
    yield from _order(ours["firing order"], theirs["firing order"])


def _order(ours: list[Any], theirs: list[Any]) -> Any:
    common = set(ours) & set(theirs)
    mine, facts = ([key for key in keys if key in common] for keys in (ours, theirs))
    if mine != facts:
        wrong = [name for one, other in zip(mine, facts, strict=True) if one != other for name in (one, other)]
        yield "firing order", "", mine, facts, frozenset().union(*(_split(str(part)) for key in wrong for part in key))


def _names(what: str, name: Any, *facts: Any) -> frozenset[str]:
    found = set[str]()
    for part in name if isinstance(name, tuple) else (name,):
        found |= _split(str(part))
    for fact in facts:
        if fact is not None and what == "foreign keys":
            found |= _split(fact[1])
        if fact is not None and what == "tables":
            found |= frozenset().union(*(_split(parent) for parent in fact[2]))
    return frozenset(found)


def _split(name: str) -> frozenset[str]:
    """Return the schema and the name of ``schema.name``, and a name alone."""
    schema, dot, rest = name.partition(".")
    return frozenset((schema, rest)) if dot else frozenset((name,))


def line_numbers(text: bytes) -> str:
    return "\n".join(f"{number:3} {line!r}" for number, line in enumerate(text.split(b"\n"), 1))


def smallest(pieces: list[Piece], bad: Any) -> list[Piece]:
    """Return as few pieces as show what the whole script shows."""
    size = max(len(pieces) // 2, 1)
    while True:
        for start in range(0, len(pieces), size):
            fewer = pieces[:start] + pieces[start + size :]
            if fewer and bad(fewer):
                pieces = fewer
                break
        else:
            if size == 1:
                return pieces
            size //= 2


def report(pieces: list[Piece], ran: Ran, ours: Read, verdict: Verdict) -> str:
    return "\n".join(
        [
            line_numbers(text_of(pieces)),
            *(f"UNTOLD {each}" for each in verdict.untold),
            *(f"idle warning in line {line}: {reason}" for line, reason in verdict.idle),
            *(f"warning in line {line}: {reason}" for line, reason in ours.warnings),
            f"psql: {ran.stderr[:2000].replace(chr(10), ' | ')}",
        ]
    )
