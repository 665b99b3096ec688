"""The catalog of a folder of migrations is the one of a server on which its tool, or a hand in its order, has run them.

A tool that is on the PATH runs the samples itself: dbmate, sql-migrate.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from catalog_queries import catalog_facts, server_facts

from ondelete.dump import read_catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from server import Server

SAMPLES = Path(__file__).parents[2] / "samples/migrations"
HISTORIES = ("schema_migrations", "gorp_migrations")


class ByHand(NamedTuple):
    """The files of a sample in the order of its tool, and how to take the way up out of one."""

    folder: str
    files: tuple[str, ...]
    way_up: Callable[[str], str] = str


def of_goose(text: str) -> str:
    return text.partition("-- +goose Down")[0].replace("-- +goose StatementEnd", ";")


def of_dbmate(text: str) -> str:
    return re.split(r"(?m)^-- migrate:down", text)[0]


def of_sql_migrate(text: str) -> str:
    parts = re.split(r"(?m)^-- \+migrate (Up|Down).*$", text)
    ways = zip(parts[1::2], parts[2::2], strict=True)
    return "".join(sql for way, sql in ways if way == "Up").replace("-- +migrate StatementEnd", ";")


def of_drizzle(text: str) -> str:
    return text.replace("--> statement-breakpoint", ";")


def of_atlas(text: str) -> str:
    return text.partition("-- migration.sql --")[2].partition("-- down.sql --")[0] if "txtar" in text else text


def of_flyway(text: str) -> str:
    return text.replace("${app}", "app")


def of_liquibase(text: str) -> str:
    changes = re.split(r"(?m)^--changeset ", text)[1:]
    run = [change.partition("\n")[2] for change in changes if "dbms:mysql" not in change]
    return "\n;\n".join(run).replace("@@", ";")


BY_HAND = (
    ByHand("goose", ("00001_members.sql", "00002_loans.sql", "00009_branches.sql", "00010_fines.sql"), of_goose),
    ByHand(
        "dbmate",
        ("20240105090000_teams.sql", "20240106090000_players.sql", "20240107090000_index_players.sql"),
        of_dbmate,
    ),
    ByHand("sql-migrate", ("1_artists.sql", "2_albums.sql", "10_tracks.sql"), of_sql_migrate),
    ByHand("golang-migrate", ("000001_hosts.up.sql", "000002_checks.up.sql", "10_alerts.up.sql")),
    ByHand(
        "sqlx/migrations",
        (
            "20240301120000_customers.sql",
            "20240302120000_orders.sql",
            "20240303120000_more_states.sql",
            "20240304120000_lines.up.sql",
        ),
    ),
    ByHand(
        "diesel",
        (
            "00000000000000_diesel_initial_setup/up.sql",
            "2024-02-01-100000_forums/up.sql",
            "2024-02-02-100000_topics/up.sql",
        ),
    ),
    ByHand(
        "prisma",
        (
            "20240110080000_init/migration.sql",
            "20240111080000_roles/migration.sql",
            "20240112080000_cascade/migration.sql",
        ),
    ),
    ByHand("drizzle", ("0000_loud_owl.sql", "0002_calm_fox.sql", "0001_wide_elk.sql"), of_drizzle),
    ByHand(
        "supabase/migrations",
        (
            "20240201000000_remote_schema.sql",
            "20240202000000_messages.sql",
            "20240203000000_reactions.sql",
        ),
    ),
    ByHand(
        "atlas",
        ("20240302000000_checkpoint.sql", "20240303000000_beds.sql", "20240304000000_water.sql"),
        of_atlas,
    ),
    ByHand(
        "flyway",
        ("V1__accounts.sql", "V1.2__cards.sql", "V1.10__payments.sql", "more/R__indexes.sql"),
        of_flyway,
    ),
    ByHand("liquibase", ("changes/zones.sql", "changes/meters.sql"), of_liquibase),
)


def test_every_sample_is_run() -> None:
    assert {each.folder.partition("/")[0] for each in BY_HAND} == {path.name for path in SAMPLES.iterdir()}


@pytest.mark.parametrize("case", BY_HAND, ids=lambda case: case.folder)
def test_is_what_a_hand_makes_in_the_order_of_the_tool(case: ByHand, servers: list[Server]) -> None:
    for server in servers:
        with server.database() as database:
            for file in case.files:
                text = case.way_up((SAMPLES / case.folder / file).read_text("utf-8"))
                # What lasts for a transaction lasts for a file.
                words = ("-1",) if "set local" in text else ()
                server.run(
                    "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *words, "-f", "-", database=database, stdin=text
                )
            compare(case.folder, server, database)


def run_dbmate(folder: Path, server: Server, database: str) -> list[str]:
    return ["dbmate", "--url", url(server, database), "--migrations-dir", str(folder), "--no-dump-schema", "migrate"]


def run_sql_migrate(folder: Path, server: Server, database: str) -> list[str]:
    config = folder.parent / "dbconfig.yml"
    config.write_text(
        f"development:\n  dialect: postgres\n  datasource: {url(server, database)}\n  dir: {folder}\n", "utf-8"
    )
    return ["sql-migrate", "up", f"-config={config}"]


@pytest.mark.parametrize(("folder", "command"), [("dbmate", run_dbmate), ("sql-migrate", run_sql_migrate)])
def test_is_what_the_tool_makes(
    folder: str, command: Callable[[Path, Server, str], list[str]], server: Server, tmp_path: Path
) -> None:
    if shutil.which(folder) is None:
        pytest.skip(f"{folder} is not installed")
    shutil.copytree(SAMPLES / folder, tmp_path / "migrations")
    with server.database() as database:
        words = command(tmp_path / "migrations", server, database)
        done = subprocess.run(words, check=False, capture_output=True, encoding="utf-8", env=dict(os.environ))
        assert done.returncode == 0, done.stdout + done.stderr
        for history in HISTORIES:
            server.execute(f"DROP TABLE IF EXISTS {history}", database)
        compare(folder, server, database)


def url(server: Server, database: str) -> str:
    with server.connection(database) as connection:
        info = connection.info
        return f"postgres://{info.user}@/{database}?host={info.host}&port={info.port}&sslmode=disable"


def compare(folder: str, server: Server, database: str) -> None:
    catalog = read_catalog([str(SAMPLES / folder)], variables={"app": "app"})
    assert catalog.skipped == ()
    ours, theirs = catalog_facts(catalog), server_facts(server, database)
    del theirs["parts"]
    for what, facts in theirs.items():
        assert ours[what] == facts, f"{what} on {server}"
