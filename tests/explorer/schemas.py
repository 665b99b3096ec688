"""Schemas whose answers are written down in vectors.json: small ones, each with something that a walk can get wrong."""

from __future__ import annotations

SCHEMAS = {
    "every action": (
        "CREATE TABLE users (id int PRIMARY KEY);"
        "CREATE TABLE posts (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE);"
        "CREATE TABLE likes (post_id int REFERENCES posts ON DELETE CASCADE,"
        " user_id int REFERENCES users ON DELETE SET NULL);"
        "CREATE TABLE logs (post_id int DEFAULT 0 REFERENCES posts ON DELETE SET DEFAULT);"
        "CREATE TABLE bills (user_id int REFERENCES users ON DELETE RESTRICT, post_id int REFERENCES posts);"
        "CREATE TABLE late (user_id int REFERENCES users DEFERRABLE INITIALLY DEFERRED);"
        "CREATE TABLE strict (user_id int NOT NULL REFERENCES users ON DELETE SET NULL);"
        "CREATE INDEX ON posts (user_id); CREATE INDEX ON likes (post_id);"
    ),
    "cycles": (
        "CREATE TABLE a (id int PRIMARY KEY, b int, up int REFERENCES a ON DELETE CASCADE);"
        "CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE);"
        "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b ON DELETE CASCADE;"
        "CREATE TABLE notes (id int PRIMARY KEY, a int REFERENCES a ON DELETE SET NULL, after int REFERENCES notes);"
    ),
    "changes that go on": (
        "CREATE TABLE codes (id int PRIMARY KEY);"
        "CREATE TABLE a (id int PRIMARY KEY, code int UNIQUE REFERENCES codes ON DELETE SET NULL);"
        "CREATE TABLE b (id int PRIMARY KEY, code int UNIQUE REFERENCES a (code) ON UPDATE CASCADE ON DELETE CASCADE);"
        "CREATE TABLE c (code int REFERENCES b (code) ON UPDATE CASCADE);"
        "CREATE TABLE twice (x int REFERENCES codes ON DELETE CASCADE,"
        " FOREIGN KEY (x) REFERENCES codes ON DELETE SET NULL);"
    ),
    "partitions": (
        "CREATE TABLE users (id int PRIMARY KEY);"
        "CREATE TABLE events (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE)"
        " PARTITION BY RANGE (id);"
        "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (1) TO (9);"
        "CREATE TABLE marks (event_id int REFERENCES events ON DELETE CASCADE);"
        "CREATE TABLE base (id int PRIMARY KEY); CREATE TABLE heir (PRIMARY KEY (id)) INHERITS (base);"
        "CREATE TABLE of_heir (heir_id int REFERENCES heir ON DELETE CASCADE);"
    ),
    "many leaves": (
        "CREATE TABLE r (id int PRIMARY KEY);"
        + "".join(
            f"CREATE TABLE leaf{n:02} (id int PRIMARY KEY, r int REFERENCES r ON DELETE CASCADE);" for n in range(15)
        )
        + "".join(f"CREATE TABLE kept{n} (r int REFERENCES r ON DELETE SET NULL);" for n in range(4))
        + "CREATE TABLE stops (r int REFERENCES r); CREATE TABLE below (leaf int REFERENCES leaf00 ON DELETE CASCADE);"
        "CREATE TABLE own (id int PRIMARY KEY, r int REFERENCES r ON DELETE CASCADE, up int REFERENCES own);"
        "CREATE TABLE both (r int REFERENCES r ON DELETE CASCADE, leaf int REFERENCES leaf01 ON DELETE SET NULL);"
    ),
    "unread bodies": (
        "CREATE TABLE users (id int PRIMARY KEY);"
        "CREATE TABLE posts (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE);"
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE c AS 'library';"
        + "".join(f"CREATE TRIGGER t{n} BEFORE DELETE ON posts FOR EACH ROW EXECUTE FUNCTION f();" for n in range(4))
        + "CREATE TRIGGER one AFTER DELETE ON users FOR EACH ROW EXECUTE FUNCTION f();"
    ),
    "names": (
        "CREATE SCHEMA billing;"
        'CREATE TABLE "Users" (id int PRIMARY KEY);'
        'CREATE TABLE billing."a.b" ("the ""id""" int REFERENCES "Users" ON DELETE CASCADE, "$$x" int);'
        'CREATE TABLE billing."<b>|fa:fa-car#1" (id int REFERENCES "Users" ON DELETE SET NULL);'
        'CREATE TABLE "größe Ⅷ" (id int REFERENCES "Users" ON DELETE CASCADE);'
    ),
}
