-- refused: 3
-- What one DROP names goes together, in whatever order its parts hang on each other.
CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (a integer REFERENCES a);
CREATE TABLE kept (id integer);
CREATE TABLE c (id integer PRIMARY KEY);
CREATE TABLE d () INHERITS (c);
CREATE TABLE e () INHERITS (d);
DROP TABLE a;
DROP TABLE a, kept, nowhere;
DROP TABLE a, b;
DROP TABLE c, d;
DROP TABLE c, d, e;
CREATE TABLE f (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE f1 PARTITION OF f DEFAULT;
CREATE TABLE g (f integer REFERENCES f);
DROP TABLE g, f, f1, public.f;
CREATE TABLE h (id integer PRIMARY KEY);
CREATE TABLE i () INHERITS (h);
DROP TABLE h, i CASCADE;
CREATE TABLE j (id integer PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE j1 PARTITION OF j DEFAULT;
CREATE TABLE k (j1 integer REFERENCES j1);
DROP TABLE j, k;
DROP TABLE IF EXISTS l, kept, l;
CREATE TABLE kept (id integer UNIQUE);
