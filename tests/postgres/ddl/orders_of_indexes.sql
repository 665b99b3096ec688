-- How the columns of an index are sorted, in all the ways to write it, and which of a partition's indexes fit.
CREATE TABLE t (a int, b text, c int, PRIMARY KEY (a), UNIQUE (c, b));
CREATE INDEX plain ON public.t USING btree (a, b);
CREATE INDEX descends ON public.t USING btree (a DESC);
CREATE INDEX descends_nulls_last ON public.t USING btree (a DESC NULLS LAST);
CREATE INDEX nulls_first ON public.t USING btree (a NULLS FIRST);
CREATE INDEX asc_nulls_first ON t (a ASC NULLS FIRST);
CREATE INDEX asc_nulls_last ON t (a ASC NULLS LAST);
CREATE INDEX desc_nulls_first ON t (a DESC NULLS FIRST);
CREATE INDEX ascends ON t (a ASC);
CREATE INDEX nulls_last ON t (a NULLS LAST);
CREATE INDEX mixed ON t (a DESC, b, c NULLS FIRST) INCLUDE (b);
CREATE INDEX second ON t (a, b DESC NULLS LAST);
CREATE INDEX computed ON t (lower(b) DESC, (a + 1) NULLS FIRST, c);
CREATE INDEX collated ON t (b COLLATE "C" text_pattern_ops DESC NULLS LAST);
CREATE UNIQUE INDEX partly ON t (a DESC) WHERE a > 0;
CREATE INDEX hashed ON t USING hash (a);

CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
CREATE TABLE p_1 PARTITION OF p FOR VALUES FROM (0) TO (9);
CREATE INDEX p_1_plain ON p_1 (a);
CREATE INDEX p_descends ON p (a DESC);
CREATE INDEX p_only ON ONLY p (b DESC NULLS LAST);
CREATE INDEX p_1_b ON p_1 (b);
ALTER INDEX p_only ATTACH PARTITION p_1_b;
CREATE TABLE p_2 (a int, b int);
CREATE INDEX p_2_b ON p_2 (b NULLS FIRST);
ALTER TABLE p ATTACH PARTITION p_2 FOR VALUES FROM (10) TO (19);
