-- Payments: they restrict, too

CREATE TABLE public.payments (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    booking_id bigint REFERENCES public.bookings ON DELETE RESTRICT,
    cents integer NOT NULL
);
