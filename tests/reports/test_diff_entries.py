"""The answer of diff as JSON has it: names that are words of Python are what the contract says."""

from __future__ import annotations

import msgspec

from ondelete.reports.diff_entries import ConsequenceEntry, ConsequenceRecord, PassedEntry


def test_a_class_is_called_class() -> None:
    for entry in (ConsequenceEntry, PassedEntry):
        assert "class" in {field.encode_name for field in msgspec.structs.fields(entry)}


def test_a_record_is_flat() -> None:
    kinds = {str(field.type) for field in msgspec.structs.fields(ConsequenceRecord)}
    assert not any("tuple" in kind or "Struct" in kind for kind in kinds)
