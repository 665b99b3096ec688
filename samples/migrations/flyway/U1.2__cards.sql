ALTER TABLE ${app}.cards DROP CONSTRAINT cards_account_fk;
DROP TABLE ${app}.cards;
