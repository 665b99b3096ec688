-- Guests, rooms and bookings: every key restricts until it hurts

CREATE TABLE public.guests (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL,
    last_stay date
);

CREATE TABLE public.rooms (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number text NOT NULL UNIQUE
);

CREATE TABLE public.bookings (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guest_id bigint NOT NULL REFERENCES public.guests ON DELETE RESTRICT,
    room_id bigint NOT NULL REFERENCES public.rooms ON DELETE RESTRICT,
    arrives date NOT NULL
);
