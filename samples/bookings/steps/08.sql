-- Payments go with their booking after all

ALTER TABLE public.payments DROP CONSTRAINT payments_booking_id_fkey;
ALTER TABLE public.payments
    ADD CONSTRAINT payments_booking_id_fkey FOREIGN KEY (booking_id) REFERENCES public.bookings ON DELETE CASCADE;
