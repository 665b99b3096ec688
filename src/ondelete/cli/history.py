"""``ondelete history``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ondelete.cli._command import Answered, history_command
from ondelete.errors import NoSuchTable, OndeleteError, UnreadableRevision, UnreadableSchema

if TYPE_CHECKING:
    from ondelete.changes.versions import VersionFacts
    from ondelete.cli._inputs import Inputs
    from ondelete.cli._progress import Progress
    from ondelete.repository import Repository, Version


@history_command(gives=("report", "rows"))
@click.option("--since", metavar="REV", help="Leave out REV and every commit before it.")
@click.option("--table", metavar="TABLE", help="Show deletes on TABLE, and the commit that introduced each blocker.")
@click.option("--policy", metavar="NAME", help="Count the findings of this policy instead of the configured one.")
@click.option("--no-cache", is_flag=True, help="Do not use the answers that are kept in your cache folder.")
def command(
    inputs: Inputs, since: str | None, table: str | None, policy: str | None, no_cache: bool, progress: Progress
) -> Answered:
    """Show how deletes changed over the commits of a schema file.

    The answer has one row for each commit that changed FILE. It counts the tables and foreign keys, the tables on which
    a delete is BLOCKED, the foreign keys with no index, and the findings. With --table, it shows what a delete on that
    table did in each version, and the commit that introduced each blocker and each table of its cascade. If a version
    cannot be read, its row says why.
    """
    from ondelete.changes.versions import VersionFacts, introduced
    from ondelete.cli._cache import Cache
    from ondelete.cli._parallel import in_parallel
    from ondelete.reports.history import Row, report_history
    from ondelete.repository import open_repository, versions

    with open_repository() as repository:
        path = Path(os.path.relpath(inputs.single_file, repository.root)).as_posix()
        found = versions(repository, "HEAD", path, since)
        if all(version.entry is not None and not version.entry.is_file for version in found):
            _check_that_git_has(repository, path)
    kept = Cache("history", VersionFacts, used=not no_cache)
    about = (inputs.config_state, policy or "", table or "", path)

    def row(version: Version) -> Row:
        if version.entry is None:
            return Row(version.commit, None, "the file is not there any more")
        if not version.entry.is_file:
            return Row(version.commit, None, "a link, a folder or a submodule has its place")
        try:
            facts = kept.get((version.entry.oid, *about), lambda: _facts(version, path, table, policy, inputs))
        except UnreadableSchema as error:
            return Row(version.commit, None, error.reason)
        return Row(version.commit, facts, None)

    rows = list(progress.over(in_parallel(row, found), len(found)))
    if table is not None and rows and all(each.facts is None or each.facts.table is None for each in rows):
        raise NoSuchTable(table, "no version of this schema has such a table")
    return report_history(rows, introduced([each.facts for each in rows]) if table else (), path, table)


def _check_that_git_has(repository: Repository, path: str) -> None:
    """Raise an error, unless the file has only not changed since the revision of --since."""
    try:
        repository.file("HEAD", path)
    except UnreadableRevision as error:
        raise OndeleteError(f"{path}: git knows no version of it: {error}") from None


def _facts(version: Version, path: str, table: str | None, policy: str | None, inputs: Inputs) -> VersionFacts:
    from ondelete.changes.versions import facts_of
    from ondelete.cli._inputs import unhurried_gc
    from ondelete.dump import read_catalog

    with unhurried_gc():
        catalog = read_catalog([f"{version.commit.oid}:{path}"], database=inputs.database)
    schema = inputs.declare(catalog)
    try:
        root = schema.table(table) if table is not None else None
    except NoSuchTable:
        root = None
    return facts_of(catalog, schema.audit(policy), root)
