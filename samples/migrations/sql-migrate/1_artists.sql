-- +migrate Up
CREATE TABLE artists (id integer PRIMARY KEY, name text NOT NULL);

-- +migrate Down
DROP TABLE artists;
