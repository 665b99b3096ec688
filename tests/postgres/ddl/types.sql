-- refused: 0
CREATE SCHEMA s;
CREATE TYPE s."Mood" AS ENUM ('a', 'b');
CREATE TYPE pair AS (x int, y text);
CREATE DOMAIN small AS smallint NOT NULL DEFAULT 1 CHECK (value < 9);
CREATE TABLE t (a int, b int2, c bigint, d real, e float(20), f float(30), g double precision, h numeric,
  i numeric(10), j decimal(10, 2), k char, l char(3), m varchar, n varchar(20), o text, p bpchar, q "char", r name,
  s bit, t bit(3), u bit varying, v varbit(5), w time, x time(3), y timetz, z timestamp(3) with time zone,
  aa timestamp, ab timestamptz, ac interval, ad interval(3), ae interval year to month, af interval second(2),
  ag int[], ah text[][], ai int array[3], aj s."Mood", ak pair, al small, am s."Mood"[], an uuid, ao boolean,
  ap bytea, aq xml, ar int4range, at varchar(5)[], au _int4, av pg_catalog.int8, aw date, ax inet, ay jsonb,
  az serial, ba bigserial, bb smallserial, bc nchar(4), bd national character varying(5), be interval day to second(3));
CREATE TABLE u OF pair (PRIMARY KEY (x), y WITH OPTIONS DEFAULT 'z');
CREATE TABLE v (row_of t);
ALTER TYPE s."Mood" ADD VALUE 'c' BEFORE 'b';
ALTER TYPE s."Mood" ADD VALUE IF NOT EXISTS 'a';
ALTER TYPE s."Mood" ADD VALUE 'd' AFTER 'a';
ALTER TYPE s."Mood" RENAME VALUE 'b' TO 'z';
ALTER TYPE s."Mood" RENAME TO mood;
ALTER TYPE s.mood SET SCHEMA public;
ALTER TABLE v RENAME TO w;
DROP TABLE w;
ALTER DOMAIN small DROP NOT NULL;
ALTER DOMAIN small DROP DEFAULT;
ALTER DOMAIN small ADD CHECK (value > 0);
ALTER DOMAIN small ADD CONSTRAINT big CHECK (value > 0) NOT VALID;
ALTER DOMAIN small RENAME CONSTRAINT big TO bigger;
ALTER DOMAIN small DROP CONSTRAINT small_check;
ALTER DOMAIN small RENAME TO tiny;
CREATE DOMAIN below AS integer DEFAULT 3;
CREATE DOMAIN copies_the_default AS below;
CREATE DOMAIN is_an_array AS below[];
ALTER DOMAIN below DROP DEFAULT;
CREATE DOMAIN copies_nothing AS below;
