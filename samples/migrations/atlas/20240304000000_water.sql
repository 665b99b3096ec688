-- atlas:txtar

-- checks.sql --
SELECT NOT EXISTS (SELECT 1 FROM "beds" WHERE "plant_id" IS NULL);

-- migration.sql --
-- Modify "beds" table
ALTER TABLE "beds" ADD COLUMN "source_id" integer NULL REFERENCES "plants" ON DELETE CASCADE;

-- down.sql --
ALTER TABLE "beds" DROP CONSTRAINT "beds_plant_fk", DROP COLUMN "source_id";
