-- DROP ... CASCADE of a sequence or function takes defaults, generated columns, CHECKs and indexes with it.
CREATE TABLE ref (id integer PRIMARY KEY);
CREATE SEQUENCE numbers;
CREATE SEQUENCE other_numbers;
CREATE TABLE a (id integer DEFAULT nextval('numbers'), b integer DEFAULT nextval('public.numbers'::regclass) REFERENCES ref);
CREATE TABLE b (id serial PRIMARY KEY, other integer DEFAULT nextval('other_numbers'));
DROP SEQUENCE numbers CASCADE;
DROP SEQUENCE b_id_seq CASCADE;
CREATE FUNCTION first_of(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION first_of_all(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE TABLE c (
    id integer DEFAULT first_of(1),
    kept integer DEFAULT first_of_all(1),
    made integer GENERATED ALWAYS AS (first_of(id)) STORED,
    r integer REFERENCES ref,
    CONSTRAINT c_check CHECK (first_of(r) > 0),
    CONSTRAINT c_kept CHECK (first_of_all(r) > 0)
);
CREATE INDEX c_index ON c (first_of(r));
CREATE INDEX c_partial ON c (r) WHERE first_of(r) > 1;
CREATE INDEX c_r ON c (r);
DROP FUNCTION first_of(integer) CASCADE;
CREATE TYPE mood AS ENUM ('good');
CREATE TABLE d (id integer PRIMARY KEY, m mood);
CREATE TABLE e (id integer PRIMARY KEY, m mood, n integer REFERENCES ref);
DROP TYPE mood CASCADE;
