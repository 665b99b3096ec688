"""Names of classes, tables and files as Rails makes them; the expected words are what Active Support 6.1 gives."""

from __future__ import annotations

import re

import pytest

from ondelete.rails.inflections import RAILS, Inflections

OWN = Inflections(
    irregular=(("criterion", "criteria"), ("bonus", "boni")),
    uncountable=("audio",),
    acronyms=("API", "HTML", "SSL"),
    plurals=((re.compile(r"(fez)$"), r"\1zes"),),
    singulars=((re.compile(r"(fez)zes$"), r"\1"),),
)


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("user", "users"),
        ("admin_person", "admin_people"),
        ("category", "categories"),
        ("address", "addresses"),
        ("status", "statuses"),
        ("news", "news"),
        ("child_series", "child_series"),
    ],
)
def test_a_word_and_its_plural(one: str, many: str) -> None:
    assert RAILS.pluralize(one) == many
    assert RAILS.singularize(many) == one


@pytest.mark.parametrize(
    ("one", "many"), [("search_criterion", "search_criteria"), ("bonus", "boni"), ("audio", "audio"), ("fez", "fezzes")]
)
def test_the_words_of_an_application_come_first(one: str, many: str) -> None:
    assert OWN.pluralize(one) == many
    assert OWN.singularize(many) == one


@pytest.mark.parametrize(
    ("file", "name"),
    [("user", "User"), ("admin/user_role", "Admin::UserRole"), ("html_page", "HTMLPage"), ("my_api", "MyAPI")],
)
def test_a_class_and_its_file(file: str, name: str) -> None:
    assert OWN.camelize(file) == name
    assert OWN.underscore(name) == file


def test_a_class_without_acronyms() -> None:
    assert RAILS.camelize("html_page") == "HtmlPage"
    assert RAILS.underscore("HTMLPage") == "html_page"
    assert RAILS.underscore("Admin::OAuth2Token") == "admin/o_auth2_token"
