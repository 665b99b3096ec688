--
-- PostgreSQL database dump
--

\restrict sample

-- Dumped from database version 16.14
-- Dumped by pg_dump version 16.14

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: Sheet 1; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA "Sheet 1";


--
-- Name: a.b; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA "a.b";


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: Customer List (final); Type: TABLE; Schema: Sheet 1; Owner: -
--

CREATE TABLE "Sheet 1"."Customer List (final)" (
    "Customer No." integer NOT NULL,
    "Name" text NOT NULL,
    "select" text
);


--
-- Name: Order; Type: TABLE; Schema: Sheet 1; Owner: -
--

CREATE TABLE "Sheet 1"."Order" (
    "Order" integer
);


--
-- Name: order; Type: TABLE; Schema: Sheet 1; Owner: -
--

CREATE TABLE "Sheet 1"."order" (
    "order" integer NOT NULL,
    "Customer No." integer NOT NULL
);


--
-- Name: TABLE "order"; Type: COMMENT; Schema: Sheet 1; Owner: -
--

COMMENT ON TABLE "Sheet 1"."order" IS 'semicolons; ''quotes''; $$dollars$$; \. and
a second line';


--
-- Name: c.d; Type: TABLE; Schema: a.b; Owner: -
--

CREATE TABLE "a.b"."c.d" (
    "e.f" integer NOT NULL,
    "say ""hi""" text
);


--
-- Name: [31mred[0m; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public."[31mred[0m" (
    id integer NOT NULL,
    "right‮left" integer
);


--
-- Name: <script>alert('x')</script>; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public."<script>alert('x')</script>" (
    "<b>id</b>" integer NOT NULL,
    "a&b" integer
);


--
-- Name: \N -> "x" [label=<y>]; }; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public."\N -> ""x"" [label=<y>]; }" (
    "\l" integer NOT NULL,
    "p|q" integer
);


--
-- Name: this table has a name of exactly sixty-three bytes not one more; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public."this table has a name of exactly sixty-three bytes not one more" (
    "this column has a name of exactly sixty-three bytes no one more" integer NOT NULL,
    "this column is named like the other one but for its last letter" integer
);


--
-- Name: two lines; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public."two
lines" (
    "tab	bed" integer,
    "%s {0} ${HOME} `id`" integer
);


--
-- Name: 📦 Pakete für Käufer; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public."📦 Pakete für Käufer" (
    "№" integer NOT NULL,
    "Käufer" integer,
    "vorher №" integer
);


--
-- Name: Customer List (final) Customer List (final)_pkey; Type: CONSTRAINT; Schema: Sheet 1; Owner: -
--

ALTER TABLE ONLY "Sheet 1"."Customer List (final)"
    ADD CONSTRAINT "Customer List (final)_pkey" PRIMARY KEY ("Customer No.");


--
-- Name: order order_pkey; Type: CONSTRAINT; Schema: Sheet 1; Owner: -
--

ALTER TABLE ONLY "Sheet 1"."order"
    ADD CONSTRAINT order_pkey PRIMARY KEY ("order");


--
-- Name: c.d c.d_pkey; Type: CONSTRAINT; Schema: a.b; Owner: -
--

ALTER TABLE ONLY "a.b"."c.d"
    ADD CONSTRAINT "c.d_pkey" PRIMARY KEY ("e.f");


--
-- Name: [31mred[0m [31mred[0m_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."[31mred[0m"
    ADD CONSTRAINT "[31mred[0m_pkey" PRIMARY KEY (id);


--
-- Name: <script>alert('x')</script> <script>alert('x')</script>_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."<script>alert('x')</script>"
    ADD CONSTRAINT "<script>alert('x')</script>_pkey" PRIMARY KEY ("<b>id</b>");


--
-- Name: \N -> "x" [label=<y>]; } \N -> "x" [label=<y>]; }_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."\N -> ""x"" [label=<y>]; }"
    ADD CONSTRAINT "\N -> ""x"" [label=<y>]; }_pkey" PRIMARY KEY ("\l");


--
-- Name: this table has a name of exactly sixty-three bytes not one more this table has a name of exactly sixty-three bytes not one_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."this table has a name of exactly sixty-three bytes not one more"
    ADD CONSTRAINT "this table has a name of exactly sixty-three bytes not one_pkey" PRIMARY KEY ("this column has a name of exactly sixty-three bytes no one more");


--
-- Name: 📦 Pakete für Käufer 📦 Pakete für Käufer_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."📦 Pakete für Käufer"
    ADD CONSTRAINT "📦 Pakete für Käufer_pkey" PRIMARY KEY ("№");


--
-- Name: the index; DROP TABLE users --; Type: INDEX; Schema: Sheet 1; Owner: -
--

CREATE INDEX "the index; DROP TABLE users --" ON "Sheet 1"."order" USING btree ("Customer No.");


--
-- Name: Käufer ↓; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX "Käufer ↓" ON public."📦 Pakete für Käufer" USING btree ("Käufer" DESC) WHERE ("Käufer" IS NOT NULL);


--
-- Name: Order Order_Order_fkey; Type: FK CONSTRAINT; Schema: Sheet 1; Owner: -
--

ALTER TABLE ONLY "Sheet 1"."Order"
    ADD CONSTRAINT "Order_Order_fkey" FOREIGN KEY ("Order") REFERENCES "Sheet 1"."order"("order");


--
-- Name: order it's the customer; Type: FK CONSTRAINT; Schema: Sheet 1; Owner: -
--

ALTER TABLE ONLY "Sheet 1"."order"
    ADD CONSTRAINT "it's the customer" FOREIGN KEY ("Customer No.") REFERENCES "Sheet 1"."Customer List (final)"("Customer No.") ON DELETE CASCADE;


--
-- Name: c.d c.d_e.f_fkey; Type: FK CONSTRAINT; Schema: a.b; Owner: -
--

ALTER TABLE ONLY "a.b"."c.d"
    ADD CONSTRAINT "c.d_e.f_fkey" FOREIGN KEY ("e.f") REFERENCES "Sheet 1"."order"("order") ON DELETE CASCADE;


--
-- Name: [31mred[0m [31mred[0m_right‮left_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."[31mred[0m"
    ADD CONSTRAINT "[31mred[0m_right‮left_fkey" FOREIGN KEY ("right‮left") REFERENCES "Sheet 1"."Customer List (final)"("Customer No.") ON DELETE CASCADE;


--
-- Name: <script>alert('x')</script> </title><!-- & -->; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."<script>alert('x')</script>"
    ADD CONSTRAINT "</title><!-- & -->" FOREIGN KEY ("a&b") REFERENCES "Sheet 1"."Customer List (final)"("Customer No.") ON DELETE SET NULL;


--
-- Name: \N -> "x" [label=<y>]; } \N -> "x" [label=<y>]; }_p|q_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."\N -> ""x"" [label=<y>]; }"
    ADD CONSTRAINT "\N -> ""x"" [label=<y>]; }_p|q_fkey" FOREIGN KEY ("p|q") REFERENCES "Sheet 1"."order"("order") ON DELETE RESTRICT;


--
-- Name: this table has a name of exactly sixty-three bytes not one more this table has a name of exac_this column is named like th_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."this table has a name of exactly sixty-three bytes not one more"
    ADD CONSTRAINT "this table has a name of exac_this column is named like th_fkey" FOREIGN KEY ("this column is named like the other one but for its last letter") REFERENCES "Sheet 1"."order"("order") ON DELETE CASCADE;


--
-- Name: two lines two lines_tab	bed_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."two
lines"
    ADD CONSTRAINT "two
lines_tab	bed_fkey" FOREIGN KEY ("tab	bed") REFERENCES "Sheet 1"."Customer List (final)"("Customer No.") ON DELETE SET NULL;


--
-- Name: 📦 Pakete für Käufer 📦 Pakete für Käufer_vorher №_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."📦 Pakete für Käufer"
    ADD CONSTRAINT "📦 Pakete für Käufer_vorher №_fkey" FOREIGN KEY ("vorher №") REFERENCES public."📦 Pakete für Käufer"("№") ON DELETE SET NULL;


--
-- Name: 📦 Pakete für Käufer 📦→👤; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public."📦 Pakete für Käufer"
    ADD CONSTRAINT "📦→👤" FOREIGN KEY ("Käufer") REFERENCES "Sheet 1"."Customer List (final)"("Customer No.") ON DELETE SET NULL;


--
-- PostgreSQL database dump complete
--

\unrestrict sample

