"""Dialects of PostgreSQL: which one a text is in, and the words of theirs that only say how rows are stored.

Facts: the documentation of CREATE TABLE and CREATE INDEX of CockroachDB, YugabyteDB, Greenplum and Amazon Redshift, of
Aurora DSQL's CREATE INDEX ASYNC, and of the functions of TimescaleDB and Citus.
"""

from __future__ import annotations

import re

# Blanks from their beginning on: a search that began at each of them would take quadratic time.
_BLANK = r"(?<!\s)\s++"
_GROUP = r"\((?:[^()']|\([^()]*\)|'[^']*')*\)"
_BUCKETS = r"(?:\s+WITH\s*(?:\(\s*bucket_count\s*=\s*\d+\s*\)|BUCKET_COUNT\s*=\s*\d+))?"
# What is left out, and what stands for it. None of it makes a key, an index or a column.
_STORAGE = (
    # Greenplum
    (rf"{_BLANK}DISTRIBUTED\s+(?:BY\s*{_GROUP}|RANDOMLY|REPLICATED)", ""),
    (r"\bENCODING\s*\((?:\s*+(?:compresstype|compresslevel|blocksize)\s*=\s*\w+\s*+,?)+\)", ""),
    # YugabyteDB
    (rf"{_BLANK}SPLIT\s+(?:INTO\s+\d+\s+TABLETS|AT\s+VALUES\s*\((?:\s*{_GROUP}\s*,?)+\))", ""),
    (r"\bINDEX\s+NONCONCURRENTLY\b", "INDEX"),
    (r"(?<=[\w\")])\s+HASH(?=\s*[,)])", ""),
    (r"\(\s*\((\s*\"?\w+\"?(?:\s*,\s*\"?\w+\"?)*\s*)\)\s*(?=[,)])", r"(\1"),
    # CockroachDB
    (rf",\s*FAMILY\s+(?:\"[^\"]*\"|\w+)?\s*{_GROUP}", ""),
    (rf"{_BLANK}LOCALITY\s+(?:GLOBAL|REGIONAL\s+BY\s+(?:TABLE|ROW)(?:\s+(?:IN\s+[\w\" ]+|AS\s+\w+))?)", ""),
    (rf"{_BLANK}USING\s+HASH{_BUCKETS}(?=\s*(?:[,);]|\Z))", ""),
    (rf"{_BLANK}STORING\s*({_GROUP})", r" INCLUDE \1"),
    (rf"{_BLANK}(?:NOT\s+)?VISIBLE(?=\s*(?:[,);]|\Z))", ""),
    # Redshift
    (rf"{_BLANK}(?:DISTSTYLE\s+\w+|(?:DISTKEY|(?:COMPOUND\s+|INTERLEAVED\s+)?SORTKEY)(?:\s*{_GROUP})?)", ""),
    (rf"{_BLANK}ENCODE\s+\w+", ""),
    # Aurora DSQL
    (r"\bINDEX\s+ASYNC\b", "INDEX"),
)
_LEFT_OUT = tuple((re.compile(pattern, re.IGNORECASE), instead) for pattern, instead in _STORAGE)
_ORDERED_KEY = re.compile(r"(?i)\b((?:PRIMARY\s+KEY|UNIQUE)\s*\()([^()']*)(?=\))")
_ORDER = re.compile(rf"(?i){_BLANK}(?:ASC|DESC)\b")
_INLINE_INDEX = re.compile(
    rf"(?i),\s*(?:UNIQUE\s+|INVERTED\s+)?INDEX\s+(?:\"[^\"]*\"|\w+)?\s*{_GROUP}(?:\s+(?:INCLUDE|WHERE)\s*{_GROUP})?"
)
_DIALECTS = (
    (
        "CockroachDB",
        r"\bFAMILY\s+(?:\"|\w+\s*\()|\bcrdb_internal\b|\bunique_rowid\(|\bINVERTED\s+INDEX\b|\bLOCALITY\s+REGIONAL\b",
    ),
    ("YugabyteDB", r"\bSPLIT\s+(?:INTO|AT)\b|\bNONCONCURRENTLY\b|\bUSING\s+lsm\b|\byb_\w+"),
    ("Greenplum", r"\bDISTRIBUTED\s+(?:BY|RANDOMLY|REPLICATED)\b|\bgp_\w+|\bSUBPARTITION\b"),
    ("Amazon Redshift", r"\bDISTSTYLE\b|\bDISTKEY\b|\bSORTKEY\b|\bENCODE\s+(?:lzo|zstd|az64|raw)\b"),
    ("Aurora DSQL", r"\bINDEX\s+ASYNC\b"),
    ("EDB Postgres Advanced Server", r"\bVARCHAR2\b|\bCREATE\s+(?:OR\s+REPLACE\s+)?PACKAGE\b|\bedb_\w+"),
    ("TimescaleDB", r"\b_timescaledb_\w+|\bcreate_hypertable\b"),
    ("Citus", r"\bcreate_(?:distributed|reference)_table\b|\bcitus_\w+"),
)
_KNOWN = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _DIALECTS)
CALLS = {
    "create_hypertable": "TimescaleDB makes a hypertable of a table here; its chunks are not followed",
    "create_distributed_hypertable": "TimescaleDB makes a hypertable of a table here; its chunks are not followed",
    "attach_chunk": "TimescaleDB attaches a chunk here, which is not followed",
    "create_distributed_table": "Citus distributes a table here; its shards are not followed",
    "create_reference_table": "Citus copies a table to every node here; the copies are not followed",
}
"""Functions of extensions that make tables of their own, and what is said of a call."""

POLICIES = frozenset(
    """
    add_compression_policy add_retention_policy add_continuous_aggregate_policy add_reorder_policy add_job
    add_columnstore_policy set_chunk_time_interval add_dimension remove_retention_policy remove_compression_policy
    citus_add_node citus_set_coordinator_host alter_job
    """.split()
)
"""Functions of TimescaleDB and Citus that note a job or a setting."""


def without_storage(text: str) -> tuple[str, bool]:
    """Return a statement without the words of a dialect that only say how rows are stored.

    Args:
        text: a statement that PostgreSQL's grammar does not accept.

    Returns:
        The text, and whether indexes inside of CREATE TABLE were left out, too.
    """
    for pattern, instead in _LEFT_OUT:
        text = pattern.sub(instead, text)
    text = _ORDERED_KEY.sub(lambda key: key[1] + _ORDER.sub("", key[2]), text)
    without_indexes = _INLINE_INDEX.sub("", text)
    return without_indexes, without_indexes != text


def dialect_of(text: str) -> str | None:
    """Return whose dialect a text is in, if some words of it say so."""
    return next((name for name, pattern in _KNOWN if pattern.search(text)), None)
