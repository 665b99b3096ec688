-- Guests can be deleted: their bookings go, payments are kept

ALTER TABLE public.bookings DROP CONSTRAINT bookings_guest_id_fkey;
ALTER TABLE public.bookings
    ADD CONSTRAINT bookings_guest_id_fkey FOREIGN KEY (guest_id) REFERENCES public.guests ON DELETE CASCADE;
ALTER TABLE public.payments DROP CONSTRAINT payments_booking_id_fkey;
ALTER TABLE public.payments
    ADD CONSTRAINT payments_booking_id_fkey FOREIGN KEY (booking_id) REFERENCES public.bookings ON DELETE SET NULL;
