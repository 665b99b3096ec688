"""Whether a file is a db/schema.rb, and what such a file cannot say."""

from __future__ import annotations

import re

_BEGINS = re.compile(rb"(?>(?:\s|#[^\n]*\n)*)(?:::)?ActiveRecord::Schema(?:\[|\.define)")
_HAS = re.compile(rb"(?m)^[ \t]*(?:::)?ActiveRecord::Schema(?:\[[\d.\" ]{1,12}\])?\.define\b")

UNSAID = (
    "A schema.rb names no triggers, partitions, domains and rules, and lists foreign keys by name instead of by "
    "creation. If the database has some of these, dump it: pg_dump --schema-only."
)
"""What an answer from a schema.rb leaves open."""


def is_schema_file(name: str, head: bytes) -> bool:
    """Whether a file is a schema of Active Record.

    Args:
        name: as the user wrote it; only a name that ends in ``.rb`` (or ``.rb.gz`` and the like) may begin with other
            Ruby than the schema.
        head: how its text begins.
    """
    if _BEGINS.match(head):
        return True
    return re.search(r"\.rb(?:\.\w{1,4})?\Z", name) is not None and _HAS.search(head) is not None
