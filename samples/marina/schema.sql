--
-- PostgreSQL database dump
--

\restrict sample

-- Dumped from database version 18.4
-- Dumped by pg_dump version 18.4

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: berths; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.berths (
    stretch int4range NOT NULL,
    offered daterange NOT NULL,
    euros_per_night integer NOT NULL
);


--
-- Name: boats; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.boats (
    id bigint NOT NULL,
    owner_id bigint,
    name text NOT NULL,
    length_cm integer NOT NULL,
    length_m numeric GENERATED ALWAYS AS (((length_cm)::numeric / 100.0)),
    registered boolean DEFAULT false NOT NULL
);


--
-- Name: boats_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.boats ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.boats_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: crew; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.crew (
    boat_id bigint NOT NULL,
    owner_id bigint,
    skipper_of_id bigint,
    name text
);


--
-- Name: gate_log; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.gate_log (
    at timestamp with time zone NOT NULL,
    boat_id bigint
);


--
-- Name: harbour_dues; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.harbour_dues (
    id bigint NOT NULL,
    boat_id bigint NOT NULL,
    year integer NOT NULL,
    cents bigint NOT NULL
);


--
-- Name: harbour_dues_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.harbour_dues ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.harbour_dues_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: owners; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.owners (
    id bigint NOT NULL,
    given_name text CONSTRAINT owners_have_a_given_name NOT NULL,
    family_name text NOT NULL,
    full_name text GENERATED ALWAYS AS (((given_name || ' '::text) || family_name))
);


--
-- Name: owners_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.owners ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.owners_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: stays; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.stays (
    stretch int4range NOT NULL,
    nights daterange NOT NULL,
    boat_id bigint
);


--
-- Name: waiting_list; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.waiting_list (
    "position" integer NOT NULL,
    boat_id bigint,
    boat_label text GENERATED ALWAYS AS (('boat '::text || boat_id)) STORED NOT NULL
);


--
-- Name: berths berths_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.berths
    ADD CONSTRAINT berths_pkey PRIMARY KEY (stretch, offered WITHOUT OVERLAPS);


--
-- Name: boats boats_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.boats
    ADD CONSTRAINT boats_pkey PRIMARY KEY (id);


--
-- Name: boats boats_registered_have_owner; Type: CHECK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.boats
    ADD CONSTRAINT boats_registered_have_owner CHECK (((NOT registered) OR (owner_id IS NOT NULL))) NOT ENFORCED;


--
-- Name: crew crew_owner_id_known; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE public.crew
    ADD CONSTRAINT crew_owner_id_known NOT NULL owner_id NOT VALID;


--
-- Name: crew crew_skipper_of_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.crew
    ADD CONSTRAINT crew_skipper_of_id_key UNIQUE (skipper_of_id);


--
-- Name: harbour_dues harbour_dues_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.harbour_dues
    ADD CONSTRAINT harbour_dues_pkey PRIMARY KEY (id);


--
-- Name: owners owners_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.owners
    ADD CONSTRAINT owners_pkey PRIMARY KEY (id);


--
-- Name: stays stays_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.stays
    ADD CONSTRAINT stays_pkey PRIMARY KEY (stretch, nights WITHOUT OVERLAPS);


--
-- Name: waiting_list waiting_list_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.waiting_list
    ADD CONSTRAINT waiting_list_pkey PRIMARY KEY ("position");


--
-- Name: boats_owner_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX boats_owner_id_idx ON public.boats USING btree (owner_id);


--
-- Name: crew_boat_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX crew_boat_id_idx ON public.crew USING btree (name, boat_id);


--
-- Name: stays_boat_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX stays_boat_id_idx ON public.stays USING btree (boat_id);


--
-- Name: waiting_list_boat_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX waiting_list_boat_id_idx ON public.waiting_list USING btree (boat_id) NULLS NOT DISTINCT;


--
-- Name: boats boats_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.boats
    ADD CONSTRAINT boats_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.owners(id) ON DELETE SET NULL;


--
-- Name: crew crew_boat_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.crew
    ADD CONSTRAINT crew_boat_id_fkey FOREIGN KEY (boat_id) REFERENCES public.boats(id) ON DELETE CASCADE;


--
-- Name: crew crew_owner_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.crew
    ADD CONSTRAINT crew_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.owners(id) ON DELETE SET NULL;


--
-- Name: crew crew_skipper_of_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.crew
    ADD CONSTRAINT crew_skipper_of_id_fkey FOREIGN KEY (skipper_of_id) REFERENCES public.boats(id) ON DELETE SET NULL;


--
-- Name: gate_log gate_log_boat_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.gate_log
    ADD CONSTRAINT gate_log_boat_fkey FOREIGN KEY (boat_id) REFERENCES public.boats(id) ON DELETE CASCADE NOT ENFORCED;


--
-- Name: harbour_dues harbour_dues_boat_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.harbour_dues
    ADD CONSTRAINT harbour_dues_boat_id_fkey FOREIGN KEY (boat_id) REFERENCES public.boats(id) ON DELETE RESTRICT;


--
-- Name: stays stays_boat_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.stays
    ADD CONSTRAINT stays_boat_id_fkey FOREIGN KEY (boat_id) REFERENCES public.boats(id) ON DELETE CASCADE;


--
-- Name: stays stays_stretch_nights_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.stays
    ADD CONSTRAINT stays_stretch_nights_fkey FOREIGN KEY (stretch, PERIOD nights) REFERENCES public.berths(stretch, PERIOD offered);


--
-- Name: waiting_list waiting_list_boat_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.waiting_list
    ADD CONSTRAINT waiting_list_boat_id_fkey FOREIGN KEY (boat_id) REFERENCES public.boats(id) ON DELETE SET NULL;


--
-- PostgreSQL database dump complete
--

\unrestrict sample

