"""How a schema's foreign keys share out: by their action, and by whether an index serves them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from ondelete.analyses.index_coverage import Verdict, index_coverage
from ondelete.report import Column, Section, Table, line
from ondelete.whatif import action_words

if TYPE_CHECKING:
    from ondelete.catalog import Catalog


class ActionShare(msgspec.Struct, frozen=True):
    """How many keys have an action, and which part of all keys they are, from 0 to 1.

    ``action`` is in the words of SQL; ``deferred`` is NO ACTION of a key that is INITIALLY DEFERRED.
    """

    action: str
    keys: int
    share: float


class KeyShares(msgspec.Struct, frozen=True):
    """Shares of all foreign keys of a schema.

    ``indexed`` counts those that an index serves fully, of the ``enforced`` ones; ``indexed_share`` is None if there
    are none.
    """

    keys: int
    actions: tuple[ActionShare, ...]
    enforced: int
    indexed: int
    indexed_share: float | None


def key_shares(catalog: Catalog) -> KeyShares:
    """Return the shares of a schema's foreign keys, the most frequent action first."""
    keys = catalog.foreign_keys
    counted = Counter(action_words(msgspec.structs.replace(key, set_columns=None)).lower() for key in keys)
    ordered = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))
    coverage = index_coverage(catalog)
    indexed = sum(found.verdict is Verdict.FULL for found in coverage.values())
    return KeyShares(
        keys=len(keys),
        actions=tuple(ActionShare(action, number, round(number / len(keys), 4)) for action, number in ordered),
        enforced=len(coverage),
        indexed=indexed,
        indexed_share=round(indexed / len(coverage), 4) if coverage else None,
    )


def shares_sections(shares: KeyShares | None) -> tuple[Section, ...]:
    """Return the shares as a table; nothing if there are no keys, or nobody asked."""
    if shares is None or not shares.keys:
        return ()
    rows = [(line(one.action.upper()), line(f"{one.keys:,}"), line(f"{one.share:.1%}")) for one in shares.actions]
    if shares.indexed_share is not None:
        rows.append((line("with an index"), line(f"{shares.indexed:,}"), line(f"{shares.indexed_share:.1%}")))
    columns = (Column("foreign keys"), Column("number", "right"), Column("share", "right"))
    return (Section((), (Table(columns, tuple(rows), indent=1),)),)
