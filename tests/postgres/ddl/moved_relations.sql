-- refused: 2

-- A view is known by what it is, under whatever name: both ends may have another one by now.
CREATE TABLE readings (id integer PRIMARY KEY, place text);
CREATE VIEW places AS SELECT place FROM readings;
ALTER TABLE readings RENAME TO measurements;
ALTER VIEW places RENAME TO sites;
DROP TABLE measurements;
CREATE TABLE readings (id integer);
DROP TABLE readings;

-- A view made anew under the name of another reads nothing of what that one read.
CREATE TABLE logs (id integer PRIMARY KEY);
CREATE VIEW recent AS SELECT * FROM logs;
DROP VIEW recent;
CREATE VIEW recent AS SELECT * FROM measurements;
DROP TABLE logs;

-- A view that is replaced reads what its query names now.
CREATE TABLE old_source (id integer);
CREATE TABLE new_source (id integer);
CREATE VIEW replaced AS SELECT id FROM old_source;
CREATE OR REPLACE VIEW replaced AS SELECT id FROM new_source;
DROP TABLE new_source;
DROP TABLE old_source;

-- Partitions, their parts of indexes and their keys, under new names.
CREATE SCHEMA archive;
CREATE TABLE owners (id integer PRIMARY KEY);
CREATE TABLE events (id integer, owner integer) PARTITION BY RANGE (id);
CREATE TABLE early (id integer, owner integer CONSTRAINT early_has_owner REFERENCES owners ON DELETE SET NULL);
ALTER TABLE events ADD CONSTRAINT has_owner FOREIGN KEY (owner) REFERENCES owners ON DELETE SET NULL;
ALTER TABLE events ATTACH PARTITION early FOR VALUES FROM (0) TO (10);
CREATE INDEX by_owner ON ONLY events (owner);
CREATE INDEX early_by_owner ON early (owner);
ALTER INDEX by_owner ATTACH PARTITION early_by_owner;
ALTER TABLE early SET SCHEMA archive;
ALTER TABLE archive.early RENAME TO first;
ALTER INDEX archive.early_by_owner RENAME TO first_by_owner;
ALTER TABLE events RENAME TO happenings;
ALTER TABLE owners RENAME TO people;
ALTER TABLE happenings RENAME CONSTRAINT has_owner TO belongs_to;
ALTER TABLE happenings DETACH PARTITION archive.first;

-- Children that declare a column themselves keep it, under new names too.
CREATE TABLE animals (id integer, name text);
CREATE TABLE dogs (name text) INHERITS (animals);
CREATE TABLE cats () INHERITS (animals);
ALTER TABLE dogs RENAME TO hounds;
ALTER TABLE animals RENAME TO beasts;
ALTER TABLE beasts DROP COLUMN name;

-- The partition that goes leaves nothing behind, so the index of the others is valid.
CREATE TABLE months (id integer) PARTITION BY RANGE (id);
CREATE TABLE january PARTITION OF months FOR VALUES FROM (1) TO (2);
CREATE TABLE february PARTITION OF months FOR VALUES FROM (2) TO (3);
CREATE INDEX by_id ON ONLY months (id);
CREATE INDEX january_by_id ON january (id);
ALTER TABLE february RENAME TO second;
DROP TABLE second;
ALTER TABLE january RENAME TO one;
ALTER INDEX by_id ATTACH PARTITION january_by_id;

-- The table of a transaction goes at its end, whatever it is called by then; one made under its old name stays.
BEGIN;
CREATE TEMPORARY TABLE passing (id integer) ON COMMIT DROP;
ALTER TABLE passing RENAME TO gone;
CREATE TABLE passing (id integer PRIMARY KEY);
COMMIT;
CREATE TABLE gone (id integer PRIMARY KEY);
