-- refused: 0
-- since: 18
CREATE TABLE p (id int4range, v tstzrange, PRIMARY KEY (id, v WITHOUT OVERLAPS));
CREATE TABLE c (id int4range, v tstzrange, p int4range, UNIQUE (id, v WITHOUT OVERLAPS),
  FOREIGN KEY (p, PERIOD v) REFERENCES p (id, PERIOD v), CONSTRAINT two FOREIGN KEY (p, PERIOD v) REFERENCES p);
