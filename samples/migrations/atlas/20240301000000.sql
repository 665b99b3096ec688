-- Create "plants" table
CREATE TABLE "plants" ("id" integer NOT NULL, PRIMARY KEY ("id"));
-- Create "old_beds" table
CREATE TABLE "old_beds" ("id" integer NOT NULL, PRIMARY KEY ("id"));
