-- A marina that lets stretches of its quay, with what PostgreSQL 18 brought: periods, keys that are not enforced,
-- virtual columns, named NOT NULL constraints. A berth is the stretch of quay that it occupies, in metres.

CREATE TABLE owners (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    given_name text CONSTRAINT owners_have_a_given_name NOT NULL,
    family_name text NOT NULL,
    full_name text GENERATED ALWAYS AS (given_name || ' ' || family_name) VIRTUAL
);

CREATE TABLE boats (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owner_id bigint REFERENCES owners ON DELETE SET NULL,
    name text NOT NULL,
    length_cm integer NOT NULL,
    length_m numeric GENERATED ALWAYS AS (length_cm / 100.0) VIRTUAL,
    registered boolean DEFAULT false NOT NULL,
    -- Kept for the record: it guards nothing, so a registered boat may lose its owner.
    CONSTRAINT boats_registered_have_owner CHECK (NOT registered OR owner_id IS NOT NULL) NOT ENFORCED
);
CREATE INDEX boats_owner_id_idx ON boats (owner_id);

-- What is on offer, and when: one price for a stretch at any time.
CREATE TABLE berths (
    stretch int4range NOT NULL,
    offered daterange NOT NULL,
    euros_per_night integer NOT NULL,
    PRIMARY KEY (stretch, offered WITHOUT OVERLAPS)
);

CREATE TABLE stays (
    stretch int4range NOT NULL,
    nights daterange NOT NULL,
    boat_id bigint REFERENCES boats ON DELETE CASCADE,
    PRIMARY KEY (stretch, nights WITHOUT OVERLAPS),
    FOREIGN KEY (stretch, PERIOD nights) REFERENCES berths (stretch, PERIOD offered)
);
CREATE INDEX stays_boat_id_idx ON stays (boat_id);

CREATE TABLE harbour_dues (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    boat_id bigint NOT NULL REFERENCES boats ON DELETE RESTRICT,
    year integer NOT NULL,
    cents bigint NOT NULL
);

-- Written by another system: the key documents the intent and is never checked.
CREATE TABLE gate_log (
    at timestamp with time zone NOT NULL,
    boat_id bigint,
    CONSTRAINT gate_log_boat_fkey FOREIGN KEY (boat_id) REFERENCES boats ON DELETE CASCADE NOT ENFORCED
);

CREATE TABLE crew (
    boat_id bigint NOT NULL REFERENCES boats ON DELETE CASCADE,
    owner_id bigint REFERENCES owners ON DELETE SET NULL,
    skipper_of_id bigint UNIQUE REFERENCES boats ON DELETE SET NULL,
    name text
);
-- Guards new rows only, and an UPDATE to NULL makes a new row: deleting an owner fails.
ALTER TABLE crew ADD CONSTRAINT crew_owner_id_known NOT NULL owner_id NOT VALID;
CREATE INDEX crew_boat_id_idx ON crew (name, boat_id);

CREATE TABLE waiting_list (
    position integer PRIMARY KEY,
    boat_id bigint REFERENCES boats ON DELETE SET NULL,
    -- A stored column that must have a value, made from the one that SET NULL clears.
    boat_label text GENERATED ALWAYS AS ('boat ' || boat_id) STORED NOT NULL
);
CREATE UNIQUE INDEX waiting_list_boat_id_idx ON waiting_list (boat_id) NULLS NOT DISTINCT;
