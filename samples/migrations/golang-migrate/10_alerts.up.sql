CREATE TABLE alerts (
    id integer PRIMARY KEY,
    check_id integer REFERENCES checks ON DELETE SET NULL
);
CREATE INDEX ON alerts (check_id)
