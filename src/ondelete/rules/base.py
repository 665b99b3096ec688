"""What a rule is, what it sees, what it says, and the policy that gives it a weight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import msgspec

from ondelete.catalog import Location, QualifiedName, constraint_id
from ondelete.declarations import NOTHING, Declarations, Patterns
from ondelete.findings import Fix, Severity

if TYPE_CHECKING:
    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.analyses.order_risks import OrderRisks
    from ondelete.audit.baseline import Entry
    from ondelete.catalog import Catalog, ForeignKey, Table
    from ondelete.deletion.effects import Prediction
    from ondelete.graph import ForeignKeyGraph

HELP_URL = "https://github.com/ondelete/ondelete/blob/main/docs/rules/"
"""Where the pages of the rules are read."""


class Options(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """Base of a rule's options: each field has a default and an ``Annotated`` description, which the page prints."""


O = TypeVar("O", bound=Options)  # noqa: E741 - an option type


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
    object: str | None = None
    rank: int = 0


class Ignore(msgspec.Struct, frozen=True):
    """Findings that are accepted, and why.

    In the configuration ``rule`` is a name or glob and ``subject`` a key, table, column or glob (``public.audit_*``).
    A ``comment`` in the database means findings on the very object that it is on.
    """

    rule: str
    subject: str
    reason: str
    location: Location
    comment: bool = False


class RuleSetting(msgspec.Struct, frozen=True):
    """How a policy wants a rule.

    ``grades`` are the weights of its milder or graver findings, None where these are off. ``per_table`` are settings
    for some tables, None where the rule is off for them; the last one that matches counts. ``place`` is where a team's
    file speaks of the rule, None where it does not.
    """

    severity: Severity
    grades: Mapping[str, Severity | None] = {}
    options: Options = Options()
    per_table: tuple[tuple[Patterns, RuleSetting | None], ...] = ()
    place: Location | None = None

    def for_table(self, table: QualifiedName | None, home: str) -> RuleSetting | None:
        """Return the setting in force for a table, None where the rule is off for it."""
        if table is not None:
            for patterns, setting in reversed(self.per_table):
                if patterns.matches(table, home):
                    return setting
        return self

    def weight(self, grade: str | None) -> Severity | None:
        """Return the severity of a finding of a grade, None where it is off."""
        return self.severity if grade is None else self.grades.get(grade, self.severity)


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
        declared: what the team says about the schema.
    """

    def __init__(
        self, catalog: Catalog, *, graph: ForeignKeyGraph | None = None, declared: Declarations = NOTHING
    ) -> None:
        self.catalog = catalog
        self.declared = declared
        self._graph = graph
        self._predictions: dict[QualifiedName, Prediction] = {}
        self.unused_ignores: tuple[Ignore, ...] = ()
        self.stale_entries: tuple[Entry, ...] = ()
        self.baseline_path = ""

    @cached_property
    def home(self) -> str:
        """The schema whose tables can be named bare."""
        return next(iter(self.catalog.search_path), "public")

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

    @cached_property
    def order_risks(self) -> OrderRisks:
        """The keys whose outcome hangs on the order in which keys were created."""
        from ondelete.analyses.order_risks import OrderRisks

        return OrderRisks(self.catalog)

    def prediction(self, table: QualifiedName) -> Prediction:
        """Return everything that a DELETE on a table can do."""
        if table not in self._predictions:
            from ondelete.deletion.predict import predict_delete

            self._predictions[table] = predict_delete(self.catalog, table)
        return self._predictions[table]

    def matching(self, patterns: Patterns) -> tuple[Table, ...]:
        """Return the tables of the schema that match, in file order."""
        return tuple(table for name, table in self.catalog.tables.items() if patterns.matches(name, self.home))


class Setting:
    """A rule's setting as its check sees it: the options in force for each table."""

    def __init__(self, setting: RuleSetting, home: str) -> None:
        self._setting, self._home = setting, home
        self._known: dict[QualifiedName | None, RuleSetting | None] = {}

    def for_table(self, table: QualifiedName | None) -> RuleSetting | None:
        """Return the setting in force for a table, None where the rule is off for it."""
        if table not in self._known:
            self._known[table] = self._setting.for_table(table, self._home)
        return self._known[table]

    def options(self, kind: type[O], table: QualifiedName | None = None) -> O:
        """Return the rule's options, those for a table where one is named; defaults where it is off for the table."""
        options = (self.for_table(table) or self._setting).options
        return options if isinstance(options, kind) else kind()

    @property
    def place(self) -> Location:
        """Where the rule is set: the place of findings about the options themselves, as an entry that is stale."""
        return self._setting.place or Location("ondelete.toml", 1)

    def covers(self, table: QualifiedName) -> bool:
        """Whether the rule is on for a table."""
        return self.for_table(table) is not None


class Rule(msgspec.Struct, frozen=True):
    """One opinion.

    ``code`` never changes its meaning, ``name`` is what people write, and the file's name with dashes. ``text`` is the
    page: its first line is the summary. ``grades`` are findings that a policy can weigh by themselves, with what they
    mean. ``options`` is the type of what else it can be told. ``last``: runs when all other findings are known.
    """

    code: str
    name: str
    text: str
    check: Callable[[RuleContext, Setting], Iterable[Complaint]]
    grades: Mapping[str, str] = {}
    options: type[Options] = Options
    last: bool = False

    @property
    def summary(self) -> str:
        """One line that says what the rule finds."""
        return self.text.strip().partition("\n")[0]

    @property
    def url(self) -> str:
        """Where the rule's page is read."""
        return f"{HELP_URL}{self.name}.md"


def key_complaint(
    key: ForeignKey, message: str, *, fix: Fix | None = None, grade: str | None = None, rank: int = 0
) -> Complaint:
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
        rank=rank,
    )


def table_complaint(
    table: Table, message: str, *, columns: tuple[str, ...] = (), fix: Fix | None = None, grade: str | None = None
) -> Complaint:
    """Return a complaint about a table or some of its columns, at the place where the table is declared."""
    subject = " ".join((str(table.name), *columns))
    return Complaint(
        message=message,
        subject=subject,
        location=table.location,
        table=table.name,
        columns=columns,
        fix=fix,
        grade=grade,
    )


def object_complaint(
    table: QualifiedName,
    name: str,
    message: str,
    location: Location,
    *,
    columns: tuple[str, ...] = (),
    fix: Fix | None = None,
    grade: str | None = None,
) -> Complaint:
    """Return a complaint about an index, trigger or constraint that is no foreign key."""
    subject = constraint_id(table, name)
    return Complaint(
        message=message,
        subject=subject,
        location=location,
        table=table,
        columns=columns,
        fix=fix,
        grade=grade,
        object=subject,
    )
