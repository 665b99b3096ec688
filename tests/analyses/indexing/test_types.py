"""Types and their families of operators."""

from __future__ import annotations

import pytest

from ondelete.analyses.indexing.types import btree_family, hash_family, opclass_family, plain_type


@pytest.mark.parametrize(
    ("written", "plain"), [("numeric(10,2)", "numeric"), ("character varying(9)", "text"), ("integer", "integer")]
)
def test_a_plain_type(written: str, plain: str) -> None:
    assert plain_type(written) == plain


def test_numbers_of_one_family_are_compared_with_each_other() -> None:
    assert btree_family("smallint") == btree_family("bigint") == "integer_ops"
    assert btree_family("numeric") == "numeric"


def test_dates_and_timestamps_mix_in_a_btree_only() -> None:
    assert btree_family("date") == btree_family("timestamp with time zone")
    assert hash_family("date") != hash_family("timestamp with time zone")


def test_an_operator_class_by_its_name() -> None:
    assert opclass_family("int4_ops", "btree") == "integer_ops"
    assert opclass_family("text_pattern_ops", "btree") == "text_pattern_ops"
