SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE IF NOT EXISTS "public"."rooms" (
    "id" uuid NOT NULL,
    "owner" uuid
);
ALTER TABLE ONLY "public"."rooms" ADD CONSTRAINT "rooms_pkey" PRIMARY KEY ("id");
ALTER TABLE "public"."rooms" ENABLE ROW LEVEL SECURITY;
