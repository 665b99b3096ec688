"""Which files are read: the usual folders, named ones, and never one outside of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ondelete.rails.models import files
from ondelete.rails.models.files import NoModels, application_of, find_models
from ondelete.rails.models.reading import read_models
from rails.models.apps import written

CLASS = "class {} < ApplicationRecord\nend\n"


def names(root: Path, *folders: Path) -> list[str]:
    return [os.path.relpath(path, root) for path, _ in find_models(root, folders).models]


def test_engines_packs_and_components_are_read_too(tmp_path: Path) -> None:
    places = ("app/models/a.rb", "engines/x/app/models/x/b.rb", "packs/y/app/models/c.rb", "components/z/models/d.rb")
    written(tmp_path, dict.fromkeys((*places, "lib/other.rb"), CLASS.format("A")))
    assert sorted(names(tmp_path)) == sorted(places)


def test_a_named_folder_is_read_instead(tmp_path: Path) -> None:
    written(tmp_path, {"app/models/a.rb": "", "domain/b.rb": ""})
    assert names(tmp_path, tmp_path / "domain") == ["domain/b.rb"]


def test_without_models_the_message_says_where_they_were_looked_for(tmp_path: Path) -> None:
    with pytest.raises(NoModels, match=r"app/models or .*name their folder with --models DIR"):
        find_models(tmp_path)
    with pytest.raises(NoModels, match="there is no such folder of models"):
        find_models(tmp_path, [tmp_path / "gone"])


def test_a_link_that_leads_out_is_told_and_not_read(tmp_path: Path) -> None:
    root, outside = tmp_path / "app", tmp_path / "secret.rb"
    outside.write_text(CLASS.format("Secret"), "utf-8")
    written(root, {"user.rb": CLASS.format("User")})
    (root / "app/models/secret.rb").symlink_to(outside)
    (root / "app/models/loop").symlink_to(root / "app/models")
    found = read_models(root)
    assert list(found.models) == ["User"]
    assert [each.reason for each in found.unread] == ["it is a link that leads out of the folder"]


def test_a_file_that_is_too_large_or_no_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 100)
    written(tmp_path, {"user.rb": CLASS.format("User"), "large.rb": "#" * 101})
    os.mkfifo(tmp_path / "app/models/pipe.rb")
    found = read_models(tmp_path)
    assert list(found.models) == ["User"]
    assert len(found.unread) == 2


def test_the_application_is_the_folder_above_db(tmp_path: Path) -> None:
    written(tmp_path, {"db/schema.rb": "", "app/models/a.rb": ""})
    assert application_of([str(tmp_path / "db/schema.rb")]) == tmp_path
    assert application_of(["-"]) == Path()


@pytest.mark.parametrize(
    ("application", "defaults", "required"),
    [
        (None, "", True),
        ("config.load_defaults 7.1", "", True),
        ("config.time_zone = 'UTC'", "", False),
        ("config.load_defaults 7.1\nconfig.active_record.belongs_to_required_by_default = false", "", False),
        ("", "Rails.application.config.active_record.belongs_to_required_by_default = true", True),
        ("config.load_defaults 6.0\n# config.active_record.belongs_to_required_by_default = false", "", True),
    ],
)
def test_whether_belongs_to_demands_a_row_is_the_applications_choice(
    tmp_path: Path, application: str | None, defaults: str, required: bool
) -> None:
    settings = {"config/initializers/new_framework_defaults.rb": defaults}
    if application is not None:
        settings["config/application.rb"] = application
    root = written(tmp_path, {"user.rb": CLASS.format("User"), **settings})
    assert read_models(root).required is required
