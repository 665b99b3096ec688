"""Publications: which changes are sent to subscribers, for which a row needs an identity (semantics R19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from ondelete.catalog import Publication, PublishedTable
from ondelete.dump.nodes.names import strings
from ondelete.dump.nodes.statements.publications import AlterPublicationStmt, CreatePublicationStmt
from ondelete.dump.replay.dispatch import replays
from ondelete.dump.replay.model.refusals import NotReplayed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ondelete.catalog import Location, QualifiedName
    from ondelete.dump.nodes.statements.options import OptionNode
    from ondelete.dump.nodes.statements.publications import PublicationObjectNode, PublicationTable
    from ondelete.dump.replay.model.state import State
    from ondelete.dump.statements.slicing import Source

_COMMANDS = ("insert", "update", "delete", "truncate")


@replays(CreatePublicationStmt)
def create_publication(statement: CreatePublicationStmt, source: Source, state: State) -> None:
    """CREATE PUBLICATION ... [FOR ALL TABLES | FOR TABLE ... | FOR TABLES IN SCHEMA ...] [WITH (publish = ...)]."""
    if statement.name in state.publications:
        raise NotReplayed(f"publication {statement.name} already exists")
    published = list(_published(statement.name, statement.objects, source.location, state))
    state.publications[statement.name] = Publication(
        name=statement.name,
        all_tables=statement.for_all_tables,
        schemas=tuple(_schemas(statement.objects, state)),
        commands=_commands(statement.options, _COMMANDS),
        via_root=_via_root(statement.options, False),
        location=source.location,
        generated=_generated(statement.options, False),
    )
    for each in published:
        state.published.add(each)


@replays(AlterPublicationStmt)
def alter_publication(statement: AlterPublicationStmt, source: Source, state: State) -> None:
    """ALTER PUBLICATION ... ADD | SET | DROP of tables and schemas, or SET (publish = ...)."""
    name = statement.name
    known = state.publications.get(name)
    if known is None:
        raise NotReplayed(f"publication {name} does not exist")
    if statement.options:
        state.publications[name] = replace(
            known,
            commands=_commands(statement.options, known.commands),
            via_root=_via_root(statement.options, known.via_root),
            generated=_generated(statement.options, known.generated),
        )
        return
    published = list(_published(name, statement.objects, known.location, state))
    schemas = list(_schemas(statement.objects, state))
    gone = dict.fromkeys(each.table for each in published)
    if statement.action != "AP_AddObjects":
        everything = statement.action == "AP_SetObjects"
        listed = state.published.grouped(name) if everything else _of_tables(gone, name, state)
        for each in listed:
            state.published.remove(each)
        kept = () if everything else tuple(schema for schema in known.schemas if schema not in schemas)
        known = replace(known, schemas=kept)
    if statement.action != "AP_DropObjects":
        known = replace(known, schemas=tuple(dict.fromkeys((*known.schemas, *schemas))))
        for each in published:
            if state.published.get(each.table, name) is not None:
                raise NotReplayed(f"{each.table} is in publication {name} already")
            state.published.add(each)
    state.publications[name] = known


def _of_tables(tables: Iterable[QualifiedName], publication: str, state: State) -> list[PublishedTable]:
    found = [state.published.get(table, publication) for table in tables]
    return [each for each in found if each is not None]


def _published(
    name: str, objects: Iterable[PublicationObjectNode], location: Location, state: State
) -> Iterator[PublishedTable]:
    for node in objects:
        table = node.object.table
        if table is not None:
            found = state.relation_name(table.relation)
            if found not in state.tables:
                raise NotReplayed(f"table {found} is not defined")
            for each in _with_children(found, table, state):
                yield PublishedTable(each, name, _columns(table), _filter_columns(table, state), location)


def _with_children(name: QualifiedName, table: PublicationTable, state: State) -> tuple[QualifiedName, ...]:
    """Return a table and, without ONLY, those that inherit from it; partitions belong to it anyway."""
    if not table.relation.inh or state.is_partitioned(name):
        return (name,)
    return tuple(dict.fromkeys((name, *state.family(name))))


def _columns(table: PublicationTable) -> tuple[str, ...] | None:
    return None if table.columns is None else strings(table.columns)


def _filter_columns(table: PublicationTable, state: State) -> tuple[str, ...] | None:
    if table.where is None:
        return None
    return tuple(sorted(state.expression(table.where, "").columns))


def _schemas(objects: Iterable[PublicationObjectNode], state: State) -> Iterator[str]:
    for node in objects:
        if node.object.kind == "PUBLICATIONOBJ_TABLES_IN_SCHEMA" and node.object.name is not None:
            yield node.object.name
        elif node.object.kind == "PUBLICATIONOBJ_TABLES_IN_CUR_SCHEMA":
            yield from state.search_path[:1]


def _commands(options: Iterable[OptionNode], known: tuple[str, ...]) -> tuple[str, ...]:
    given = _option(options, "publish")
    if given is None:
        return known
    words = {word.strip().lower() for word in given.split(",")}
    return tuple(word for word in _COMMANDS if word in words)


def _via_root(options: Iterable[OptionNode], known: bool) -> bool:
    given = _option(options, "publish_via_partition_root")
    return known if given is None else given.lower() in ("", "true", "on", "1")


def _generated(options: Iterable[OptionNode], known: bool) -> bool:
    given = _option(options, "publish_generated_columns")
    return known if given is None else given.lower() in ("", "stored")


def _option(options: Iterable[OptionNode], name: str) -> str | None:
    """Return the text of an option, "" if it stands there without a value, None if it does not."""
    for node in options:
        if node.option.defname == name:
            given = node.option.arg
            if given is None:
                return ""
            if given.string is not None:
                return given.string.sval
            if given.type_name is not None:
                return strings(given.type_name.names)[-1]
            return "1" if given.integer is not None and given.integer.ival else "0"
    return None
