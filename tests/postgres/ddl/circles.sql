-- Tables that would be below themselves, and whatever else a server lets nobody inherit from.
-- refused: 22

CREATE TABLE alone (id int);
ALTER TABLE alone INHERIT alone;
ALTER TABLE alone ATTACH PARTITION alone DEFAULT;

CREATE TABLE top (id int);
CREATE TABLE middle (a int) INHERITS (top);
CREATE TABLE bottom (b int) INHERITS (middle);
ALTER TABLE top INHERIT middle;
ALTER TABLE top INHERIT bottom;
ALTER TABLE bottom INHERIT middle;
ALTER TABLE bottom INHERIT top;
ALTER TABLE bottom INHERIT top;
CREATE TABLE twice () INHERITS (top, top);

CREATE TABLE measures (id int) PARTITION BY RANGE (id);
CREATE TABLE half (id int) PARTITION BY RANGE (id);
CREATE TABLE quarter (id int) PARTITION BY RANGE (id);
CREATE TABLE loose (id int);
ALTER TABLE measures ATTACH PARTITION measures DEFAULT;
ALTER TABLE measures ATTACH PARTITION half FOR VALUES FROM (0) TO (100);
ALTER TABLE half ATTACH PARTITION quarter FOR VALUES FROM (0) TO (50);
ALTER TABLE half ATTACH PARTITION measures DEFAULT;
ALTER TABLE quarter ATTACH PARTITION measures DEFAULT;
ALTER TABLE measures ATTACH PARTITION half DEFAULT;
ALTER TABLE half ATTACH PARTITION half DEFAULT;
ALTER TABLE measures ATTACH PARTITION top DEFAULT;
ALTER TABLE measures ATTACH PARTITION bottom DEFAULT;
ALTER TABLE loose ATTACH PARTITION alone DEFAULT;
CREATE TABLE part_of_loose PARTITION OF loose DEFAULT;
ALTER TABLE loose INHERIT measures;
ALTER TABLE loose INHERIT half;
ALTER TABLE half INHERIT loose;
ALTER TABLE measures INHERIT loose;
CREATE TABLE below_measures () INHERITS (measures);
CREATE TABLE itself () INHERITS (itself);

-- A circle is one only while it lasts.
ALTER TABLE measures DETACH PARTITION half;
ALTER TABLE half ATTACH PARTITION measures FOR VALUES FROM (200) TO (300);
ALTER TABLE bottom NO INHERIT top;
ALTER TABLE bottom NO INHERIT middle;
ALTER TABLE middle NO INHERIT top;
ALTER TABLE middle ADD COLUMN b int;
ALTER TABLE middle INHERIT bottom;
