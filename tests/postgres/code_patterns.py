"""Classic patterns of triggers and rules: each a small schema, rows, a DELETE, and how it ends."""

from __future__ import annotations

from typing import NamedTuple


class Pattern(NamedTuple):
    """A schema, its rows, and what ``DELETE FROM table WHERE where`` ends in: ``done`` or a SQLSTATE."""

    ddl: str
    rows: str
    verdict: str
    outcome: str = "done"
    table: str = "users"
    where: str = "id = 1"


def function(body: str, *, name: str = "f", more: str = "") -> str:
    """Return a trigger function; ``BEGIN`` is put before a body without declarations."""
    begun = body if body.lstrip().startswith("DECLARE") else f"BEGIN {body}"
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {more} AS $f$ {begun} END $f$;\n"


def trigger(
    event: str, table: str = "users", *, name: str = "t", call: str = "f()", level: str = "ROW", when: str = ""
) -> str:
    """Return a trigger."""
    condition = f" WHEN ({when})" if when else ""
    return f"CREATE TRIGGER {name} {event} ON {table} FOR EACH {level}{condition} EXECUTE FUNCTION {call};\n"


USERS = "CREATE TABLE users (id int PRIMARY KEY, name text, role text, active bool NOT NULL DEFAULT true, n int);\n"
POSTS = "CREATE TABLE posts (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE, title text);\n"
LOG = "CREATE TABLE log (id bigserial PRIMARY KEY, tab text, op text, old jsonb);\n"
ROWS = "INSERT INTO users VALUES (1, 'a', 'admin', true, 2), (2, 'b', 'user', true, 0);"
BOTH = ROWS + "INSERT INTO posts VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 2, 'z');"

PATTERNS = {
    "audit log": Pattern(
        USERS
        + POSTS
        + LOG
        + function(
            "IF TG_OP = 'DELETE' THEN INSERT INTO log (tab, op, old) VALUES (TG_TABLE_NAME, TG_OP, to_jsonb(OLD));"
            " RETURN OLD; ELSIF TG_OP = 'UPDATE' THEN INSERT INTO log (tab, op) VALUES (TG_TABLE_NAME, TG_OP);"
            " RETURN NEW; END IF; RETURN NULL;"
        )
        + trigger("AFTER INSERT OR UPDATE OR DELETE")
        + trigger("AFTER INSERT OR UPDATE OR DELETE", "posts"),
        BOTH,
        "clear",
    ),
    "audit log of a deleted user that the log references": Pattern(
        USERS
        + "CREATE TABLE log (id serial PRIMARY KEY, user_id int REFERENCES users);\n"
        + function("INSERT INTO log (user_id) VALUES (OLD.id); RETURN OLD;")
        + trigger("AFTER DELETE"),
        ROWS,
        "must block",
        "23503",
    ),
    "the same, written before and blocked": Pattern(
        USERS
        + "CREATE TABLE log (id serial PRIMARY KEY, user_id int REFERENCES users);\n"
        + function("INSERT INTO log (user_id) VALUES (OLD.id); RETURN OLD;")
        + trigger("BEFORE DELETE"),
        ROWS,
        "must block",
        "23503",
    ),
    "the same, written before and cascaded away": Pattern(
        USERS
        + "CREATE TABLE log (id serial PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE);\n"
        + function("INSERT INTO log (user_id) VALUES (OLD.id); RETURN OLD;")
        + trigger("BEFORE DELETE"),
        ROWS,
        "may block",
    ),
    "archive table": Pattern(
        USERS
        + "CREATE TABLE archive (LIKE users);\nALTER TABLE archive ADD at timestamptz DEFAULT now();\n"
        + function("INSERT INTO archive SELECT OLD.*; RETURN OLD;")
        + trigger("BEFORE DELETE"),
        ROWS,
        "clear",
    ),
    "soft delete": Pattern(
        USERS
        + POSTS
        + function("UPDATE users SET active = false WHERE id = OLD.id; RETURN NULL;")
        + trigger("BEFORE DELETE"),
        BOTH,
        "may block",
    ),
    "soft delete that forgets to skip the row": Pattern(
        USERS + function("UPDATE users SET active = false WHERE id = OLD.id; RETURN OLD;") + trigger("BEFORE DELETE"),
        ROWS,
        "may block",
        "27000",
    ),
    "RETURN NEW in BEFORE DELETE": Pattern(
        USERS + POSTS + function("RETURN NEW;") + trigger("BEFORE DELETE"), BOTH, "may block"
    ),
    "RETURN NEW in AFTER DELETE": Pattern(
        USERS + POSTS + function("RETURN NEW;") + trigger("AFTER DELETE"), BOTH, "clear"
    ),
    "a child that stays": Pattern(
        USERS + POSTS + function("RETURN NULL;") + trigger("BEFORE DELETE", "posts"), BOTH, "may block"
    ),
    "a reference that stays": Pattern(
        USERS + POSTS.replace("CASCADE", "SET NULL") + function("RETURN OLD;") + trigger("BEFORE UPDATE", "posts"),
        BOTH,
        "may block",
    ),
    "counter cache": Pattern(
        USERS
        + POSTS
        + function("UPDATE users SET n = n - 1 WHERE id = OLD.user_id; RETURN NULL;")
        + trigger("AFTER DELETE", "posts"),
        BOTH,
        "clear",
        table="posts",
    ),
    "counter cache, the parent is deleted": Pattern(
        USERS
        + POSTS
        + function("UPDATE users SET n = n - 1 WHERE id = OLD.user_id; RETURN NULL;")
        + trigger("AFTER DELETE", "posts"),
        BOTH,
        "clear",
    ),
    "a cleaning trigger, and a counter on the row that goes": Pattern(
        USERS
        + POSTS.replace(" ON DELETE CASCADE", "")
        + function("DELETE FROM posts WHERE user_id = OLD.id; RETURN OLD;", name="clean")
        + function("UPDATE users SET n = n - 1 WHERE id = OLD.user_id; RETURN NULL;")
        + trigger("BEFORE DELETE", call="clean()")
        + trigger("AFTER DELETE", "posts"),
        BOTH,
        "may block",
        "27000",
    ),
    "protect the last admin": Pattern(
        USERS
        + function(
            "IF OLD.role = 'admin' AND NOT EXISTS (SELECT FROM users WHERE role = 'admin' AND id <> OLD.id) THEN"
            " RAISE EXCEPTION 'the last admin stays' USING ERRCODE = '23000'; END IF; RETURN OLD;"
        )
        + trigger("BEFORE DELETE"),
        ROWS,
        "may block",
        "23000",
    ),
    "cannot delete a system row": Pattern(
        USERS + function("RAISE EXCEPTION 'system row';") + trigger("BEFORE DELETE", when="OLD.role = 'admin'"),
        ROWS,
        "may block",
        "P0001",
    ),
    "nothing may be deleted": Pattern(
        USERS + function("RAISE restrict_violation;") + trigger("BEFORE DELETE", level="STATEMENT"),
        ROWS,
        "must block",
        "23001",
    ),
    "a guard for another event": Pattern(
        USERS
        + function("IF TG_OP = 'UPDATE' THEN RAISE EXCEPTION 'no'; END IF; RETURN COALESCE(NEW, OLD);")
        + trigger("BEFORE UPDATE OR DELETE"),
        ROWS,
        "clear",
    ),
    "cleanup of polymorphic children": Pattern(
        USERS
        + "CREATE TABLE comments (id int PRIMARY KEY, of_type text, of_id int);\n"
        + function("DELETE FROM comments WHERE of_type = TG_ARGV[0] AND of_id = OLD.id; RETURN OLD;")
        + trigger("AFTER DELETE", call="f('user')"),
        ROWS + "INSERT INTO comments VALUES (1, 'user', 1), (2, 'post', 1);",
        "clear",
    ),
    "cleanup that a key of another table stops": Pattern(
        USERS + "CREATE TABLE comments (id int PRIMARY KEY, user_id int);\n"
        "CREATE TABLE votes (id int PRIMARY KEY, comment_id int REFERENCES comments);\n"
        + function("DELETE FROM comments WHERE user_id = OLD.id; RETURN OLD;")
        + trigger("AFTER DELETE"),
        ROWS + "INSERT INTO comments VALUES (1, 1); INSERT INTO votes VALUES (1, 1);",
        "may block",
        "23503",
    ),
    "denormalised copy": Pattern(
        USERS
        + POSTS.replace("CASCADE", "SET NULL")
        + "CREATE TABLE feed (id int PRIMARY KEY, user_id int);\n"
        + function("UPDATE feed SET user_id = NEW.user_id WHERE id = NEW.id; RETURN NEW;")
        + trigger("AFTER UPDATE", "posts", when="OLD.user_id IS DISTINCT FROM NEW.user_id"),
        BOTH + "INSERT INTO feed VALUES (1, 1), (2, 1);",
        "clear",
    ),
    "history of versions": Pattern(
        USERS
        + "CREATE TABLE users_history (id int, name text, op text);\n"
        + function("INSERT INTO users_history VALUES (OLD.id, OLD.name, TG_OP); RETURN COALESCE(NEW, OLD);")
        + trigger("BEFORE UPDATE OR DELETE"),
        ROWS,
        "clear",
    ),
    "a tree whose children go": Pattern(
        "CREATE TABLE nodes (id int PRIMARY KEY, parent int);\n"
        + function("DELETE FROM nodes WHERE parent = OLD.id; RETURN NULL;")
        + trigger("AFTER DELETE", "nodes"),
        "INSERT INTO nodes VALUES (1, NULL), (2, 1), (3, 2), (4, NULL);",
        "clear",
        table="nodes",
    ),
    "closure of a tree": Pattern(
        "CREATE TABLE nodes (id int PRIMARY KEY);\nCREATE TABLE closure (id int PRIMARY KEY, up int, down int);\n"
        + function("DELETE FROM closure WHERE up = OLD.id OR down = OLD.id; RETURN OLD;")
        + trigger("BEFORE DELETE", "nodes"),
        "INSERT INTO nodes VALUES (1), (2); INSERT INTO closure VALUES (1, 1, 1), (2, 1, 2), (3, 2, 2);",
        "clear",
        table="nodes",
    ),
    "queue": Pattern(
        USERS
        + "CREATE TABLE jobs (id serial PRIMARY KEY, payload jsonb NOT NULL);\n"
        + function(
            "INSERT INTO jobs (payload) VALUES (jsonb_build_object('user', OLD.id)); PERFORM pg_notify('jobs', 'x');"
            " RETURN OLD;"
        )
        + trigger("AFTER DELETE"),
        ROWS,
        "clear",
    ),
    "queue without its payload": Pattern(
        USERS
        + "CREATE TABLE jobs (id serial PRIMARY KEY, kind text, payload jsonb NOT NULL);\n"
        + function("INSERT INTO jobs (kind) VALUES ('user'); RETURN OLD;")
        + trigger("AFTER DELETE"),
        ROWS,
        "must block",
        "23502",
    ),
    "updated_at": Pattern(
        USERS
        + "CREATE TABLE posts (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE SET NULL, at timestamptz);\n"
        + function("NEW.at := now(); RETURN NEW;")
        + trigger("BEFORE UPDATE", "posts"),
        ROWS + "INSERT INTO posts VALUES (1, 1, NULL);",
        "clear",
    ),
    "a trigger that gives the missing value": Pattern(
        USERS
        + "CREATE TABLE posts (id int PRIMARY KEY, user_id int NOT NULL REFERENCES users ON DELETE SET NULL);\n"
        + function("NEW.user_id := COALESCE(NEW.user_id, 2); RETURN NEW;")
        + trigger("BEFORE UPDATE", "posts"),
        ROWS + "INSERT INTO posts VALUES (1, 1);",
        "may block",
    ),
    "a trigger that takes the value": Pattern(
        USERS + "CREATE TABLE posts (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE SET NULL,"
        " at text NOT NULL);\n" + function("NEW.at := NULL; RETURN NEW;") + trigger("BEFORE UPDATE", "posts"),
        ROWS + "INSERT INTO posts VALUES (1, 1, 'x');",
        "may block",
        "23502",
    ),
    "errors that are swallowed": Pattern(
        USERS
        + LOG
        + function(
            "BEGIN INSERT INTO log (tab) VALUES ('a'); RAISE EXCEPTION 'x'; EXCEPTION WHEN OTHERS THEN NULL; END;"
            " RETURN OLD;"
        )
        + trigger("BEFORE DELETE"),
        ROWS,
        "clear",
    ),
    "errors of another kind are not": Pattern(
        USERS
        + function("BEGIN RAISE EXCEPTION 'x'; EXCEPTION WHEN unique_violation THEN NULL; END; RETURN OLD;")
        + trigger("BEFORE DELETE"),
        ROWS,
        "may block",
        "P0001",
    ),
    "INTO STRICT": Pattern(
        USERS
        + LOG
        + function("DECLARE x text; BEGIN SELECT tab INTO STRICT x FROM log WHERE id = OLD.id; RETURN OLD;")
        + trigger("BEFORE DELETE"),
        ROWS,
        "may block",
        "P0002",
    ),
    "ASSERT": Pattern(
        USERS + function("ASSERT OLD.n = 0, 'not empty'; RETURN OLD;") + trigger("BEFORE DELETE"),
        ROWS,
        "may block",
        "P0004",
    ),
    "a table that is gone": Pattern(
        USERS + function("INSERT INTO gone VALUES (OLD.id); RETURN OLD;") + trigger("AFTER DELETE"),
        ROWS,
        "must block",
        "42P01",
    ),
    "a column that is gone": Pattern(
        USERS + LOG + function("INSERT INTO log (gone) VALUES (OLD.id); RETURN OLD;") + trigger("AFTER DELETE"),
        ROWS,
        "must block",
        "42703",
    ),
    "a field that is gone": Pattern(
        USERS + function("IF OLD.gone THEN RETURN NULL; END IF; RETURN OLD;") + trigger("BEFORE DELETE"),
        ROWS,
        "must block",
        "42703",
    ),
    "no RETURN": Pattern(USERS + function("PERFORM 1;") + trigger("AFTER DELETE"), ROWS, "must block", "2F005"),
    "dynamic SQL that is always the same": Pattern(
        USERS
        + LOG
        + function("EXECUTE format('INSERT INTO %I (tab) VALUES (%L)', 'log', OLD.name); RETURN OLD;")
        + trigger("AFTER DELETE"),
        ROWS,
        "clear",
    ),
    "a function that is called": Pattern(
        USERS
        + POSTS.replace(" ON DELETE CASCADE", "")
        + "CREATE FUNCTION drop_posts(u int) RETURNS void LANGUAGE sql AS 'DELETE FROM posts WHERE user_id = u';\n"
        + function("PERFORM drop_posts(OLD.id); RETURN OLD;")
        + trigger("BEFORE DELETE"),
        BOTH,
        "may block",
    ),
    "a loop": Pattern(
        USERS
        + POSTS
        + LOG
        + function(
            "DECLARE r record; BEGIN FOR r IN SELECT * FROM posts WHERE user_id = OLD.id LOOP"
            " INSERT INTO log (tab) VALUES (r.title); END LOOP; RETURN OLD;"
        )
        + trigger("BEFORE DELETE"),
        BOTH,
        "clear",
    ),
    "a rule that logs": Pattern(
        USERS + LOG + "CREATE RULE r AS ON DELETE TO users DO ALSO INSERT INTO log (tab) VALUES (OLD.name);\n",
        ROWS,
        "clear",
    ),
    "a rule that turns DELETE into UPDATE": Pattern(
        USERS
        + POSTS
        + "CREATE RULE r AS ON DELETE TO users DO INSTEAD UPDATE users SET active = false WHERE id = OLD.id;\n",
        BOTH,
        "may block",
    ),
    "partitions, and a log of each": Pattern(
        "CREATE TABLE users (id int, k int, PRIMARY KEY (id, k)) PARTITION BY LIST (k);\n"
        "CREATE TABLE users_1 PARTITION OF users FOR VALUES IN (1);\n"
        + LOG
        + function("INSERT INTO log (tab) VALUES (TG_TABLE_NAME); RETURN OLD;")
        + trigger("BEFORE DELETE"),
        "INSERT INTO users VALUES (1, 1), (2, 1);",
        "clear",
    ),
}
"""By name."""
