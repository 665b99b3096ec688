"""``ondelete diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ondelete.cli._command import Answered, comparison_command

if TYPE_CHECKING:
    from ondelete.changes import Review, Watched
    from ondelete.cli._progress import Progress
    from ondelete.config import Config
    from ondelete.diagrams.scenes.scene import Scene
    from ondelete.schema import Schema


def _gates(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    from ondelete.changes import GATES

    if value is None:
        return None
    named = tuple(each.strip() for each in value.split(",") if each.strip())
    for gate in named:
        if gate not in GATES:
            raise click.BadParameter(f"{gate!r} is none of {', '.join(GATES)}")
    return named


@comparison_command(gives=("report", "rows", "findings"))
@click.option(
    "--fail-on",
    metavar="A,B",
    callback=_gates,
    help="Exit with status 1 if the change has a consequence of these classes: newly-blocked, newly-deleted, "
    "newly-nulled, left-behind, unindexed, order, cycle, trigger, contract, silenced, new-errors, new-warnings, any, "
    "never. The default is contract,new-errors,newly-blocked,newly-deleted,left-behind.",
)
@click.option(
    "--picture",
    metavar="FILE",
    help="Also draw a picture of what changed into FILE: .svg, .png, .pdf, .dot or .mmd.",
)
@click.option("--policy", metavar="NAME", help="Compare the findings of this policy instead of the configured one.")
def command(
    before: Schema,
    after: Schema,
    fail_on: tuple[str, ...] | None,
    picture: str | None,
    policy: str | None,
    config: Config,
    watched: tuple[Watched, Watched],
    progress: Progress,
) -> Answered:
    """Show what a change of the schema does to deletes.

    BASE and HEAD are files, files at a git revision (main:db/structure.sql), or revisions (main, v1..v2), which mean
    the default file at that revision. Without HEAD, the change ends with the file as it is now. Without BASE, it begins
    with the commit at which this branch left the default branch. If the configuration names several schemas, each is
    compared, unless you name files.

    For each changed foreign key, index, trigger or constraint, the answer lists the consequences: deletes that are
    newly blocked, rows that are newly deleted, changed or left behind, and checks that the change silences.
    """
    from ondelete.changes import silenced
    from ondelete.reports.diff import report_diff

    gates = fail_on if fail_on is not None else config.diff_fail_on
    review = before.diff(after, policy=policy, silences=silenced(*watched), watch=progress.advance)
    # Nobody sees the picture of a change without consequences, unless it is asked for.
    drawn = picture is not None or review.causes
    scene = _scene(review, before, after) if drawn else None
    if picture is not None and scene is not None:
        from ondelete.cli._diagram_output import Look, write_any

        write_any(scene, picture, Look("light", None, quiet=True))
    report = report_diff(review, before.catalog, after.catalog, gates, scene)
    return report, int(bool(review.failing(gates)))


def _scene(review: Review, before: Schema, after: Schema) -> Scene:
    from ondelete.diagrams.scenes.change import change_scene
    from ondelete.diagrams.scenes.views import marked

    scene = change_scene(review, review.old or before.catalog, after.catalog, after.coverage)
    return marked(scene, before.catalog, after.catalog)
