"""``--var``: values for the placeholders of migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def variables_parameter() -> click.Parameter:
    """Return --var, whose value is a mapping."""
    return click.Option(
        ["--var", "variables"],
        multiple=True,
        metavar="NAME=VALUE",
        callback=_as_mapping,
        help="Replace the placeholders ${NAME}, {{NAME}}, @NAME and :NAME of migrations by VALUE. Can be repeated.",
    )


def _as_mapping(_context: click.Context, _option: click.Parameter, given: Sequence[str]) -> Mapping[str, str]:
    found = dict(each.partition("=")[::2] for each in given)
    wrong = next((each for each in given if "=" not in each or each.startswith("=")), None)
    if wrong is not None:
        raise click.BadParameter(f"{wrong!r} is not NAME=VALUE, as in --var schema=app")
    return found
