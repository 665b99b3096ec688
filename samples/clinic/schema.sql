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
-- Name: appointment_kind; Type: TYPE; Schema: public; Owner: -
--

CREATE TYPE public.appointment_kind AS ENUM (
    'first visit',
    'follow-up',
    'phone'
);


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: appointments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.appointments (
    id bigint NOT NULL,
    patient_id integer NOT NULL,
    doctor_id integer NOT NULL,
    kind public.appointment_kind NOT NULL,
    booked_by_staff_id integer,
    booked_by_patient_id integer,
    follows_id bigint,
    CONSTRAINT appointments_one_booker CHECK ((num_nonnulls(booked_by_staff_id, booked_by_patient_id) = 1))
);


--
-- Name: appointments_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.appointments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.appointments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: badges; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.badges (
    number integer NOT NULL,
    issued_on date NOT NULL
);


--
-- Name: closures; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.closures (
    id integer NOT NULL,
    doctor_id integer,
    during tstzrange NOT NULL
);


--
-- Name: closures_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.closures ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.closures_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: doctors; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.doctors (
    staff_id integer NOT NULL,
    speciality text NOT NULL,
    stand_in_id integer,
    CONSTRAINT doctors_not_own_stand_in CHECK ((stand_in_id <> staff_id))
);


--
-- Name: door_keys; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.door_keys (
    id integer NOT NULL,
    badge_number integer NOT NULL
);


--
-- Name: door_keys_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.door_keys ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.door_keys_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: insurers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.insurers (
    code text NOT NULL,
    name text NOT NULL
);


--
-- Name: letters; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.letters (
    id bigint NOT NULL,
    appointment_id bigint NOT NULL,
    body text NOT NULL
);


--
-- Name: letters_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.letters ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.letters_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: lockers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.lockers (
    label text NOT NULL,
    badge_number integer
);


--
-- Name: patients; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.patients (
    id integer NOT NULL,
    name text NOT NULL,
    doctor_id integer,
    insurer_code text,
    policy_number text,
    pays_cash boolean DEFAULT false NOT NULL,
    CONSTRAINT patients_somebody_pays CHECK ((pays_cash OR (policy_number IS NOT NULL)))
);


--
-- Name: patients_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.patients ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.patients_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: policies; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.policies (
    insurer_code text NOT NULL,
    policy_number text NOT NULL
);


--
-- Name: records; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.records (
    id bigint NOT NULL,
    patient_id integer NOT NULL,
    entry text NOT NULL
);


--
-- Name: records_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.records ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.records_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: shifts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.shifts (
    id integer NOT NULL,
    badge_number integer,
    starts_at timestamp with time zone NOT NULL
);


--
-- Name: shifts_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.shifts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.shifts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: staff; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.staff (
    id integer NOT NULL,
    badge_number integer,
    name text NOT NULL
);


--
-- Name: staff_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.staff ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.staff_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: appointments appointments_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_pkey PRIMARY KEY (id);


--
-- Name: badges badges_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.badges
    ADD CONSTRAINT badges_pkey PRIMARY KEY (number);


--
-- Name: closures closures_clinic_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.closures
    ADD CONSTRAINT closures_clinic_once EXCLUDE USING gist (during WITH &&) WHERE ((doctor_id IS NULL));


--
-- Name: closures closures_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.closures
    ADD CONSTRAINT closures_pkey PRIMARY KEY (id);


--
-- Name: doctors doctors_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.doctors
    ADD CONSTRAINT doctors_pkey PRIMARY KEY (staff_id);


--
-- Name: door_keys door_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.door_keys
    ADD CONSTRAINT door_keys_pkey PRIMARY KEY (id);


--
-- Name: insurers insurers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.insurers
    ADD CONSTRAINT insurers_pkey PRIMARY KEY (code);


--
-- Name: letters letters_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.letters
    ADD CONSTRAINT letters_pkey PRIMARY KEY (id);


--
-- Name: lockers lockers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.lockers
    ADD CONSTRAINT lockers_pkey PRIMARY KEY (label);


--
-- Name: patients patients_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.patients
    ADD CONSTRAINT patients_pkey PRIMARY KEY (id);


--
-- Name: policies policies_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.policies
    ADD CONSTRAINT policies_pkey PRIMARY KEY (insurer_code, policy_number);


--
-- Name: records records_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.records
    ADD CONSTRAINT records_pkey PRIMARY KEY (id);


--
-- Name: shifts shifts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.shifts
    ADD CONSTRAINT shifts_pkey PRIMARY KEY (id);


--
-- Name: staff staff_badge_number_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_badge_number_key UNIQUE (badge_number);


--
-- Name: staff staff_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (id);


--
-- Name: appointments_doctor_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX appointments_doctor_id_idx ON public.appointments USING btree (kind, doctor_id);


--
-- Name: appointments_patient_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX appointments_patient_id_idx ON public.appointments USING btree (patient_id);


--
-- Name: letters_appointment_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX letters_appointment_id_idx ON public.letters USING btree (appointment_id);


--
-- Name: lockers_badge_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX lockers_badge_idx ON public.lockers USING btree (badge_number) WHERE (badge_number IS NOT NULL);


--
-- Name: patients_doctor_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX patients_doctor_id_idx ON public.patients USING btree (doctor_id);


--
-- Name: patients_policy_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX patients_policy_idx ON public.patients USING btree (insurer_code COLLATE "C", policy_number COLLATE "C");


--
-- Name: records_patient_id_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX records_patient_id_idx ON public.records USING btree (patient_id);


--
-- Name: shifts_badge_idx; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX shifts_badge_idx ON public.shifts USING brin (badge_number);


--
-- Name: records records_are_kept; Type: RULE; Schema: public; Owner: -
--

CREATE RULE records_are_kept AS
    ON DELETE TO public.records DO INSTEAD NOTHING;


--
-- Name: appointments appointments_booked_by_patient_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_booked_by_patient_id_fkey FOREIGN KEY (booked_by_patient_id) REFERENCES public.patients(id) ON DELETE SET NULL;


--
-- Name: appointments appointments_booked_by_staff_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_booked_by_staff_id_fkey FOREIGN KEY (booked_by_staff_id) REFERENCES public.staff(id) ON DELETE SET NULL;


--
-- Name: appointments appointments_doctor_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_doctor_id_fkey FOREIGN KEY (doctor_id) REFERENCES public.doctors(staff_id);


--
-- Name: appointments appointments_follows_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_follows_id_fkey FOREIGN KEY (follows_id) REFERENCES public.appointments(id) ON DELETE CASCADE;


--
-- Name: appointments appointments_patient_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.appointments
    ADD CONSTRAINT appointments_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES public.patients(id) ON DELETE RESTRICT;


--
-- Name: closures closures_doctor_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.closures
    ADD CONSTRAINT closures_doctor_id_fkey FOREIGN KEY (doctor_id) REFERENCES public.doctors(staff_id) ON DELETE SET NULL;


--
-- Name: doctors doctors_staff_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.doctors
    ADD CONSTRAINT doctors_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id) ON DELETE CASCADE;


--
-- Name: doctors doctors_stand_in_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.doctors
    ADD CONSTRAINT doctors_stand_in_id_fkey FOREIGN KEY (stand_in_id) REFERENCES public.doctors(staff_id) ON DELETE SET NULL;


--
-- Name: door_keys door_keys_badge_number_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.door_keys
    ADD CONSTRAINT door_keys_badge_number_fkey FOREIGN KEY (badge_number) REFERENCES public.staff(badge_number) ON UPDATE RESTRICT ON DELETE CASCADE;


--
-- Name: letters letters_appointment_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.letters
    ADD CONSTRAINT letters_appointment_id_fkey FOREIGN KEY (appointment_id) REFERENCES public.appointments(id) ON DELETE CASCADE DEFERRABLE;


--
-- Name: lockers lockers_badge_number_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.lockers
    ADD CONSTRAINT lockers_badge_number_fkey FOREIGN KEY (badge_number) REFERENCES public.staff(badge_number) ON UPDATE SET NULL ON DELETE SET NULL;


--
-- Name: patients patients_doctor_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.patients
    ADD CONSTRAINT patients_doctor_id_fkey FOREIGN KEY (doctor_id) REFERENCES public.doctors(staff_id) ON DELETE SET NULL;


--
-- Name: patients patients_insurer_code_policy_number_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.patients
    ADD CONSTRAINT patients_insurer_code_policy_number_fkey FOREIGN KEY (insurer_code, policy_number) REFERENCES public.policies(insurer_code, policy_number) MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL;


--
-- Name: policies policies_insurer_code_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.policies
    ADD CONSTRAINT policies_insurer_code_fkey FOREIGN KEY (insurer_code) REFERENCES public.insurers(code) ON UPDATE CASCADE ON DELETE CASCADE;


--
-- Name: records records_patient_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.records
    ADD CONSTRAINT records_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES public.patients(id) ON DELETE CASCADE;


--
-- Name: shifts shifts_badge_number_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.shifts
    ADD CONSTRAINT shifts_badge_number_fkey FOREIGN KEY (badge_number) REFERENCES public.staff(badge_number) ON UPDATE CASCADE ON DELETE SET NULL;


--
-- Name: staff staff_badge_number_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_badge_number_fkey FOREIGN KEY (badge_number) REFERENCES public.badges(number) ON DELETE SET NULL;


--
-- PostgreSQL database dump complete
--

\unrestrict sample

