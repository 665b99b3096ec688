"""The fuzz over psql: on random scripts the catalog that we read is the server's, or a warning names the line.

``pytest tests/postgres/test_psql_fuzz.py --fuzz=5000 --fuzz-seed=100000`` runs that many scripts from that seed on.
``psql_scripts`` makes them, ``psql_judge`` says which warning tells of which difference. A script that differs is made
as small as it goes. The figures of the last long run are in docs/security.md.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
from random import Random
from typing import TYPE_CHECKING

import pytest
from psql_judge import judge, report
from psql_runs import Psql, read
from psql_scripts import Piece, script, smallest, text_of

from ondelete.dump.input.conditions import Conditions
from ondelete.dump.input.variables import Variables
from ondelete.dump.replay.session import transactions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from psql_judge import Verdict
    from psql_runs import Ran, Read
    from server import Server

SCRIPTS = 250
# Of pieces that a reader follows: a warning there, where psql does what was read, is noise.
QUIET_SHARE = 0.1


@pytest.fixture(scope="module")
def psql(server18: Server) -> Iterator[Psql]:
    found = Psql(server18)
    yield found
    found.close()


def tried(pieces: list[Piece], psql: Psql) -> tuple[Ran, Read, Verdict]:
    text = text_of(pieces)
    ran, ours = psql.run(text), psql.read(text)
    return ran, ours, judge(pieces, ran, ours)


def smallest_report(pieces: list[Piece], psql: Psql) -> str:
    small = smallest(pieces, lambda fewer: bool(tried(fewer, psql)[2].untold))
    return report(small, *tried(small, psql))


def test_a_catalog_is_the_servers_or_a_warning_names_the_line(psql: Psql, request: pytest.FixtureRequest) -> None:
    wanted = request.config.getoption("--fuzz") or SCRIPTS
    first = request.config.getoption("--fuzz-seed")
    told = warned = idle = 0
    finds = list[str]()
    for seed in range(first, first + wanted):
        pieces = script(Random(seed))
        _, ours, verdict = tried(pieces, psql)
        if verdict.untold:
            finds.append(f"seed {seed}\n{smallest_report(pieces, psql)}")
        told += verdict.told
        warned += len(ours.warnings)
        idle += len(verdict.idle)
    print(f"{wanted} scripts of seeds {first} to {first + wanted - 1} on {psql.server}: {told} differences,")  # noqa: T201
    print(f"each told; {warned} warnings, {idle} of them without a difference or an error of psql")  # noqa: T201
    assert not finds, f"{len(finds)} scripts\n" + "\n\n".join(finds)
    assert idle <= max(5, wanted * QUIET_SHARE)


def halves(data: bytes, compress: Callable[[bytes], bytes], padding: int) -> bytes:
    half = len(data) // 2
    return compress(data[:half]) + b"\0" * padding + compress(data[half:]) + b"\0" * padding


COMPRESSED = {
    "gzip": gzip.compress,
    "gzip, two members with zeros": lambda data: halves(data, gzip.compress, 5),
    "xz": lzma.compress,
    "xz, two streams with padding": lambda data: halves(data, lzma.compress, 8),
    "bzip2, two streams": lambda data: halves(data, bz2.compress, 0),
}


@pytest.mark.parametrize("compress", COMPRESSED.values(), ids=COMPRESSED)
def test_compressed_scripts_read_the_same(compress: Callable[[bytes], bytes], tmp_path: Path) -> None:
    for seed in range(40):
        text = text_of(script(Random(seed)))
        plain, packed = (read(tmp_path / "schema.sql", data) for data in (text, compress(text)))
        assert (plain.facts, plain.warnings) == (packed.facts, packed.warnings), f"seed {seed}"


def same_branch(self: Conditions, value: bool | None, *, is_last: bool = False) -> None:
    """Conditions whose other branches run as the first one does."""


def keep_everything(self: object) -> Iterator[object]:
    yield from self.held  # type: ignore[attr-defined]


def never_set(self: Variables, arguments: tuple[str, ...], *, known: bool = True) -> None:
    """Variables that nobody can set."""


@pytest.mark.parametrize(
    ("where", "name", "forgetful"),
    [
        (Conditions, "other", same_branch),
        (Variables, "set", never_set),
        (transactions._Block, "undone", keep_everything),
    ],
    ids=["branches of a condition", "variables", "ROLLBACK"],
)
def test_a_planted_mistake_shows(
    monkeypatch: pytest.MonkeyPatch, psql: Psql, where: object, name: str, forgetful: Callable[..., object]
) -> None:
    monkeypatch.setattr(where, name, forgetful)
    assert any(tried(script(Random(seed)), psql)[2].untold for seed in range(1, 400))
