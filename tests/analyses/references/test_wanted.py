"""A question about a few tables gets the references to them that the whole answer has."""

from __future__ import annotations

from pathlib import Path

import pytest

import ondelete
from helpers import catalog_of
from ondelete.analyses.references import References
from ondelete.analyses.references.resolve import Resolver
from ondelete.analyses.references.wanted import Wanted
from ondelete.analyses.references.words import stem_of
from ondelete.catalog import Catalog, QualifiedName

SAMPLES = sorted(Path("samples").glob("*/schema.sql"))
SCHEMA = """
CREATE TABLE users (id bigint PRIMARY KEY, parent_id bigint, legacy_no bigint UNIQUE);
CREATE TABLE categories (category_id bigint PRIMARY KEY);
CREATE TABLE forum_topics (id bigint PRIMARY KEY);
CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users (id),
    maker_id bigint REFERENCES users (id));
CREATE TABLE forum_replies (id bigint, topic_id bigint, approver_id bigint, category_id bigint, first_maker_id bigint,
    author_id bigint, created_by bigint, title text, target_type text, target_id bigint);
"""


def one_by_one(catalog: Catalog) -> None:
    every = References(catalog)
    for table in catalog.tables:
        few = References(catalog, to=(table,))
        assert few.to((table,)) == every.to((table,)), table
        assert few.polymorphic == every.polymorphic


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_the_same_references_to_each_table_of_a_sample(path: Path) -> None:
    one_by_one(ondelete.read_schema(str(path)).catalog)


def test_the_same_references_of_every_kind_of_name() -> None:
    one_by_one(catalog_of(SCHEMA))


def test_a_name_that_means_nothing_of_what_is_asked_for_is_passed_over() -> None:
    catalog = catalog_of(SCHEMA)
    meanings = Resolver(catalog).meanings
    wanted = Wanted(meanings, [QualifiedName("public", "categories")])
    own = QualifiedName("public", "forum_replies")

    def may_be_meant(column: str) -> bool:
        stem = stem_of(column)
        return wanted.may_be_meant(own, column, stem, is_role=meanings.is_role(stem))

    columns = [column.name for column in catalog.tables[own].columns]
    assert [column for column in columns if may_be_meant(column)] == ["category_id"]
