"""What the words of a name are, what it says besides its marks, and which forms a word has."""

from __future__ import annotations

import inflection
import pytest

from ondelete.analyses.references.words import (
    Stem,
    is_like_a_reference,
    other_numbers,
    singular,
    stem_of,
    words_of,
)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("user_id", ("user", "id")),
        ("userId", ("user", "id")),
        ("HTTPServer", ("http", "server")),
        ("Order Details", ("order", "details")),
        ("__x", ("x",)),
        ("_", ()),
    ],
)
def test_words(name: str, words: tuple[str, ...]) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("user_id", Stem(("user",), ("id",))),
        ("user_ids", Stem(("user",), ("id",), many=True)),
        ("user_id_fk", Stem(("user",), ("fk", "id"))),
        ("fk_user_id", Stem(("user",), ("id", "fk"))),
        ("id_user", Stem(("user",), ("id",))),
        ("country_code", Stem(("country",), ("code",))),
        ("userid", Stem(("user",), ("id",), together=True)),
        ("grid", Stem(("grid",), ())),
        ("created_by", Stem(("created", "by"), ())),
        ("id", Stem(("id",), ())),
    ],
)
def test_what_a_column_says(column: str, expected: Stem) -> None:
    assert stem_of(column) == expected


@pytest.mark.parametrize(
    ("column", "sure"), [("user_id", True), ("user_fk", True), ("user_no", False), ("user", False)]
)
def test_some_marks_are_sure(column: str, *, sure: bool) -> None:
    assert stem_of(column).is_sure is sure


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("users", "user"),
        ("categories", "category"),
        ("people", "person"),
        ("children", "child"),
        ("data", "datum"),
        ("houses", "house"),
        ("news", "news"),
        ("address", "address"),
        ("status", "status"),
        ("analysis", "analysis"),
    ],
)
def test_the_singular_of_a_word(plural: str, one: str) -> None:
    assert singular(("some", plural)) == ("some", one)
    assert plural in other_numbers(one)


@pytest.mark.parametrize(
    ("column", "is_like"),
    [("user_id", True), ("ownerId", True), ("fk_user", True), ("created_by", True), ("sku_no", True), ("title", False)],
)
def test_how_a_column_is_called_that_can_reference(column: str, is_like: bool) -> None:
    assert is_like_a_reference(column) is is_like


BEGINNINGS = ("", "b", "st", "ao", "qu", "thr")
ENDINGS = (
    "s es ies ves ses sses ches shes xes zes oes os hs ces ices ta ia i ice mice lice uses um ix ex ox z f lf rf fe "
    "men person people child children ouse mouse louse o quiz quizzes status statuses alias aliases axis axes testis "
    "y man movies series species zombies octopus octopi viruses viri shoes hives tives sexes moves database databases "
    "us is"
).split()


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_rules_that_are_repeated_here_are_those_of_the_library(ending: str) -> None:
    for word in (beginning + ending for beginning in BEGINNINGS):
        if not word.endswith(("ss", "us", "is")):
            assert singular((word,)) == (inflection.singularize(word),)
        plural = inflection.pluralize(word)
        if not word.endswith("s"):
            assert plural in other_numbers(word)
