-- Code that runs at once: DO blocks, procedures, and functions of a SELECT without rows.
-- refused: 1
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE posts (id integer PRIMARY KEY, user_id integer);

DO $$ BEGIN
    ALTER TABLE posts ADD CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE;
EXCEPTION
    WHEN duplicate_object THEN NULL;
END $$;
DO $$ BEGIN
    ALTER TABLE posts ADD CONSTRAINT posts_user FOREIGN KEY (user_id) REFERENCES users ON DELETE SET NULL;
EXCEPTION
    WHEN duplicate_object THEN NULL;
END $$;
DO $$ BEGIN
    CREATE TYPE mood AS ENUM ('good');
EXCEPTION WHEN others THEN NULL; END $$;
DO $$ BEGIN
    CREATE TYPE mood AS ENUM ('bad');
EXCEPTION WHEN others THEN CREATE TABLE from_handler (id integer REFERENCES users); END $$;
DO LANGUAGE plpgsql 'BEGIN CREATE TABLE quoted (id integer REFERENCES users); END';

DO $$
DECLARE
    name text;
    names CONSTANT text[] := ARRAY['red', 'green', 'blue'];
    one record;
    number integer := 0;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'posts_user') THEN
        CREATE TABLE wrong_1 ();
    ELSIF EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                  WHERE n.nspname = 'public' AND c.relname = 'posts' AND c.relkind = 'r') THEN
        CREATE TABLE right_1 (id integer REFERENCES posts);
    END IF;
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns
                   WHERE table_schema = current_schema() AND table_name = 'posts' AND column_name = 'editor_id') THEN
        ALTER TABLE posts ADD COLUMN editor_id integer REFERENCES users ON DELETE SET NULL;
    END IF;
    IF (SELECT count(*) FROM information_schema.table_constraints
        WHERE constraint_type = 'FOREIGN KEY' AND table_name = 'posts') = 2 THEN
        CREATE TABLE right_2 (id integer REFERENCES posts);
    END IF;
    IF to_regclass('public.nowhere') IS NULL AND 'posts'::regclass IS NOT NULL THEN
        CREATE TABLE right_3 (id integer REFERENCES posts);
    END IF;
    FOREACH name IN ARRAY names LOOP
        CONTINUE WHEN name = 'green';
        EXECUTE format('CREATE TABLE %I (id integer REFERENCES %I, note text DEFAULT %L)', 'of ' || name, 'users', name);
    END LOOP;
    FOR one IN SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'right%'
               ORDER BY table_name DESC LOOP
        EXECUTE 'ALTER TABLE ' || quote_ident(one.table_name) || ' ADD COLUMN by_loop integer REFERENCES users';
    END LOOP;
    FOR number IN 1..3 LOOP
        EXIT WHEN number = 3;
        EXECUTE format('CREATE TABLE part_%s (id integer REFERENCES posts)', number);
    END LOOP;
    SELECT count(*) INTO number FROM pg_trigger WHERE tgname = 'none';
    IF number = 0 THEN
        CREATE TABLE right_4 (id integer REFERENCES posts);
    END IF;
    IF current_setting('server_version_num')::integer < 0 THEN
        UPDATE users SET id = 1;
    END IF;
    PERFORM 1;
END $$;

CREATE FUNCTION make(kind text, VARIADIC more text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'CREATE TABLE made_' || kind || ' (id integer REFERENCES users)';
END $$;
CREATE PROCEDURE make_all() LANGUAGE plpgsql AS $$
BEGIN
    PERFORM make('a');
    PERFORM make('b');
END $$;
CREATE FUNCTION plain() RETURNS void LANGUAGE sql AS 'CREATE TABLE of_sql (id integer REFERENCES users)';
CREATE SCHEMA other;
CREATE FUNCTION elsewhere() RETURNS void LANGUAGE plpgsql SET search_path = other AS $$
BEGIN
    CREATE TABLE things (id integer PRIMARY KEY);
END $$;
SELECT make('by_select');
SELECT * FROM make('by_from');
CALL make_all();
SELECT plain();
SELECT elsewhere();
DO $$ BEGIN ALTER TABLE nowhere_at_all DROP COLUMN x; END $$;
DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'nobody') THEN GRANT SELECT ON users TO nobody; END IF;
END $$;
DO $$ BEGIN RAISE EXCEPTION 'no'; CREATE TABLE never (); END $$;
