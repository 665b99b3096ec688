"""What remains-contract finds: what says something about a deleted row where a contract lets nothing remain."""

from __future__ import annotations

from rule_runs import found, subjects

RULE = "remains-contract"
SQL = (
    "CREATE TABLE users (id bigint PRIMARY KEY);"
    "CREATE TABLE orders (user_id bigint REFERENCES users ON DELETE SET NULL, email text);"
    "CREATE TABLE visits (user_id bigint); CREATE TABLE notes (s_type text, s_id bigint);"
    "CREATE MATERIALIZED VIEW tops AS SELECT * FROM visits;"
)


def contract(remain: str, tables: str = "users") -> str:
    return f"[[contract]]\ntables = '{tables}'\nreason = 'people leave'\nmust-not-remain = {remain}"


def test_everything_that_remains_is_found() -> None:
    findings = found(SQL, RULE, more=contract('"*"'))
    assert subjects(findings) == [
        "public.users remains in public.orders null user_id",
        "public.users remains in public.tops view",
        "public.users remains in public.visits no key user_id",
    ]
    messages = {finding.table.name: finding.message for finding in findings if finding.table}
    assert messages["orders"] == (
        "After a delete on users nothing must remain in orders (people leave), but something does (null): "
        "orders_user_id_fkey sets user_id to NULL, and the rest of the row stays. To remove: ON DELETE CASCADE of "
        "orders_user_id_fkey, or delete these rows before. Personal data: email."
    )


def test_only_the_tables_of_the_list_count() -> None:
    assert subjects(found(SQL, RULE, more=contract('["orders"]'))) == [
        "public.users remains in public.orders null user_id"
    ]


def test_a_polymorphic_reference_counts_if_its_tables_are_declared() -> None:
    said = "\n[[references]]\ntable = 'notes'\ncolumns = ['s_type', 's_id']\nreferences = ['users', 'orders']"
    assert found(SQL, RULE, more=contract('["notes"]')) == []
    assert subjects(found(SQL, RULE, more=contract('["notes"]') + said)) == [
        "public.users remains in public.notes polymorphic s_type s_id"
    ]


def test_names_that_mean_nothing_are_stale() -> None:
    assert subjects(found(SQL, RULE, more=contract('["gone"]'))) == ["must-not-remain gone"]
    assert subjects(found(SQL, RULE, more=contract('"*"', "gone"))) == ["contract gone"]
    assert found(SQL, RULE) == []
