"""Lists of what is exempt: which entries mean a name, and which are not needed any more."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from helpers import catalog_of
from ondelete.catalog import Location, QualifiedName
from ondelete.declarations import Patterns
from ondelete.findings import Severity
from ondelete.rules.base import Options, RuleContext, RuleSetting, Setting
from ondelete.rules.base.exemptions import Entries, Exemptions, place_of

SQL = "CREATE TABLE p (id bigint);\nCREATE TABLE c (id bigint);"
P, C = QualifiedName("public", "p"), QualifiedName("public", "c")


class Listed(Options, frozen=True):
    exempt: tuple[str, ...] = ()


def exemptions(*listed: str, only_c: tuple[str, ...] | None = None) -> Exemptions:
    context = RuleContext.of(catalog_of(SQL))
    setting = RuleSetting(Severity.WARNING, options=Listed(listed))
    if only_c is not None:
        setting = replace(setting, per_table=((Patterns(("c",)), replace(setting, options=Listed(only_c))),))
    return Exemptions(context, Setting(setting, context.home), Listed)


@pytest.mark.parametrize(
    ("entry", "covers"),
    [("p", True), ("public.p", True), ("public.*", True), ("?", True), ("*", True), ("P", False), ("c", False)],
)
def test_an_entry_is_a_name_or_a_glob(entry: str, covers: bool) -> None:
    exempt = exemptions(entry)
    assert exempt.cover(P, ("public.p", "p")) is covers
    assert exempt.unused() == ([] if covers else [entry])


def test_every_entry_that_means_a_name_is_needed() -> None:
    exempt = exemptions("p", "public.*", "gone")
    assert exempt.cover(P, ("public.p", "p"))
    (complaint,) = exempt.stale("it is gone")
    assert complaint.message == "The entry gone of exempt is not needed: it is gone."
    assert (complaint.subject, complaint.grade) == ("exempt gone", "stale")


def test_a_list_for_some_tables_counts_for_these_alone() -> None:
    exempt = exemptions("p", only_c=("c",))
    assert not exempt.cover(P, ("c",))
    assert exempt.cover(C, ("c",))
    assert exempt.unused() == ["p"]


def test_a_list_that_is_asked_about_nothing_is_stale_as_a_whole() -> None:
    assert exemptions("a", only_c=("b", "a")).unused() == ["a", "b"]


def test_a_complaint_stands_at_the_table_that_the_entry_names() -> None:
    context = RuleContext.of(catalog_of(SQL))
    assert place_of(context, "c") == (C, Location("schema.sql", 2))
    assert place_of(context, "c.id") == (C, Location("schema.sql", 2))
    assert place_of(context, "gone.id") == (None, Location("schema.sql", 1))


def test_entries_keep_their_order() -> None:
    entries = Entries(["b", "a"])
    entries.know(["c", "a"])
    assert entries.need(["a"])
    assert not entries.need([])
    assert entries.unused() == ["b", "c"]
