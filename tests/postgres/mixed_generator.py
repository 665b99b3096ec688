"""Random schemas that mix every mechanism of docs/semantics.md: servers are compared with what a user is told."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

import mixed_checks as checks
import mixed_tables as tables
from mixed_base import base, finish

from ondelete.deletion.actions.partitions import CannotSimulate

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from mixed_case import Mixed, Statement

SAY = (
    "CREATE TABLE fired (name text)",
    "CREATE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN INSERT INTO fired VALUES (TG_NAME); RETURN coalesce(NEW, OLD); END'",
)
STYLES = ("plain", "adversarial", "adversarial", "deep")
MECHANISMS: dict[Callable[[Mixed], None], int] = {
    checks.not_valid_check: 8,
    checks.not_valid_key: 5,
    checks.opaque_function: 3,
    checks.shadowing_function: 4,
    checks.clock: 2,
    checks.cast: 4,
    checks.whole_row: 4,
    checks.not_a_number: 4,
    checks.domain: 3,
    checks.domain_over_domain: 4,
    checks.raising_index: 4,
    checks.raising_column: 5,
    checks.raising_check: 4,
    checks.generated_column: 7,
    checks.exclusion: 6,
    checks.unique_after: 6,
    checks.narrow: 5,
    checks.on_update_chain: 4,
    checks.identity: 5,
    checks.not_enforced: 24,
    tables.partitions: 5,
    tables.hash_partitions: 9,
    tables.leaf_constraints: 3,
    tables.leaf_expression: 6,
    tables.leaf_key: 4,
    tables.key_to_partitions: 5,
    tables.publication: 10,
    tables.rule: 6,
    tables.trigger: 9,
    tables.several_keys: 3,
    tables.diamond: 12,
    tables.without_overlaps: 22,
    tables.period: 16,
    tables.refused_key: 5,
    tables.truncate: 3,
}
"""Every mechanism, with how often it is drawn."""


ONLY_18 = (tables.without_overlaps, tables.period, checks.not_enforced)
"""What only one of the servers knows: drawn for one schema of four, so that the others can be asked the rest."""


class Scene(NamedTuple):
    """A schema that is ready to be made.

    ``file`` is what a user has; ``orders`` are those in which a server's keys are created, one for each time that the
    schema is made.
    """

    seed: int
    style: str
    mixed: Mixed
    file: str
    orders: tuple[tuple[str, ...], ...]
    statements: tuple[Statement, ...]
    drawn: tuple[str, ...]


def scene(seed: int, only: Collection[str] = ()) -> Scene | None:
    """Return the schema of a seed; None if its base cannot be filled with rows. ``only`` names mechanisms to draw."""
    random = Random(seed)
    style = STYLES[seed // 4 % len(STYLES)]
    try:
        mixed = base(random, style)
    except CannotSimulate:
        return None
    mixed.first[:0] = SAY
    weights = {m: w for m, w in MECHANISMS.items() if m.__name__ in only or (not only and _fits(m, seed))}
    drawn = random.choices(list(weights), list(weights.values()), k=random.randint(5, 9))
    for mechanism in drawn:
        mechanism(mixed)
    finish(mixed)
    _ask_more(mixed)
    orders = [tuple(mixed.keys)]
    if random.random() < 0.7:  # so that 40 % of the DELETEs meet another order than that of the file
        orders.append(tuple(random.sample(mixed.keys, len(mixed.keys))))
    statements = tuple(dict.fromkeys(mixed.statements))
    return Scene(seed, style, mixed, mixed.file(), tuple(orders), statements, tuple(m.__name__ for m in drawn))


def _fits(mechanism: Callable[[Mixed], None], seed: int) -> bool:
    return seed % 4 == 0 or mechanism not in ONLY_18


def _ask_more(mixed: Mixed) -> None:
    """Ask for DELETEs of any row that something can hang on, one by one and in groups."""
    rows = [(table, rid) for table, listed in mixed.hosts.items() for rid, _ in listed]
    for table, rid in mixed.random.sample(rows, min(len(rows), 30)):
        mixed.ask(table, rid)
    for table in mixed.random.choices(list(mixed.hosts) or [""], k=30):
        listed = [rid for rid, _ in mixed.hosts.get(table, ())]
        if listed:
            mixed.ask(table, *mixed.random.sample(listed, mixed.random.randint(1, len(listed))))
    for made in mixed.random.sample(mixed.children, min(len(mixed.children), 6)):
        mixed.ask(made.name)
