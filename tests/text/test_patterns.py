"""A pattern is compiled when somebody uses it, and then once."""

from __future__ import annotations

import re

import pytest

from ondelete.text.patterns import later


def test_nothing_is_compiled_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_ = re.compile
    monkeypatch.setattr(re, "compile", lambda source, flags: compiled.append(source) or compile_(source, flags))
    pattern = later("a+")
    assert compiled == []
    assert pattern.match("b") is None
    assert pattern.search("baa") is not None
    assert compiled == ["a+"]


def test_every_method_is_that_of_the_pattern() -> None:
    assert later("A+", re.IGNORECASE).fullmatch("aa") is not None
    assert later(rb"\d").findall(b"a1b2") == [b"1", b"2"]
    assert [found[0] for found in later("a.").finditer("abac")] == ["ab", "ac"]
    assert later("a").sub("b", "ca") == "cb"
    assert later("a").subn("b", "ca") == ("cb", 1)
    assert later(",").split("a,b") == ["a", "b"]


def test_a_wrong_pattern_is_told_at_its_use() -> None:
    pattern = later("(")
    with pytest.raises(re.error):
        pattern.match("")


def test_it_has_nothing_else() -> None:
    with pytest.raises(AttributeError):
        _ = later("a").pattern
