"""``models``: the associations of samples/museum as committed, and what is said if there is nothing to read."""

from __future__ import annotations

import json
import subprocess
import sys

import jsonschema
import pytest
from sample_runs import SAMPLES

MUSEUM = SAMPLES / "museum"
ANSWERS = {
    "models.txt": ("models",),
    "models.json": ("models", "--format", "json"),
    "models.csv": ("models", "--format", "csv"),
    "explain.txt": ("explain", "museums", "--rails"),
    "explain.json": ("explain", "museums", "--rails", "--format", "json"),
    "explain-artwork.txt": ("explain", "Artwork", "--rails", "--full"),
    "audit.txt": ("audit", "--policy", "rails"),
    "audit.json": ("audit", "--policy", "rails", "--format", "json"),
}


@pytest.mark.parametrize("file", ANSWERS)
def test_the_answer_about_the_museum_is_as_committed(file, ondelete, monkeypatch, request):
    monkeypatch.chdir(MUSEUM)
    done = ondelete(*ANSWERS[file])
    assert done.err == ""
    golden = MUSEUM / file
    if request.config.getoption("--update-goldens"):
        golden.write_bytes(done.out.encode())
    assert golden.read_bytes().decode() == done.out


def test_its_json_is_as_published(ondelete):
    schema = json.loads((SAMPLES.parent / "docs/json/models.schema.json").read_text("utf-8"))
    jsonschema.validate(ondelete("models", MUSEUM / "db/structure.sql", "--format", "json").json, schema)


def test_a_name_is_tried_as_a_model_after_sql(ondelete, monkeypatch):
    monkeypatch.chdir(MUSEUM)
    schema = json.loads((SAMPLES.parent / "docs/json/explain.schema.json").read_text("utf-8"))
    for name, table in (("Exhibitions::Exhibition", "exh_exhibitions"), ("Visitor", "people"), ("::Loan", "loans")):
        found = ondelete("explain", name, "--rails", "--format", "json").json
        jsonschema.validate(found, schema)
        assert (found["table"], found["rails"]["model"]) == (f"public.{table}", name.removeprefix("::"))
    assert "rails" not in ondelete("explain", "Loan", "--format", "json").json
    assert "no such table in this schema" in ondelete("explain", "Nobody", "--rails").err


def test_of_the_models_of_one_table_the_base_is_shown_and_the_others_are_named(ondelete, monkeypatch):
    monkeypatch.chdir(MUSEUM)
    out = ondelete("explain", "people", "--rails").out
    assert "Person#destroy" in out
    assert "Other models of this table: StaffMember, Visitor" in out


def test_pictures_and_the_page_show_jobs_and_soft_deletes_as_lines_of_their_own(ondelete, monkeypatch, tmp_path):
    monkeypatch.chdir(MUSEUM)
    draw = ("diagram", "--format", "dot", "--style", "graph", "--table")
    drawn = ondelete(*draw, "people", "--rails").out
    assert "key-loose_public.visits.visitor_id" in drawn  # destroy_async
    assert "key-loose_public.reviews.visitor_id" in drawn  # acts_as_paranoid
    assert "key-loose" not in ondelete(*draw, "people").out
    assert "key-loose" not in ondelete(*draw, "museums", "--rails").out  # its job is never enqueued
    page = tmp_path / "report.html"
    ondelete("report", "--rails", "--policy", "rails", "-o", page)
    text = page.read_text("utf-8")
    assert "async_delete" in text
    assert "Museum.visits" in text


def test_a_table_without_a_model_is_told(ondelete, monkeypatch):
    monkeypatch.chdir(MUSEUM)
    done = ondelete("explain", "tags", "--rails")
    assert done.status == 2
    assert "no model has the table tags; 'ondelete models' lists what was read" in done.err


def test_rails_is_about_a_delete(ondelete, monkeypatch):
    monkeypatch.chdir(MUSEUM)
    assert ondelete("explain", "museums", "--rails", "--truncate").status == 2


def test_a_schema_file_leads_to_its_application(ondelete):
    found = ondelete("models", MUSEUM / "db" / "schema.rb", "--format", "json").json
    assert found["models"] == 23
    assert found["unresolved"] == 1
    assert found["unsaid"]


def test_folders_are_named_by_the_option_or_the_configuration(ondelete, here):
    (here / "domain").mkdir()
    (here / "domain" / "user.rb").write_text("class User < ApplicationRecord\n  has_many :posts\nend\n", "utf-8")
    (here / "schema.sql").write_text("CREATE TABLE users (id int); CREATE TABLE posts (user_id int);", "utf-8")
    named = ondelete("models", "schema.sql", "--models", "domain", "--format", "json").json
    assert [entry["table"] for entry in named["associations"]] == ["public.posts"]
    (here / "ondelete.toml").write_text('models = ["domain"]\n', "utf-8")
    assert ondelete("models", "--format", "json").json["folders"] == ["domain"]
    (here / "ondelete.toml").write_text('models = ["../elsewhere"]\n', "utf-8")
    assert "leads out of the folder" in ondelete("models").err


def test_rules_about_models_are_skipped_with_a_note_if_there_are_none(ondelete, here):
    (here / "schema.sql").write_text("CREATE TABLE users (id int PRIMARY KEY);", "utf-8")
    done = ondelete("audit", "schema.sql", "--policy", "rails")
    assert (done.status, done.err) == (0, "")
    assert "7 rules about Rails models were skipped: there are no models in app/models" in " ".join(done.out.split())
    (note,) = ondelete("audit", "schema.sql", "--policy", "rails", "--format", "json").json["not_run"]
    assert note.startswith("7 rules about Rails models were skipped")
    assert ondelete("audit", "schema.sql", "--policy", "rails", "--models", "gone").status == 2


def test_fixes_of_findings_about_models_change_the_keys(ondelete, monkeypatch):
    monkeypatch.chdir(MUSEUM)
    only = ("--policy", "rails", "--rule", "rails-dependent")
    sql = ondelete("fix", *only).out
    assert "ADD CONSTRAINT loans_borrower_id_fkey_new FOREIGN KEY (borrower_id)" in sql
    assert "ON DELETE RESTRICT NOT VALID" in sql


def test_a_finding_names_both_places_in_sarif(ondelete, monkeypatch):
    monkeypatch.chdir(MUSEUM)
    found = ondelete("audit", "--policy", "rails", "--rule", "rails-dependent", "--format", "sarif").json
    result = found["runs"][0]["results"][0]
    places = [
        each["physicalLocation"]["artifactLocation"]["uri"]
        for each in (result["locations"] + result["relatedLocations"])
    ]
    assert places == ["app/models/artist.rb", "db/structure.sql"]


def test_other_policies_read_no_models(ondelete, here):
    (here / "schema.sql").write_text("CREATE TABLE users (id int PRIMARY KEY);", "utf-8")
    assert "not_run" not in ondelete("audit", "schema.sql", "--format", "json").json


def test_a_folder_without_models_is_told(ondelete, here):
    (here / "schema.sql").write_text("CREATE TABLE users (id int);", "utf-8")
    done = ondelete("models", "schema.sql")
    assert done.status == 2
    assert "there are no models in app/models" in done.err


def test_a_dump_that_does_not_belong_to_the_models_is_told(ondelete, here):
    (here / "schema.sql").write_text("CREATE TABLE other (id int);", "utf-8")
    done = ondelete("models", "schema.sql", "--models", MUSEUM / "app/models", "--format", "json")
    assert done.status == 0
    assert done.json["unresolved"] == len(done.json["associations"]) > 50
    assert done.json["associations"][0]["reason"].startswith("the schema has no table")


def test_without_the_libraries_the_message_names_them():
    asked = "import sys; sys.modules['tree_sitter'] = None; from ondelete.cli import run; sys.exit(run(['models']))"
    done = subprocess.run([sys.executable, "-c", asked], check=False, capture_output=True, text=True, cwd=MUSEUM)
    assert done.returncode == 2
    assert "pip install tree-sitter tree-sitter-ruby" in done.stderr
