"""The policy ``gitlab`` finds on GitLab's schema exactly what GitLab's own specs would, and takes their lists.

The configuration is the one of docs/policies/gitlab.md. The schema is kept beside the checkout; without it this skips.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from spec_of_gitlab import Spec, keys_of, spec_of

from ondelete.audit import run_rules
from ondelete.catalog import column_list
from ondelete.config import find_config
from ondelete.dump import read_catalog
from ondelete.reports.catalog import report_catalog
from ondelete.rules import RuleContext

if TYPE_CHECKING:
    from ondelete.catalog import Catalog
    from ondelete.findings import Finding

DUMP = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "dumps" / "gitlab_init_structure.sql"
RECIPE = Path(__file__).parents[2] / "docs" / "policies" / "gitlab.md"
LOOSE_TO = {"user_id": "users", "project_id": "projects", "group_id": "namespaces", "runner_id": "ci_runners"}
COMPARED = (
    "fk-indexed",
    "id-column-has-fk",
    "too-many-indexes",
    "redundant-index",
    "no-primary-key",
    "on-delete-explicit",
)

beside = pytest.mark.skipif(not DUMP.exists(), reason=f"{DUMP.name} is not beside the checkout")
BLOCKS = re.findall(r"^```toml\n(.*?)^```", RECIPE.read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.partition("\n")[0])
def test_every_configuration_of_the_recipe_is_one(block: str, tmp_path: Path) -> None:
    (tmp_path / "ondelete.toml").write_text(block, encoding="utf-8")
    assert find_config(tmp_path).policy().name == "gitlab"


@cache
def schema() -> tuple[Catalog, dict[str, Any], str]:
    """Return the catalog, the JSON of ``ondelete catalog``, and the text of the dump."""
    catalog = read_catalog([str(DUMP)])
    return catalog, json.loads(msgspec.json.encode(report_catalog(catalog).data)), DUMP.read_text("utf-8")


@cache
def loose() -> tuple[tuple[str, str, str], ...]:
    """Return loose keys made up from names: (table, column, referenced table) of columns that have no key."""
    _, data, _ = schema()
    found = []
    for table in data["tables"]:
        keyed = {column for key in keys_of(data, table["name"]) for column in key["columns"]}
        for column in (column["name"] for column in table["columns"]):
            if column in LOOSE_TO and column not in keyed and table["name"].startswith("public."):
                found.append((table["name"], column, LOOSE_TO[column]))
    return tuple(sorted(found))


@cache
def expected() -> Spec:
    _, data, text = schema()
    return spec_of(data, text, [(table, column) for table, column, _ in loose()])


def recipe(name: str) -> str:
    """Return a TOML block of the documented recipe by the comment that it begins with."""
    return next(block for block in BLOCKS if block.startswith(f"# {name}"))


def audit(folder: Path, lists: dict[str, str]) -> list[Finding]:
    """Return the findings of the compared rules under the recipe, with the lists put into their rules."""
    catalog, _, _ = schema()
    toml = recipe("ondelete.toml")
    for rule, line in lists.items():
        assert f"[rules.{rule}]\n" in toml
        toml = toml.replace(f"[rules.{rule}]\n", f"[rules.{rule}]\n{line}\n")
    (folder / "ondelete.toml").write_text(toml, encoding="utf-8")
    entries = [f"{table.removeprefix('public.')}:\n  - {{table: {to}, column: {column}, on_delete: async_delete}}"
               for table, column, to in loose()]  # fmt: skip
    file = folder / "config" / "gitlab_loose_foreign_keys.yml"
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(entries), encoding="utf-8")
    config = find_config(folder)
    context = RuleContext.of(catalog, declared=config.declarations(catalog))
    return list(run_rules(context, config.policy(), only=COMPARED).findings)


def of(findings: list[Finding], rule: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule == rule]


@beside
def test_without_lists_the_findings_are_those_of_the_specs(tmp_path: Path) -> None:
    findings, spec = audit(tmp_path, {}), expected()
    assert {(str(f.table), f.columns) for f in of(findings, "fk-indexed")} == spec.unindexed
    assert {(str(f.table), f.columns[0]) for f in of(findings, "id-column-has-fk")} == spec.id_columns
    assert {str(f.table) for f in of(findings, "too-many-indexes")} == set(spec.crowded)
    assert {str(f.table) for f in of(findings, "no-primary-key")} == spec.without_primary_key
    assert {(str(f.table), f.key) for f in of(findings, "on-delete-explicit")} == {
        (table, f"{table}.{name}") for table, name in spec.without_action
    }
    assert pairs(findings) == spec.duplicates
    counts = [len(loose()), *map(len, (spec.unindexed, spec.id_columns, spec.crowded, spec.duplicates))]
    assert counts == [175, 45, 344, 21, 30], "docs/policies/gitlab.md tells these"


def pairs(findings: list[Finding]) -> set[tuple[str, str, str]]:
    """Return (table, longer, shorter) of the findings, whose subject is ``schema.table.shorter longer``."""
    found = set()
    for finding in of(findings, "redundant-index"):
        shorter, longer = finding.subject.removeprefix(f"{finding.table}.").split(" ")
        found.add((str(finding.table), longer, shorter))
    return found


def lists_of(spec: Spec) -> dict[str, str]:
    """Return the lists of a project that has accepted everything, as the recipe writes them."""
    exempt = [f"{bare(table)}.{column_list(columns)}" for table, columns in sorted(spec.unindexed)]
    known: dict[str, list[str]] = {}
    for _, index, other in sorted(spec.duplicates):
        known.setdefault(index, []).append(other)
    return {
        "fk-indexed": f"exempt = {json.dumps(exempt)}",
        "id-column-has-fk": f"ignore = {json.dumps([f'{bare(t)}.{c}' for t, c in sorted(spec.id_columns)])}",
        "too-many-indexes": f"known = {inline({bare(t): n for t, n in spec.crowded.items()})}",
        "redundant-index": f"known = {inline(known)}",
        "no-primary-key": f"exempt = {json.dumps(sorted(map(bare, spec.without_primary_key)))}",
    }


def inline(table: dict[str, Any]) -> str:
    return "{ " + ", ".join(f"{key} = {json.dumps(value)}" for key, value in table.items()) + " }"


def bare(table: str) -> str:
    return table.removeprefix("public.")


@beside
def test_with_the_lists_nothing_is_left(tmp_path: Path) -> None:
    findings = audit(tmp_path, lists_of(expected()))
    assert [f.subject for f in findings if f.rule != "on-delete-explicit"] == []


@beside
def test_every_entry_too_many_is_found(tmp_path: Path) -> None:
    spec, lists = expected(), lists_of(expected())
    crowded = sorted(spec.crowded)
    _, data, _ = schema()
    names = {index["name"] for index in data["indexes"]}
    index, other, _ = sorted(names)[:3]
    planted = {
        "fk-indexed": ["exempt issues.author_id", "exempt issues.(project_id, author_id)", "exempt nowhere.x_id"],
        "id-column-has-fk": ["ignore issues.author_id", "ignore nowhere.x_id", "ignore issues.gone_id"],
        "too-many-indexes": [f"known {bare(crowded[0])}", "known licenses", "known nowhere"],
        "redundant-index": [f"known {index} {other}", f"known {index} gone"],
        "no-primary-key": ["exempt issues"],
    }
    counts = {bare(t): spec.crowded[t] for t in crowded[1:]} | {bare(crowded[0]): 3, "licenses": 16, "nowhere": 17}
    for rule in ("fk-indexed", "id-column-has-fk", "no-primary-key"):
        entries = ", ".join(json.dumps(subject.partition(" ")[2]) for subject in planted[rule])
        lists[rule] = lists[rule].replace(" = [", f" = [{entries}, ", 1).replace(", ]", "]")
    lists["too-many-indexes"] = f"known = {inline(counts)}"
    lists["redundant-index"] = lists["redundant-index"].replace("{ ", f'{{ {index} = ["{other}", "gone"], ', 1)
    findings = audit(tmp_path, lists)
    for rule, subjects in planted.items():
        assert sorted(f.subject for f in of(findings, rule)) == sorted(subjects), rule


@beside
def test_each_list_is_needed_for_just_what_it_names(tmp_path: Path) -> None:
    lists = lists_of(expected())
    left = {rule: {f.rule for f in audit(tmp_path, {r: v for r, v in lists.items() if r != rule})} for rule in lists}
    always = {f.rule for f in audit(tmp_path, lists)}
    assert {rule: found - always for rule, found in left.items() if found - always} == {
        rule: {rule} for rule in lists if rule != "no-primary-key" or expected().without_primary_key
    }
