-- refused: 0
CREATE TABLE p (id serial PRIMARY KEY, a int UNIQUE, b int, UNIQUE (a, b), UNIQUE (b, a) INCLUDE (id),
  CHECK (a > 0), CHECK (a < 100), CHECK (a > b), CHECK (true), CHECK (b > 0 AND b < 9));
CREATE TABLE c (id int PRIMARY KEY, p int REFERENCES p, q int REFERENCES p (a), r int, s int,
  FOREIGN KEY (r, s) REFERENCES p (a, b), FOREIGN KEY (r, s) REFERENCES p (a, b),
  FOREIGN KEY (p) REFERENCES p, r2 int CHECK (r2 > 0) CHECK (r2 > 1),
  EXCLUDE USING btree (r WITH =, (s + 1) WITH =));
ALTER TABLE c ADD FOREIGN KEY (r) REFERENCES p, ADD CHECK (r > s), ADD UNIQUE (r), ADD UNIQUE (s, r);
