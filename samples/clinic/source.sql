-- A clinic: appointments, staff and badges, insurance, closing times.

CREATE TYPE appointment_kind AS ENUM ('first visit', 'follow-up', 'phone');

CREATE TABLE badges (
    number integer PRIMARY KEY,
    issued_on date NOT NULL
);

-- A withdrawn badge leaves its owner without one ...
CREATE TABLE staff (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    badge_number integer UNIQUE REFERENCES badges ON DELETE SET NULL,
    name text NOT NULL
);

-- ... which travels on by ON UPDATE: to the shifts (badge unknown), to the lockers (free again), not to the keys.
CREATE TABLE shifts (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    badge_number integer REFERENCES staff (badge_number) ON UPDATE CASCADE ON DELETE SET NULL,
    starts_at timestamp with time zone NOT NULL
);
CREATE TABLE lockers (
    label text PRIMARY KEY,
    badge_number integer REFERENCES staff (badge_number) ON UPDATE SET NULL ON DELETE SET NULL
);
CREATE TABLE door_keys (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    badge_number integer NOT NULL REFERENCES staff (badge_number) ON UPDATE RESTRICT ON DELETE CASCADE
);
CREATE INDEX shifts_badge_idx ON shifts USING brin (badge_number);
CREATE INDEX lockers_badge_idx ON lockers (badge_number) WHERE badge_number IS DISTINCT FROM NULL;

CREATE TABLE doctors (
    staff_id integer PRIMARY KEY REFERENCES staff ON DELETE CASCADE,
    speciality text NOT NULL,
    stand_in_id integer REFERENCES doctors ON DELETE SET NULL,
    CONSTRAINT doctors_not_own_stand_in CHECK (stand_in_id <> staff_id)
);

-- A closure without a doctor closes the whole clinic, and those must not overlap.
CREATE TABLE closures (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    doctor_id integer REFERENCES doctors ON DELETE SET NULL,
    during tstzrange NOT NULL,
    CONSTRAINT closures_clinic_once EXCLUDE USING gist (during WITH &&) WHERE (doctor_id IS NULL)
);

CREATE TABLE insurers (
    code text PRIMARY KEY,
    name text NOT NULL
);
CREATE TABLE policies (
    insurer_code text NOT NULL REFERENCES insurers ON DELETE CASCADE ON UPDATE CASCADE,
    policy_number text NOT NULL,
    PRIMARY KEY (insurer_code, policy_number)
);

CREATE TABLE patients (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    doctor_id integer REFERENCES doctors ON DELETE SET NULL,
    insurer_code text,
    policy_number text,
    pays_cash boolean DEFAULT false NOT NULL,
    FOREIGN KEY (insurer_code, policy_number) REFERENCES policies MATCH FULL ON DELETE SET NULL ON UPDATE CASCADE,
    -- Somebody pays: so a policy with patients can be deleted only if they all pay cash.
    CONSTRAINT patients_somebody_pays CHECK (pays_cash OR policy_number IS NOT NULL)
);
CREATE INDEX patients_doctor_id_idx ON patients (doctor_id);
CREATE INDEX patients_policy_idx ON patients (insurer_code COLLATE "C", policy_number COLLATE "C");

CREATE TABLE appointments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    patient_id integer NOT NULL REFERENCES patients ON DELETE RESTRICT,
    doctor_id integer NOT NULL REFERENCES doctors,
    kind appointment_kind NOT NULL,
    -- Exactly one of the two: nulling either breaks the rule.
    booked_by_staff_id integer REFERENCES staff ON DELETE SET NULL,
    booked_by_patient_id integer REFERENCES patients ON DELETE SET NULL,
    follows_id bigint REFERENCES appointments ON DELETE CASCADE,
    CONSTRAINT appointments_one_booker CHECK (num_nonnulls(booked_by_staff_id, booked_by_patient_id) = 1)
);
CREATE INDEX appointments_patient_id_idx ON appointments (patient_id);
CREATE INDEX appointments_doctor_id_idx ON appointments (kind, doctor_id);

CREATE TABLE letters (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    appointment_id bigint NOT NULL REFERENCES appointments ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE,
    body text NOT NULL
);
CREATE INDEX letters_appointment_id_idx ON letters (appointment_id);

-- The law: a medical record is never deleted. The rule makes the DELETE do nothing.
CREATE TABLE records (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    patient_id integer NOT NULL REFERENCES patients ON DELETE CASCADE,
    entry text NOT NULL
);
CREATE INDEX records_patient_id_idx ON records (patient_id);
CREATE RULE records_are_kept AS ON DELETE TO records DO INSTEAD NOTHING;
