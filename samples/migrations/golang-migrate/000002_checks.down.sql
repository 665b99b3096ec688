ALTER TABLE checks DROP CONSTRAINT checks_host_fk;
DROP TABLE checks;
