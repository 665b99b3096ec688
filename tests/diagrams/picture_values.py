"""Small catalogs for the tests of pictures, made without reading SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ondelete.catalog import (
    IMMEDIATE,
    Catalog,
    Column,
    ForeignKey,
    Location,
    MatchType,
    QualifiedName,
    ReferentialAction,
    Table,
)
from ondelete.deletion.predict import predict_delete
from ondelete.diagrams.scenes.cascade import cascade_scene

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ondelete.diagrams.scenes.scene import IndexMark, Scene

HERE = Location("schema.sql", 7)
ACTIONS = {
    "cascade": ReferentialAction.CASCADE,
    "null": ReferentialAction.SET_NULL,
    "default": ReferentialAction.SET_DEFAULT,
    "restrict": ReferentialAction.RESTRICT,
    "nothing": ReferentialAction.NO_ACTION,
}


def name(text: str) -> QualifiedName:
    """``users`` of public, or ``schema.users``."""
    schema, dot, table = text.partition(".")
    return QualifiedName(schema, table) if dot else QualifiedName("public", text)


def key(text: str) -> ForeignKey:
    """``posts.user_id > users cascade`` as a key; the table may carry a schema: ``blog.posts.user_id > users null``."""
    left, referenced, action = (part.strip() for part in text.replace(">", " ").split())
    table, _, column = left.rpartition(".")
    return raw_key(name(table), column, name(referenced), ACTIONS[action])


def raw_key(table: QualifiedName, column: str, referenced: QualifiedName, action: ReferentialAction) -> ForeignKey:
    """Make a key of one column from names that may hold anything."""
    return ForeignKey(
        table=table,
        name=f"fk_{column}",
        columns=(column,),
        referenced_table=referenced,
        referenced_columns=("id",),
        on_delete=action,
        on_update=ReferentialAction.NO_ACTION,
        set_columns=None,
        match=MatchType.SIMPLE,
        timing=IMMEDIATE,
        validated=True,
        enforced=True,
        period=False,
        location=HERE,
    )


def catalog(keys: Iterable[ForeignKey], alone: Iterable[str] = (), tables: Iterable[Table] = ()) -> Catalog:
    """Make a catalog of the tables that the keys name, all columns nullable, and of tables without keys."""
    keys = tuple(keys)
    columns: dict[QualifiedName, dict[str, None]] = {name(text): {} for text in alone}
    for found in keys:
        columns.setdefault(found.referenced_table, {}).update(dict.fromkeys(found.referenced_columns))
        columns.setdefault(found.table, {}).update(dict.fromkeys(found.columns))
    made = {
        table: Table(table, "table", tuple(Column(column, "integer", not_null=False) for column in names), HERE)
        for table, names in columns.items()
    }
    made.update({table.name: table for table in tables})
    nothing: tuple[()] = ()
    return Catalog(
        tables=made,
        foreign_keys=keys,
        keys=nothing,
        checks=nothing,
        indexes=nothing,
        triggers=nothing,
        rules=nothing,
        types={},
        relations={},
        external=nothing,
        skipped=nothing,
        search_path=("public",),
        paths=("schema.sql",),
    )


def cascade(roots: str, *keys: str, marks: dict[str, IndexMark] | None = None, keep: Iterable[str] = ()) -> Scene:
    """Draw the cascade of one or more tables (separated by spaces) of a schema that has these keys."""
    made = catalog(key(text) for text in keys)
    predictions = [predict_delete(made, name(root)) for root in roots.split()]
    return cascade_scene(predictions, marks or {}, keep=[name(text) for text in keep])
