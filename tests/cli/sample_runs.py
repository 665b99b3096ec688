"""Which command lines to try on the samples."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import ondelete
from ondelete.deletion.effects import Prediction

SAMPLES = Path(__file__).resolve().parents[2] / "samples"

SCHEMA_COMMANDS = (
    ("catalog",),
    ("explain", "TABLE"),
    ("explain", "TABLE", "--full"),
    ("explain", "TABLE", "--invert"),
    ("explain", "TABLE", "--truncate"),
    ("why", "TABLE", "TABLE", "--all"),
    ("reach",),
    ("audit",),
    ("fix",),
    ("indexes", "--full"),
    ("cycles",),
    ("order",),
)


@cache
def tables_of(case: str) -> tuple[str, ...]:
    """Return the names of a sample's tables, the one with the widest reach first."""
    schema = ondelete.read_schema(SAMPLES / case / "schema.sql")
    ranked = sorted(schema.catalog.tables, key=lambda table: (*_reach(schema.predict_delete(table)), table))
    return tuple(table.sql for table in ranked)


def _reach(prediction: Prediction) -> tuple[int, int]:
    return -len(prediction.deleted), -len(prediction.steps)


def roots_of(command: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the command once for some tables of the sample in the current directory, or as it stands."""
    if "TABLE" not in command:
        return [command]
    tables = tables_of(Path.cwd().name)
    chosen = tables[:6]
    return [
        tuple(
            table if (word, number) == ("TABLE", 1) else tables[-1] if word == "TABLE" else word
            for number, word in enumerate(command)
        )
        for table in chosen
    ]
