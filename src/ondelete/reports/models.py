"""The answer of ``models``: the associations of a Rails application, each with its columns and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from ondelete.report import Paragraph, Records, Report, Section, Span, line, name
from ondelete.reports.base import Answer, Names, skipped_entries, source_of
from ondelete.text.counts import count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ondelete.catalog import ForeignKey
    from ondelete.rails.models.resolve import Resolver
    from ondelete.rails.models.values import Callback, Resolved, SoftDelete, Unread
    from ondelete.report import Line


class AssociationEntry(msgspec.Struct, frozen=True):
    """An association. ``columns`` belong to ``table``, and mean a row of ``references``.

    ``key`` is the foreign key on them, null if there is none, and ``on_delete`` what it does. ``reason`` says why the
    association is not resolved. ``type_column`` holds the class of a polymorphic one. ``macro`` is the method of Rails
    or a gem that has made it, null for one that the model declares itself.
    """

    model: str
    kind: str
    name: str
    file: str
    line: int
    dependent: str | None
    table: str | None
    columns: tuple[str, ...]
    references: str | None
    key: str | None
    on_delete: str | None
    resolved: bool
    reason: str | None
    target: str | None
    through: str | None
    type_column: str | None
    scoped: bool
    macro: str | None


class CallbackEntry(msgspec.Struct, frozen=True):
    """A callback of destroy: a method, or a block."""

    model: str
    event: str
    method: str
    file: str
    line: int
    prepend: bool


class SoftDeleteEntry(msgspec.Struct, frozen=True):
    """A model whose destroy updates a column instead of deleting the row."""

    model: str
    macro: str
    column: str
    file: str
    line: int


class UnreadEntry(msgspec.Struct, frozen=True):
    """A file of models, or a part of one, that could not be read."""

    file: str
    line: int
    reason: str


class ModelsAnswer(Answer, frozen=True, kw_only=True):
    """JSON of ``ondelete models``. ``models`` and ``unresolved`` are numbers; ``folders`` are those that were read."""

    folders: tuple[str, ...]
    models: int
    associations: tuple[AssociationEntry, ...]
    callbacks: tuple[CallbackEntry, ...]
    soft_deletes: tuple[SoftDeleteEntry, ...]
    unread: tuple[UnreadEntry, ...]
    unresolved: int


class AssociationRow(msgspec.Struct, frozen=True):
    """A row of the CSV: an association."""

    model: str
    kind: str
    name: str
    dependent: str
    table: str
    columns: str
    key: str
    on_delete: str
    reason: str
    file: str
    line: int


def report_models(resolver: Resolver) -> Report:
    """Return the associations with what they mean in the schema, and what could not be read or resolved."""
    models, catalog = resolver.models, resolver.catalog
    names = Names(catalog)
    keys = {key.id: key for key in catalog.foreign_keys}
    found = resolver.all
    open_ones = [each for each in found if not each.is_resolved]
    callbacks = [item for model in models.models.values() for item in model.callbacks]
    entries = tuple(_entry(each, keys) for each in found)
    data = ModelsAnswer(
        skipped=skipped_entries(catalog),
        folders=models.folders,
        models=len(models.models),
        associations=entries,
        callbacks=tuple(map(_callback, dict.fromkeys(callbacks))),
        soft_deletes=tuple(
            map(_soft, dict.fromkeys(model.soft_delete for model in models.models.values() if model.soft_delete))
        ),
        unread=tuple(_unread(each) for each in models.unread),
        unresolved=len(open_ones),
    )
    return Report(
        title=line("Associations of the models in ", name(", ".join(models.folders))),
        source=source_of(catalog),
        verdict=_verdict(data),
        sections=tuple(_sections(found, open_ones, data, keys, names)),
        data=data,
        records=Records(AssociationRow, tuple(map(_row, entries))),
    )


def _verdict(data: ModelsAnswer) -> Line:
    total = len(data.associations)
    known = total - data.unresolved
    dependent = sum(entry.dependent is not None for entry in data.associations)
    share = f" ({100 * known / total:.1f} %)" if total else ""
    style: Literal["warn", "good"] = "warn" if data.unresolved else "good"
    counts = f"{count(total, 'association')} of {count(data.models, 'model')}: "
    return line(counts, Span(f"{known:,} resolved{share}", style), f", {dependent:,} with dependent:.")


def _sections(
    found: Sequence[Resolved],
    open_ones: Sequence[Resolved],
    data: ModelsAnswer,
    keys: Mapping[str, ForeignKey],
    names: Names,
) -> list[Section]:
    sections = []
    if data.unread:
        listed = tuple(
            Paragraph(line(name(f"{each.file}:{each.line}"), f"  {each.reason}"), indent=1, hang=1)
            for each in data.unread
        )
        sections.append(Section(line(Span("Not read", "warn")), listed))
    if open_ones:
        told = tuple(
            Paragraph(line(name(each.association.id), f"  {each.reason}  ", _place(each)), indent=1, hang=1)
            for each in open_ones
        )
        sections.append(Section(line(Span("Not resolved", "warn")), told))
    if len(found) > len(open_ones):
        told = tuple(_told(each, keys, names) for each in found if each.is_resolved)
        sections.append(Section(line(Span("Resolved", "strong")), told))
    if data.callbacks or data.soft_deletes:
        sections.append(_callbacks(data))
    return sections


def _callbacks(data: ModelsAnswer) -> Section:
    told = [
        Paragraph(
            line(name(f"{each.model}  {each.event} {each.method}"), "  ", name(f"{each.file}:{each.line}")), indent=1
        )
        for each in data.callbacks
    ]
    told += [
        Paragraph(
            line(
                name(f"{each.model}  {each.macro}"),
                " sets ",
                name(each.column),
                " instead of deleting  ",
                name(f"{each.file}:{each.line}"),
            ),
            indent=1,
        )
        for each in data.soft_deletes
    ]
    return Section(line(Span("Callbacks of destroy", "strong")), tuple(told))


def _place(each: Resolved) -> Span:
    return name(str(each.association.location))


def _told(each: Resolved, keys: Mapping[str, ForeignKey], names: Names) -> Paragraph:
    """``Museum has_many galleries, dependent: destroy → galleries.museum_id  CASCADE  app/models/museum.rb:6``."""
    association, key = each.association, keys.get(each.key or "")
    action = key.on_delete.value.upper() if key is not None else "polymorphic" if each.type_column else "no key"
    dependent = line(", dependent: ", name(association.dependent)) if association.dependent else ()
    columns = names.columns(each.table, each.columns) if each.table is not None else ()
    kind = name(f"{association.model} {association.kind} {association.name}")
    return Paragraph(line(kind, *dependent, " → ", *columns, f"  {action}  ", _place(each)), indent=1, hang=1)


def _entry(each: Resolved, keys: Mapping[str, ForeignKey]) -> AssociationEntry:
    association, key = each.association, keys.get(each.key or "")
    return AssociationEntry(
        model=association.model,
        kind=association.kind,
        name=association.name,
        file=association.location.path,
        line=association.location.line,
        dependent=association.dependent,
        table=str(each.table) if each.table is not None else None,
        columns=each.columns,
        references=str(each.references) if each.references is not None else None,
        key=each.key,
        on_delete=key.on_delete.value if key is not None else None,
        resolved=each.is_resolved,
        reason=each.reason or None,
        target=each.target,
        through=association.through,
        type_column=each.type_column,
        scoped=association.scoped,
        macro=association.macro or None,
    )


def _callback(each: Callback) -> CallbackEntry:
    place = each.location
    return CallbackEntry(each.model, each.event, each.method, place.path, place.line, each.prepend)


def _soft(each: SoftDelete) -> SoftDeleteEntry:
    return SoftDeleteEntry(each.model, each.macro, each.column, each.location.path, each.location.line)


def _unread(each: Unread) -> UnreadEntry:
    return UnreadEntry(each.location.path, each.location.line, each.reason)


def _row(entry: AssociationEntry) -> AssociationRow:
    return AssociationRow(
        model=entry.model,
        kind=entry.kind,
        name=entry.name,
        dependent=entry.dependent or "",
        table=entry.table or "",
        columns=" ".join(entry.columns),
        key=entry.key or "",
        on_delete=entry.on_delete or "",
        reason=entry.reason or "",
        file=entry.file,
        line=entry.line,
    )
