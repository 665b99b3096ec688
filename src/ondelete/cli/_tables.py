"""``TABLE... [FILE]...``: where the tables end and the files begin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENDINGS = (".sql", ".rb", ".gz", ".bz2", ".xz", ".zst", ".lz4", ".dump")


def tables_parameter() -> click.Parameter:
    """Return TABLE... [FILE]..., which click reads as one list."""
    return click.Argument(["tables_and_files"], nargs=-1, metavar="TABLE... [FILE]...")


def tables_and_files(words: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the tables, and the files: the first word that looks like a file ends the tables.

    A file is there, or is standard input, a revision, a path, or has the ending of a dump. The first word is a table,
    unless it is a file and nothing comes after it.

    Raises:
        click.UsageError: the file comes first.
    """
    start = next((n for n, word in enumerate(words) if _is_file(word)), len(words))
    if start == 0 and len(words) > 1:
        start = next((n for n, word in enumerate(words) if n and _is_file(word)), len(words))
        if start == len(words):
            raise click.UsageError(f"TABLE comes first, then FILE: {' '.join((*words[1:], words[0]))}")
    return tuple(words[:start]), tuple(words[start:])


def _is_file(word: str) -> bool:
    looks = word == "-" or "/" in word or ":" in word or word.lower().endswith(_ENDINGS)
    return (looks and '"' not in word) or Path(word).exists()
