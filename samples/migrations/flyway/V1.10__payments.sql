CREATE TABLE ${app}.payments (
    id integer PRIMARY KEY,
    card_id integer CONSTRAINT payments_card_fk REFERENCES ${app}.cards ON DELETE RESTRICT
);
