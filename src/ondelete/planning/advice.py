"""Which of four ways suits a key: restrict, nullify, cascade, or later by a job; a decision table with its sources."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import ReferentialAction
from ondelete.planning.reasons import why_not
from ondelete.planning.roles import Role, judge_role

if TYPE_CHECKING:
    from ondelete.catalog import ForeignKey
    from ondelete.planning.ground import Ground


class Way(StrEnum):
    """What becomes of referencing rows."""

    RESTRICT = "restrict"
    NULLIFY = "nullify"
    CASCADE = "cascade"
    JOB = "later by a job"


class Aspect(msgspec.Struct, frozen=True):
    """One row of the decision table: what each way means for it, and who says so."""

    name: str
    restrict: str
    nullify: str
    cascade: str
    job: str
    source: str


_POSTGRESQL = "PostgreSQL, Foreign Keys: https://www.postgresql.org/docs/current/ddl-constraints.html"
_PLANETSCALE = "PlanetScale, Foreign key constraints: https://planetscale.com/docs/vitess/foreign-key-constraints"
_GITLAB = "GitLab, Loose foreign keys: https://docs.gitlab.com/development/database/loose_foreign_keys/"
_RAILS = "Rails, Association basics: https://guides.rubyonrails.org/association_basics.html"
_MEASURED = "measured: tests/benchmarks/bench_set_null.py, docs/rules/cascade-into-large.md"
_GOVUK = "GOV.UK content-publisher, ADR 8: https://github.com/alphagov/content-publisher/tree/main/docs/adr"

ASPECTS = (
    Aspect(
        "meaning",
        "the other row would be wrong without it",
        "the reference is optional",
        "the row belongs to the other",
        "the row belongs to the other, and there are many",
        _GOVUK,
    ),
    Aspect(
        "atomicity", "nothing happens", "all in one transaction", "all in one transaction", "in batches", _POSTGRESQL
    ),
    Aspect(
        "bounded transaction",
        "yes",
        "no: every referencing row is written anew",
        "no: every referencing row goes, and what hangs on it",
        "yes: as large as a batch",
        _PLANETSCALE,
    ),
    Aspect(
        "cost of the request",
        "one look-up by index",
        "the most: 3 times the WAL of CASCADE",
        "grows with the rows",
        "one row, and a job to queue",
        _MEASURED,
    ),
    Aspect(
        "orphan window",
        "none",
        "none",
        "none",
        "until the job is done; the delete waits for it, or no key guards the rows",
        _GITLAB,
    ),
    Aspect(
        "who sees an error",
        "whoever deletes: 23503 (23001 on 18)",
        "whoever deletes, if a constraint of the row refuses NULL",
        "whoever deletes, if something behind it blocks",
        "the job; nobody, unless somebody watches it",
        _POSTGRESQL,
    ),
    Aspect("callbacks", "none", "none run", "none run", "run for every row, if the job loads the rows", _RAILS),
    Aspect(
        "what to alert on",
        "deletes that fail",
        "long transactions, replication lag, bloat",
        "long transactions, replication lag",
        "the age of the oldest row to clean up, failed jobs",
        _GITLAB,
    ),
)


class Advice(msgspec.Struct, frozen=True):
    """The way that suits a key, and why; ``against`` says of other ways why they do not work."""

    key: ForeignKey
    way: Way
    why: str
    against: tuple[tuple[Way, str], ...]


def advise(ground: Ground, key: ForeignKey) -> Advice:
    """Return which way suits a key, by what the schema shows and what sizes are declared."""
    judged = judge_role(ground.catalog, key, ground.wishes.records)
    no_null = why_not(ground.catalog, key, ReferentialAction.SET_NULL)
    no_cascade = why_not(ground.catalog, key, ReferentialAction.CASCADE)
    against = tuple(
        (way, f"would fail: {why}")
        for way, why in ((Way.NULLIFY, no_null), (Way.CASCADE, no_cascade))
        if why is not None
    )
    if ground.is_too_large(key):
        return Advice(key, Way.JOB, f"{key.table.shown} is declared large; one DELETE must not touch all rows", against)
    if judged.role is Role.RECORD:
        return Advice(key, Way.NULLIFY if no_null is None else Way.RESTRICT, judged.why, against)
    if judged.role is Role.OPTIONAL and no_null is None:
        return Advice(key, Way.NULLIFY, judged.why, against)
    if no_cascade is None:
        return Advice(key, Way.CASCADE, judged.why, against)
    return Advice(key, Way.RESTRICT, "no other action works", against)
