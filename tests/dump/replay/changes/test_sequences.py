"""The sequences of serial and identity columns, under PostgreSQL's names for them."""

from __future__ import annotations

import pytest

from dump.replay.scripts import clean, column, names

MADE = {
    "a serial": ["t_a_seq"],
    "a int GENERATED ALWAYS AS IDENTITY": ["t_a_seq"],
    "a int GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME other)": ["other"],
    "a serial, b smallserial": ["t_a_seq", "t_b_seq"],
    f'"{"x" * 40}" serial': [f"t_{'x' * 40}_seq"],
}


@pytest.mark.parametrize("columns", MADE)
def test_the_names_of_sequences(columns: str) -> None:
    assert names(clean(f"CREATE TABLE t ({columns});"))["relations"] == MADE[columns]


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert names(clean("CREATE TABLE t_a_seq (); CREATE TABLE t (a serial);"))["relations"] == ["t_a_seq1"]


def test_a_serial_column_reads_its_sequence() -> None:
    found = column('CREATE SCHEMA "it\'s"; CREATE TABLE "it\'s".t (); CREATE TABLE t (a serial);')
    assert found.default is not None
    assert found.default.sql == "nextval('public.t_a_seq'::regclass)"
    quoted = clean('CREATE TABLE "it\'s".t (a serial);').tables.popitem()[1].columns[0].default
    assert quoted is not None
    assert quoted.sql == "nextval('\"it''s\".t_a_seq'::regclass)"


def test_an_identity_that_comes_later() -> None:
    sql = "CREATE TABLE t (a int NOT NULL); ALTER TABLE t ALTER a ADD GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME s.x);"
    assert [str(name) for name in clean(sql).relations] == ["s.x"]
