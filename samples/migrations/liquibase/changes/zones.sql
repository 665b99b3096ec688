--liquibase formatted sql

--changeset ann:1
CREATE TABLE zones (id integer PRIMARY KEY);
--rollback DROP TABLE zones;

--changeset ann:2 dbms:mysql
CREATE TABLE zones_of_mysql (id integer PRIMARY KEY);
