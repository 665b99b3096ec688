"""The picture of the chains from one table to another: which keys carry a delete there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from ondelete.diagrams.scenes.columns import spread
from ondelete.diagrams.scenes.selection import with_rows
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ondelete.analyses.why import Chain, Chains
    from ondelete.catalog import QualifiedName
    from ondelete.diagrams.scenes.scene import Scene


class PathLimits(msgspec.Struct, frozen=True):
    """``longest``: draw chains of at most so many keys, None for any; ``most``: draw at most so many boxes."""

    longest: int | None
    most: int | None


def paths_scene(cascade: Scene, found: Sequence[Chains], limits: PathLimits) -> Scene:
    """Return the part of a cascade that the chains are made of.

    Args:
        cascade: what a DELETE on the first tables of the chains does, with every box.
        found: chains to one table, by their first table; at least one.
        limits: which chains to leave out, the longer ones first; what is left out is said.
    """
    chains = sorted((chain for chains in found for chain in chains.chains), key=len)
    drawn = _within(chains, limits)
    keys = {link.key.id for chain in drawn for link in chain}
    ends = {*(chains.table for chains in found), found[0].other}
    scene = with_rows(cascade, lambda _box, row: row.key.id in keys, ends)
    starts = " or ".join(chains.table.shown for chains in found)
    return replace(
        spread(scene, [chains.table for chains in found]),
        title=f"From DELETE FROM {starts} to {found[0].other.shown}",  # noqa: S608 - a heading, never run
        figures=_figures(drawn),
        notes=tuple(_notes(found, chains, drawn)),
    )


def _within(chains: Sequence[Chain], limits: PathLimits) -> list[Chain]:
    """Return the shortest chains, as many as the limits allow; one at least."""
    drawn: list[Chain] = []
    tables: set[QualifiedName] = set()
    for chain in chains:
        if limits.longest is not None and len(chain) > limits.longest:
            break
        tables.update(end for link in chain for end in (link.key.table, link.key.referenced_table))
        if drawn and limits.most is not None and len(tables) > limits.most:
            break
        drawn.append(chain)
    return drawn


def _figures(drawn: Sequence[Chain]) -> tuple[str, ...]:
    if not drawn:
        return ("no chain of keys leads there",)
    shortest, longest = len(drawn[0]), len(drawn[-1])
    lengths = f"{shortest:,} to {longest:,} keys long" if shortest != longest else f"{count(shortest, 'key')} long"
    return (count(len(drawn), "chain"), lengths)


def _notes(found: Sequence[Chains], chains: Sequence[Chain], drawn: Sequence[Chain]) -> Iterator[str]:
    left_out = len(chains) - len(drawn)
    if left_out:
        yield f"{count(left_out, 'longer chain')} left out; --full or a larger --depth shows them"
    if not all(chains.complete for chains in found):
        yield f"There are more chains than these: the search ends at {len(chains):,}, the shortest ones"
