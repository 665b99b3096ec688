-- refused: 2
CREATE SEQUENCE t_id_seq;
CREATE TABLE t_pkey (x int UNIQUE);
CREATE VIEW t_a_key AS SELECT 1 AS a;
CREATE TABLE other (a int CONSTRAINT t_b_check CHECK (a > 0), b int CONSTRAINT t_a_fkey REFERENCES t_pkey (x));
CREATE TABLE other3 (a int CONSTRAINT t_b_check CHECK (a > 0));
CREATE TABLE t (id serial PRIMARY KEY, a int UNIQUE REFERENCES t, b int CHECK (b > 0), c int CHECK (c > 0));
CREATE DOMAIN t2 AS int CHECK (value > 0) CHECK (value < 9);
CREATE TABLE t2_ (a int CHECK (a > 0), CONSTRAINT t2_a_check CHECK (a > 1));

-- An index becomes a constraint under a name that neither a constraint nor a relation has.
CREATE TABLE adopting (a integer, CONSTRAINT adopting_check CHECK (a > 0));
CREATE UNIQUE INDEX adopting_first ON adopting (a);
CREATE UNIQUE INDEX adopting_second ON adopting (a);
ALTER TABLE adopting ADD CONSTRAINT adopting_check UNIQUE USING INDEX adopting_first;
ALTER TABLE adopting ADD CONSTRAINT adopting_second UNIQUE USING INDEX adopting_first;
ALTER TABLE adopting ADD CONSTRAINT adopting_first UNIQUE USING INDEX adopting_first;
