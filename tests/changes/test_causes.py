"""Each change of one schema, and what follows from it: a line for every consequence of every cause."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from helpers import catalog_of
from ondelete.changes import Difference, compare, in_new_names

SCHEMA = """
CREATE TABLE users (id bigint PRIMARY KEY, name text);
CREATE TABLE accounts (
    id bigint PRIMARY KEY,
    user_id bigint NOT NULL CONSTRAINT accounts_user REFERENCES users ON DELETE CASCADE
);
CREATE INDEX accounts_user_id ON accounts (user_id);
CREATE TABLE invoices (
    id bigint PRIMARY KEY,
    account_id bigint CONSTRAINT invoices_account REFERENCES accounts ON DELETE SET NULL,
    total integer,
    memo text
);
CREATE INDEX invoices_account_id ON invoices (account_id);
CREATE TABLE lines (
    id bigint PRIMARY KEY,
    invoice_id bigint NOT NULL CONSTRAINT lines_invoice REFERENCES invoices ON DELETE CASCADE
);
CREATE INDEX lines_invoice_id ON lines (invoice_id);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
"""


class Case(NamedTuple):
    """What is replaced, or added at the end, and the consequences: ``cause: class subject [tables]``."""

    old: str
    new: str
    follows: tuple[str, ...]


CASES = {
    "nothing": Case("", "", ()),
    "a key that blocks is new": Case(
        "",
        "CREATE TABLE badges (user_id bigint CONSTRAINT badges_user REFERENCES users ON DELETE RESTRICT);"
        "CREATE INDEX ON badges (user_id);",
        ("key:public.badges.badges_user added: newly-blocked public.badges.badges_user [users]",),
    ),
    "a key cascades now": Case(
        "REFERENCES accounts ON DELETE SET NULL",
        "REFERENCES accounts ON DELETE CASCADE",
        (
            "key:public.invoices.invoices_account changed: newly-deleted public.invoices [users accounts]",
            "key:public.invoices.invoices_account changed: newly-deleted public.lines [users accounts]",
            "key:public.invoices.invoices_account changed: "
            "no-longer-nulled public.invoices.account_id:null [users accounts]",
        ),
    ),
    "a key blocks now": Case(
        "REFERENCES invoices ON DELETE CASCADE",
        "REFERENCES invoices",
        (
            "key:public.lines.lines_invoice changed: newly-blocked public.lines.lines_invoice [invoices]",
            "key:public.lines.lines_invoice changed: no-longer-deleted public.lines [invoices]",
        ),
    ),
    "a key is dropped": Case(
        "CONSTRAINT lines_invoice REFERENCES invoices ON DELETE CASCADE",
        "",
        (
            "key:public.lines.lines_invoice removed: left-behind public.lines.invoice_id [invoices]",
            "key:public.lines.lines_invoice removed: no-longer-deleted public.lines [invoices]",
        ),
    ),
    "a key references another table": Case(
        "REFERENCES invoices ON DELETE CASCADE",
        "REFERENCES accounts ON DELETE CASCADE",
        (
            "key:public.lines.lines_invoice changed: newly-deleted public.lines [users accounts]",
            "key:public.lines.lines_invoice changed: left-behind public.lines.invoice_id [invoices]",
            "key:public.lines.lines_invoice changed: no-longer-deleted public.lines [invoices]",
        ),
    ),
    "a key goes with its column": Case(
        "account_id bigint CONSTRAINT invoices_account REFERENCES accounts ON DELETE SET NULL,",
        "",
        (
            "key:public.invoices.invoices_account removed: "
            "no-longer-nulled public.invoices.account_id:null [users accounts]",
        ),
    ),
    "an index is dropped": Case(
        "CREATE INDEX accounts_user_id ON accounts (user_id);",
        "",
        ("index:public.accounts.accounts_user_id removed: unindexed public.accounts.accounts_user [users]",),
    ),
    "an index is new": Case(
        "CREATE INDEX lines_invoice_id ON lines (invoice_id);",
        "CREATE INDEX lines_invoice_id ON lines (invoice_id); CREATE INDEX ON lines (id, invoice_id);",
        (),
    ),
    "a column must not be NULL now": Case(
        "account_id bigint CONSTRAINT",
        "account_id bigint NOT NULL CONSTRAINT",
        (
            "column:public.invoices.account_id changed: "
            "newly-blocked public.invoices.invoices_account [users accounts]",
            "column:public.invoices.account_id changed: "
            "no-longer-nulled public.invoices.account_id:null [users accounts]",
        ),
    ),
    "a CHECK forbids what a key writes": Case(
        "",
        "ALTER TABLE invoices ADD CONSTRAINT billed CHECK (account_id IS NOT NULL);",
        (
            "constraint:public.invoices.billed added: "
            "newly-blocked public.invoices.invoices_account:billed [users accounts]",
            "constraint:public.invoices.billed added: "
            "no-longer-nulled public.invoices.account_id:null [users accounts]",
        ),
    ),
    "a trigger is new": Case(
        "",
        "CREATE TRIGGER watch BEFORE DELETE ON accounts FOR EACH ROW EXECUTE FUNCTION f();",
        ("trigger:public.accounts.watch added: trigger public.accounts.watch [users accounts]",),
    ),
    "a column refers to a table and has no key": Case(
        "",
        "ALTER TABLE invoices ADD COLUMN user_id bigint;",
        ("column:public.invoices.user_id added: left-behind public.invoices.user_id [users]",),
    ),
    "a table refers to another one and has no key": Case(
        "",
        "CREATE TABLE logins (id bigint PRIMARY KEY, user_id bigint NOT NULL);",
        ("table:public.logins added: left-behind public.logins.user_id [users]",),
    ),
    "a column only sounds like a reference": Case("", "ALTER TABLE invoices ADD COLUMN external_id text;", ()),
    "a circle is closed": Case(
        "",
        "ALTER TABLE users ADD account_id bigint CONSTRAINT users_account REFERENCES accounts ON DELETE SET NULL;"
        "CREATE INDEX ON users (account_id);",
        (
            "key:public.users.users_account added: newly-nulled public.users.account_id:null [users accounts]",
            "key:public.users.users_account added: cycle public.users.users_account [users accounts]",
        ),
    ),
    "a table is renamed with its column": Case(
        "CREATE TABLE lines (\n    id bigint PRIMARY KEY,\n    invoice_id bigint NOT NULL CONSTRAINT lines_invoice",
        "CREATE TABLE items (\n    id bigint PRIMARY KEY,\n    invoice_id bigint NOT NULL CONSTRAINT items_invoice",
        (),
    ),
    "a column is renamed": Case("account_id", "payer_id", ()),
    "every constraint of a table is renamed": Case("accounts_user ", "another_name ", ()),
    "lines move": Case("\nCREATE TABLE users", "\n\n\nCREATE TABLE users", ()),
    "what no delete reads": Case("memo text", "memo text DEFAULT 'none'", ()),
}


def changed(case: Case) -> str:
    """Return the schema after the change; what is renamed in a table is renamed in its index, too."""
    if not case.old:
        return f"{SCHEMA}\n{case.new}"
    after = SCHEMA.replace(case.old, case.new)
    assert after != SCHEMA
    return after.replace("ON lines (", "ON items (") if "TABLE items" in after else after


def difference(before: str, after: str) -> Difference:
    """Return what two schemas, as SQL text, differ in."""
    new = catalog_of(after)
    old, renamed = in_new_names(catalog_of(before), new)
    return compare(old, new, renamed)


def lines(found: Difference) -> tuple[str, ...]:
    """Return the consequences, a line each."""
    return tuple(
        f"{cause.id} {cause.change}: {one.class_} {one.subject} [{' '.join(table.shown for table in one.tables)}]"
        for cause in found.causes
        for one in cause.consequences
    )


@pytest.mark.parametrize("name", CASES)
def test_what_follows_from_a_change(name: str) -> None:
    assert lines(difference(SCHEMA, changed(CASES[name]))) == CASES[name].follows


PAIRS = (
    "CREATE TABLE a (x integer, y integer, UNIQUE (x, y), UNIQUE (y, x));"
    "CREATE TABLE b (u integer, v integer, CONSTRAINT k FOREIGN KEY (%s) REFERENCES a (%s) ON DELETE CASCADE);"
)


@pytest.mark.parametrize(
    ("columns", "referenced", "follows"),
    [
        ("u, v", "x, y", ()),
        ("v, u", "y, x", ()),
        ("u, v", "y, x", ("key:public.b.k changed: left-behind public.b.(u, v) [a]",)),
        ("v, u", "x, y", ("key:public.b.k changed: left-behind public.b.(u, v) [a]",)),
    ],
)
def test_the_pairs_of_columns_count_and_not_their_order(
    columns: str, referenced: str, follows: tuple[str, ...]
) -> None:
    assert lines(difference(PAIRS % ("u, v", "x, y"), PAIRS % (columns, referenced))) == follows
