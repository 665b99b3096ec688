-- atlas:checkpoint

-- Create "plants" table
CREATE TABLE "plants" ("id" integer NOT NULL, PRIMARY KEY ("id"));
