"""Very dense schemas: the work has a bound that is counted, and what lies behind it is said to be undecided."""

from __future__ import annotations

from random import Random

import pytest

from helpers import catalog_of
from ondelete.analyses.order_risks import OrderRisks
from ondelete.analyses.reach import survey
from ondelete.catalog import Catalog
from ondelete.deletion.predict import predict_delete, predict_statically
from ondelete.deletion.static.events import EventGraph
from ondelete.deletion.static.work import Work
from ondelete.deletion.witness import rechecks
from ondelete.formats import as_csv, as_text
from ondelete.graph import ForeignKeyGraph
from ondelete.reports.reach import report_reach
from ondelete.rules.base import undecided_complaint
from ondelete.schema import Schema

ACTIONS = ("CASCADE", "SET NULL", "RESTRICT", "NO ACTION", "SET DEFAULT")


def dense(tables: int, keys: int) -> Catalog:
    random = Random(tables)
    lines = []
    for number in range(tables):
        columns = "".join(f", r{place} int" for place in range(keys))
        lines.append(f"CREATE TABLE t{number} (id int PRIMARY KEY{columns});")
    for number in range(tables):
        for place in range(keys):
            other, action = random.randrange(tables), random.choice(ACTIONS)
            lines.append(f"ALTER TABLE t{number} ADD FOREIGN KEY (r{place}) REFERENCES t{other} ON DELETE {action};")
    return catalog_of("\n".join(lines))


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return dense(12, 5)


def surveyed(catalog: Catalog, work: Work):
    graph = ForeignKeyGraph(catalog)
    return list(survey(graph, lambda table: predict_statically(catalog, table, work), (), work))


def test_figures_are_those_of_the_whole_prediction(catalog):
    """Nothing is simulated for them: rows show a re-check or do not, the key can stop the delete either way."""
    whole = survey(ForeignKeyGraph(catalog), lambda table: predict_delete(catalog, table), ())
    assert surveyed(catalog, Work()) == list(whole)


def test_what_comes_after_the_bound_is_undecided(catalog):
    complete = surveyed(catalog, Work())
    work = Work(most=2_000)
    cut = surveyed(catalog, work)
    decided = [one for one in cut if one.verdict is not None]
    assert 0 < len(decided) < len(cut)
    assert decided == complete[: len(decided)]
    assert all(one.deleted == one.blockers == () for one in cut[len(decided) :])
    assert work.is_over


def test_the_bound_is_the_same_in_every_run(catalog):
    works = [Work(), Work()]
    for work in works:
        surveyed(catalog, work)
    assert works[0].left == works[1].left


def test_an_undecided_table_is_said_in_every_format_and_never_clear(catalog):
    report = report_reach(surveyed(catalog, Work(most=1)), catalog, "verdict")
    assert report.data.undecided == 11
    assert [entry.verdict for entry in report.data.tables].count("undecided") == 11
    text = " ".join(as_text.render(report).split())
    assert "and is CLEAR on 0. 11 tables are left undecided." in text
    assert "undecided ? ? ? ? ?" in text
    assert "public.t5,undecided,,,,,,0,\n" in as_csv.render(report)


@pytest.mark.parametrize("sort", ["deleted", "updated", "longest", "blockers", "unindexed", "verdict"])
def test_an_undecided_table_comes_last(catalog, sort):
    report = report_reach(surveyed(catalog, Work(most=1)), catalog, sort)
    assert report.data.tables[0].verdict != "undecided"


def test_the_command_warns(catalog, monkeypatch, tmp_path, capsys):
    from ondelete.cli import run

    monkeypatch.setattr("ondelete.deletion.static.work.Work.is_over", property(lambda _: True))
    (tmp_path / "s.sql").write_text("CREATE TABLE a (id int PRIMARY KEY);")
    assert run(["reach", str(tmp_path / "s.sql")]) == 0
    printed = capsys.readouterr()
    assert "warning: 1 table is left undecided." in printed.err
    assert "1 table is left undecided" in printed.out


def test_a_rule_says_what_it_has_not_looked_at(catalog):
    risks = OrderRisks(catalog, most_steps=1)
    risks.rechecks()
    left = len(risks.undecided)
    assert left > 5
    (complaint,) = undecided_complaint(catalog, risks.undecided)
    assert complaint.message.startswith("Undecided: in so dense a schema this rule came to the bound on its work")
    assert f"{left} are left, public.t" in complaint.message


def test_within_the_bound_a_rule_says_nothing_of_it(catalog):
    risks = OrderRisks(catalog)
    risks.rechecks()
    assert list(undecided_complaint(catalog, risks.undecided)) == []


def test_the_rule_hands_it_on(catalog, monkeypatch):
    monkeypatch.setattr("ondelete.analyses.order_risks.Work.is_over", property(lambda _: True))
    (finding,) = Schema(catalog).audit(only=["double-update-hazard"]).findings
    assert finding.subject == "undecided"
    assert str(finding.location) == "schema.sql:1"


def test_rechecks_whose_rows_are_not_looked_for_are_undecided(catalog):
    risks = OrderRisks(catalog, most_effort=1)
    risks.rechecks()
    assert risks.undecided


def test_a_key_whose_rows_are_not_looked_for_stays_in_the_answer(catalog, monkeypatch):
    predictions = [predict_delete(catalog, table) for table in catalog.tables]
    prediction = next(one for one in predictions if any(failure.kind == "recheck" for failure in one.failures))
    table, before = prediction.table, {failure.id for failure in prediction.failures}
    monkeypatch.setattr(rechecks, "MOST_EFFORT", 0)
    found = predict_delete(catalog, table).failures
    assert {failure.id for failure in found} == before
    notes = {failure.note for failure in found if failure.kind == "recheck"}
    assert len(notes) == 1
    assert notes.pop().startswith("Rows that show it were not looked for: too many keys")


def test_a_schema_of_ordinary_density_is_decided(catalog):
    chain = "CREATE TABLE t0 (id int PRIMARY KEY);" + "".join(
        f"CREATE TABLE t{n} (id int PRIMARY KEY, p int REFERENCES t{n - 1} ON DELETE CASCADE);" for n in range(1, 200)
    )
    assert all(one.verdict is not None for one in Schema(catalog_of(chain)).survey())


def test_no_key_is_passed_over_where_the_bound_is_reached(catalog):
    """What is cut short is the number of combinations for a key, never the keys."""
    for table in catalog.tables:
        whole = [hazards[0].key.id for hazards in rechecks.hazards_by_key(EventGraph(catalog, table))]
        cut = [list(hazards) for hazards in rechecks.hazards_by_key(EventGraph(catalog, table, Work(most=1)))]
        assert [hazards[0].key.id for hazards in cut] == whole
        assert {len(hazards) for hazards in cut} <= {1}
