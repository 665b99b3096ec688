"""What each side of a change is watched for: by the configuration and the baseline that it had at its revision."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ondelete.cli._files import protect

if TYPE_CHECKING:
    from ondelete.changes import Watched
    from ondelete.cli._inputs import Inputs
    from ondelete.config import Config
    from ondelete.findings import KnownFinding
    from ondelete.repository import Repository
    from ondelete.schema import Schema


def watched(revision: str | None, schema: Schema, inputs: Inputs) -> Watched:
    """Return what a side is watched for: by the configuration of its revision, by today's if it is of none."""
    from ondelete.changes import Watched
    from ondelete.config import config_of_revision

    config, catalog = schema.config or inputs.config, schema.catalog
    declared = schema.declared
    if revision is not None and (revision != "HEAD" or not _begins()):
        named = config.path if not config.found else None
        part = config.part
        config = config_of_revision(revision, os.path.relpath(named) if named is not None else None)
        config = config.named(part.name) if part is not None else config
        declared = config.declarations(catalog, declared.neighbours)
    return Watched(
        policy=config.policy(),
        contracts=declared.contracts,
        known=_known(config, revision),
        comments=catalog.comments,
        accepts=config.accepts,
        baseline=str(config.baseline or ""),
    )


def _known(config: Config, revision: str | None) -> tuple[KnownFinding, ...]:
    from ondelete.audit.baseline import parse_baseline, read_baseline
    from ondelete.config import file_of_revision

    place = config.baseline
    if place is None:
        return ()
    if revision is None:
        protect(place)
        return read_baseline(place).entries if place.exists() else ()
    content = file_of_revision(revision, os.path.relpath(place))
    return () if content is None else parse_baseline(f"{revision}:{place}", content).entries


def is_unborn(revision: str, repository: Repository) -> bool:
    """Whether the revision is HEAD, and the first commit is still to be made."""
    return revision == "HEAD" and not repository.has_ref("HEAD")


def _begins() -> bool:
    from ondelete.repository import open_repository

    with open_repository() as repository:
        return is_unborn("HEAD", repository)
