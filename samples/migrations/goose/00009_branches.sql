-- +goose Up
CREATE TABLE branches (id integer PRIMARY KEY, city text);
ALTER TABLE members ADD COLUMN branch_id integer REFERENCES branches ON DELETE SET NULL;
-- +goose Down
ALTER TABLE members DROP COLUMN branch_id;
DROP TABLE branches;
