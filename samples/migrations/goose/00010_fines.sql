-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE fines (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    loan_id bigint CONSTRAINT fines_loan_fk REFERENCES loans (id) ON DELETE RESTRICT,
    cents integer NOT NULL
);
CREATE INDEX CONCURRENTLY fines_loan_id ON fines (loan_id);

-- +goose Down
DROP INDEX fines_loan_id;
ALTER TABLE fines DROP CONSTRAINT fines_loan_fk;
DROP TABLE fines;
