"""Contracts about reach: what must go, what must stay, and who must not stand in the way."""

from __future__ import annotations

import pytest

from rule_runs import findings_of

RULE = "reach-contract"
SCHEMA = (
    "CREATE TABLE users (id int PRIMARY KEY);\n"
    "CREATE TABLE posts (id int PRIMARY KEY, author_id int REFERENCES users ON DELETE CASCADE);\n"
    "CREATE TABLE votes (id int PRIMARY KEY, post_id int REFERENCES posts ON DELETE CASCADE);\n"
    "CREATE TABLE notes (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE SET NULL);\n"
    "CREATE TABLE bills (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE RESTRICT);\n"
    "CREATE TABLE parts (id int, post_id int REFERENCES posts ON DELETE CASCADE) PARTITION BY LIST (id);\n"
    "CREATE TABLE parts_1 PARTITION OF parts DEFAULT;\n"
)


def subjects(more: str, tables: str = "users") -> list[str]:
    config = f"[rules]\nreach-contract = 'error'\n[[contract]]\ntables = ['{tables}']\nreason = 'the law'\n{more}"
    return [finding.subject for finding in findings_of(SCHEMA, RULE, config)]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("must-reach = ['posts', 'votes', 'notes']", []),
        ("must-reach = ['bills']", ["public.users must reach public.bills"]),
        ("must-reach = ['po*', 'not?s']", []),
        ("must-reach = ['parts_1']", []),
        ("must-reach = ['gone', 'posts']", ["must-reach gone"]),
        ("must-not-reach = ['bills']", []),
        ("must-not-reach = ['bils']", ["must-not-reach bils"]),
        ("never-blocked-by = ['b?']", ["never-blocked-by b?"]),
        ("must-not-reach = ['votes']", ["public.users must not reach public.votes"]),
        ("must-not-reach = ['notes']", ["public.users must not reach public.notes"]),
        ("must-not-reach = ['parts_1']", ["public.users must not reach public.parts_1"]),
        ("never-blocked-by = ['posts']", []),
        ("never-blocked-by = ['b*']", ["public.users never blocked by public.bills.bills_user_id_fkey"]),
        ("deletable = true", []),
    ],
)
def test_a_contract_is_kept_or_broken(more: str, found: list[str]) -> None:
    assert subjects(more) == found


def test_a_contract_about_no_table_is_stale() -> None:
    assert subjects("must-reach = ['posts']", tables="user") == ["contract user"]


def test_the_chain_is_named_and_the_key_at_its_end() -> None:
    config = (
        "[rules]\nreach-contract = 'error'\n[[contract]]\ntables = ['users']\nreason = 'r'\nmust-not-reach = ['votes']"
    )
    (finding,) = findings_of(SCHEMA, RULE, config)
    assert "users → posts (author_id) → votes (post_id)" in finding.message
    assert finding.key == "public.votes.votes_post_id_fkey"
