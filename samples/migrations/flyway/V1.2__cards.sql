SET search_path = ${app};
CREATE TABLE cards (id integer PRIMARY KEY, account_id integer NOT NULL);
ALTER TABLE cards ADD CONSTRAINT cards_account_fk FOREIGN KEY (account_id) REFERENCES accounts ON DELETE CASCADE;
