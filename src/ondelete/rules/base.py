"""What a rule is, what it sees, what it says, and the policy that gives it a weight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from ondelete.catalog import Location, QualifiedName
from ondelete.findings import Fix, Severity

if TYPE_CHECKING:
    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.catalog import Catalog, ForeignKey
    from ondelete.deletion.effects import Prediction
    from ondelete.graph import ForeignKeyGraph

HELP_URL = "https://github.com/ondelete/ondelete/blob/main/docs/rules/"
"""Where the pages of the rules are read."""


class Complaint(msgspec.Struct, frozen=True):
    """A finding before its weight is known; ``grade`` names the option of the rule that holds a weight of its own."""

    message: str
    subject: str
    location: Location
    table: QualifiedName | None = None
    key: str | None = None
    columns: tuple[str, ...] = ()
    fix: Fix | None = None
    grade: str | None = None


class Ignore(msgspec.Struct, frozen=True):
    """Findings that are accepted, and why: ``rule`` by name, ``subject`` a key, table or glob (``public.audit_*``)."""

    rule: str
    subject: str
    reason: str
    location: Location


class RuleSetting(msgspec.Struct, frozen=True):
    """The weight of a rule in a policy; ``grades`` are the weights of its milder findings, None where they are off."""

    severity: Severity
    grades: Mapping[str, Severity | None] = {}


class Policy(msgspec.Struct, frozen=True):
    """The rules that are on, and what is accepted all the same. A rule that is not named is off."""

    name: str
    summary: str
    rules: Mapping[str, RuleSetting]
    ignores: tuple[Ignore, ...] = ()


class RuleContext:
    """What every rule may read; costly answers are computed once, when first asked for.

    Args:
        catalog: the schema.
        graph: its keys, where they are at hand.
    """

    def __init__(self, catalog: Catalog, *, graph: ForeignKeyGraph | None = None) -> None:
        self.catalog = catalog
        self._graph = graph
        self._predictions: dict[QualifiedName, Prediction] = {}
        self.unused_ignores: tuple[Ignore, ...] = ()

    @cached_property
    def graph(self) -> ForeignKeyGraph:
        """The enforced keys, partitions folded into their roots."""
        from ondelete.graph import ForeignKeyGraph

        return self._graph or ForeignKeyGraph(self.catalog)

    @cached_property
    def coverage(self) -> Mapping[str, KeyCoverage]:
        """The index verdict on every enforced key, by key id."""
        from ondelete.analyses.index_coverage import index_coverage

        return index_coverage(self.catalog)

    @cached_property
    def keys(self) -> tuple[ForeignKey, ...]:
        """The keys that act: NOT ENFORCED ones do nothing."""
        return tuple(key for key in self.catalog.foreign_keys if key.enforced)

    def prediction(self, table: QualifiedName) -> Prediction:
        """Return everything that a DELETE on a table can do."""
        if table not in self._predictions:
            from ondelete.deletion.predict import predict_delete

            self._predictions[table] = predict_delete(self.catalog, table)
        return self._predictions[table]


class Rule(msgspec.Struct, frozen=True):
    """One opinion.

    ``code`` never changes its meaning, ``name`` is what people write. ``text`` is the page: its first line is the
    summary. ``grades`` are the milder findings that a policy can weigh by themselves, with what they mean.
    ``last``: runs when all other findings are known.
    """

    code: str
    name: str
    text: str
    check: Callable[[RuleContext], Iterable[Complaint]]
    grades: Mapping[str, str] = {}
    last: bool = False

    @property
    def summary(self) -> str:
        """One line that says what the rule finds."""
        return self.text.strip().partition("\n")[0]

    @property
    def url(self) -> str:
        """Where the rule's page is read."""
        return f"{HELP_URL}{self.name}.md"


def key_complaint(key: ForeignKey, message: str, *, fix: Fix | None = None, grade: str | None = None) -> Complaint:
    """Return a complaint about a foreign key, at the place where the key is declared."""
    return Complaint(
        message=message,
        subject=key.id,
        location=key.location,
        table=key.table,
        key=key.id,
        columns=key.columns,
        fix=fix,
        grade=grade,
    )
