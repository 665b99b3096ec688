"""To add a format is to add its file: the commands whose reports hold what it prints offer it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ondelete import formats

SHOUT = '''
"""The title, loud."""

PRINTS = "{kind}"
ENDINGS = (".loud",)


def render(report):
    return "".join(span.text for span in report.title).upper()
'''
SCHEMA = "CREATE TABLE a (id int PRIMARY KEY);"


@pytest.fixture
def add(tmp_path, monkeypatch):
    """Adds a format, by what it prints."""

    def written(name, kind):
        folder = tmp_path / "formats"
        folder.mkdir()
        (folder / f"as_{name}.py").write_text(SHOUT.format(kind=kind), "utf-8")
        monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(folder)])
        (tmp_path / "schema.sql").write_text(SCHEMA, "utf-8")
        monkeypatch.chdir(tmp_path)

    return written


@pytest.mark.parametrize(
    ("name", "kind", "offers", "lacks"),
    [
        ("shout_all", "report", ["audit", "reach", "order"], []),
        ("shout_rows", "rows", ["audit", "reach"], ["order"]),
        ("shout_findings", "findings", ["audit"], ["reach", "order"]),
    ],
)
def test_a_format_is_offered_by_what_it_prints(add, ondelete, name, kind, offers, lacks):
    add(name, kind)
    for command in offers:
        assert ondelete(command, "schema.sql", "-o", "x.loud").status == 0
        assert Path("x.loud").read_text("utf-8").isupper()
        assert ondelete(command, "schema.sql", "--format", name).out.isupper()
    for command in lacks:
        refused = ondelete(command, "schema.sql", "--format", name)
        assert refused.status == 2
        assert "is not one of 'text', 'json', 'markdown'" in refused.err
