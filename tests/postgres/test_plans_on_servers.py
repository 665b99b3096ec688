"""After a plan, a server deletes a row although rows stand behind every key, and what is to stay is there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from subprocess import CalledProcessError
from typing import TYPE_CHECKING

import pytest
from corpus_runs import FILES, disable_user_triggers, empty, load
from msgspec.structs import replace
from plan_runs import planned, run_plan

from helpers import catalog_of
from ondelete.dump import read_catalog
from ondelete.schema import Schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from server import Server

    from ondelete.planning.plan import Plan

ACCOUNTS = Path(__file__).parents[1] / "planning" / "accounts"
PEOPLE = {"audit_trail": "users", "content": "users", "invoices": "customers", "memberships": "users"} | {
    "moderation": "users",
    "sessions": "accounts",
}


@pytest.mark.parametrize("name", PEOPLE)
def test_the_row_goes_and_what_is_to_stay_is_there(name: str, server16: Server) -> None:
    text = (ACCOUNTS / f"{name}.sql").read_text("utf-8")
    catalog = catalog_of(text)
    plan = planned(catalog, Schema(catalog).table(PEOPLE[name]))
    assert plan is not None
    with server16.database() as database:
        server16.load(text, database)
        ran = run_plan(server16, database, catalog, plan)
        after = catalog_of(server16.dump(database, "--schema-only"))
    assert (ran.error, ran.lost) == (None, ())
    assert ran.behind == len({step.key.table for step in plan.after[0].steps} - {plan.tables[0]})
    assert {key.id: key.on_delete for key in after.foreign_keys} == {
        key.id: key.on_delete for key in plan.catalog.foreign_keys
    }


def test_without_the_plan_the_same_row_stays(server16: Server) -> None:
    text = (ACCOUNTS / "content.sql").read_text("utf-8")
    catalog = catalog_of(text)
    plan = planned(catalog, Schema(catalog).table("users"))
    assert plan is not None
    with server16.database() as database:
        server16.load(text, database)
        ran = run_plan(server16, database, catalog, plan_without_changes(plan))
    assert ran.error is not None
    assert "violates" in ran.error


def plan_without_changes(plan: Plan) -> Plan:
    return replace(plan, changes=())


@pytest.mark.fuzz
def test_plans_for_public_schemas(
    start_server: Callable[[int], Server], request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    most = request.config.getoption("--fuzz", 0)
    if not most:
        pytest.skip("a long run: --fuzz=N")
    counts: Counter[str] = Counter()
    faults = []
    for path in sorted(FILES, key=lambda path: path.stat().st_size):
        catalog = read_catalog([str(path)])
        plans = [plan for table in catalog.tables if (plan := planned(catalog, table)) is not None]
        loaded = load(path, catalog, start_server) if plans else None
        if loaded is None:
            continue
        empty(loaded.server, loaded.database)
        disable_user_triggers(loaded.server, loaded.database, catalog)
        loaded.server.connection(loaded.database).close()  # nobody may use what is copied
        for plan in plans[: most - counts["run"]]:
            copy = loaded.server.new_database(loaded.database)
            try:
                ran = run_plan(loaded.server, copy, catalog, plan)
            except CalledProcessError as refused:
                faults.append(f"{path.name}: {plan.tables[0]}: {refused.stderr[:300]}")
                counts.update(run=1)
                continue
            finally:
                loaded.server.drop_database(copy)
            if not ran.behind:
                counts.update(without_rows=1)  # a CHECK or a type refuses the rows of this test
                continue
            counts.update(run=1, behind=ran.behind, kept=ran.kept, changes=ran.changes, deleted=ran.error is None)
            if ran.error is not None or ran.lost:
                faults.append(f"{path.name}: {ran}")
        loaded.server.drop_database(loaded.database)
    with capsys.disabled():
        print(dict(counts), *faults, sep="\n")  # noqa: T201 - the figures of the run
    assert counts["deleted"] == counts["run"]
