"""Tables whose columns the file does not say: every command answers, and none fails by a fault of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Outcome

HEAD = """
CREATE TABLE users (id bigint PRIMARY KEY, name text);
CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users ON DELETE CASCADE);
"""
# Each makes table x, as far as the file can tell.
MAKERS = {
    "is not in the file": "",
    "CREATE TABLE AS": "CREATE TABLE x AS SELECT 1::bigint AS a, 2::bigint AS b;",
    "CREATE TABLE AS WITH NO DATA": "CREATE TABLE x AS SELECT count(*) AS a FROM users WITH NO DATA;",
    "CREATE TABLE AS EXECUTE": "PREPARE p AS SELECT 1; CREATE TABLE x AS EXECUTE p;",
    "CREATE TABLE AS with one name": "CREATE TABLE x (a) AS SELECT 1::bigint, 2::bigint AS b;",
    "CREATE TABLE AS VALUES": "CREATE TABLE x (a, b) AS VALUES (1, 2);",
    "SELECT INTO": "SELECT 1::bigint AS a, 2::bigint AS b INTO x;",
    "a column that is dropped": "CREATE TABLE x AS SELECT 1 AS a, 2 AS b, 3 AS c; ALTER TABLE x DROP COLUMN c;",
    "LIKE of a table that is not there": "CREATE TABLE x (LIKE nope INCLUDING ALL, b bigint);",
    "INHERITS of a table that is not there": "CREATE TABLE x (b bigint) INHERITS (nope);",
    "PARTITION OF a table that is not there": "CREATE TABLE x PARTITION OF nope FOR VALUES IN (1);",
    "OF a type that is not there": "CREATE TABLE x OF nope;",
    "hash partitioned without partitions": "CREATE TABLE x (a bigint, b bigint) PARTITION BY HASH (a);",
    "list partitioned without partitions": "CREATE TABLE x (a bigint, b bigint) PARTITION BY LIST (a);",
    "partitioned again without partitions": """CREATE TABLE x (a bigint, b bigint) PARTITION BY HASH (a);
        CREATE TABLE x1 PARTITION OF x FOR VALUES WITH (modulus 1, remainder 0) PARTITION BY HASH (b);""",
    "a view": "CREATE VIEW x AS SELECT 1::bigint AS a, 2::bigint AS b;",
    "no columns": "CREATE TABLE x ();",
}
KEYS = {
    "cascade": "ALTER TABLE x ADD FOREIGN KEY (a) REFERENCES users ON DELETE CASCADE;",
    "set null": "ALTER TABLE x ADD FOREIGN KEY (a) REFERENCES users ON DELETE SET NULL;",
    "set default": "ALTER TABLE x ADD FOREIGN KEY (a) REFERENCES users (id) ON DELETE SET DEFAULT;",
    "restrict": "ALTER TABLE x ADD FOREIGN KEY (a) REFERENCES users ON DELETE RESTRICT;",
    "two ways": """ALTER TABLE x ADD FOREIGN KEY (a) REFERENCES posts ON DELETE CASCADE;
        ALTER TABLE x ADD FOREIGN KEY (b) REFERENCES users ON DELETE SET NULL;""",
    "two columns": """ALTER TABLE users ADD UNIQUE (id, name);
        ALTER TABLE x ADD FOREIGN KEY (a, b) REFERENCES users (id, name) ON DELETE CASCADE;""",
    "without a column list": "ALTER TABLE posts ADD COLUMN x bigint NOT NULL REFERENCES x ON DELETE CASCADE;",
    "into it and out of it": """ALTER TABLE x ADD PRIMARY KEY (b);
        ALTER TABLE posts ADD COLUMN x bigint NOT NULL REFERENCES x (b) ON DELETE CASCADE;
        ALTER TABLE x ADD FOREIGN KEY (a) REFERENCES users ON DELETE CASCADE;""",
    "to itself": """ALTER TABLE x ADD UNIQUE (a); ALTER TABLE x ADD FOREIGN KEY (b) REFERENCES x (a) ON DELETE CASCADE;
        ALTER TABLE x ADD FOREIGN KEY (b) REFERENCES users ON DELETE SET NULL;""",
    "with an index": """CREATE INDEX ON x (a); CREATE UNIQUE INDEX ON x (b, a) WHERE b > 0;
        ALTER TABLE x ADD FOREIGN KEY (a) REFERENCES users ON DELETE SET NULL;
        ALTER TABLE x ALTER b SET NOT NULL; ALTER TABLE x ADD CHECK (b > 3); ALTER TABLE x ALTER a SET DEFAULT 1;""",
    "of a parent": """CREATE TABLE y (c int) INHERITS (x);
        ALTER TABLE y ADD FOREIGN KEY (a) REFERENCES users ON DELETE CASCADE;""",
}
COMMANDS = (
    ("explain", "users"),
    ("explain", "users", "--full"),
    ("explain", "x"),
    ("explain", "--truncate", "users"),
    ("explain", "--invert", "users"),
    ("witness", "users"),
    ("witness", "x"),
    ("witness", "posts"),
    ("audit",),
    ("report",),
    ("fix",),
    ("diagram",),
    ("diagram", "--table", "users"),
    ("indexes",),
    ("reach",),
    ("order",),
    ("cycles",),
    ("why", "users", "x"),
    ("catalog",),
)


@pytest.mark.parametrize("keys", KEYS)
@pytest.mark.parametrize("maker", MAKERS)
def test_every_command_answers(maker: str, keys: str, ondelete: Callable[..., Outcome], here: Path) -> None:
    (here / "schema.sql").write_text(HEAD + MAKERS[maker] + KEYS[keys], encoding="utf-8")
    for command in COMMANDS:
        done = ondelete(*command, "schema.sql")
        assert "internal error" not in done.err, (command, done.err)
        assert "defect" not in done.err + done.out, command
        assert done.status in (0, 1, 2), command
