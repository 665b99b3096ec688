"""Hostile schema files by number: a piece of a real one, cut, doubled, spliced, renamed, recoded, compressed or torn.

``mutated(seed)`` gives the same bytes for the same seed and the same sources, so that a seed is all one must publish.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HOME = Path(__file__).resolve().parents[2]
MORE = HOME.parent / "shared"
"""Files beside a checkout that are read if they are there: more schemas, and small cases."""

LARGEST = 12_000  # bytes of a source that one input takes: many small inputs find more than a few large ones
_CUT = re.compile(rb"(?<=;)\n")
_WORD = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*+")

TOKENS = rb"""
    ( ) [ ] { } , ; : :: := . .. ' " $ $$ $a$ -- /* */ \ \\ \. \; \gexec \if \endif \q \set \connect \copy `x` @ # % ^
    E' U&' U&" B' X' '' "" = <> -> ->> ~ ~* !~ || + - * / < 0 1 -1 1e9 9223372036854775808 1.5 .5 NaN
    NULL DEFAULT TRUE CURRENT_TIMESTAMP CHECK PRIMARY KEY UNIQUE REFERENCES FOREIGN CASCADE RESTRICT SET NO ACTION
    DEFERRABLE INITIALLY DEFERRED NOT VALID MATCH FULL PARTITION BY OF FOR VALUES FROM TO IN WITH (MODULUS REMAINDER
    MINVALUE MAXVALUE LIST RANGE HASH INHERITS INHERIT ATTACH DETACH LIKE INCLUDING ALL GENERATED ALWAYS AS STORED
    VIRTUAL IDENTITY SERIAL bigint integer text jsonb int4range point box numeric varchar(3) bit(1) "char" interval
    COLLATE "C" USING gist btree hash INCLUDE WHERE OPERATOR(pg_catalog.=) ANY ARRAY ROW CAST CASE WHEN THEN ELSE END
    EXCLUDE TABLE CREATE DROP ALTER RENAME COLUMN CONSTRAINT INDEX TRIGGER RULE DOMAIN TYPE SCHEMA VIEW FUNCTION
    search_path set_config( standard_conforming_strings client_encoding TEMP UNLOGGED ONLY IF EXISTS NULLS DISTINCT
    PERIOD WITHOUT OVERLAPS ENFORCED COPY FROM stdin; INSERT INTO VALUES DO $$BEGIN EXECUTE ROLLBACK BEGIN COMMIT
""".split()
BYTES = (b"\0", b"\r", b"\n\n", b"\t", b"\x1a", b"\xff", b"\xc3", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"\xef\xbb\xbf")
STATEMENTS = (
    b"ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c;",
    b"CREATE TABLE a (b int, c int) PARTITION BY LIST (b);",
    b"CREATE TABLE a PARTITION OF b DEFAULT;",
    b"ALTER TABLE a ATTACH PARTITION b DEFAULT;",
    b"ALTER TABLE a INHERIT b;",
    b"CREATE TABLE a AS SELECT 1 AS b;",
    b"ALTER TABLE a RENAME TO b;",
    b"ALTER TABLE a RENAME b TO c;",
    b"ALTER TABLE a DROP COLUMN b CASCADE;",
    b"ALTER TABLE a ALTER b TYPE text USING b::text;",
    b"ALTER TABLE a SET SCHEMA b;",
    b"DROP TABLE a CASCADE;",
    b"DROP SCHEMA public CASCADE;",
    b"CREATE DOMAIN a AS b CHECK (VALUE > 0);",
    b"CREATE TYPE a AS ENUM ('x', 'y');",
    b"CREATE UNIQUE INDEX ON a (b, (c + 1)) WHERE b IS NULL;",
    b"CREATE TRIGGER a BEFORE DELETE ON b FOR EACH ROW EXECUTE FUNCTION c();",
    b"CREATE RULE a AS ON DELETE TO b DO INSTEAD NOTHING;",
    b"ALTER TABLE a ADD PRIMARY KEY (b), ADD UNIQUE (c);",
    b"ALTER TABLE a ADD CHECK (b ~ '(x+)+$' AND c IN (1, 2) AND length(b) < 3);",
    b"ALTER TABLE a ADD CONSTRAINT x EXCLUDE USING gist (b WITH =);",
    b"ALTER TABLE a ADD FOREIGN KEY (b, c) REFERENCES a (c, b) ON DELETE SET NULL (b) ON UPDATE CASCADE DEFERRABLE;",
    b"SET search_path = a, b;",
    b"\\set a :b:b",
    b"COPY a (b) FROM stdin;\n1\n\\.",
    b"COMMENT ON TABLE a IS 'ondelete: ignore fk-indexed because x';",
)


@cache
def sources() -> tuple[bytes, ...]:
    """Return the texts that inputs are made of: the samples, the DDL of the tests, and what lies beside a checkout."""
    folders = (HOME / "samples", HOME / "tests" / "postgres" / "ddl", MORE / "cases", MORE / "corpus")
    files = sorted(file for folder in folders for file in folder.rglob("*.sql"))
    return tuple(file.read_bytes() for file in files)


def mutated(seed: int) -> bytes:
    """Return input number ``seed``."""
    random = Random(seed)
    text = _piece(random)
    for _ in range(random.choice((1, 1, 2, 3, 5, 8, 13))):
        text = random.choice(_MUTATIONS)(text, random)
    if random.random() < 0.04:
        text = random.choice(_WRAPPERS)(text[: 4 * LARGEST], random)
    return text[: 8 * LARGEST]


def _piece(random: Random) -> bytes:
    """Return some whole statements of a source, from its start or from anywhere."""
    source = random.choice(sources())
    if len(source) > LARGEST:
        start = source.find(b";\n", random.randrange(len(source))) + 2 if random.random() < 0.8 else 0
        source = source[start : start + random.randrange(200, LARGEST)]
    return source


def _spot(text: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(text) + 1)
    return start, min(len(text), start + int(random.paretovariate(0.6)))


def _delete(text: bytes, random: Random) -> bytes:
    start, end = _spot(text, random)
    return text[:start] + text[end:]


def _double(text: bytes, random: Random) -> bytes:
    start, end = _spot(text, random)
    times = random.choice((1, 1, 2, 10, 60))
    return text[:start] + text[start:end][: LARGEST // times] * times + text[start:]


def _insert(text: bytes, random: Random) -> bytes:
    start = random.randrange(len(text) + 1)
    return text[:start] + b" " + random.choice(TOKENS) + b" " + text[start:]


def _insert_raw(text: bytes, random: Random) -> bytes:
    start = random.randrange(len(text) + 1)
    return text[:start] + random.choice((*BYTES, bytes([random.randrange(256)]))) + text[start:]


def _replace_word(text: bytes, random: Random) -> bytes:
    words = [*_WORD.finditer(text[:LARGEST])]
    if not words:
        return text
    gone = random.choice(words)
    new = random.choice((*TOKENS, random.choice(words)[0], b"x" * random.choice((1, 62, 63, 64, 5000))))
    return text[: gone.start()] + new + text[gone.end() :]


def _rename(text: bytes, random: Random) -> bytes:
    """Give everything that has one name another one that is there too: keys to itself, columns that repeat."""
    words = list({word[0] for word in _WORD.finditer(text[:LARGEST]) if not word[0].isupper()})
    if not words:
        return text
    old, new = random.choice(sorted(words)), random.choice(sorted(words))
    return re.sub(rb"\b" + old + rb"\b", new, text)


def _splice(text: bytes, random: Random) -> bytes:
    start = random.randrange(len(text) + 1)
    return text[:start] + _piece(random)[:LARGEST] + text[start:]


def _statements(text: bytes, random: Random) -> bytes:
    """Shuffle, drop or repeat whole statements."""
    parts = _CUT.split(text)
    match random.randrange(3):
        case 0:
            random.shuffle(parts)
        case 1:
            parts = [part for part in parts if random.random() < 0.8]
        case 2:
            parts.insert(random.randrange(len(parts) + 1), random.choice(parts))
    return b"\n".join(parts)


def _statement(text: bytes, random: Random) -> bytes:
    """Add a statement of a rare form about names that are there."""
    words = [word[0] for word in _WORD.finditer(text[:LARGEST])] or [b"a"]
    names = {letter: random.choice(words) for letter in (b"a", b"b", b"c")}
    form = re.sub(rb"\b[abc]\b", lambda found: names[found[0]], random.choice(STATEMENTS))
    parts = _CUT.split(text)
    parts.insert(random.randrange(len(parts) + 1), form)
    return b"\n".join(parts)


def _tear(text: bytes, random: Random) -> bytes:
    return text[: random.randrange(len(text) + 1)]


def _nest(text: bytes, random: Random) -> bytes:
    start, end = _spot(text, random)
    opening, closing = random.choice(((b"(", b")"), (b"NOT (", b")"), (b"/*", b"*/"), (b"[", b"]"), (b"a + ", b"")))
    depth = random.choice((1, 5, 50, 1000, 3000))
    return text[:start] + opening * depth + text[start:end] + closing * depth + text[end:]


def _flip(text: bytes, random: Random) -> bytes:
    changed = bytearray(text)
    for _ in range(random.choice((1, 3, 30)) if text else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


_MUTATIONS: tuple[Callable[[bytes, Random], bytes], ...] = (
    *(_delete, _double, _insert, _insert_raw, _replace_word, _rename, _splice, _statements, _flip, _nest),
    *(_statement, _statement, _statement, _rename, _replace_word, _statements),
    _tear,
)
_WRAPPERS: tuple[Callable[[bytes, Random], bytes], ...] = (
    lambda text, random: text.decode("latin-1").encode("utf-16"),
    lambda text, random: text.decode("latin-1").encode("utf-16-be"),
    lambda text, random: _flip(gzip.compress(text, mtime=0), random),
    lambda text, random: _tear(bz2.compress(text), random),
    lambda text, random: lzma.compress(text) + random.choice((b"", b"\0" * 4, b"x", lzma.compress(b"SELECT 1;"))),
    lambda text, random: _flip(lzma.compress(text), random),
    lambda text, random: gzip.compress(gzip.compress(text, mtime=0), mtime=0),
)
