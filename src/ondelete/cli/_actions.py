"""The value of ``--actions``, which several commands take."""

from __future__ import annotations

import click

from ondelete.catalog import ReferentialAction


def read_actions(text: str) -> frozenset[str]:
    """Read ``cascade,set-null`` as actions.

    Raises:
        click.BadParameter: one of them is no action.
    """
    chosen = {part.strip().lower().replace("-", " ").replace("_", " ") for part in text.split(",") if part.strip()}
    known = [action.value for action in ReferentialAction]
    unknown = sorted(chosen.difference(known))
    if unknown:
        raise click.BadParameter(f"{unknown[0]!r} is no action; choose from {', '.join(known)}")
    return frozenset(chosen)
