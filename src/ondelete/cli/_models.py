"""``--models``: the Rails models that belong to a schema."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from ondelete.cli._files import protect
from ondelete.errors import NoSuchTable, OndeleteError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ondelete.catalog import QualifiedName
    from ondelete.config import Config
    from ondelete.rails.deletes.pairs import Layers
    from ondelete.rails.models.resolve import Resolver
    from ondelete.rails.models.values import Model
    from ondelete.report import Report
    from ondelete.rules import Policy
    from ondelete.schema import Schema

_CLASS = re.compile(r"(?:::)?[A-Z]\w*(?:::[A-Z]\w*)*\Z")


def models_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--models`` to a command."""
    return click.option(
        "--models",
        "folders",
        multiple=True,
        metavar="DIR",
        help="Read the Rails models of this folder. Can be repeated. The default is 'models' of the configuration, or "
        "else app/models of the application and of its engines, packs and components.",
    )(function)


def read_rails(schema: Schema, config: Config, folders: Sequence[str]) -> Resolver:
    """Return the associations of the models that belong to a schema.

    Raises:
        NoModels: there are none.
        MissingLibrary: the libraries that read Ruby are not installed.
    """
    from ondelete.rails.models.files import application_of
    from ondelete.rails.models.reading import read_models
    from ondelete.rails.models.resolve import Resolver

    named = tuple(map(Path, folders)) or config.models
    models = read_models(application_of(schema.catalog.paths), named)
    protect(*{model.location.path for model in models.models.values()})
    return Resolver(models, schema.catalog)


def layers_for(
    schema: Schema, config: Config, policy: Policy, only: Sequence[str], folders: Sequence[str]
) -> Layers | str:
    """Return the models and the keys for an audit, or why there are none.

    Nothing is read if no rule of the policy is about models.

    Raises:
        NoModels: folders were named, and have no models.
    """
    from ondelete.audit import rule_named
    from ondelete.rails.models.files import NoModels
    from ondelete.ruby.reading import MissingLibrary

    names = [name for name in policy.rules if not only or name in only]
    if not any(rule_named(name).about_models for name in names):
        return ""
    try:
        return layers_of(schema, config, folders)
    except (NoModels, MissingLibrary) as error:
        if folders or config.models:
            raise
        return str(error)


def table_or_model(
    schema: Schema, config: Config, name: str, folders: Sequence[str]
) -> tuple[QualifiedName, Model | None]:
    """Return the table of that name, or the table of the model of that name, and the model.

    Raises:
        NoSuchTable: it is neither, or no models can be read.
    """
    try:
        return schema.table(name), None
    except NoSuchTable as error:
        if _CLASS.match(name) is None:
            raise
        try:
            resolver = read_rails(schema, config, folders)
        except OndeleteError:
            raise error from None
        model = resolver.models.models.get(name.removeprefix("::"))
        if model is None:
            raise
        table = resolver.table_of(model)
        if table is None:
            reason = f"is a model, but the schema has no table {model.table_name or 'for it'}"
            raise NoSuchTable(name, reason) from None
        return table, model


def rails_option(meaning: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add ``--rails`` to a command."""
    return click.option("--rails", is_flag=True, help=meaning)


def layers_of(schema: Schema, config: Config, folders: Sequence[str]) -> Layers:
    """Return the models and the keys that they meet.

    Raises:
        NoModels: there are no models.
    """
    from ondelete.rails.deletes.pairs import Layers

    return Layers(read_rails(schema, config, folders))


def with_jobs(schema: Schema, layers: Layers) -> Schema:
    """Return the schema with what the models do beside the keys, as loose keys: jobs, and soft deletes."""
    from ondelete.rails.deletes.later import later_keys
    from ondelete.schema import Schema

    more = later_keys(layers)
    known = {(key.table, key.column) for key in schema.declared.loose}
    loose = (*schema.declared.loose, *(key for key in more if (key.table, key.column) not in known))
    return Schema(schema.catalog, replace(schema.declared, loose=loose), schema.config, schema.supposed)


def beside(report: Report, layers: Layers, table: QualifiedName, model: Model | None, *, full: bool) -> Report:
    """Return the answer about a table with what destroy of its model does.

    Raises:
        OndeleteError: no model has the table.
    """
    from ondelete.reports.rails import with_rails

    models = layers.models_of.get(table, ())
    if not models:
        raise OndeleteError(f"no model has the table {table.shown}; 'ondelete models' lists what was read")
    # Of the classes of one table (STI), the one that the others inherit from.
    base = min(models, key=lambda each: each.name != each.base)
    chosen = layers.resolver.models.models[model.name] if model is not None else base
    return with_rails(report, layers, chosen, [each.name for each in models if each is not chosen], full=full)
