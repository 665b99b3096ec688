-- refused: 0
CREATE SCHEMA a;
CREATE SCHEMA b CREATE TABLE t (id int PRIMARY KEY) CREATE INDEX ON t (id) CREATE VIEW v AS SELECT id FROM t;
CREATE SCHEMA IF NOT EXISTS a;
SET search_path TO a, public;
CREATE TABLE t (id int PRIMARY KEY, b int REFERENCES b.t);
CREATE TABLE public.u (t int REFERENCES t);
CREATE TABLE w (u int);
ALTER TABLE u ADD PRIMARY KEY (t);
ALTER TABLE w ADD FOREIGN KEY (u) REFERENCES u;
SET search_path = b;
CREATE TABLE w (t int REFERENCES t);
RESET search_path;
CREATE TEMP TABLE w (id int PRIMARY KEY);
CREATE TABLE z (id int);
SELECT pg_catalog.set_config('search_path', 'b, a', false);
CREATE TABLE z (t int REFERENCES t);
DROP TABLE w;
DROP TABLE w;
