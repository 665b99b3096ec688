-- +migrate Up
CREATE TABLE albums (id integer PRIMARY KEY, artist_id integer NOT NULL REFERENCES artists);

-- +migrate StatementBegin
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RETURN NEW;
END;
$$
-- +migrate StatementEnd

-- +migrate Down
DROP FUNCTION touch();
DROP TABLE albums;

-- +migrate Up
CREATE TRIGGER touch BEFORE UPDATE ON albums FOR EACH ROW EXECUTE FUNCTION touch();
