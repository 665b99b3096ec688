-- +migrate Up notransaction
CREATE TABLE tracks (
    album_id integer REFERENCES albums ON DELETE CASCADE,
    number integer,
    PRIMARY KEY (album_id, number)
);
-- +migrate Down notransaction
ALTER TABLE tracks DROP CONSTRAINT tracks_album_id_fkey;
DROP TABLE tracks;
