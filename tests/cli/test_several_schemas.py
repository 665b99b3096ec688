"""One application, several databases: ``[[schema]]`` of the configuration, and names that cross them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from git_itself import git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Outcome

BOOKS = "CREATE TABLE schema_migrations (version text PRIMARY KEY);\n"
MAIN = f"""{BOOKS}\
CREATE TABLE users (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE);
"""
CI = f"""{BOOKS}\
CREATE TABLE builds (id bigint PRIMARY KEY, user_id bigint);
CREATE INDEX builds_user_id ON builds (user_id);
CREATE TABLE traces (id bigint PRIMARY KEY, build_id bigint NOT NULL REFERENCES builds ON DELETE CASCADE);
CREATE INDEX traces_build_id ON traces (build_id);
"""
CONFIG = """\
[[schema]]
name = "main"
files = "main/structure.sql"
baseline = "main/known.json"

[[schema]]
name = "ci"
files = "ci/structure.sql"
baseline = "ci/known.json"
"""
LOOSE = """\
[[loose.keys]]
table = "ci:builds"
column = "user_id"
references = "main:users"
on-delete = "async_delete"
"""


@pytest.fixture
def monorepo(here: Path) -> Path:
    for name, text in (("main", MAIN), ("ci", CI)):
        (here / name).mkdir()
        (here / name / "structure.sql").write_text(text, "utf-8")
        (here / name / "known.json").write_text('{"version": 1, "findings": []}', "utf-8")
    (here / "ondelete.toml").write_text(CONFIG, "utf-8")
    return here


def configure(folder: Path, text: str) -> None:
    (folder / "ondelete.toml").write_text(text + CONFIG, "utf-8")


def found(outcome: Outcome, rule: str) -> dict[str, list[str]]:
    """Return the messages of a rule, by the file of the schema."""
    return {
        each["path"]: [one["message"] for one in each["findings"] if one["rule"] == rule]
        for each in outcome.json["schemas"]
    }


@pytest.mark.parametrize("command", ["audit", "reach", "indexes"])
def test_without_a_file_every_schema_is_answered_for(
    command: str, monorepo: Path, ondelete: Callable[..., Outcome]
) -> None:
    every = ondelete(command, "--format", "json")
    named = ondelete(command, "--each", "main/structure.sql", "ci/structure.sql", "--format", "json")
    assert [each["path"] for each in every.json["schemas"]] == ["main/structure.sql", "ci/structure.sql"]
    assert (every.status, every.json) == (named.status, named.json)
    for each in every.json["schemas"]:
        assert {"path": each["path"], **ondelete(command, each["path"], "--format", "json").json} == each


def test_another_command_wants_to_know_which_schema(monorepo: Path, ondelete: Callable[..., Outcome]) -> None:
    asked = ondelete("explain", "users")
    assert asked.status == 2
    assert "name the FILE of one of them: main (main/structure.sql), ci (ci/structure.sql)" in asked.err
    assert ondelete("explain", "users", "main/structure.sql").status == 0


def test_a_file_has_the_settings_of_its_schema_whoever_names_it(
    monorepo: Path, ondelete: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    (monorepo / "ondelete.toml").write_text(CONFIG.replace("[[schema]]", "[[schema]]\nfail-on = 'never'", 1), "utf-8")
    for name in ("main/structure.sql", "./main/structure.sql", str(monorepo / "main/structure.sql")):
        assert ondelete("audit", name).status == 0
    (monorepo / "other.sql").write_text(MAIN, "utf-8")
    assert ondelete("audit", "other.sql").status == 1


def test_each_schema_has_a_baseline_of_its_own(monorepo: Path, ondelete: Callable[..., Outcome]) -> None:
    assert ondelete("audit").status == 1
    assert ondelete("audit", "--write-baseline").status == 0
    assert "posts" in (monorepo / "main/known.json").read_text("utf-8")
    assert "posts" not in (monorepo / "ci/known.json").read_text("utf-8")
    assert ondelete("audit").status == 0
    refused = ondelete("audit", "--baseline", "main/known.json")
    assert (refused.status, "give each [[schema]]" in refused.err) == (2, True)


def test_a_loose_key_leads_from_one_database_into_another(monorepo: Path, ondelete: Callable[..., Outcome]) -> None:
    configure(monorepo, LOOSE)
    said = ondelete("explain", "users", "main/structure.sql", "--format", "json").json
    assert said["loose"] == [
        {"table": "ci:public.builds", "column": "user_id", "action": "async_delete", "references": "public.users"}
    ]
    assert "ci:builds.user_id → users" in ondelete("explain", "users", "main/structure.sql").out
    assert found(ondelete("audit", "--format", "json"), "loose-fk") == {
        "main/structure.sql": [],
        "ci/structure.sql": [],
    }


@pytest.mark.parametrize(
    ("loose", "said"),
    [
        (
            LOOSE.replace("ci:builds", "ci:bilds"),
            {"main": ["ci:public.bilds.user_id → public.users: there is no table ci:bilds."]},
        ),
        (
            LOOSE.replace("main:users", "main:people"),
            {"ci": ["public.builds.user_id → main:public.people: there is no table main:people."]},
        ),
        (LOOSE.replace("ci:", "").replace("main:", ""), {}),
        (
            LOOSE.replace('"user_id"', '"owner_id"'),
            {"ci": ["public.builds.owner_id → main:public.users: builds has no column owner_id."]},
        ),
    ],
    ids=["no such table there", "no such table here", "the only one of that name", "no such column"],
)
def test_what_a_loose_key_names_must_be_somewhere(
    loose: str, said: dict[str, list[str]], monorepo: Path, ondelete: Callable[..., Outcome]
) -> None:
    configure(monorepo, "[rules]\nloose-fk = 'error'\n" + loose)
    everything = {f"{name}/structure.sql": said.get(name, []) for name in ("main", "ci")}
    assert found(ondelete("audit", "--format", "json"), "loose-fk") == everything


def test_a_name_that_several_databases_have_must_say_which(monorepo: Path, ondelete: Callable[..., Outcome]) -> None:
    (monorepo / "third.sql").write_text(MAIN, "utf-8")
    configure(monorepo, LOOSE.replace("main:", "") + "[[schema]]\nname = 'third'\nfiles = 'third.sql'\n")
    said = found(ondelete("audit", "--format", "json"), "loose-fk")
    assert said["ci/structure.sql"] == [
        "public.builds.user_id → public.users: several schemas have a table users: write third:users or main:users."
    ]


CONTRACT = """\
[[contract]]
tables = ["main:users"]
reason = "people can be forgotten"
must-reach = ["posts", {reach}]
"""


@pytest.mark.parametrize(
    ("reach", "loose", "missed"),
    [
        ('"ci:builds"', LOOSE, []),
        ('"ci:builds"', "", ["ci:builds"]),
        ('"ci:traces"', LOOSE, []),
        ('"traces"', LOOSE, []),
        ('"ci:traces"', LOOSE.replace("async_delete", "async_nullify"), ["ci:traces"]),
        ('"ci:builds"', LOOSE.replace("async_delete", "async_nullify"), []),
    ],
    ids=[
        "by the job",
        "by nothing",
        "behind the job",
        "a bare name",
        "a job that deletes nothing",
        "a job that clears",
    ],
)
def test_a_contract_can_demand_that_jobs_reach_another_database(
    reach: str, loose: str, missed: list[str], monorepo: Path, ondelete: Callable[..., Outcome]
) -> None:
    configure(monorepo, CONTRACT.format(reach=reach) + loose)
    said = found(ondelete("audit", "--format", "json"), "reach-contract")
    assert said == {
        "main/structure.sql": [
            f"A delete on users must reach {name} (people can be forgotten), "
            "but it neither deletes nor changes its rows."
            for name in missed
        ],
        "ci/structure.sql": [],
    }


def test_a_contract_can_forbid_that_a_job_reaches_a_table(here: Path, ondelete: Callable[..., Outcome]) -> None:
    (here / "a.sql").write_text(MAIN + "CREATE TABLE logs (user_id bigint);", "utf-8")
    (here / "ondelete.toml").write_text(
        "schema = 'a.sql'\n"
        + LOOSE.replace("ci:builds", "logs").replace("main:", "")
        + "[[contract]]\ntables = 'users'\nreason = 'the law'\nmust-not-reach = 'logs'\n",
        "utf-8",
    )
    said = [
        one["message"] for one in ondelete("audit", "--format", "json").json["findings"] if "contract" in one["rule"]
    ]
    assert said == [
        "A delete on users must not reach logs (the law), but a job does it later: the loose foreign key logs.user_id."
    ]


def test_a_misspelt_name_is_told_once_and_what_another_schema_needs_is_no_complaint(
    monorepo: Path, ondelete: Callable[..., Outcome]
) -> None:
    ignores = "".join(
        f"[[ignore]]\nrule = 'fk-indexed'\nsubject = '{name}'\nreason = 'known'\n" for name in ("posts", "pasts")
    )
    configure(monorepo, CONTRACT.format(reach='"ci:bilds"') + ignores)
    audit = ondelete("audit", "--format", "json").json
    assert [(each["message"], each["line"]) for each in audit["unneeded"]] == [
        ("There is no finding to ignore: fk-indexed for pasts (known).", 9)
    ]
    assert found(ondelete("audit", "--format", "json"), "reach-contract") == {
        "main/structure.sql": ["must-reach: ci:bilds names no table of the schema."],
        "ci/structure.sql": [],
    }
    assert all(messages == [] for messages in found(ondelete("audit", "--format", "json"), "unused-ignore").values())
    assert "Settings that no schema needs" in ondelete("audit").out


def test_one_that_cannot_be_read_does_not_stop_the_others(monorepo: Path, ondelete: Callable[..., Outcome]) -> None:
    configure(monorepo, CONTRACT.format(reach='"ci:builds"') + LOOSE)
    (monorepo / "ci/structure.sql").write_text("", "utf-8")
    audit = ondelete("audit", "--format", "json")
    assert audit.status == 2
    assert [each["status"] for each in audit.json["summary"]] == [1, 2]
    assert found(audit, "reach-contract") == {"main/structure.sql": []}


def _commit(folder: Path, message: str) -> None:
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", message)


@pytest.fixture
def branch(monorepo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A branch on which the main database gets another action, and a third schema is new."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(monorepo.parent))
    git(monorepo, "init", "-q", "-b", "trunk")
    _commit(monorepo, "one")
    git(monorepo, "checkout", "-q", "-b", "feature")
    (monorepo / "main/structure.sql").write_text(MAIN.replace("CASCADE", "RESTRICT"), "utf-8")
    (monorepo / "new.sql").write_text("CREATE TABLE fresh (id int PRIMARY KEY);", "utf-8")
    with (monorepo / "ondelete.toml").open("a") as file:
        file.write("[[schema]]\nname = 'new'\nfiles = 'new.sql'\n")
    _commit(monorepo, "two")
    return monorepo


@pytest.mark.parametrize("words", [(), ("trunk",), ("trunk..",), ("trunk", "HEAD"), ("--each", "trunk")], ids=" ".join)
def test_a_change_is_looked_at_in_every_schema(
    words: tuple[str, ...], branch: Path, ondelete: Callable[..., Outcome]
) -> None:
    change = ondelete("diff", *words, "--format", "json")
    schemas: list[Any] = change.json["schemas"]
    assert [(each["path"], each["failing"]) for each in schemas] == [
        ("main/structure.sql", ["newly-blocked"]),
        ("ci/structure.sql", []),
        ("new.sql", []),
    ]
    assert schemas[2]["tables"]["added"] == ["public.fresh"]
    assert change.status == 1


def test_a_mistake_in_the_arguments_is_told_once(branch: Path, ondelete: Callable[..., Outcome]) -> None:
    for words in (("nowhere",), ("",), ("trunk", " ")):
        assert ondelete("diff", *words).status == 2
    empty = ondelete("diff", "")
    assert (empty.out, "a variable of the script has no value" in empty.err) == ("", True)
