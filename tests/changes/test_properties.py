"""What holds of every change: of random schemas and random changes of their keys, columns, CHECKs and indexes."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING

import pytest
from test_causes import difference

from believable import believable_schema
from helpers import catalog_of
from ondelete.changes import compare, in_new_names
from ondelete.changes.difference import CLASSES
from ondelete.deletion.kinds import Certainty
from ondelete.deletion.predict import predict_delete

if TYPE_CHECKING:
    from ondelete.catalog import Catalog, QualifiedName
    from ondelete.changes import Difference

SEEDS = range(40)
MIRRORED = {
    "newly-blocked": "unblocked",
    "newly-deleted": "no-longer-deleted",
    "newly-nulled": "no-longer-nulled",
    "order": "order",
    "trigger": "trigger",
}
ACTIONS = ("", " ON DELETE CASCADE", " ON DELETE SET NULL", " ON DELETE RESTRICT", " ON DELETE SET DEFAULT")


def variants(seed: int) -> tuple[str, str]:
    """Return a schema and the same one after one to four random changes."""
    random = Random(seed)
    before = believable_schema(random)
    lines = before.split("\n")
    for _ in range(random.randint(1, 4)):
        _change(lines, random)
    return before, "\n".join(lines)


def _change(lines: list[str], random: Random) -> None:
    keys = [place for place, line in enumerate(lines) if "FOREIGN KEY" in line]
    tables = [place for place, line in enumerate(lines) if line.startswith("CREATE TABLE")]
    kind = random.choice(("action", "action", "drop", "not null", "index", "check", "add"))
    place = random.choice(keys) if keys and kind in ("action", "drop") else random.choice(tables)
    line = lines[place]
    table = re.findall(r"TABLE (\w+)", line)[0]
    if "FOREIGN KEY" in line and kind == "action":
        lines[place] = re.sub(r"( ON DELETE (SET \w+( \(\w+\))?|\w+))?;", f"{random.choice(ACTIONS)};", line)
    elif "FOREIGN KEY" in line:
        del lines[place]
    elif kind == "not null":
        lines[place] = re.sub(r"(t\d_id\d integer)(?! NOT NULL)", r"\1 NOT NULL", line, count=1)
    elif kind == "index":
        lines.append(f"CREATE UNIQUE INDEX ON {table} (note);")
    elif kind == "check":
        lines.append(f"ALTER TABLE {table} ADD CHECK (tenant IS NOT NULL OR note IS NOT NULL);")
    else:
        lines.append(f"ALTER TABLE {table} ADD COLUMN more integer;")
        lines.append(f"ALTER TABLE {table} ADD FOREIGN KEY (more) REFERENCES t0{random.choice(ACTIONS)};")


def told(found: Difference, *, mirrored: bool = False) -> set[tuple[str, str, frozenset[QualifiedName]]]:
    back = {there: here for here, there in MIRRORED.items()} | MIRRORED
    return {
        (back[one.class_] if mirrored else one.class_, one.subject, frozenset(one.tables))
        for cause in found.causes
        for one in cause.consequences
        if one.class_ in back
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_a_schema_differs_in_nothing_from_itself(seed: int) -> None:
    before, _ = variants(seed)
    found = difference(before, before)
    assert (found.changes, found.renamed, found.causes, found.outcomes) == ((), (), (), ())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_way_back_is_the_mirror_of_the_way_there(seed: int) -> None:
    before, after = variants(seed)
    there, back = difference(before, after), difference(after, before)
    assert told(there, mirrored=True) == told(back)
    assert {(each.table, each.after, each.before) for each in there.outcomes} == {
        (each.table, each.before, each.after) for each in back.outcomes
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_the_consequences_are_what_two_predictions_differ_in(seed: int) -> None:
    before, after = variants(seed)
    old, new = catalog_of(before), catalog_of(after)
    found = difference(before, after)
    for root in old.tables.keys() & new.tables.keys():
        mine = {(one.class_, one.subject) for c in found.causes for one in c.consequences if root in one.tables}
        for kind, effects in (("newly-deleted", deleted), ("newly-nulled", changed), ("newly-blocked", blocked)):
            was, now = effects(old, root), effects(new, root)
            assert {subject for class_, subject in mine if class_ == kind} == _subjects(now - was), (root, kind)
            assert {subject for class_, subject in mine if class_ == MIRRORED[kind]} == _subjects(was - now), (
                root,
                kind,
            )
    assert {each.table: (each.before, each.after) for each in found.outcomes} == {
        root: verdicts
        for root in old.tables.keys() & new.tables.keys()
        if len(set(verdicts := (predict_delete(old, root).verdict, predict_delete(new, root).verdict))) > 1
    }


def _subjects(found: set[tuple[str, bool]]) -> set[str]:
    return {subject for subject, _ in found}


def deleted(catalog: Catalog, root: QualifiedName) -> set[tuple[str, bool]]:
    return {(str(entry.table), False) for entry in predict_delete(catalog, root).deleted}


def changed(catalog: Catalog, root: QualifiedName) -> set[tuple[str, bool]]:
    entries = predict_delete(catalog, root).updated
    return {(f"{entry.table}.{column}:{entry.to}", False) for entry in entries for column in entry.columns}


def blocked(catalog: Catalog, root: QualifiedName) -> set[tuple[str, bool]]:
    """Return what can stop the delete, and apart from it what always does."""
    return {
        (each.key.id if each.constraint in (None, each.key.name) else f"{each.key.id}:{each.constraint}", sure)
        for each in predict_delete(catalog, root).failures
        for sure in {False, each.certainty is Certainty.MUST}
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_other_names_of_constraints_change_nothing(seed: int) -> None:
    before, _ = variants(seed)
    after = before.replace("CONSTRAINT fk_", "CONSTRAINT key_")
    found = difference(before, after)
    assert [one.class_ for cause in found.causes for one in cause.consequences if one.class_ != "order"] == []
    assert found.outcomes == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_statements_decides_only_what_order_findings_speak_of(seed: int) -> None:
    before, _ = variants(seed)
    lines = before.split("\n")
    keys = [line for line in lines if line.startswith("ALTER")]
    shuffled = [line for line in lines if line not in keys]
    Random(seed).shuffle(keys)
    found = difference(before, "\n".join(shuffled + keys))
    order = set(order_risks(catalog_of(before))) | set(order_risks(catalog_of("\n".join(shuffled + keys))))
    for cause in found.causes:
        for one in cause.consequences:
            assert one.class_ == "order" or set(one.tables) <= order, (cause.id, one)


def order_risks(catalog: Catalog) -> list[QualifiedName]:
    """Return the tables of whose deletes the answer says that an order decides something."""
    found = []
    for table in catalog.tables:
        prediction = predict_delete(catalog, table)
        entries = (*prediction.failures, *prediction.deleted, *prediction.updated)
        by_order = any(each.certainty is Certainty.ORDER_DEPENDENT for each in prediction.failures)
        if by_order or any(each.other_order is not None for each in entries):
            found.append(table)
    return found


def test_every_class_has_words() -> None:
    from ondelete.reports.diff_text import CLASS_WORDS

    assert set(CLASS_WORDS) == set(CLASSES)


def test_the_old_schema_takes_the_names_of_the_new_one() -> None:
    before = "CREATE TABLE a (id int PRIMARY KEY, x int, t text, CHECK (x > 1)); CREATE TABLE b (r int REFERENCES a);"
    after = "CREATE TABLE c (id int PRIMARY KEY, y int, t text, CHECK (y > 1)); CREATE TABLE b (r int REFERENCES c);"
    old, renamed = in_new_names(catalog_of(before), catalog_of(after))
    assert {(one.before, one.after) for one in renamed} >= {("public.a", "public.c"), ("public.a.x", "public.c.y")}
    assert compare(old, catalog_of(after), renamed).causes == ()
