CREATE TABLE hosts (id integer PRIMARY KEY, name text);
