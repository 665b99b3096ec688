BEGIN;
CREATE TABLE checks (
    id integer PRIMARY KEY,
    host_id integer NOT NULL CONSTRAINT checks_host_fk REFERENCES hosts ON DELETE CASCADE
);
COMMIT;
