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
    from ondelete.rails.models.resolve import Resolver
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
