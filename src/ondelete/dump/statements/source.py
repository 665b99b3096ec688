"""From files to statements: the files are opened, decoded and cut, and one database is chosen."""

from __future__ import annotations

import re
from contextlib import closing
from functools import partial
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from ondelete.catalog import Location, Migrations
from ondelete.dump.input.byte_order import as_utf8
from ondelete.dump.input.detect_format import HEAD, certainly, probably
from ondelete.dump.input.messages import without_messages
from ondelete.dump.input.session import Session
from ondelete.dump.input.streams import open_bytes
from ondelete.dump.migrations.later import later_programs
from ondelete.dump.migrations.placeholders import NO_VARIABLES, way_up
from ondelete.dump.migrations.sources import is_folder, plan_of, tool_of
from ondelete.dump.statements.cutter import Cutter
from ondelete.dump.statements.databases import named_database, only_database
from ondelete.dump.statements.functions import CalledNames
from ondelete.dump.statements.includes import Includes
from ondelete.dump.statements.pieces import Connect
from ondelete.dump.statements.scripts import run_by
from ondelete.errors import UnreadableSchema
from ondelete.rails.schema_file.recognition import UNSAID, is_schema_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import ExitStack

    from ondelete.catalog import Skipped
    from ondelete.dump.input.reading import Read
    from ondelete.dump.migrations.plan import Script
    from ondelete.dump.migrations.sources import Plan
    from ondelete.dump.statements.pieces import Part, Piece

NO_TEXTS: Mapping[str, bytes] = MappingProxyType({})
_DUMPED_FROM = re.compile(rb"(?m)^-- Dumped from database version (\d{1,3})(?!\d)")


_IS_SQL = re.compile(rb"\s*+(?:--|/\*[^!M]|(?i:create|alter|drop|insert|update|set|begin|do|comment|select|with)\s)")


class Statements:
    """The statements of all files in order, as if they were one schema; iterate over them once.

    Attributes:
        dumped_from: the server's major version that pg_dump wrote at the head of a file, of the first file read so far
            that has one.
        unsaid: what the files read so far cannot say, each a sentence or two.
        files: the files read so far.
        migrations: the folders of migrations read so far, and the files with both ways.
        notes: what is odd in them and takes nothing from an answer.
    """

    def __init__(
        self,
        names: Sequence[str],
        database: str | None,
        watch: Callable[[int], None] | None,
        max_memory: int | None,
        variables: Mapping[str, str],
        texts: Mapping[str, bytes],
    ) -> None:
        self.dumped_from: int | None = None
        self.unsaid: tuple[str, ...] = ()
        self.files: list[str] = []
        self.migrations: list[Migrations] = []
        self.notes: list[Skipped] = []
        self._names, self._database, self._watch, self._max_memory = names, database, watch, max_memory
        self._variables, self._texts = variables, texts
        self._heads: dict[str, bytes] = {}
        self._seen: dict[str, None] = {}
        self._functions = CalledNames()

    def head_of(self, name: str) -> bytes:
        """Return how the text of a file begins, as far as it has been read: some ``HEAD`` bytes, in UTF-8."""
        return self._heads.get(name, b"")

    def __iter__(self) -> Iterator[Piece]:
        for name in self._names:
            if name not in self._texts and is_folder(name):
                yield from self._folder(plan_of(name))
            else:
                yield from self._file(name, None, None)
                if name not in self._texts and Path(name).is_file():
                    yield from later_programs(Path(name))
        if self._database is not None and self._database not in self._seen:
            listed = ", ".join(self._seen) or r"none: they hold no \connect, so leave out --database"
            reason = f"there is no database {self._database}. The databases here: {listed}"
            raise UnreadableSchema(", ".join(self._names), reason)

    def _folder(self, plan: Plan) -> Iterator[Piece]:
        """Yield the statements of a folder of migrations, in the order in which its tool runs them."""
        tool, name = plan.tool, plan.folder.name
        self.notes += plan.steps.notes
        self.migrations.append(Migrations(name, tool.name, tuple(map(plan.shown, plan.steps.scripts))))
        yield from plan.unread
        with closing(plan.folder):
            for script in plan.steps.scripts:
                if tool.begins_anew:
                    yield Connect(None, Location(plan.shown(script), 1))
                yield from self._file(plan.shown(script), plan, script)
        self._heads[name] = self._heads[plan.shown(plan.steps.scripts[0])]

    def _file(self, name: str, plan: Plan | None, script: Script | None) -> Iterator[Piece]:
        """Yield the statements of a file, of its way up alone if it holds both."""
        opener = None if plan is None or script is None else partial(plan.folder.open, script.path)
        text = self._texts.get(name) if plan is None else None
        if text is not None:
            opener = partial(_opened, text)
        with open_bytes(name, self._watch, self._max_memory, opener) as (head, read):
            head, read, recoded = as_utf8(head, read)
            self._note(name, head)
            if plan is None and is_schema_file(name, head):
                from ondelete.dump.statements.schema_rb import schema_pieces  # few files are Ruby

                self.unsaid = (UNSAID,)
                yield from schema_pieces(name, read)
                return
            tool = plan.tool if plan is not None else tool_of(head)
            if plan is None and tool is not None:
                self.migrations.append(Migrations(name, tool.name, (name,)))
            lines = script.lines if script is not None else tool.lines if tool is not None else None
            read = way_up(without_messages(read, head), name, lines() if lines else None, self._variables)
            session = Session(name, recoded=recoded, variables=self._variables)
            cutter = Cutter(read, name, functions=self._functions, session=session)
            if tool is not None and len(head) < HEAD and b"\\" not in head and _IS_SQL.match(head):
                # A short file without commands of psql, as most migrations are, goes the short way.
                yield from run_by(tool, cast("Iterable[Piece]", cutter), Location(name, 1), head)
                return
            includes = Includes("-" if text is not None else name, partial(self._included, session))
            pieces = _cut(name, head, includes.followed(cutter, name), self._database, self._seen)
            yield from pieces if tool is None else run_by(tool, pieces, Location(name, 1), head)

    def _included(self, session: Session, name: str, opener: Callable[[ExitStack], Read] | None) -> Iterator[Part]:
        r"""Yield the pieces of a file that ``\\i`` reads, in the session of the one that names it."""
        with open_bytes(name, self._watch, self._max_memory, opener) as (head, read):
            head, read, recoded = as_utf8(head, read)
            if reason := certainly(name, head):
                raise UnreadableSchema(name, reason)
            self._note(name, head)
            read = without_messages(read, head)
            yield from Cutter(read, name, recoded=recoded, functions=self._functions, session=session)

    def _note(self, name: str, head: bytes) -> None:
        self.files.append(name)
        self._heads[name] = head
        if self.dumped_from is None and (found := _DUMPED_FROM.search(head)) is not None:
            self.dumped_from = int(found[1])


def read_statements(
    names: Sequence[str],
    *,
    database: str | None = None,
    watch: Callable[[int], None] | None = None,
    max_memory: int | None = None,
    variables: Mapping[str, str] = NO_VARIABLES,
    texts: Mapping[str, bytes] = NO_TEXTS,
) -> Statements:
    r"""Return the statements of all files in order, as if they were one schema.

    Row data is passed over. What psql would do and a reader of text cannot (``\\i``, ``\\gexec``, ``\\if``) comes as
    ``Skipped``.

    Args:
        names: files, folders of migrations, ``-`` for standard input, or ``REV:path`` for a file at a git revision;
            plain or compressed, in any encoding that the file names itself.
        database: which one of a file that leads through several, as pg_dumpall's does.
        watch: called with the number of bytes of the files after each read.
        max_memory: the MiB that undoing the compression of a file may take, if not the usual.
        variables: what replaces the placeholders of the files, by their names.
        texts: what stands in some of the names, which are no files then.

    Raises:
        UnreadableSchema: while iterating: a file cannot be opened, is no SQL dump, ends in the middle of a statement,
            is in another encoding than it says, or holds several databases and none is chosen.
    """
    return Statements(names, database, watch, max_memory, variables, texts)


def _opened(text: bytes, _stack: ExitStack) -> Read:
    return BytesIO(text).read


def _cut(
    name: str, head: bytes, cutter: Iterable[Piece], database: str | None, seen: dict[str, None]
) -> Iterator[Piece]:
    if reason := certainly(name, head):
        raise UnreadableSchema(name, reason)
    try:
        if database is None:
            yield from only_database(cutter, name)
        else:
            yield from named_database(cutter, database, seen)
    except UnreadableSchema as error:
        # A dump of another product breaks PostgreSQL's rules somewhere: say the cause, not the symptom.
        if reason := probably(name, head):
            raise UnreadableSchema(name, reason) from error
        raise
