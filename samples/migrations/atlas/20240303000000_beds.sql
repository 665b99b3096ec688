-- Create "beds" table
CREATE TABLE "beds" ("id" integer NOT NULL, "plant_id" integer NULL, PRIMARY KEY ("id"), CONSTRAINT "beds_plant_fk" FOREIGN KEY ("plant_id") REFERENCES "plants" ("id") ON UPDATE NO ACTION ON DELETE SET NULL);
