"""Whether a reader was told where what we make of a script differs from what psql makes of it.

A difference is forgiven only where a warning stands in a piece that can have caused it: one that names an object of
the difference, or one that changes how what follows is read or run and stands before the last piece that names such
an object. A statement that failed in a transaction, and the end of that transaction, count for all pieces of it.
"""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING, NamedTuple

from psql_runs import differences
from psql_scripts import text_of

from ondelete.dump.input.lexer import JOINED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from psql_runs import Ran, Read
    from psql_scripts import Piece

# What a message of pg_dump has broken is read as pg_dump meant it (docs/security.md).
_MESSAGE = re.compile('near "(?:pg_dump|pg_dumpall|pg_restore|psql)"')
# A part of a dump names schemas and functions that are not in it.
_NO_SCHEMA = re.compile('schema "([^"]*)" does not exist')
_NO_FUNCTION = re.compile(r'function "?([^"(]*)"?\(')
_NO_RELATION = re.compile('relation "(.*)" does not exist')
# Kinds of pieces that name tables and make none.
_NEVER_MAKE = ("key", "rows", "alter", "drop", "drop as another kind", "index", "trigger", "error")
_NO_PATH = "no schema has been selected to create in"
# What fails because of rows, or because of what a server alone knows: no reader of a schema sees it.
_BEYOND = re.compile(
    "division by zero|violates|invalid input|null value|duplicate key|has more|but expression is of type|operator does"
    "|cannot insert|missing data|extra data"
    "|no parameter|invalid value|configuration parameter"
    "|prepared transaction|extension|could not open|cannot copy|cursor"
    "|before any query"
)
_QUERY = re.compile(rb"(?i)\s*(?:insert|select|update|delete|lock|truncate|merge|grant|comment)\b")
_RUNS = re.compile(r"runs the function (?:.*\.)?(.*)\(\)")
# Reasons of warnings that speak of all that follows.
_LASTING = re.compile(
    "no command of psql|refuses bare names|never committed|psql stops|would stop|psql undoes|counts here"
    "|it is read as UTF-8|is not made in this file|search path, which is not used"
    "|only one branch of this condition|rows for statements|comes first in the search path|without quotes around it"
)


class Verdict(NamedTuple):
    """The differences of which no warning tells, and the warnings that nothing explains."""

    untold: tuple[str, ...]
    idle: tuple[tuple[int, str], ...]
    told: int
    refused: bool


def judge(pieces: list[Piece], ran: Ran, ours: Read) -> Verdict:
    places = _Places(pieces, ran, ours)
    if ours.facts is None:
        line, reason = ours.warnings[0]
        fair = _is_fair(reason, ran) or any(p.kind == "broken" or p.noisy or _is_joined(p) for p in places.up_to(line))
        fair = fair or places.stops_out_of_sight(line)
        return Verdict(() if fair else (f"refused in line {line}: {reason}",), (), 0, refused=True)
    found = list(differences(ours.facts, ran.facts))
    told = [names for *_, names in found if places.is_told(names, ours)]
    # What a warning speaks of may have got another name since.
    different = frozenset[str]().union(*told, *(piece.names for line, _ in ours.warnings for piece in places.of(line)))
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


def _is_joined(piece: Piece) -> bool:
    """Whether a string goes on in another line, as an escape string for PostgreSQL and not for psql."""
    return b"E'" in piece.text.upper() and JOINED.search(piece.text) is not None


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
        unseen += [index for group in self._groups() for index in group if pieces[index].kind == "message"]
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

    def stops_out_of_sight(self, line: int) -> bool:
        """Whether psql stops before a line, by an error that no reader of a schema sees."""
        stop = self._stop
        unseen = stop is not None and any(start <= stop < end for start, end in self._beyond)
        return stop is not None and unseen and stop < self._at(line).start

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

    def of(self, line: int) -> list[Piece]:
        return [self._pieces[index] for index in self._at(line)]

    def up_to(self, line: int) -> list[Piece]:
        return self._pieces[: self._at(line).stop]

    def _is_beyond(self, index: int, said: str) -> bool:
        piece = self._pieces[index]
        is_query = _QUERY.match(piece.text) is not None and "does not exist" in said
        return is_query or _BEYOND.search(said) is not None

    def _groups(self) -> Iterator[range]:
        """Yield what psql may send at once: for it a string of two lines is two, so that it misses ends."""
        for start, piece in enumerate(self._pieces):
            if _is_joined(piece):
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
        if "statement before this" in reason and any(
            self._pieces[index - 1].names & names for index in self._at(line) if index
        ):
            return True
        lasting = _LASTING.search(reason) is not None
        undoes = "undoes the transaction" in reason
        if (runs := _RUNS.search(reason)) and any(
            b"create function" in each.text.lower() and runs[1].encode() in each.text.lower() and each.names & names
            for each in self._pieces
        ):
            return True
        return any(self._reaches(index, names, lasting=lasting, undoes=undoes) for index in self._at(line))

    def _reaches(self, index: int, names: frozenset[str], *, lasting: bool, undoes: bool) -> bool:
        piece = self._pieces[index]
        if piece.names & names:
            return True
        if (lasting or piece.reaches or index == self._stop) and self._come_later(index, names):
            return True
        # A group that psql sends at once has its error in the line of its end.
        is_group = any(index == group.start for group in self._groups())
        closing = undoes or is_group or index in self._failed or piece.kind == "end of transaction"
        return closing and any(
            index in block and any(self._pieces[at].names & names for at in block) for block in self._blocks
        )


def line_numbers(text: bytes) -> str:
    return "\n".join(f"{number:3} {line!r}" for number, line in enumerate(text.split(b"\n"), 1))


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
