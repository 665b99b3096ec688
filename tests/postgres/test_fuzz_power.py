"""The cases of the fuzz can tell: a simulator that forgets one rule gives another outcome on some of them.

Without this an innocent change of the generator could leave the fuzz green and blind.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from generated_rows import populate
from generator import SchemaMaker
from oracle import predicted

from ondelete.catalog import ForeignKey, MatchType
from ondelete.deletion.simulation import transaction
from ondelete.deletion.simulation.transaction import Acted, Transaction, Written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from generated_cases import Case

SCHEMAS, SETS = 160, 4


@cache
def cases() -> list[Case]:
    found = []
    for seed in range(SCHEMAS):
        random = Random(seed)
        schema = SchemaMaker(random).case()
        found.extend(populate(random, schema) for _ in range(SETS))
    return found


def outcomes() -> Iterator[str]:
    for case in cases():
        for delete in case.deletes:
            yield str(predicted(case, delete, 16))


@pytest.fixture(scope="module")
def right() -> list[str]:
    return list(outcomes())


def ignore_own_writes(key: ForeignKey, version: Any, row: Any) -> bool:
    new, old = ([r[c] for c in key.columns] for r in (row, version.row))
    return new != old and (None not in new or key.match == MatchType.FULL)


def depth_first(self: Any, event: Any, fire: Callable[[Any, Any], None] = Transaction._fire) -> None:
    waiting = len(self._queue)
    fire(self, event)
    self._queue.rotate(len(self._queue) - waiting)


def check_dead_versions(self: Any, event: Any, fire: Callable[[Any, Any], None] = Transaction._fire) -> None:
    if isinstance(event, Written) and isinstance(event.constraint, ForeignKey):
        self._check_reference(event.constraint, event.version)
    else:
        fire(self, event)


def no_second_look(self: Any, event: Any, act: Callable[[Any, Any], None] = Transaction._act) -> None:
    action = event.key.on_delete if event.new is None else event.key.on_update
    if action == transaction.SET_DEFAULT:
        self._update(event, action)
    else:
        act(self, event)


def match_full_as_simple(
    self: Any, key: ForeignKey, version: Any, check: Callable[..., None] = Transaction._check_reference
) -> None:
    if None not in [version.row[column] for column in key.columns]:
        check(self, key, version)


def forget_updates(
    self: Any, keys: Any, table: Any, old: Any, new: Any, queue: Callable[..., None] = Transaction._queue_actions
) -> None:
    if new is None:
        queue(self, keys, table, old, new)


def everything_waits(event: Any, initially_deferred: bool) -> bool:
    return initially_deferred


def nothing_waits(event: Any, initially_deferred: bool) -> bool:
    return initially_deferred and not isinstance(event, Acted)


@pytest.mark.parametrize(
    ("where", "name", "forgetful"),
    [
        (transaction, "_check_required", ignore_own_writes),
        (Transaction, "_fire", depth_first),
        (Transaction, "_fire", check_dead_versions),
        (Transaction, "_act", no_second_look),
        (Transaction, "_check_reference", match_full_as_simple),
        (Transaction, "_queue_actions", forget_updates),
        (transaction, "_waits_for_commit", everything_waits),
        (transaction, "_waits_for_commit", nothing_waits),
    ],
)
def test_a_forgotten_rule_shows(
    monkeypatch: pytest.MonkeyPatch, right: list[str], where: object, name: str, forgetful: Callable[..., object]
) -> None:
    monkeypatch.setattr(where, name, forgetful)
    wrong = sum(a != b for a, b in zip(outcomes(), right, strict=True))
    assert wrong > 0
