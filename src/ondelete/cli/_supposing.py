"""``--with``: a schema that nobody has written yet, and the heading of the answers for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ondelete.report import Report
    from ondelete.schema import Schema


def with_parameter() -> click.Parameter:
    """Return --with."""
    return click.Option(
        ["--with", "supposed"],
        multiple=True,
        metavar="KEY=ACTION",
        help="Answer as if KEY had this action: cascade, restrict, no-action, set-null, set-default, deferred, or none "
        "for no key. KEY can be a pattern, or new:posts.user_id→users for a key that is not there. Can be repeated.",
    )


def with_heading(report: Report, status: int, schema: Schema) -> tuple[Report, int]:
    """Return an answer that says for which schema, not written yet, it is."""
    from ondelete.reports.supposed import headed

    return headed(report, schema.supposed), status
