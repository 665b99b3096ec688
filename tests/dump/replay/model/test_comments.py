"""Comments: in the order of the file, found by the table that they are on or whose parts they are on."""

from __future__ import annotations

from ondelete.catalog import Comment, Location, QualifiedName
from ondelete.dump.replay.model.comments import Comments

T, U = QualifiedName("public", "t"), QualifiedName("public", "u")


def comment(table: QualifiedName, name: str | None, text: str = "x") -> Comment:
    return Comment("column" if name else "table", table, name, text, Location("x.sql", 1))


def test_they_are_found_by_table_and_kept_in_order() -> None:
    comments = Comments()
    assert not comments
    for each in (comment(T, "a"), comment(U, None), comment(T, None)):
        comments.put(each, known=True)
    assert [(each.table, each.name) for each in comments] == [(T, "a"), (U, None), (T, None)]
    assert comments.of(T) == (("column", T, "a"), ("table", T, None))
    assert comments.of(QualifiedName("public", "v")) == ()


def test_a_comment_that_is_forgotten_is_given_back_once() -> None:
    comments = Comments()
    comments.put(comment(T, "a"), known=True)
    assert comments.forget(("column", T, "a")) == comment(T, "a")
    assert comments.forget(("column", T, "a")) is None
    assert (comments.of(T), list(comments)) == ((), [])


def test_it_is_known_whether_the_object_was_there() -> None:
    comments = Comments()
    comments.put(comment(T, "a"), known=False)
    comments.put(comment(T, "b"), known=True)
    assert [comments.known(("column", T, name)) for name in "ab"] == [False, True]
    comments.forget(("column", T, "b"))
    assert not comments.known(("column", T, "b"))
