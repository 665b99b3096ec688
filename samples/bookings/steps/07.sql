-- A payment always has its booking

ALTER TABLE public.payments ALTER COLUMN booking_id SET NOT NULL;
