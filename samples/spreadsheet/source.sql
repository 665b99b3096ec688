-- What a spreadsheet import leaves behind, and what pranksters type into it: names that no output may trust.
-- Quotes, dots, spaces, markup, a terminal escape, a right-to-left override, line breaks, an emoji, 63 bytes.

CREATE SCHEMA "Sheet 1";
CREATE SCHEMA "a.b";

CREATE TABLE "Sheet 1"."Customer List (final)" (
    "Customer No." integer PRIMARY KEY,
    "Name" text NOT NULL,
    "select" text
);

CREATE TABLE "Sheet 1"."order" (
    "order" integer PRIMARY KEY,
    "Customer No." integer NOT NULL,
    CONSTRAINT "it's the customer" FOREIGN KEY ("Customer No.")
        REFERENCES "Sheet 1"."Customer List (final)" ON DELETE CASCADE
);

CREATE TABLE "a.b"."c.d" (
    "e.f" integer PRIMARY KEY REFERENCES "Sheet 1"."order" ON DELETE CASCADE,
    "say ""hi""" text
);

CREATE TABLE "<script>alert('x')</script>" (
    "<b>id</b>" integer PRIMARY KEY,
    "a&b" integer,
    CONSTRAINT "</title><!-- & -->" FOREIGN KEY ("a&b") REFERENCES "Sheet 1"."Customer List (final)" ON DELETE SET NULL
);

CREATE TABLE "\N -> ""x"" [label=<y>]; }" (
    "\l" integer PRIMARY KEY,
    "p|q" integer REFERENCES "Sheet 1"."order" ON DELETE RESTRICT
);

CREATE TABLE U&"\001B[31mred\001B[0m" (
    id integer PRIMARY KEY,
    U&"right\202Eleft" integer REFERENCES "Sheet 1"."Customer List (final)" ON DELETE CASCADE
);

CREATE TABLE U&"two\000Alines" (
    U&"tab\0009bed" integer REFERENCES "Sheet 1"."Customer List (final)" ON DELETE SET NULL,
    "%s {0} ${HOME} `id`" integer
);

CREATE TABLE "📦 Pakete für Käufer" (
    "№" integer PRIMARY KEY,
    "Käufer" integer,
    "vorher №" integer REFERENCES "📦 Pakete für Käufer" ON DELETE SET NULL,
    CONSTRAINT "📦→👤" FOREIGN KEY ("Käufer") REFERENCES "Sheet 1"."Customer List (final)" ON DELETE SET NULL
);

CREATE TABLE "this table has a name of exactly sixty-three bytes not one more" (
    "this column has a name of exactly sixty-three bytes no one more" integer PRIMARY KEY,
    "this column is named like the other one but for its last letter" integer REFERENCES "Sheet 1"."order" ON DELETE CASCADE
);

-- Differs from "Sheet 1"."order" in case alone.
CREATE TABLE "Sheet 1"."Order" (
    "Order" integer REFERENCES "Sheet 1"."order" ON DELETE NO ACTION
);

CREATE INDEX "the index; DROP TABLE users --" ON "Sheet 1"."order" ("Customer No.");
CREATE INDEX "Käufer ↓" ON "📦 Pakete für Käufer" ("Käufer" DESC) WHERE "Käufer" IS NOT NULL;

COMMENT ON TABLE "Sheet 1"."order" IS E'semicolons; ''quotes''; $$dollars$$; \\. and\na second line';
