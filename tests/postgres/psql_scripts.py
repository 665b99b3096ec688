"""Random psql scripts, made of pieces that say which names they touch and how far what they change reaches.

A kind of piece is a function that is given the ``World`` so far and yields pieces; the modules ``psql_pieces_*``
register theirs. The world is only a guess of what exists, so that most statements run: the server is the judge.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

DATABASE, OTHER_DATABASE = "fuzz", "other"
MODULES = ("ddl", "functions", "session", "transactions", "psql", "text", "data")


class Piece(NamedTuple):
    """Some whole statements or commands of a script.

    Attributes: ``names`` are those of the objects that it makes, changes or drops, as the server folds them;
    ``reaches`` says that it changes how everything after it is read or run; ``noisy`` says that a warning is fair
    whatever it does (a DO block: nobody reads its code).
    """

    text: bytes
    kind: str
    names: frozenset[str] = frozenset()
    reaches: bool = False
    noisy: bool = False


class Name(NamedTuple):
    """An object: its name, and that as SQL, with its schema where the path may not find it."""

    name: str
    sql: str
    schema: str | None = None

    @property
    def full(self) -> str:
        return self.sql if self.schema is None else f"{self.schema}.{self.sql}"

    @property
    def known(self) -> frozenset[str]:
        return frozenset((self.name,))


class World:
    """What a script has made so far, as far as its maker knows."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.schemas = ["public"]
        self.tables: list[Name] = []
        self.functions: list[tuple[Name, frozenset[str]]] = []
        self.variables: dict[str, tuple[str, frozenset[str]]] = {}
        self.path = "public"
        self.codec = "utf-8"
        self.conforming = True
        self.in_transaction = False
        self.depth = 0
        self._count = 0

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, *choices: str) -> str:
        return self.random.choice(choices)

    def new(self, letter: str, *, odd: float = 0.15) -> Name:
        """Return a name that no other object of the script has, sometimes one that only quotes can write."""
        self._count += 1
        plain = f"{letter}{self._count}"
        if not self.chance(odd):
            return Name(plain, self.pick(plain, plain, f'"{plain}"', plain.upper()))
        if self.conforming and self.chance(0.2):
            return Name(plain, 'U&"' + "".join(f"\\{ord(c):04x}" for c in plain) + '"')
        tail = self.random.choice([*";'()-$", "--", "/*", "*/", "$$", '"', " ", "\\", ":x", "é", "表", "A", "::", "\t"])
        if tail.isascii() or self._writes(tail):
            plain += tail
        return Name(plain, '"' + plain.replace('"', '""') + '"')

    def _writes(self, text: str) -> bool:
        try:
            return text.encode(self.codec).decode(self.codec) == text
        except UnicodeError:
            return False

    def new_table(self) -> Name:
        """Return a table that is about to be made: mostly without a schema, by the path."""
        made = self.new("t")
        found = made._replace(schema=self.a_schema()) if self.chance(0.2) else made
        # The path that the maker believes in is where it is looked for later.
        self.tables.append(found._replace(schema=found.schema or self.path))
        return found

    def a_schema(self) -> str:
        return self.random.choice(self.schemas)

    def a_table(self) -> Name:
        """Return a table that probably exists, or one that was dropped, or none."""
        if not self.tables:
            return Name("missing", "missing")
        found = self.random.choice(self.tables[-6:])
        return found if self.chance(0.7) else found._replace(schema=None)

    def encode(self, text: str) -> bytes:
        return text.encode(self.codec, "replace")

    def piece(self, text: str, kind: str, names: frozenset[str] | set[str] = frozenset(), **flags: bool) -> Piece:
        """Return a piece in the encoding of the moment; a line end follows it."""
        return Piece(self.encode(text) + b"\n", kind, frozenset(names), **flags)


Kind = "Callable[[World], Iterator[Piece]]"
KINDS: list[tuple[Callable[[World], Iterator[Piece]], int]] = []


def kind(weight: int) -> Callable[[Callable[[World], Iterator[Piece]]], Callable[[World], Iterator[Piece]]]:
    """Register a kind of piece, which is drawn ``weight`` times as often as one of weight 1."""

    def register(function: Callable[[World], Iterator[Piece]]) -> Callable[[World], Iterator[Piece]]:
        KINDS.append((function, weight))
        return function

    return register


def some_pieces(world: World, number: int) -> Iterator[Piece]:
    """Yield the pieces of so many kinds."""
    functions, weights = zip(*KINDS, strict=True)
    for function in world.random.choices(functions, weights, k=number):
        yield from function(world)


def script(random: Random, *, longest: int = 9) -> list[Piece]:
    """Return a script: pieces, and at last a table with a key that every script has."""
    world = World(random)
    made = [world.piece("create table za (id int primary key);", "table", {"za"})]
    world.tables.append(Name("za", "za", "public"))
    made += some_pieces(world, random.randint(2, longest))
    made += [
        world.piece("create table zp (id int primary key);", "table", {"zp"}),
        world.piece("create table zc (p int references zp on delete cascade);", "table", {"zc"}),
    ]
    return _with_line_ends(made, random)


def _with_line_ends(pieces: list[Piece], random: Random) -> list[Piece]:
    """Sometimes change all line ends, or begin with a byte order mark."""
    style = random.random()
    if style < 0.06:
        pieces = [piece._replace(text=piece.text.replace(b"\n", b"\r\n")) for piece in pieces]
    elif style < 0.1:
        pieces = [
            piece._replace(text=piece.text.replace(b"\n", b"\r\n")) if random.random() < 0.5 else piece
            for piece in pieces
        ]
    elif style < 0.13:
        # Two pieces on one line: what stands after a statement on its line counts too.
        pieces = [
            piece._replace(text=piece.text[:-1] + b" ")
            if piece.kind in ("table", "schema", "set", "index") and random.random() < 0.5
            else piece
            for piece in pieces
        ]
    if random.random() < 0.04:
        pieces.insert(0, Piece(b"\xef\xbb\xbf", "mark"))
    return pieces


def text_of(pieces: list[Piece]) -> bytes:
    return b"".join(piece.text for piece in pieces)


for _name in MODULES:
    importlib.import_module(f"psql_pieces_{_name}")


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
