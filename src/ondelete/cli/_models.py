"""``--models``: the Rails models that belong to a schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ondelete.cli._files import protect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ondelete.config import Config
    from ondelete.rails.deletes.pairs import Layers
    from ondelete.rails.models.resolve import Resolver
    from ondelete.rules import Policy
    from ondelete.schema import Schema


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
) -> tuple[Layers | None, str]:
    """Return the models and the keys for an audit, or None and why there are none.

    Nothing is read if no rule of the policy is about models.

    Raises:
        NoModels: folders were named, and have no models.
    """
    from ondelete.audit import rule_named
    from ondelete.rails.deletes.pairs import Layers
    from ondelete.rails.models.files import NoModels
    from ondelete.ruby.reading import MissingLibrary

    names = [name for name in policy.rules if not only or name in only]
    if not any(rule_named(name).about_models for name in names):
        return None, ""
    try:
        return Layers(read_rails(schema, config, folders)), ""
    except (NoModels, MissingLibrary) as error:
        if folders or config.models:
            raise
        return None, str(error)
