"""The baseline's file: what is written is read, in an order that reads well, and what is no baseline is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ondelete.audit.baseline import baseline_text, read_baseline
from ondelete.catalog import Location
from ondelete.errors import BadConfig
from ondelete.findings import Finding, KnownFinding, Severity


def finding(rule: str, subject: str) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.INFO,
        message="",
        subject=subject,
        table=None,
        key=None,
        columns=(),
        location=Location("schema.sql", 1),
    )


def test_entries_stand_one_to_a_line_sorted_and_counted(tmp_path: Path) -> None:
    text = baseline_text([finding("b", "y"), finding("a", "z"), finding("b", "x"), finding("b", "y")])
    lines = [line for line in text.splitlines() if "fingerprint" in line]
    assert len(lines) == 3
    (tmp_path / "base.json").write_text(text)
    found = read_baseline(tmp_path / "base.json")
    assert [(entry.rule, entry.subject, entry.count) for entry in found.entries] == [
        ("a", "z", 1),
        ("b", "x", 1),
        ("b", "y", 2),
    ]
    assert found.entries[0].fingerprint == finding("a", "z").fingerprint
    assert found.location == Location(str(tmp_path / "base.json"), 1)


def test_nothing_is_a_valid_baseline_too(tmp_path: Path) -> None:
    (tmp_path / "base.json").write_text(baseline_text([]))
    assert read_baseline(tmp_path / "base.json").entries == ()


@given(st.lists(st.text(st.characters(exclude_categories=[])), max_size=5))
def test_any_subject_survives_on_one_line(tmp_path_factory: pytest.TempPathFactory, subjects: list[str]) -> None:
    path = tmp_path_factory.mktemp("base") / "base.json"
    findings = [finding("rule", subject) for subject in subjects if _as_read(subject)]
    text = baseline_text(findings)
    path.write_bytes(text.encode("utf-8"))
    entries = read_baseline(path).entries
    assert {entry.fingerprint for entry in entries} == {found.fingerprint for found in findings}
    assert sum(entry.count for entry in entries) == len(findings)
    assert len(json.loads(text)["findings"]) == len(entries)
    assert text.count("\n") == (len(entries) + 5 if entries else 4)


def _as_read(subject: str) -> bool:
    """Whether a file can hold the text: lone surrogates stand for the bytes of another encoding alone."""
    return all(not "\ud800" <= c <= "\udfff" or "\udc80" <= c <= "\udcff" for c in subject)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "this file is no baseline"),
        (b"{", "this file is no baseline"),
        (b"\xff\xfe", "this file is no baseline"),
        (b"[]", "this file is no baseline"),
        (b'{"findings": []}', "this file is no baseline"),
        (b'{"version": 2, "findings": []}', "this baseline has version 2, not 1"),
        (b'{"version": 1, "findings": [{}]}', "this file is no baseline"),
        (b'{"version": 1, "findings": [], "more": 1}', "this file is no baseline"),
        (b'{"version": 1, "findings": [{"fingerprint": "x", "rule": "y", "subject": 3}]}', "this file is no baseline"),
        (b'{"version": 1, "findings": [{"fingerprint": "x", "rule": "y", "subject": "z", "count": 0}]}', "no baseline"),
    ],
)
def test_what_is_no_baseline_is_refused_with_what_to_do(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "base.json").write_bytes(content)
    with pytest.raises(BadConfig) as caught:
        read_baseline(tmp_path / "base.json")
    assert words in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "base.json"))
    assert str(caught.value).endswith("write a new one with --write-baseline")


def test_a_file_that_is_not_there_is_refused_in_the_same_way(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="No such file or directory; write a new one with --write-baseline"):
        read_baseline(tmp_path / "gone.json")


def test_an_entry_without_a_count_is_one(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text('{"version": 1, "findings": [{"fingerprint": "x", "rule": "y", "subject": "z"}]}')
    assert read_baseline(tmp_path / "b.json").entries == (KnownFinding("x", "y", "z", 1),)
