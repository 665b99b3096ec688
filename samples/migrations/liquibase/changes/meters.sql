--liquibase formatted sql

--changeset ann:3
CREATE TABLE meters (id integer PRIMARY KEY, zone_id integer)
--rollback DROP TABLE meters;

--changeset ann:4 splitStatements:false endDelimiter:@@
ALTER TABLE meters ADD CONSTRAINT meters_zone_fk FOREIGN KEY (zone_id) REFERENCES zones ON DELETE CASCADE@@
/* liquibase rollback
ALTER TABLE meters DROP CONSTRAINT meters_zone_fk;
*/

--changeset ann:5 runOnChange:true
CREATE OR REPLACE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RETURN NULL;
END;
$$;
--rollback DROP FUNCTION nothing();
