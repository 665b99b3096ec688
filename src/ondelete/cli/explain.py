"""``ondelete explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ondelete.cli._actions import read_actions
from ondelete.cli._command import schema_command
from ondelete.cli._models import beside, layers_of, models_option, table_or_model, with_jobs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ondelete.analyses.index_coverage import KeyCoverage
    from ondelete.cli._progress import Progress
    from ondelete.config import Config
    from ondelete.deletion.effects import Prediction
    from ondelete.diagrams.scenes.scene import IndexMark
    from ondelete.report import Report
    from ondelete.schema import Schema


@schema_command(takes_progress=True, takes_with=True, takes_config=True)
@click.argument("table")
@click.option("--depth", type=click.IntRange(min=1), metavar="N", help="Show at most N steps of the tree.")
@click.option("--full", is_flag=True, help="Show every foreign key, even in a large tree.")
@click.option(
    "--actions",
    metavar="A,B",
    default="",
    callback=lambda _ctx, _param, value: read_actions(value),
    help="Show only foreign keys with these actions, e.g. 'restrict,no action', and the way to them.",
)
@click.option("--blockers", is_flag=True, help="Show only what can stop the delete, and the way to it.")
@click.option("--summary", is_flag=True, help="Show the answer on one page, without the tree.")
@click.option(
    "--invert", is_flag=True, help="Show which DELETEs delete or change a row of TABLE, or are stopped by it."
)
@click.option("--prove", is_flag=True, help="Say for each effect whether rows prove it (see 'ondelete witness').")
@click.option("--truncate", is_flag=True, help="Show what TRUNCATE TABLE does, instead of DELETE.")
@click.option("--undeclared", is_flag=True, help="List every reference without a foreign key.")
@click.option(
    "--rails",
    is_flag=True,
    help="Show what 'destroy' of the Rails model does, too, and where it differs from a DELETE.",
)
@models_option
@click.option(
    "--pg-version",
    type=click.Choice(["15", "16", "17", "18"]),
    help="Answer for this version of PostgreSQL. The default is the version that the file was dumped from, if "
    "known, or else all four.",
)
def command(
    schema: Schema,
    table: str,
    depth: int | None,
    full: bool,
    actions: frozenset[str],
    invert: bool,
    truncate: bool,
    prove: bool,
    pg_version: str | None,
    undeclared: bool,
    blockers: bool,
    summary: bool,
    rails: bool,
    folders: tuple[str, ...],
    config: Config,
    progress: Progress,
) -> Report:
    """Show what a DELETE deletes and changes, and what stops it.

    Name TABLE as in SQL: users, public.users, '"Odd Name"'. The tree has one row for each foreign key that the delete
    meets. It says what the foreign key does to a referencing row, and whether it has an index. A name that is no table
    is tried as a Rails model: User, Admin::User.
    """
    from ondelete.reports.tree_rows import View

    if invert and truncate:
        raise click.UsageError("--invert and --truncate exclude each other")
    if prove and (invert or truncate):
        raise click.UsageError("--prove is about a DELETE, not about --invert or --truncate")
    if (blockers or summary) and (invert or truncate):
        raise click.UsageError("--blockers and --summary are about a DELETE, not about --invert or --truncate")
    if blockers and (actions or summary):
        raise click.UsageError("--blockers excludes --actions and --summary")
    if rails and (invert or truncate or summary):
        raise click.UsageError("--rails is about a DELETE, not about --invert, --truncate or --summary")
    view = View(depth, actions, blockers, full, undeclared)
    found, model = table_or_model(schema, config, table, folders)
    layers = layers_of(schema, config, folders) if rails or folders else None
    if layers is not None:
        schema = with_jobs(schema, layers)
    if truncate:
        from ondelete.deletion.triggers.truncation import predict_truncate
        from ondelete.reports.truncate import report_truncate

        return report_truncate(predict_truncate(schema.catalog, found), schema.catalog, view)
    if invert:
        from ondelete.reports.invert import report_invert

        return report_invert(schema.key_graph, found, view)
    from ondelete.analyses.index_coverage import index_coverage
    from ondelete.analyses.loose import loose_after
    from ondelete.analyses.references import References
    from ondelete.deletion.versions import covered, for_version
    from ondelete.reports.explain import report_explain

    version = int(pg_version) if pg_version is not None else covered(schema.catalog.dumped_from)
    prediction = for_version(schema.predict_delete(found), version)
    coverage = index_coverage(schema.catalog, prediction.edges)
    witnesses = None
    if prove:
        from ondelete.deletion.witness.goal import effects_of
        from ondelete.deletion.witness.search import all_witnesses

        rows = all_witnesses(schema.catalog, prediction)
        witnesses = list(progress.over(rows, len(list(effects_of(prediction)))))
    loose = loose_after(schema.catalog, schema.declared, prediction)
    expected = schema.expected_rows(found)
    losing = (found, *(entry.table for entry in prediction.deleted))
    left = References(schema.catalog, schema.declared, to=losing).after(prediction)
    changing = schema.expected_updates(found)
    report = report_explain(
        prediction, schema.catalog, coverage, view, witnesses, loose, expected, version, left, changing
    )
    if layers is not None:
        report = beside(report, layers, found, model, full=full)
    return _on_one_page(report, schema, prediction, coverage) if summary else report


def _on_one_page(report: Report, schema: Schema, prediction: Prediction, coverage: Mapping[str, KeyCoverage]) -> Report:
    """Return the report with the words of the sheet, and the same data."""
    from msgspec.structs import replace

    from ondelete.diagrams.formats.sheet_report import sections
    from ondelete.diagrams.scenes.sheet import sheet_of
    from ondelete.reports.sections import incomplete_sections

    marks: dict[str, IndexMark] = {key: found.verdict.value for key, found in coverage.items()}
    sheet = sheet_of(prediction, marks, fold=schema.catalog.root_of)
    return replace(report, sections=(*incomplete_sections(schema.catalog.skipped), *sections(sheet)))
