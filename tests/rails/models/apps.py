"""Small applications for tests: files as a dictionary, the schema as SQL."""

from __future__ import annotations

from pathlib import Path

from helpers import catalog_of
from ondelete.rails.models.reading import read_models
from ondelete.rails.models.resolve import Resolver
from ondelete.rails.models.values import Models, Resolved

MODELS = "app/models"


def written(root: Path, files: dict[str, str]) -> Path:
    """Write files below a folder; a bare name is a model."""
    for name, text in files.items():
        path = root / (name if "/" in name else f"{MODELS}/{name}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def models_of(root: Path, **files: str) -> Models:
    """Return the models of an application; ``user="..."`` is app/models/user.rb."""
    return read_models(written(root, {f"{name}.rb": text for name, text in files.items()}))


def resolved_in(root: Path, sql: str, files: dict[str, str]) -> dict[str, Resolved]:
    """Return the associations of an application by their ids."""
    models = read_models(written(root, files))
    return {each.association.id: each for each in Resolver(models, catalog_of(sql)).all}
