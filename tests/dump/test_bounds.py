"""What a file may demand: variables and windows have a bound, and the message says what it is."""

from __future__ import annotations

import bz2
import lzma
from typing import TYPE_CHECKING

import pytest

from helpers import catalog_of
from ondelete.dump.statements.source import read_statements
from ondelete.errors import UnreadableSchema

if TYPE_CHECKING:
    from pathlib import Path

SQL = b"SET x = 1;\nCREATE TABLE t (a int);\n"
DOUBLED = "".join(f"\\set v :v:v\n{'a;' if n == 9 else ''}" for n in range(40))
NESTED = "".join(f"\\set v{n} ':v{n - 1} :v{n - 1}'\n" for n in range(1, 60))


def statements(path: Path, data: bytes, **options: int) -> list[str]:
    path.write_bytes(data)
    return [piece.text for piece in read_statements([str(path)], **options)]


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("\\set v x\n" + DOUBLED, 24),
        ("\\set v0 x\n" + NESTED + "\nSELECT :v59;\n", 62),
        ("\\set v0 ''\n" + NESTED + "\nSELECT :v59;\n", 62),
        ("\\set v " + "x" * 100_000 + "\n" + "SELECT :v;\n" * 500, 169),
    ],
    ids=["doubled", "nested", "nested, and empty", "used again and again"],
)
def test_variables_that_multiply(sql: str, line: int, tmp_path: Path) -> None:
    path = tmp_path / "schema.sql"
    with pytest.raises(UnreadableSchema, match="variables up to here become more than 16 MiB") as caught:
        statements(path, sql.encode())
    assert caught.value.line == line


def test_many_small_uses_are_no_harm(tmp_path: Path) -> None:
    assert len(statements(tmp_path / "s.sql", b"\\set schema app\n" + b"SELECT :schema.a;\n" * 20_000)) == 20_000


def test_variables_within_each_other_to_any_depth(tmp_path: Path) -> None:
    chain = "".join(f"\\set v{n} ':v{n - 1}'\n" for n in range(1, 5_000))
    assert statements(tmp_path / "s.sql", f"\\set v0 x\n{chain}a :v4999;".encode()) == ["a x"]


def xz(window: int) -> bytes:
    return lzma.compress(SQL, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": window << 20}])


def zstandard(window: int) -> bytes:
    library = pytest.importorskip("zstandard", reason="the extra zstd is not installed")
    parameters = library.ZstdCompressionParameters(window_log=window.bit_length() + 19, compression_level=1)
    compressor = library.ZstdCompressor(compression_params=parameters).compressobj()
    return bytes(compressor.compress(SQL) + compressor.flush())


@pytest.mark.parametrize("compress", [xz, zstandard])
def test_a_window_has_a_bound_that_an_option_lifts(compress: object, tmp_path: Path) -> None:
    assert callable(compress)
    path = tmp_path / "schema.sql.z"
    assert len(statements(path, compress(64))) == 2
    with pytest.raises(UnreadableSchema, match=r"takes more than 128 MiB of memory.*allow more with --max-memory MIB"):
        statements(path, compress(512))
    assert len(statements(path, compress(512), max_memory=600)) == 2
    with pytest.raises(UnreadableSchema, match="takes more than 32 MiB of memory"):
        statements(path, compress(64), max_memory=32)


def test_streams_that_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "schema.sql.z"
    one = lzma.compress(SQL)
    for data in (one + one, one + b"\0" * 8 + one, one + one + b"\0" * 400_000, bz2.compress(SQL) * 2):
        assert len(statements(path, data)) == 4


@pytest.mark.parametrize("one", [lzma.compress(SQL), bz2.compress(SQL)])
def test_what_follows_a_stream_and_is_none_is_damage(one: bytes, tmp_path: Path) -> None:
    for data in (one + b"x", one + b"DROP TABLE t;" * 9, one + one[:-2]):
        with pytest.raises(UnreadableSchema, match="damaged or cut off"):
            statements(tmp_path / "schema.sql.z", data)


def test_a_table_has_as_many_columns_as_postgresql_lets_it_have() -> None:
    columns = [f"c{number} int" for number in range(1601)]
    made = catalog_of(f"CREATE TABLE a ({', '.join(columns[:1600])}); CREATE TABLE b ({', '.join(columns)});")
    assert [table.name.name for table in made.tables.values()] == ["a"]
    assert [entry.reason for entry in made.skipped] == ["tables can have at most 1600 columns"]
    more = catalog_of(f"CREATE TABLE a ({', '.join(columns[:1600])}); ALTER TABLE a ADD COLUMN x int;")
    assert [entry.reason for entry in more.skipped] == ["tables can have at most 1600 columns"]
    assert [len(table.columns) for table in more.tables.values()] == [1600]


def test_event_triggers_are_looked_at_up_to_a_bound_that_is_said() -> None:
    made = "".join(f"CREATE EVENT TRIGGER e{n} ON ddl_command_end EXECUTE FUNCTION f();\n" for n in range(21))
    found = catalog_of(f"CREATE TABLE t (a int);\n{made}")
    assert [entry.reason for entry in found.skipped] == ["only the first 20 event triggers are looked at"]


def test_a_search_path_is_looked_in_up_to_a_bound_that_is_said() -> None:
    made = catalog_of(f"SET search_path = {', '.join(f's{number}' for number in range(101))}; CREATE TABLE t (a int);")
    assert [str(name) for name in made.tables] == ["s0.t"]
    assert [entry.reason for entry in made.skipped] == ["only the first 100 schemas of this search path are searched"]
