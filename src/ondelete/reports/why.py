"""The answer of ``why``: through which chains of foreign keys a delete on one table affects another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from ondelete.catalog import ReferentialAction
from ondelete.report import Block, Column, Line, Paragraph, Report, Section, Span, Table, join, line, name
from ondelete.reports.base import Names, WhatIfAnswer, skipped_entries, source_of
from ondelete.reports.explain_entries import LooseEntry, loose_entry
from ondelete.reports.sections import incomplete_sections, later_section
from ondelete.reports.undeclared import UndeclaredEntry, undeclared_entry, undeclared_section
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ondelete.analyses.references import Reference
    from ondelete.analyses.why import Chain, Chains, Link
    from ondelete.analyses.why_triggers import ThroughTrigger
    from ondelete.catalog import Catalog
    from ondelete.declarations import LooseKey


class LinkEntry(msgspec.Struct, frozen=True):
    """One foreign key of a chain. ``event`` says which of its clauses acts: its ON DELETE, or its ON UPDATE."""

    key: str
    on_delete: ReferentialAction
    on_update: ReferentialAction
    event: Literal["delete", "update"]


class ThroughTriggerEntry(msgspec.Struct, frozen=True):
    """A trigger or rule through which the delete affects the other table.

    ``command`` is what its statement does to the other table, "" if foreign keys, ``keys``, carry on what it does.
    ``depth`` is the number of steps from the DELETE; a trigger is one.
    """

    trigger: str
    command: str
    line: int
    depth: int
    keys: tuple[str, ...]


class WhyAnswer(WhatIfAnswer, frozen=True, kw_only=True):
    """JSON of ``ondelete why``: chains, shortest first.

    ``complete`` is False if there can be more: the search was cut short, or a statement was not understood. ``loose``
    are loose foreign keys of the other table whose jobs have work to do afterwards. ``undeclared`` are its references
    without a foreign key to tables that lose rows. ``triggers`` are the ways that go through a trigger or rule.
    """

    table: str
    other: str
    chains: tuple[tuple[LinkEntry, ...], ...]
    complete: bool
    loose: tuple[LooseEntry, ...] = ()
    undeclared: tuple[UndeclaredEntry, ...] = ()
    triggers: tuple[ThroughTriggerEntry, ...] = ()


def report_why(
    chains: Chains,
    catalog: Catalog,
    *,
    all_chains: bool,
    blockers: bool = False,
    loose: Sequence[LooseKey] = (),
    undeclared: Sequence[Reference] = (),
    triggers: Sequence[ThroughTrigger] = (),
) -> Report:
    """Return the chains as one table each, in the order in which the delete travels.

    Args:
        chains: what was found.
        catalog: the schema, for names and places.
        all_chains: whether the user asked for all chains.
        blockers: whether these are the chains that end in a key that can stop the delete, and no others.
        loose: the loose keys of the other table whose jobs have work to do afterwards.
        undeclared: the references of the other table without a foreign key, to tables that lose rows.
        triggers: the triggers and rules through which the delete affects the other table.
    """
    names = Names(catalog)
    table, other = names.table(chains.table), names.table(chains.other)
    number = len(chains.chains)
    later = later_section(loose, names, full=all_chains)
    if blockers:
        more = "" if chains.complete else "; the search was cut short, so there can be more"
        verdict = (
            line(other, " can stop a delete on ", table, f" at the end of {count(number, 'chain')}{more}.")
            if number
            else line(
                Span("NOT STOPPED", "good"), ": no foreign key of ", other, " can stop a delete on ", table, more, "."
            )
        )
    elif not number and triggers:
        ways = count(len(triggers), "trigger or rule", "triggers or rules")
        verdict = line("A delete on ", table, " affects ", other, f" through {ways}, and by no foreign key alone.")
    elif not number and later:
        verdict = line(
            Span("NOT BY THE DELETE", "good"), ": no chain of foreign keys leads from ", table, " to ", other
        )
        verdict = line(*verdict, ", but a job of the application acts there later.")
    elif not number and undeclared:
        said = [_looks_like(each, names) for each in undeclared]
        verdict = line(Span("NOT AFFECTED", "good"), ": no foreign key leads there, but ", *join(said, "; "), ".")
    elif not number:
        verdict = line(
            Span("NOT AFFECTED", "good"), ": no chain of foreign keys leads from ", table, " to ", other, "."
        )
    elif all_chains:
        least = "" if chains.complete else "at least "
        more = "" if chains.complete else "; the search was cut short, so there can be more"
        verdict = line("A delete on ", table, " affects ", other, f" through {least}{count(number, 'chain')}{more}.")
    else:
        steps = count(len(chains.chains[0]), "foreign key")
        verdict = line(
            "A delete on ", table, " affects ", other, f" through a chain of {steps} (--all shows all chains)."
        )
    return Report(
        title=line("DELETE FROM ", table, " → ", other),
        source=source_of(catalog),
        verdict=verdict,
        sections=(
            *incomplete_sections(catalog.skipped),
            *(_section(names, position, chain) for position, chain in enumerate(chains.chains, 1)),
            *_by_triggers(triggers, names),
            *(section for section in (later, undeclared_section(undeclared, names, every=True)) if section),
        ),
        data=WhyAnswer(
            skipped=skipped_entries(catalog),
            table=str(chains.table),
            other=str(chains.other),
            chains=tuple(tuple(map(_link, chain)) for chain in chains.chains),
            complete=chains.complete and not catalog.skipped,
            loose=tuple(map(loose_entry, loose)),
            undeclared=tuple(map(undeclared_entry, undeclared)),
            triggers=tuple(
                ThroughTriggerEntry(t.trigger, t.command, t.line, t.depth, tuple(key.id for key in t.keys))
                for t in triggers
            ),
        ),
    )


def _by_triggers(triggers: Sequence[ThroughTrigger], names: Names) -> tuple[Section, ...]:
    if not triggers:
        return ()
    blocks: list[Block] = []
    for each in triggers:
        does = f" {each.command.upper()}" if each.command else ""
        blocks.append(Paragraph(line(name(each.trigger), f"{does}, line {each.line}"), indent=1))
        blocks += [Paragraph(names.declared(key), indent=2, hang=1) for key in each.keys]
    return (Section(line("Through triggers and rules"), tuple(blocks)),)


def _looks_like(reference: Reference, names: Names) -> Line:
    column = names.columns(reference.table, reference.columns)
    return line(*column, " looks like a reference to ", names.table(reference.to or reference.table))


def _section(names: Names, position: int, chain: Chain) -> Section:
    rows = tuple(
        (
            names.key(link.key),
            line(link.action.value.upper() if link.event == "delete" else f"ON UPDATE {link.action.value.upper()}"),
            line(Span(link.key.name, "name")),
            names.place(link.key.location.path, link.key.location.line),
        )
        for link in chain
    )
    blocks: list[Block] = [Table((Column(""),) * 4, rows, indent=1)]
    if chain[-1].action.checks_only:
        blocks.append(Paragraph(line("The last foreign key only checks: it can stop the delete."), indent=1))
    return Section(line(f"{position}. {count(len(chain), 'step')}"), tuple(blocks))


def _link(link: Link) -> LinkEntry:
    return LinkEntry(key=link.key.id, on_delete=link.key.on_delete, on_update=link.key.on_update, event=link.event)
