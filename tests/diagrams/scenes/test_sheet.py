"""The sheet of a DELETE: what its parts say about small schemas, and that nothing is counted twice or lost."""

from __future__ import annotations

import pytest

from helpers import catalog_of
from ondelete.analyses.index_coverage import index_coverage
from ondelete.catalog import QualifiedName
from ondelete.deletion.kinds import Verdict
from ondelete.deletion.predict import predict_delete
from ondelete.diagrams.scenes.sheet import Family, Sheet, Source, sheet_of

USERS = "CREATE TABLE users (id int PRIMARY KEY);"


def child(name: str, column: str = "user_id", action: str = "CASCADE", to: str = "users", more: str = "") -> str:
    return f"CREATE TABLE {name} (id int PRIMARY KEY, {column} int REFERENCES {to} ON DELETE {action}{more});"


def sheet(sql: str, table: str = "users") -> Sheet:
    catalog = catalog_of(USERS + sql)
    marks = {key: found.verdict.value for key, found in index_coverage(catalog).items()}
    return sheet_of(predict_delete(catalog, QualifiedName("public", table)), marks, fold=catalog.root_of)


def name(table: str) -> QualifiedName:
    return QualifiedName("public", table)


@pytest.mark.parametrize(
    ("sql", "verdict", "because"),
    [
        (child("a"), Verdict.CLEAR, "nothing in the schema stops it"),
        (child("a", action="RESTRICT"), Verdict.MUST_BLOCK, "while a row of a references it"),
        (
            child("a", action="RESTRICT") + child("b", more=" NOT NULL", action="SET NULL"),
            Verdict.MUST_BLOCK,
            "while a row of a and b references it",
        ),
        (child("a") + child("b", to="a", action="RESTRICT"), Verdict.MAY_BLOCK, "by 1 foreign key on the way"),
        (
            "CREATE RULE r AS ON DELETE TO users DO ALSO SELECT elsewhere.g();",
            Verdict.MAY_BLOCK,
            "by 1 trigger or rule that is not read",
        ),
        (
            "CREATE PUBLICATION p FOR TABLE users; ALTER TABLE users REPLICA IDENTITY NOTHING;",
            Verdict.MUST_BLOCK,
            "whatever the rows are: ",
        ),
    ],
)
def test_the_verdict_and_by_what(sql: str, verdict: Verdict, because: str) -> None:
    found = sheet(sql)
    assert found.verdict is verdict
    assert found.because.startswith(because)


def test_what_goes_at_once_what_is_kept_and_what_goes_further_down() -> None:
    found = sheet(child("a") + child("b", "owner_id") + child("c", action="SET NULL") + child("d", "a_id", to="a"))
    assert found.deleted is not None
    assert found.kept is not None
    assert (found.deleted.title, found.deleted.columns) == (
        "2 tables deleted at once",
        (("user_id", 1), ("owner_id", 1)),
    )
    assert (found.kept.title, found.kept.families) == ("1 table kept, gets NULL", (Family("c"),))
    assert found.further == (Source(name("a"), (name("d"),)),)
    assert [tuple(figure) for figure in found.figures] == [
        ("3", "more tables lose rows"),
        ("1", "column → NULL"),
        ("0", "keys can stop it"),
        ("4", "keys without index"),
        ("2", "longest chain"),
    ]


def test_a_table_that_is_deleted_at_once_is_in_no_other_part() -> None:
    found = sheet(child("a") + child("b", "a_id", to="a", more=", user_id int REFERENCES users ON DELETE CASCADE"))
    assert found.further == ()
    both = sheet(child("a", more=", editor_id int REFERENCES users ON DELETE SET NULL"))
    assert both.kept is None


def test_many_tables_are_told_as_families() -> None:
    tables = [f"chat_{n}" for n in range(9)] + ["chat", "post_a", "post_b", "photo"]
    found = sheet("".join(map(child, tables)))
    assert found.deleted is not None
    assert found.deleted.families == (Family("chat_*", 9), Family("others", 4))
    assert found.deleted.columns == (("user_id", 13),)


def test_tables_whose_key_has_no_index_are_named() -> None:
    found = sheet(child("a") + child("b") + "CREATE INDEX ON b (user_id);")
    assert found.deleted is not None
    assert found.deleted.unindexed == (name("a"),)
    assert found.unindexed == ((name("a"), ("user_id",)),)


def test_what_always_stops_it_comes_first_and_keys_that_fail_alike_share_a_row() -> None:
    found = sheet(
        child("late", action="NO ACTION DEFERRABLE INITIALLY DEFERRED")
        + child("a")
        + child("deep", "a_id", "RESTRICT", to="a")
        + child("two", "x_id", "RESTRICT", more=", y_id int REFERENCES users ON DELETE RESTRICT")
    )
    assert [
        (each.outcome, each.place.name, each.keys, each.why, [t.name for t in each.way]) for each in found.stoppers
    ] == [
        ("BLOCKS", "two", (("x_id",), ("y_id",)), "", []),
        ("BLOCKS", "deep", (("a_id",),), "", ["a"]),
        ("FAILS AT COMMIT", "late", (("user_id",),), "at COMMIT", []),
    ]


def test_what_was_not_understood_stands_beside_the_verdict() -> None:
    catalog = catalog_of(USERS)
    found = sheet_of(predict_delete(catalog, name("users")), {}, notes=("INCOMPLETE: 1 statement was not understood",))
    assert found.because == "as far as read: nothing in the schema stops it"
    assert found.notes == ("INCOMPLETE: 1 statement was not understood",)


def test_partitions_count_as_their_table() -> None:
    found = sheet(
        "CREATE TABLE p (id int, user_id int REFERENCES users ON DELETE CASCADE) PARTITION BY LIST (id);"
        "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p DEFAULT;"
    )
    assert found.deleted is not None
    assert found.deleted.families == (Family("p"),)


def test_a_schema_is_written_only_if_there_are_others() -> None:
    one = catalog_of(
        "CREATE SCHEMA app; CREATE TABLE app.t (id int PRIMARY KEY); CREATE TABLE app.u (t int REFERENCES app.t);"
    )
    found = sheet_of(predict_delete(one, QualifiedName("app", "t")), {})
    assert (found.title, found.label(QualifiedName("app", "u"))) == ("DELETE FROM t", "u")
    two = sheet("CREATE SCHEMA app; CREATE TABLE app.u (user_id int REFERENCES users ON DELETE CASCADE);")
    assert two.deleted is not None
    assert two.deleted.families == (Family("app.u"),)
