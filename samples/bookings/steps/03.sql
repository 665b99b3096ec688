-- An index for every foreign key

CREATE INDEX bookings_guest_id ON public.bookings (guest_id);
CREATE INDEX bookings_room_id ON public.bookings (room_id);
CREATE INDEX payments_booking_id ON public.payments (booking_id);
